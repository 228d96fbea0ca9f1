import io.ktor.server.application.*
import java.io.File
import java.net.URL

val COLUMNS = setOf("name", "price")

fun Application.routes(db: Connection) {
    routing {
        get("/items") {
            val name = call.parameters["name"] ?: ""
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT * FROM items WHERE name = '$name'")
            // ok: sql-injection
            db.createStatement().executeQuery("SELECT * FROM items WHERE id = ${name.toInt()}")
            val p = db.prepareStatement("SELECT * FROM items WHERE name = ?")
            p.setString(1, name)
            // ok: sql-injection
            p.executeQuery()
            // ruleid: command-injection
            Runtime.getRuntime().exec("ping " + name)
            // ruleid: command-injection
            ProcessBuilder("sh", "-c", name).start()
            // ok: command-injection
            ProcessBuilder("uptime").start()
            // ruleid: path-traversal
            File("/data/$name").readText()
            // ok: path-traversal
            File("/data/" + FilenameUtils.getName(name)).readText()
            // ruleid: ssrf
            URL(name).readText()
            // ok: ssrf
            URL("https://api.example.com/items/" + name).readText()
            // ruleid: open-redirect
            call.respondRedirect(name)
            // ok: open-redirect
            call.respondRedirect("/home")
            // ruleid: cross-site-scripting
            call.respondText("<b>$name</b>", ContentType.Text.Html)
            // ok: cross-site-scripting
            call.respondText("<b>${name.escapeHTML()}</b>", ContentType.Text.Html)
            // ok: cross-site-scripting
            call.respondText(name)
            // ruleid: log-injection
            log.info("item $name")
            // ok: log-injection
            log.info("item")
        }
    }
}

fun sorted(request: HttpServletRequest, db: Connection) {
    val column = request.getParameter("column")
    if (column !in COLUMNS) {
        throw IllegalArgumentException()
    }
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT * FROM items ORDER BY $column")
    var other = request.getParameter("other")
    other = "fixed"
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT * FROM items ORDER BY $other")
    val m = mutableMapOf<String, String>()
    m.put("a", request.getParameter("x"))
    m.put("b", "constant")
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + m.get("a"))
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + m.get("b"))
    // ruleid: sql-injection
    db.createStatement().executeQuery(build(request.getParameter("y")))
}

fun build(x: String): String = "SELECT * FROM items WHERE y = '" + x + "'"

@RestController
class Items(private val jdbcTemplate: JdbcTemplate) {
    @GetMapping("/item")
    fun item(@RequestParam id: String): List<Item> {
        // ruleid: sql-injection
        return jdbcTemplate.query("SELECT * FROM items WHERE id = '$id'", mapper)
    }

    @GetMapping("/count")
    fun count(@RequestParam id: Int): List<Item> {
        // ok: sql-injection
        return jdbcTemplate.query("SELECT * FROM items WHERE id = $id", mapper)
    }
}

class Cart {
    var code: String = ""
    val tag: String get() = code
}

data class Order(val id: String, val note: String)

interface Finder { fun find(s: String): String }

class Concat : Finder {
    override fun find(s: String): String = "SELECT * FROM t WHERE a = '$s'"
}

object Queries {
    fun of(s: String): String {
        return "SELECT * FROM t WHERE a = '" + s + "'"
    }
    fun fixed(s: String): String = "SELECT 1"
}

fun String.asQuery(): String = "SELECT * FROM t WHERE a = '$this'"

class Idioms(private val db: Connection, private val jdbc: JdbcTemplate, private val em: EntityManager) {

