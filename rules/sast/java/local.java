import java.io.*;
import java.sql.*;

class Local {
    private static final boolean FIVE = true;

    public static void main(String[] args) throws Exception {
        // ruleid: command-injection
        Runtime.getRuntime().exec("ls " + args[0]);
        // ok: command-injection
        Runtime.getRuntime().exec("ls");
    }

    void environment(Connection c) throws Exception {
        String data;
        if (FIVE) {
            data = System.getenv("ADD");
        } else {
            data = null;
        }
        // ruleid: sql-injection
        c.createStatement(); c.prepareStatement("SELECT * FROM t WHERE a = '" + data + "'");
        PreparedStatement p = c.prepareStatement("SELECT * FROM t WHERE a = ?");
        p.setString(1, data);
    }

    void console(Connection c) throws Exception {
        String data = "";
        BufferedReader r = new BufferedReader(new InputStreamReader(System.in));
        data = r.readLine();
        Statement s = c.createStatement();
        // ruleid: sql-injection
        s.execute("DELETE FROM t WHERE a = '" + data + "'");
        if (5 == 5) {
            data = "constant";
        }
        // ok: sql-injection
        s.execute("DELETE FROM t WHERE a = '" + data + "'");
    }

    void file(ResultSet r) throws Exception {
        // ruleid: path-traversal
        new File("/data/" + r.getString(1));
        // ok: path-traversal
        new File("/data/" + System.getProperty("user.name"));
        // ok: path-traversal
        new File("/data/" + Integer.parseInt(r.getString(1)));
    }

    private boolean always() {
        return true;
    }

    private static int five() {
        return 5;
    }

    void branches(Statement s) throws Exception {
        String data;
        if (always()) {
            data = "constant";
        } else {
            data = System.getenv("ADD");
        }
        // ok: sql-injection
        s.execute("DELETE FROM t WHERE a = '" + data + "'");
        if (five() == 5) {
            data = System.getenv("ADD");
        }
        // ruleid: sql-injection
        s.execute("DELETE FROM t WHERE a = '" + data + "'");
        while (true) {
            data = "constant";
            break;
        }
        // ok: sql-injection
        s.execute("DELETE FROM t WHERE a = '" + data + "'");
    }
}

class Outside {
    void starter(Connection c, Statement s) throws Exception {
        String name = System.getProperty("user.name");
        // ruleid: sql-injection
        s.execute("DELETE FROM t WHERE a = '" + name + "'");
        // ok: sql-injection
        s.execute("INSERT INTO runs VALUES ('" + System.getProperty("os.name") + "')");
        // ok: command-injection
        Runtime.getRuntime().exec(System.getProperty("user.home") + "/bin/report");
        // ruleid: external-setting
        c.setCatalog(System.getenv("CATALOG"));
        // ok: external-setting
        c.setCatalog("ledger");
    }

    void page(ResultSet r, HttpServletResponse response) throws Exception {
        String name = r.getString("name");
        // ruleid: cross-site-scripting
        response.getWriter().println("<p>" + name.replaceAll("(<script>)", ""));
        // ok: cross-site-scripting
        response.getWriter().println("<p>" + name.replaceAll("<", "&lt;"));
        // ruleid: cross-site-scripting
        response.sendError(404, "No " + name);
        // ok: cross-site-scripting
        response.sendError(404, "No such name");
    }
}

class Tools {
    void run(DirContext directory, XPath xpath, HttpServletResponse response) throws Exception {
        String line = System.getenv("LINE");
        // ruleid: ldap-injection
        directory.search("ou=a", "(uid=" + line + ")", controls);
        // ok: ldap-injection
        directory.search("ou=a", "(uid=admin)", controls);
        // ruleid: xpath-injection
        xpath.evaluate("//payee[@name='" + line + "']", document);
        // ok: xpath-injection
        xpath.evaluate("//payee", document);
        // ruleid: unsafe-reflection
        Class.forName(line);
        // ok: unsafe-reflection
        Class.forName("bank.Core");
        // ruleid: format-string
        String.format(line, "x");
        // ok: format-string
        String.format("%s", line);
        // ruleid: header-injection
        response.setHeader("X-Branch", line);
        // ok: header-injection
        response.setHeader("X-Branch", "main");
        // ruleid: open-redirect
        response.sendRedirect(line);
        // ok: open-redirect
        response.sendRedirect("/accounts");
    }
}
