import java.io._
import java.sql._
import scala.sys.process._

object Main {
  def main(args: Array[String]): Unit = {
    // ruleid: command-injection
    Runtime.getRuntime().exec("ls " + args(0))
    // ruleid: command-injection
    ("ls " + args(0)).!!
    // ok: command-injection
    Runtime.getRuntime().exec("ls")
    // ok: path-traversal
    new File(args(0))
  }

  def environment(c: Connection): Unit = {
    val data = sys.env("ADD")
    // ruleid: sql-injection
    c.prepareStatement(s"SELECT * FROM t WHERE a = '$data'")
    val p = c.prepareStatement("SELECT * FROM t WHERE a = ?")
    p.setString(1, data)
    // ok: sql-injection
    p.executeQuery()
  }

  def console(c: Connection): Unit = {
    var data = scala.io.StdIn.readLine()
    val s = c.createStatement()
    // ruleid: sql-injection
    s.executeUpdate(s"DELETE FROM t WHERE a = '$data'")
    // ruleid: path-traversal
    new File(s"/data/$data")
    data = "constant"
    // ok: sql-injection
    s.executeUpdate(s"DELETE FROM t WHERE a = '$data'")
    // ok: unsafe-reflection
    Class.forName("a.B")
  }

  def rows(r: ResultSet): Unit = {
    // ruleid: path-traversal
    new File("/data/" + r.getString(1))
    // ok: path-traversal
    new File("/data/" + r.getString(1).toInt)
    // ok: path-traversal
    new File("/data/" + new File(r.getString(1)).getName)
  }
}

class Tools(directory: DirContext) {
  def run(): Unit = {
    val line = scala.io.StdIn.readLine()
    // ruleid: ldap-injection
    directory.search("ou=a", "(uid=" + line + ")", controls)
    // ok: ldap-injection
    directory.search("ou=a", "(uid=admin)", controls)
    // ruleid: unsafe-reflection
    Class.forName(line)
    // ok: unsafe-reflection
    Class.forName("bank.Core")
    // ruleid: format-string
    String.format(line, "x")
    // ok: format-string
    String.format("%s", line)
  }
}