    fun builder(request: HttpServletRequest) {
        val x = request.getParameter("x")
        val sb = StringBuilder("SELECT * FROM t WHERE a = '")
        sb.append(x).append("'")
        // ruleid: sql-injection
        db.createStatement().executeQuery(sb.toString())
        val built = buildString {
            append("SELECT * FROM t WHERE a = '")
            append(x)
        }
        // ruleid: sql-injection
        db.createStatement().executeQuery(built)
        val joined = listOf("SELECT", x).joinToString(" ")
        // ruleid: sql-injection
        db.createStatement().executeQuery(joined)
        val formatted = "SELECT * FROM t WHERE a = '%s'".format(x)
        // ruleid: sql-injection
        db.createStatement().executeQuery(formatted)
        val f2 = String.format("SELECT * FROM t WHERE a = '%s'", x)
        // ruleid: sql-injection
        db.createStatement().executeQuery(f2)
        val plus = "SELECT ".plus(x)
        // ruleid: sql-injection
        db.createStatement().executeQuery(plus)
        // ruleid: sql-injection
        db.createStatement().executeQuery("""
            SELECT * FROM t WHERE a = '$x'
        """.trimIndent())
    }

    fun collections(request: HttpServletRequest) {
        val x = request.getParameter("x") ?: return
        val list = mutableListOf("safe")
        list.add(x)
        list.add("other")
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + list[1])
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + list[0])
        list.removeAt(0)
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + list[0])
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + list[1])
        val map = hashMapOf<String, String>()
        map["a"] = x
        map["b"] = "constant"
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + map["a"])
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + map["b"])
        val pairs = mapOf("a" to x, "b" to "constant")
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + pairs["a"])
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + pairs["b"])
        val array = arrayOf("safe", x)
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + array[1])
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + array[0])
        for (e in list) {
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + e)
        }
        list.forEach {
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + it)
        }
        list.map { s -> "SELECT " + s }.forEach { q ->
            // ruleid: sql-injection
            db.createStatement().executeQuery(q)
        }
    }

    fun scopes(request: HttpServletRequest) {
        request.getParameter("x")?.let { v ->
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + v)
        }
        request.getParameter("x")?.let {
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT $it")
        }
        request.getParameter("x").also { v ->
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + v)
        }
        val t = request.getParameter("x").run { "SELECT " + this }
        // ruleid: sql-injection
        db.createStatement().executeQuery(t)
        with(request) {
            val y = getParameter("y")
            // todoruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + y)
        }
        val cart = Cart().apply { code = request.getParameter("x") }
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + cart.code)
        val trimmed = request.getParameter("x").trim().uppercase()
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + trimmed)
        // ruleid: sql-injection
        db.createStatement().executeQuery(request.getParameter("x").asQuery())
    }

    fun objects(request: HttpServletRequest) {
        val x = request.getParameter("x")
        val cart = Cart()
        cart.code = x
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + cart.code)
        // todoruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + cart.tag)
        val o = Order("1", x)
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + o.note)
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + o.id)
        val (id, note) = o
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + note)
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + id)
        val p = Pair("1", x)
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + p.second)
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + p.first)
        val f: Finder = Concat()
        // ruleid: sql-injection
        db.createStatement().executeQuery(f.find(x))
        // ruleid: sql-injection
        db.createStatement().executeQuery(Queries.of(x))
        // ok: sql-injection
        db.createStatement().executeQuery(Queries.fixed(x))
        val make = { s: String -> "SELECT " + s }
        // ruleid: sql-injection
        db.createStatement().executeQuery(make(x))
    }

    fun branches(request: HttpServletRequest, kind: Int) {
        val x = request.getParameter("x")
        val a = if (kind == 1) x else "safe"
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + a)
        val b = when (kind) {
            1 -> "safe"
            2 -> x
            else -> "other"
        }
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + b)
        val c = if (7 * 18 > 200) x else "safe"
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + c)
        val d = try { x } catch (e: Exception) { "none" }
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + d)
        val column = when (x) {
            "name" -> "name"
            "price" -> "price"
            else -> "id"
        }
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + column)
        val target = "B"
        val e = when (target) {
            "A" -> x
            "B" -> "safe"
            else -> "other"
        }
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + e)
        val n = x.toIntOrNull() ?: 0
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + n)
        val u = UUID.fromString(x)
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT '$u'")
        val decoded = String(Base64.getDecoder().decode(x))
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + decoded)
        val bytes = x.toByteArray()
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + String(bytes))
        val round = String(Base64.getDecoder().decode(Base64.getEncoder().encode(x.toByteArray())))
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + round)
        if (!x.matches(Regex("[a-z]+"))) return
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + x)
    }

    fun guards(request: HttpServletRequest) {
        val x = request.getParameter("x")
        val allowed = setOf("a", "b")
        if (x in allowed) {
            // ok: sql-injection
            db.createStatement().executeQuery("SELECT " + x)
        }
        val y = if (x in allowed) x else "a"
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + y)
        val z = x.takeIf { it in allowed } ?: "a"
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + z)
        val w = allowed.find { it == x } ?: "a"
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + w)
        val m = mapOf("a" to "name", "b" to "price")[x] ?: "id"
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + m)
        val en = Column.valueOf(x)
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + en.name)
        val digits = x.filter { it.isDigit() }
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + digits)
        val clean = x.replace(Regex("[^a-z0-9]"), "")
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + clean)
        if (!Regex("^[a-z]+$").matches(x)) {
            throw IllegalArgumentException()
        }
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + x)
    }

    fun others(request: HttpServletRequest) {
        val x = request.getParameter("x")
        db.prepareStatement("SELECT * FROM t WHERE a = ?").use { p ->
            p.setString(1, x)
            // ok: sql-injection
            p.executeQuery()
        }
        db.createStatement().use { s ->
            // ruleid: sql-injection
            s.executeQuery("SELECT " + x)
            // ruleid: sql-injection
            s.execute("SELECT " + x)
        }
        val st = db.createStatement()
        // ruleid: sql-injection
        st.execute("DELETE FROM t WHERE a = '$x'")
        // ruleid: sql-injection
        jdbc.query("SELECT $x") { rs, _ -> rs.getString(1) }
        // ok: sql-injection
        jdbc.query("SELECT * FROM t WHERE a = ?", mapper, x)
        // ok: sql-injection
        jdbc.queryForObject("SELECT * FROM t WHERE a = ?", String::class.java, x)
        // ruleid: sql-injection
        em.createQuery("FROM T WHERE a = '$x'").resultList
        // ok: sql-injection
        em.createQuery("FROM T WHERE a = :a").setParameter("a", x).resultList
        // ruleid: sql-injection
        dsl.fetch("SELECT * FROM t WHERE a = '$x'")
        // ok: sql-injection
        dsl.fetch("SELECT * FROM t WHERE a = ?", x)
        transaction {
            // ruleid: sql-injection
            exec("SELECT * FROM t WHERE a = '$x'")
            // ok: sql-injection
            Users.select { Users.name eq x }
        }
        transaction(database) {
            // ruleid: sql-injection
            exec("SELECT * FROM t WHERE a = '$x'") { rs -> rs.next() }
            // ruleid: sql-injection
            connection.prepareStatement("SELECT $x", false)
        }
        Thread {
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + x)
        }.start()
        GlobalScope.launch {
            // ruleid: sql-injection
            db.createStatement().executeQuery("SELECT " + x)
        }
        val r = runBlocking { withContext(Dispatchers.IO) { "SELECT " + x } }
        // ruleid: sql-injection
        db.createStatement().executeQuery(r)
        val q = async { "SELECT " + x }.await()
        // ruleid: sql-injection
        db.createStatement().executeQuery(q)
    }

    fun helper(request: HttpServletRequest) {
        // ruleid: sql-injection
        db.createStatement().executeQuery(second(first(request)))
        run2(request.getParameter("z"))
        run3("constant")
    }

    private fun first(r: HttpServletRequest): String = r.getParameter("x")
    private fun second(s: String) = "SELECT $s"
    private fun run2(s: String) {
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT $s")
    }
    private fun run3(s: String) {
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT $s")
    }

    private var field: String = ""
    fun store(request: HttpServletRequest) {
        field = request.getParameter("x")
    }
    fun load() {
        // todoruleid: sql-injection
        db.createStatement().executeQuery("SELECT $field")
    }

    fun sources(request: HttpServletRequest, call: ApplicationCall) {
        for (c in request.cookies) {
            if (c.name == "a") {
                // ruleid: sql-injection
                db.createStatement().executeQuery("SELECT " + c.value)
            }
        }
        val h = request.getHeader("X")
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + h)
        val body = request.reader.readText()
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + body)
        val lines = request.inputStream.bufferedReader().use { it.readText() }
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + lines)
        val pm = request.parameterMap["a"]!![0]
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + pm)
        val q = call.request.queryParameters["q"]
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + q)
        val hd = call.request.header("X-A")
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + hd)
        val q2 = call.parameters.getOrFail("id")
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + q2)
        val q3 = call.parameters.getOrFail<Int>("id")
        // ok: sql-injection
        db.createStatement().executeQuery("SELECT " + q3)
        val hh = call.request.headers["X-A"]
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + hh)
    }
}

