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
