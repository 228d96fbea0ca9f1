package com.example.shop;

import com.sun.net.httpserver.HttpExchange;
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.sql.*;
import java.util.*;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.directory.*;
import javax.servlet.http.*;
import javax.script.*;
import javax.xml.xpath.XPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.*;

class Statements extends HttpServlet {
    private static final boolean OLD = false;
    private static final Set<String> COLUMNS = Set.of("name", "price");
    private Connection db;
    private String remembered;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        Statement s = db.createStatement();
        // ruleid: sql-injection
        s.executeQuery("SELECT * FROM items WHERE name = '" + name + "'");
        // ok: sql-injection
        s.executeQuery("SELECT * FROM items WHERE id = " + Integer.parseInt(name));
        PreparedStatement p = db.prepareStatement("SELECT * FROM items WHERE name = ?");
        p.setString(1, name);
        // ok: sql-injection
        p.executeQuery();
        // ruleid: sql-injection
        db.prepareStatement(String.format("SELECT * FROM items ORDER BY %s", name));
        if (OLD) {
            // ok: sql-injection
            s.execute("DELETE FROM items WHERE name = '" + name + "'");
        }
        String overwritten = name;
        overwritten = "fixed";
        // ok: sql-injection
        s.execute("DELETE FROM items WHERE name = '" + overwritten + "'");
        if (COLUMNS.contains(name)) {
            // ok: sql-injection
            s.executeQuery("SELECT * FROM items ORDER BY " + name);
        } else {
            // ruleid: sql-injection
            s.executeQuery("SELECT * FROM items ORDER BY " + name + " DESC");
            name = name + "!";
        }
        // ruleid: sql-injection
        s.executeQuery("SELECT * FROM items ORDER BY " + name);
    }

    void guarded(HttpServletRequest request) throws Exception {
        String column = request.getParameter("column");
        if (column == null || !COLUMNS.contains(column)) {
            throw new IllegalArgumentException();
        }
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT * FROM items ORDER BY " + column);
        String code = request.getParameter("code");
        if (!code.matches("[A-Z]{3}")) {
            return;
        }
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT * FROM items WHERE code = '" + code + "'");
        String text = request.getParameter("text");
        if (!text.matches(".*")) {
            return;
        }
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT * FROM items WHERE text = '" + text + "'");
    }

    void containers(HttpServletRequest request) throws Exception {
        Statement s = db.createStatement();
        Map<String, String> m = new HashMap<>();
        m.put("safe", "constant");
        m.put("taken", request.getParameter("x"));
        // ruleid: sql-injection
        s.execute("SELECT " + m.get("taken"));
        // ok: sql-injection
        s.execute("SELECT " + m.get("safe"));
        List<String> l = new ArrayList<>();
        l.add("first");
        l.add(request.getParameter("y"));
        l.add("last");
        // ruleid: sql-injection
        s.execute("SELECT " + l.get(1));
        // ok: sql-injection
        s.execute("SELECT " + l.get(2));
        String[] a = {"a", request.getParameter("z")};
        // ruleid: sql-injection
        s.execute("SELECT " + a[1]);
        // ok: sql-injection
        s.execute("SELECT " + a[0]);
        StringBuilder b = new StringBuilder("SELECT * FROM items WHERE a = ");
        b.append(request.getParameter("b")).append(" LIMIT 1");
        // ruleid: sql-injection
        s.execute(b.toString());
        String round = new String(Base64.getDecoder().decode(Base64.getEncoder().encode(request.getParameter("c").getBytes())));
        // ruleid: sql-injection
        s.execute("SELECT " + round);
        int n = 86;
        String chosen = (7 * 18) + n > 200 ? "constant" : request.getParameter("d");
        // ok: sql-injection
        s.execute("SELECT " + chosen);
        switch (6) {
            case 6:
                chosen = request.getParameter("e");
                break;
            default:
                chosen = "constant";
        }
        // ruleid: sql-injection
        s.execute("SELECT " + chosen);
    }

    void fields(HttpServletRequest request) throws Exception {
        remembered = request.getParameter("f");
        later();
        Holder h = new Holder(request.getParameter("g"), "constant");
        // ruleid: sql-injection
        db.createStatement().execute("SELECT " + h.first());
        // ok: sql-injection
        db.createStatement().execute("SELECT " + h.second);
    }

    private void later() throws Exception {
        // ruleid: sql-injection
        db.createStatement().execute("SELECT " + remembered);
    }

    static class Holder {
        final String first;
        final String second;

        Holder(String first, String second) {
            this.first = first;
            this.second = second;
        }

        String first() {
            return first;
        }
    }
}