suspend fun receive(call: ApplicationCall, db: Connection) {
    val o = call.receive<Order>()
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT ${o.id}")
    val p = call.receiveParameters()
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT ${p["a"]}")
    val text = call.receiveText()
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT $text")
    val j = Json.decodeFromString<Order>(call.receiveText())
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT ${j.id}")
    val t: Order = call.receive()
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT ${t.id}")
    val login = call.sessions.get<Login>()
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT 1")
}

@RestController
@RequestMapping("/a")
class Spring(val jdbcTemplate: JdbcTemplate) {
    @GetMapping("/x")
    fun a(@RequestParam("id") id: String): String {
        // ruleid: sql-injection
        jdbcTemplate.queryForList("SELECT $id")
        return "x"
    }

    @GetMapping("/x/{id}")
    fun b(@PathVariable id: String, @RequestHeader(name = "X") h: String?): ResponseEntity<String> {
        // ruleid: sql-injection
        jdbcTemplate.queryForList("SELECT $id")
        // ruleid: sql-injection
        jdbcTemplate.queryForList("SELECT $h")
        // ruleid: cross-site-scripting
        return ResponseEntity.ok("<b>$id</b>")
    }

    @PostMapping("/x")
    // ruleid: sql-injection
    fun c(@RequestBody order: Order) = jdbcTemplate.update("UPDATE t SET a = '${order.note}'")

