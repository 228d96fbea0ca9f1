import java.io.*
import java.sql.*

fun main(args: Array<String>) {
    // ruleid: command-injection
    Runtime.getRuntime().exec("ls " + args[0])
    // ok: command-injection
    Runtime.getRuntime().exec("ls")
    // ok: path-traversal
    File(args[0]).readText()
}

fun environment(c: Connection) {
    val data = System.getenv("ADD")
    // ruleid: sql-injection
    c.prepareStatement("SELECT * FROM t WHERE a = '$data'")
    val p = c.prepareStatement("SELECT * FROM t WHERE a = ?")
    p.setString(1, data)
    // ok: sql-injection
    p.executeQuery()
}

fun console(c: Connection) {
    var data = readLine() ?: ""
    val s = c.createStatement()
    // ruleid: sql-injection
    s.executeUpdate("DELETE FROM t WHERE a = '$data'")
    // ruleid: path-traversal
    File("/data/$data").readText()
    data = "constant"
    // ok: sql-injection
    s.executeUpdate("DELETE FROM t WHERE a = '$data'")
    // ruleid: unsafe-reflection
    Class.forName(readln())
    // ok: unsafe-reflection
    Class.forName("a.B")
}

fun rows(r: ResultSet) {
    // ruleid: path-traversal
    File("/data/" + r.getString(1))
    // ok: path-traversal
    File("/data/" + r.getString(1).toInt())
    // ok: path-traversal
    File("/data/" + File(r.getString(1)).name)
}

fun socket(s: Socket, c: Connection) {
    val line = s.getInputStream().bufferedReader().readLine()
    // ruleid: sql-injection
    c.createStatement().executeQuery("SELECT '$line'")
    if (line !in ALLOWED) {
        return
    }
    // ok: sql-injection
    c.createStatement().executeQuery("SELECT '$line'")
}

class Tools(private val directory: DirContext) {
    fun run() {
        val line = System.getenv("LINE")
        // ruleid: ldap-injection
        directory.search("ou=a", "(uid=" + line + ")", controls)
        // ok: ldap-injection
        directory.search("ou=a", "(uid=admin)", controls)
        // ruleid: format-string
        String.format(line, "x")
        // ok: format-string
        String.format("%s", line)
    }
}