@RestController
class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");
    private JdbcTemplate jdbc;
    private org.springframework.data.mongodb.core.MongoTemplate mongo;

    @GetMapping("/item")
    String item(@RequestParam String id) {
        // ruleid: sql-injection
        jdbc.queryForList("SELECT * FROM items WHERE id = " + id);
        // ok: sql-injection
        jdbc.queryForList("SELECT * FROM items WHERE id = ?", id);
        // ruleid: nosql-injection
        Document.parse("{id: '" + id + "'}");
        // ok: nosql-injection
        mongo.find(Query.query(Criteria.where("id").is(id)), Item.class);
        // ruleid: log-injection
        LOG.info("item " + id);
        // ok: log-injection
        LOG.info("item {}", id.replaceAll("[\r\n]", "_"));
        // ok: log-injection
        LOG.info("item {}", mapper.writeValueAsString(id));
        // ruleid: cross-site-scripting
        return "<b>" + id + "</b>";
    }

    @GetMapping("/count")
    String count(@RequestParam int id) {
        // ok: sql-injection
        jdbc.queryForList("SELECT * FROM items WHERE id = " + id);
        // ok: cross-site-scripting
        return "<b>" + id + "</b>";
    }

    @GetMapping(value = "/json", produces = "application/json")
    String json(@RequestParam String id) {
        // ok: cross-site-scripting
        return "{\"id\": \"" + id + "\"}";
    }

    @PostMapping("/run")
    void run(@RequestParam String cmd, String format) throws Exception {
        // ruleid: command-injection
        Runtime.getRuntime().exec("ping " + cmd);
        // ruleid: command-injection
        new ProcessBuilder("sh", "-c", cmd).start();
        // ok: command-injection
        Runtime.getRuntime().exec(new String[] {"uptime"});
        if (CODE.matcher(cmd).matches()) {
            // ok: command-injection
            Runtime.getRuntime().exec("convert " + cmd);
        }
        // ruleid: format-string
        String.format(format, cmd);
        // ok: format-string
        String.format("%s", format);
    }

    @PostMapping("/eval")
    void eval(@RequestBody String body, ScriptEngine engine, InitialContext names) throws Exception {
        // ruleid: code-injection
        engine.eval(body);
        // ok: code-injection
        engine.eval("1 + 1");
        // ruleid: expression-injection
        new SpelExpressionParser().parseExpression(body).getValue();
        // ok: expression-injection
        new SpelExpressionParser().parseExpression("name").getValue(body);
        // ruleid: template-injection
        Velocity.evaluate(context, writer, "log", body);
        // ok: template-injection
        Velocity.evaluate(context, writer, body, "constant");
        // ruleid: jndi-injection
        names.lookup(body);
        // ok: jndi-injection
        names.lookup("java:comp/env/jdbc/shop");
        // ruleid: unsafe-reflection
        Class.forName(body);
        // ok: unsafe-reflection
        Class.forName("com.example.Known");
        // ruleid: regex-injection
        Pattern.compile(body);
        // ok: regex-injection
        Pattern.compile(Pattern.quote(body));
        // ruleid: unsafe-deserialisation
        new XStream().fromXML(body);
        // ok: unsafe-deserialisation
        new ObjectMapper().readValue(body, Item.class);
    }

    void safeYaml(HttpServletRequest request) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        // ok: unsafe-deserialisation
        yaml.load(request.getParameter("y"));
        Yaml open = new Yaml();
        // ok: unsafe-deserialisation
        open.load("a: 1");
    }

    void mail(HttpServletRequest request, MimeMessage message) throws Exception {
        // ruleid: email-header-injection
        message.setSubject(request.getParameter("subject"));
        // ok: email-header-injection
        message.setSubject(request.getParameter("subject").replaceAll("[\r\n]", ""));
    }
}