    @PostMapping("/y")
    fun d(@RequestBody order: Order): String {
        // ruleid: sql-injection
        jdbcTemplate.update("UPDATE t SET a = '${order.note}'")
        // ok: sql-injection
        jdbcTemplate.update("UPDATE t SET a = ?", order.note)
        return "ok"
    }

    @GetMapping("/z")
    fun e(id: String, @RequestParam n: Long): String {
        // ruleid: sql-injection
        jdbcTemplate.queryForList("SELECT $id")
        // ok: sql-injection
        jdbcTemplate.queryForList("SELECT $n")
        // ruleid: cross-site-scripting
        return "<b>$id</b>"
    }

    // ruleid: cross-site-scripting
    @GetMapping("/w") fun f(@RequestParam id: String) = "<b>$id</b>"

    @PostMapping("/multi")
    fun g(@RequestParam file: MultipartFile): String {
        // ruleid: path-traversal, file-upload
        File("/data/" + file.originalFilename).writeBytes(file.bytes)
        // ruleid: path-traversal, file-upload
        file.transferTo(File("/data", file.originalFilename!!))
        return "x"
    }
}

class Rest(val ctx: InitialDirContext, val mail: MimeMessage, val client: HttpClient, val http: OkHttpClient) {
    fun a(request: HttpServletRequest, response: HttpServletResponse) {
        val x = request.getParameter("x")
        // ruleid: ldap-injection
        ctx.search("dc=x", "(uid=$x)", controls)
        // ok: ldap-injection
        ctx.search("dc=x", "(uid=${LdapEncoder.filterEncode(x)})", controls)
        // ok: ldap-injection
        ctx.search("dc=x", "(uid={0})", arrayOf(x), controls)
        val xpath = XPathFactory.newInstance().newXPath()
        // ruleid: xpath-injection
        xpath.evaluate("//a[@b='$x']", doc)
        // ok: xpath-injection
        xpath.evaluate("//a", doc)
        // ruleid: nosql-injection
        Document.parse("{ a: '$x' }")
        // ok: nosql-injection
        Filters.eq("a", x)
        // ruleid: template-injection
        Velocity.evaluate(context, writer, "n", x)
        // ok: template-injection
        Velocity.evaluate(context, writer, x, "constant")
        // ruleid: jndi-injection
        InitialContext().lookup(x)
        // ok: jndi-injection
        InitialContext().lookup("java:comp/env")
        // ruleid: format-string
        String.format(x, 1)
        // ok: format-string
        String.format("%s", x)
        // ok: format-string
        "%s".format(x)
        // ruleid: email-header-injection
        mail.subject = x
        // ok: email-header-injection
        mail.subject = x.replace("\n", "")
        // ruleid: trust-boundary
        request.session.setAttribute("a", x)
        // ok: trust-boundary
        request.session.setAttribute("a", x.toInt())
        // ruleid: expression-injection
        SpelExpressionParser().parseExpression(x)
        // ok: expression-injection
        SpelExpressionParser().parseExpression("1 + 1")
        // ruleid: code-injection
        ScriptEngineManager().getEngineByName("js").eval(x)
        // ok: code-injection
        ScriptEngineManager().getEngineByName("js").eval("1")
        // ruleid: unsafe-reflection
        Class.forName(x)
        // ok: unsafe-reflection
        Class.forName("a.B")
        // ruleid: regex-injection
        Regex(x)
        // ok: regex-injection
        Regex(Regex.escape(x))
        // ruleid: unsafe-deserialisation
        ObjectInputStream(request.inputStream)
        // ok: unsafe-deserialisation
        Json.decodeFromString<Order>(x)
        // ruleid: header-injection
        response.setHeader("X-A", x)
        // ok: header-injection
        response.setHeader("X-A", x.replace("\n", ""))
        // ruleid: open-redirect
        response.sendRedirect(x)
        // ok: open-redirect
        response.sendRedirect("/items/$x")
        if (x.startsWith("/")) {
            // ruleid: open-redirect
            response.sendRedirect(x)
        }
        if (x.startsWith("/") && !x.startsWith("//")) {
            // ok: open-redirect
            response.sendRedirect(x)
        }
        // ruleid: ssrf
        http.newCall(Request.Builder().url(x).build()).execute()
        // ok: ssrf
        http.newCall(Request.Builder().url("https://api.example.com/$x").build()).execute()
        // ruleid: ssrf
        client.get(x)
        // ok: ssrf
        client.get("https://api.example.com/a")
        // ruleid: cross-site-scripting
        response.writer.println("<b>$x</b>")
        val out = response.writer
        // ruleid: cross-site-scripting
        out.println("<b>$x</b>")
        // ok: cross-site-scripting
        out.println("<b>${HtmlUtils.htmlEscape(x)}</b>")
        // ruleid: command-injection
        ProcessBuilder(listOf("sh", "-c", x)).start()
        // ok: command-injection
        ProcessBuilder(listOf("ls", "-l")).start()
    }

