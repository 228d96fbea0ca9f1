import java.sql.*;

class Secrets {
    private static final String PASSWORD = "correct horse";

    void connect(Properties p) throws Exception {
        // ruleid: hardcoded-credential
        DriverManager.getConnection("jdbc:x", "sa", "swordfish");
        String fromHelper = read();
        // ruleid: hardcoded-credential
        DriverManager.getConnection("jdbc:x", "sa", fromHelper);
        // ok: hardcoded-credential
        DriverManager.getConnection("jdbc:x", "sa", System.getenv("PASSWORD"));
        // ok: hardcoded-credential
        DriverManager.getConnection("jdbc:x", "sa", p.getProperty("password"));
        // ok: hardcoded-credential
        DriverManager.getConnection("jdbc:x", "sa", "");
    }

    boolean login(String user, String password) {
        // ruleid: hardcoded-credential
        return password.equals("letmein");
    }

    boolean check(String user, String password) {
        // ok: hardcoded-credential
        return encoder.matches(password, stored(user));
    }

    private String read() {
        return "swordfish";
    }
}

class Stored {
    private Properties settings = new Properties();

    Connection readable(InputStream in) throws Exception {
        Properties p = new Properties();
        p.load(in);
        String password = p.getProperty("db.password");
        // ruleid: plaintext-password
        return DriverManager.getConnection("jdbc:x", p.getProperty("db.user"), password);
    }

    Connection sealed(InputStream in, Cipher cipher) throws Exception {
        Properties p = new Properties();
        p.load(in);
        byte[] text = Base64.getDecoder().decode(p.getProperty("db.password"));
        // ok: plaintext-password
        return DriverManager.getConnection("jdbc:x", "u", new String(cipher.doFinal(text)));
    }

    Connection helped(InputStream in, Vault vault) throws Exception {
        Properties p = new Properties();
        p.load(in);
        // ok: plaintext-password
        return DriverManager.getConnection("jdbc:x", "u", vault.decryptPassword(p.getProperty("password")));
    }

    Connection other(InputStream in) throws Exception {
        Properties p = new Properties();
        p.load(in);
        // ok: plaintext-password
        return DriverManager.getConnection(p.getProperty("url"), p.getProperty("user"), System.getenv("DB_PASSWORD"));
    }
}

class OverTheNet {
    void received(Socket s, Cipher cipher) throws Exception {
        BufferedReader r = new BufferedReader(new InputStreamReader(s.getInputStream()));
        String password = r.readLine();
        // ruleid: clear-text-transport
        new PasswordAuthentication("u", password.toCharArray());
        String opened = new String(cipher.doFinal(password.getBytes()));
        // ok: clear-text-transport
        new PasswordAuthentication("u", opened.toCharArray());
    }

    void receivedSealed(SSLSocketFactory sslFactory, SSLSocket t) throws Exception {
        Socket s = sslFactory.createSocket("h", 1);
        BufferedReader r = new BufferedReader(new InputStreamReader(s.getInputStream()));
        // ok: clear-text-transport
        new PasswordAuthentication("u", r.readLine().toCharArray());
        BufferedReader q = new BufferedReader(new InputStreamReader(t.getInputStream()));
        // ok: clear-text-transport
        new PasswordAuthentication("u", q.readLine().toCharArray());
    }

    void fetched() throws Exception {
        URLConnection c = new URL("http://settings.bank.com/db").openConnection();
        try (BufferedReader r = new BufferedReader(new InputStreamReader(c.getInputStream()))) {
            // ruleid: clear-text-transport
            DriverManager.getConnection("jdbc:x", "u", r.readLine());
        }
        URLConnection d = new URL("https://settings.bank.com/db").openConnection();
        try (BufferedReader r = new BufferedReader(new InputStreamReader(d.getInputStream()))) {
            // ok: clear-text-transport
            DriverManager.getConnection("jdbc:x", "u", r.readLine());
        }
    }

    void sent(PasswordAuthentication c, SSLSocket t) throws Exception {
        Socket s = new Socket("h", 23);
        PrintWriter out = new PrintWriter(s.getOutputStream(), true);
        // ok: password-sent-in-clear
        out.println(c.getUserName());
        String line = new String(c.getPassword());
        // ruleid: password-sent-in-clear
        out.println("PASS " + line);
        // ok: password-sent-in-clear
        out.println(digest(line));
        PrintWriter sealed = new PrintWriter(t.getOutputStream(), true);
        // ok: password-sent-in-clear
        sealed.println(line);
        PrintWriter file = new PrintWriter(new FileWriter("f"));
        // ok: password-sent-in-clear
        file.println(line);
    }

    void sentSealed(PasswordAuthentication c, SSLSocketFactory tls) throws Exception {
        Socket s = tls.createSocket("h", 992);
        DataOutputStream out = new DataOutputStream(s.getOutputStream());
        // ok: password-sent-in-clear
        out.writeUTF(new String(c.getPassword()));
    }
}