class Directory {
    void find(HttpServletRequest request, DirContext ctx, XPath xpath, Object doc) throws Exception {
        String user = request.getParameter("user");
        // ruleid: ldap-injection
        ctx.search("ou=people", "(uid=" + user + ")", new SearchControls());
        // ok: ldap-injection
        ctx.search("ou=people", "(uid=" + LdapEncoder.filterEncode(user) + ")", new SearchControls());
        // ok: ldap-injection
        ctx.search("ou=people", "(uid={0})", new Object[] {user}, new SearchControls());
        // ruleid: xpath-injection
        xpath.evaluate("//user[name='" + user + "']", doc);
        // ok: xpath-injection
        xpath.evaluate("//user[name=$name]", doc);
    }
}

class Downloads {
    private static final Set<String> HOSTS = Set.of("a.example.com");

    void open(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("file");
        // ruleid: path-traversal
        new FileInputStream("/data/" + name);
        // ok: path-traversal
        new FileInputStream("/data/" + FilenameUtils.getName(name));
        // ruleid: path-traversal
        Files.readAllBytes(Paths.get("/data").resolve(name));
        // ok: path-traversal
        new FileInputStream("/data/" + Integer.parseInt(name));
    }

    void checked(HttpServletRequest request) throws Exception {
        File base = new File("/data");
        // ok: path-traversal
        File f = new File(base, request.getParameter("file"));
        if (!f.getCanonicalPath().startsWith(base.getCanonicalPath() + File.separator)) {
            throw new SecurityException();
        }
        // ok: path-traversal
        new FileInputStream(f);
    }

    void dots(HttpServletRequest request) throws Exception {
        String name = request.getParameter("file");
        if (name.contains("..")) {
            throw new SecurityException();
        }
        // ok: path-traversal
        new FileInputStream("/data/" + name);
    }

    void upload(MultipartFile file) throws Exception {
        // ruleid: path-traversal, file-upload
        file.transferTo(new File("/uploads/" + file.getOriginalFilename()));
    }

    void renamed(MultipartFile file) throws Exception {
        // ok: path-traversal, file-upload
        file.transferTo(new File("/uploads/" + UUID.randomUUID()));
    }

    void fetch(HttpServletRequest request, HttpServletResponse response, RestTemplate rest) throws Exception {
        String url = request.getParameter("url");
        // ruleid: ssrf
        new URL(url).openStream();
        // ruleid: ssrf
        rest.getForObject(url, String.class);
        // ok: ssrf
        rest.getForObject("https://api.example.com/items/" + url, String.class);
        // ok: ssrf
        new URL("https://api.example.com").openStream();
        // ruleid: open-redirect
        response.sendRedirect(url);
        // ok: open-redirect
        response.sendRedirect("/item?name=" + url);
        // ok: open-redirect
        response.sendRedirect("/home");
        // ruleid: header-injection
        response.setHeader("X-Name", url);
        // ok: header-injection
        response.setHeader("X-Trace", request.getHeader("X-Trace"));
        // ok: header-injection
        response.setHeader("X-Name", URLEncoder.encode(url, "UTF-8"));
        // ruleid: trust-boundary
        request.getSession().setAttribute("url", url);
        // ok: trust-boundary
        request.getSession().setAttribute("url", "constant");
    }

    void listed(HttpServletRequest request) throws Exception {
        String host = request.getParameter("host");
        if (!HOSTS.contains(host)) {
            return;
        }
        // ok: ssrf
        new URL("https://" + host + "/a").openStream();
    }

    void local(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String to = request.getParameter("to");
        if (!to.startsWith("/shop/")) {
            return;
        }
        // ok: open-redirect
        response.sendRedirect(to);
    }

    String view(@RequestParam String to) {
        // ruleid: open-redirect
        return "redirect:" + to;
    }
}

class Pages {
    void hello(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ruleid: cross-site-scripting
        response.getWriter().println("<p>" + name);
        // ok: cross-site-scripting
        response.getWriter().println("<p>" + StringEscapeUtils.escapeHtml4(name));
        PrintWriter out = response.getWriter();
        // ruleid: cross-site-scripting
        out.write(name);
    }