    fun files(request: HttpServletRequest) {
        val x = request.getParameter("x")
        // ruleid: path-traversal
        Files.readString(Paths.get("/data", x))
        // ruleid: path-traversal
        File("/data").resolve(x).readText()
        // ok: path-traversal
        File("/data", File(x).name).readText()
        if (x.contains("..")) throw IllegalArgumentException()
        // ok: path-traversal
        File("/data", x).readText()
    }

    fun inside(request: HttpServletRequest) {
        val f = File("/data", request.getParameter("x")).canonicalFile
        if (!f.path.startsWith("/data/")) {
            throw SecurityException()
        }
        // ok: path-traversal
        f.readText()
    }
}

fun leaveFor(request: HttpServletRequest, response: HttpServletResponse) {
    val to = request.getParameter("to")
    val known = setOf("/cards", "/accounts")
    // ok: open-redirect
    response.sendRedirect(if (to in known) to else "/")
    // ruleid: open-redirect
    response.sendRedirect(if (to in known) "/" else to)
}

@Component
class QueueReader {
    @RabbitListener(queues = ["jobs"])
    fun onJob(payload: String) {
        // ruleid: command-injection
        Runtime.getRuntime().exec(arrayOf("sh", "-c", "tar czf /a/$payload"))
        // ok: code-injection
        engine.eval("1 + ${payload.toBigDecimalOrNull() ?: 0}")
    }
}

