package controllers

import java.io.File
import scala.io.Source
import scala.sys.process._

class Items(db: Connection, ws: WSClient) extends BaseController {
  def item(name: String) = Action { request =>
    // ruleid: sql-injection
    db.createStatement().executeQuery(s"SELECT * FROM items WHERE name = '$name'")
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT * FROM items WHERE id = " + name.toInt)
    val p = db.prepareStatement("SELECT * FROM items WHERE name = ?")
    p.setString(1, name)
    // ok: sql-injection
    p.executeQuery()
    // ruleid: path-traversal
    Source.fromFile("/data/" + name)
    // ok: path-traversal
    Source.fromFile("/data/known")
    // ruleid: ssrf
    ws.url(name).get()
    // ok: ssrf
    ws.url("https://api.example.com/items").get()
    // ruleid: cross-site-scripting
    Ok("<b>" + name + "</b>").as("text/html")
  }

  def run(count: Int) = Action { request =>
    val cmd = request.getQueryString("cmd").getOrElse("")
    // ruleid: command-injection
    Runtime.getRuntime().exec("ping " + cmd)
    // ruleid: command-injection
    Process("ping " + cmd).run()
    // ok: command-injection
    Process("uptime").run()
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT * FROM items WHERE id = " + count)
    // ruleid: open-redirect
    Redirect(cmd)
    // ok: open-redirect
    Redirect("/home")
    // ruleid: sql-injection
    db.createStatement().executeQuery(build(cmd))
    var other = cmd
    other = "fixed"
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + other)
    // ruleid: log-injection
    logger.info("ran " + cmd)
    // ok: log-injection
    logger.info("ran")
    Ok(cmd)
  }

  private def build(x: String): String = "SELECT * FROM items WHERE y = '" + x + "'"

  val route = path("fetch") {
    parameter("url") { url =>
      // ruleid: ssrf
      complete(Http().singleRequest(HttpRequest(uri = url)))
    }
  }
}