    void data(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("application/json");
        // ok: cross-site-scripting
        response.getWriter().println(request.getParameter("name"));
    }

    void plain(HttpExchange x) {
        // ruleid: cross-site-scripting
        String page = "<h1>" + x.getRequestURI().getQuery() + "</h1>";
    }

    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws IOException {
        if (!StringUtils.hasText(file.getOriginalFilename())) {
            return;
        }
        var target = dir.toPath().resolve(file.getOriginalFilename());
        // ruleid: path-traversal
        Files.deleteIfExists(target);
    }
}

class Chosen extends HttpServlet {
    private PrintWriter page;

    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        page = response.getWriter();
        show(name);
        show(letters(name), page);
        PrintWriter report = new PrintWriter(new FileWriter("report"));
        // ok: cross-site-scripting
        report.println(name);
        // ruleid: error-page-scripting
        response.sendError(404, "No " + name);
        // ok: error-page-scripting
        response.sendError(404, "No " + Encode.forHtml(name));
        // ok: error-page-scripting
        response.sendError(404, "Not found");
        // ruleid: header-injection
        response.setHeader("Location", "/next?name=" + name);
        // ok: header-injection
        response.setHeader("Location", "/next?name=" + URLEncoder.encode(name, "UTF-8"));
    }

    private void show(String text) {
        // ruleid: cross-site-scripting
        page.println(text);
    }

    private void show(String text, PrintWriter out) {
        // ok: cross-site-scripting
        out.println(text);
    }

    private static String letters(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '-') {
                out.append(c);
            } else {
                out.append('?');
            }
        }
        return out.toString();
    }

    private static String others(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    void settings(HttpServletRequest request, HttpServletResponse response, Connection c, List<String> known) throws Exception {
        String value = request.getParameter("value");
        // ruleid: external-setting
        c.setCatalog(value);
        // ruleid: external-setting
        System.setProperty("mail.host", value);
        if (known.contains(value)) {
            // ok: external-setting
            c.setCatalog(value);
        }
        value = "ledger";
        // ok: external-setting
        c.setCatalog(value);
        // ruleid: cross-site-scripting
        response.getWriter().println(others(request.getParameter("a")));
    }

    void query(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ok: open-redirect
        response.sendRedirect(request.getRequestURI() + "?" + request.getQueryString());
        String query = request.getQueryString();
        // ok: open-redirect
        response.sendRedirect(request.getRequestURI() + (query == null ? "" : "?" + query));
        // ruleid: open-redirect
        response.sendRedirect(query.substring(4));
    }

    void select(HttpServletRequest request, XPath xpath, Object doc) throws Exception {
        String name = request.getParameter("name");
        // ruleid: xpath-injection
        xpath.evaluate("//user[@name='" + name + "']", doc);
        // ok: xpath-injection
        xpath.evaluate("//user[@name='" + StringEscapeUtils.escapeXml(name) + "']", doc);
    }
}

class Listening {
    @KafkaListener(topics = "names")
    void onName(String name, Statement s, LdapTemplate ldap, DSLContext dsl) throws Exception {
        // ruleid: sql-injection
        s.executeQuery("SELECT * FROM items WHERE name = '" + name + "'");
        // ruleid: ldap-injection
        ldap.search("ou=staff", "(uid=" + LdapEncoder.nameEncode(name) + ")", mapper);
        // ok: ldap-injection
        ldap.search("ou=staff", "(uid=" + LdapEncoder.filterEncode(name) + ")", mapper);
        // ruleid: sql-injection
        dsl.select().from(table).where("name = '" + name + "'").fetch();
        // ok: sql-injection
        dsl.select().from(table).where(NAME.eq(name)).fetch();
    }
}

class Queries extends HttpServlet {
    void find(HttpServletRequest request, XQConnection query) throws Exception {
        String name = request.getParameter("name");
        // ruleid: xquery-injection
        query.prepareExpression("for $p in //payee where $p/name = '" + name + "' return $p");
        // ok: xquery-injection
        query.prepareExpression("for $p in //payee return $p");
    }
}