class Small(private val folder: Path, private val web: WebClient, private val partners: Set<String>) {
    private val city = Query.string().required("city")
    private val page = Query.int().required("page")

    fun routes(app: Javalin, con: Connection) {
        app.get("/n") { ctx ->
            // ruleid: sql-injection
            con.createStatement().executeQuery("select * from t where n = " + ctx.pathParam("n"))
            // ruleid: cross-site-scripting
            ctx.contentType("text/html").result("<i>" + ctx.queryParam("n") + "</i>")
            // ok: cross-site-scripting
            ctx.json(ctx.queryParam("n"))
        }
    }

    fun lens(con: Connection): HttpHandler = { req ->
        // ruleid: sql-injection
        con.createStatement().executeQuery("select * from t where c = '${city(req)}'")
        // ok: sql-injection
        con.createStatement().executeQuery("select * from t limit ${page(req)}")
        Response(OK)
    }

    @GetMapping("/part")
    fun part(@RequestParam name: String): ByteArray {
        // ruleid: path-traversal
        val part = folder / name
        return part.readBytes()
    }

    @GetMapping("/mine")
    fun mine(@RequestParam name: String): ByteArray {
        // ok: path-traversal
        val part = folder.resolve(name).normalize()
        if (!part.startsWith(folder)) throw SecurityException()
        return part.readBytes()
    }

    @GetMapping("/text")
    fun text(@RequestParam name: String): ByteArray {
        // ruleid: path-traversal
        val part = folder.resolve(name).normalize()
        if (!part.toString().startsWith(folder.toString())) throw SecurityException()
        return part.readBytes()
    }

    @GetMapping("/hook")
    fun hook(@RequestParam to: String): String {
        val uri = URI(to)
        if (uri.host.endsWith("partner.example")) {
            // ruleid: ssrf
            web.get().uri(uri).retrieve()
        }
        if (uri.host !in partners) throw IllegalArgumentException(to)
        // ok: ssrf
        return web.get().uri(uri).retrieve().block()
    }

    @PostMapping("/convert")
    fun convert(@RequestParam title: String) {
        // ok: command-injection
        ProcessBuilder("/usr/bin/convert", "--title", title).start()
        // ruleid: command-injection
        ProcessBuilder("bash", "-c", "convert --title $title").start()
    }

    @GetMapping("/note")
    fun note(@RequestParam text: String) {
        // ok: log-injection
        log.info("note {}", text.filterNot { it.isISOControl() })
        // ruleid: log-injection
        log.info("note {}", text)
        // ok: log-injection
        log.info("note {}", text.replace(lineEnds, " "))
        // ruleid: log-injection
        log.info("note {}", text.replace(tabs, " "))
    }
}

private val lineEnds = Regex("[\\r\\n]+")
private val tabs = Regex("\\t")

class Sessions(val session: FlowSession) {
    fun all(db: Statement) {
        val info = session.receive<Info>()
        // ok: sql-injection
        db.executeQuery("SELECT * FROM t WHERE a = '" + info + "'")
    }
}
