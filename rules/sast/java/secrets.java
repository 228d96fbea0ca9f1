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