@RestController
class Guards {
    private static final Set<String> SORTS = Set.of("name", "city");
    private static final Path ROOT = Path.of("/srv/files");
    static void known(String s) {
        if (!SORTS.contains(s)) {
            throw new IllegalArgumentException(s);
        }
    }
    static void short2(String s) {
        if (s.length() > 20) {
            throw new IllegalArgumentException(s);
        }
    }
    enum Column { NAME, CITY }
    record Sorting(Column by, String text) { }

    @GetMapping("/guards")
    void all(@RequestParam String a, @RequestParam String b, @RequestBody Sorting s, JdbcTemplate jdbc) {
        known(a);
        // ok: sql-injection
        jdbc.queryForList("SELECT * FROM t ORDER BY " + a);
        short2(b);
        // ruleid: sql-injection
        jdbc.queryForList("SELECT * FROM t ORDER BY " + b);
        // ok: sql-injection
        jdbc.queryForList("SELECT * FROM t ORDER BY " + s.by());
        // ruleid: sql-injection
        jdbc.queryForList("SELECT * FROM t ORDER BY " + s.text());
    }

    @GetMapping("/ways")
    void ways(@RequestParam String name) throws IOException {
        Path p = ROOT.resolve(name).normalize();
        if (!p.startsWith(ROOT)) {
            throw new IOException();
        }
        // ok: path-traversal
        Files.readString(p);
    }

    @GetMapping("/weak")
    void weak(@RequestParam String name) throws IOException {
        // ruleid: path-traversal
        Path p = ROOT.resolve(name);
        if (!p.startsWith(ROOT)) {
            throw new IOException();
        }
        // ruleid: path-traversal
        Files.readString(p);
    }

    @GetMapping("/back")
    void back(@RequestParam String to, HttpServletResponse resp) throws IOException {
        if (to.startsWith("/") && !to.startsWith("//")) {
            // ok: open-redirect
            resp.sendRedirect(to);
        }
        if (to.startsWith("/")) {
            // ruleid: open-redirect
            resp.sendRedirect(to);
        }
    }

    @PostMapping("/hooks")
    void hooks(@RequestBody Map<String, String> body) throws IOException {
        URL u = new URL(body.get("url"));
        if (!"hooks.partner.example".equals(u.getHost())) {
            return;
        }
        // ok: ssrf
        u.openStream();
    }

    @PostMapping("/tails")
    void tails(@RequestBody Map<String, String> body) throws IOException {
        URL u = new URL(body.get("url"));
        if (!u.getHost().endsWith("partner.example")) {
            return;
        }
        // ruleid: ssrf
        u.openStream();
    }

    void remember(HttpServletResponse response, String key) throws IOException {
        Cookie kept = new Cookie("kept", key);
        // ok: cross-site-scripting
        response.getWriter().println("kept " + kept.getValue());
    }

    void remembered(HttpServletResponse response, Cookie kept) throws IOException {
        // ruleid: cross-site-scripting
        response.getWriter().println("kept " + kept.getValue());
    }

    static final Set<String> ORDERS = Set.of("name", "day");

    static void ordered(String by) {
        if (!ORDERS.contains(by)) throw new IllegalArgumentException();
    }

    static void sometimes(String by, boolean strict) {
        if (strict) {
            if (!ORDERS.contains(by)) throw new IllegalArgumentException();
        }
        if (by == null) throw new IllegalArgumentException();
    }

    static void mostly(String by, int n) {
        if (n > 3) return;
        if (!ORDERS.contains(by)) throw new IllegalArgumentException();
    }

    void guarded(HttpServletRequest request, org.springframework.jdbc.core.JdbcTemplate jdbc) {
        String first = request.getParameter("first");
        ordered(first);
        // ok: sql-injection
        jdbc.queryForList("select a from t order by " + first);
        String second = request.getParameter("second");
        sometimes(second, false);
        // ruleid: sql-injection
        jdbc.queryForList("select a from t order by " + second);
        String third = request.getParameter("third");
        mostly(third, 4);
        // ruleid: sql-injection
        jdbc.queryForList("select a from t order by " + third);
    }
}
