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


case class Order(id: String, note: String)

class Cart { var code: String = "" }

trait Finder { def find(s: String): String }
class Concat extends Finder { override def find(s: String): String = s"SELECT * FROM t WHERE a = '$s'" }

object Queries {
  def of(s: String): String = {
    "SELECT * FROM t WHERE a = '" + s + "'"
  }
  def fixed(s: String): String = "SELECT 1"
}

@Singleton
class Idioms @Inject()(cc: ControllerComponents, db: Connection) extends AbstractController(cc) {

  def builder = Action { request =>
    val x = request.getQueryString("x").getOrElse("")
    val sb = new StringBuilder("SELECT * FROM t WHERE a = '")
    sb.append(x).append("'")
    // ruleid: sql-injection
    db.createStatement().executeQuery(sb.toString())
    val sc = new StringBuilder
    sc ++= "SELECT "
    sc ++= x
    // ruleid: sql-injection
    db.createStatement().executeQuery(sc.toString)
    val joined = List("SELECT", x).mkString(" ")
    // ruleid: sql-injection
    db.createStatement().executeQuery(joined)
    val formatted = "SELECT * FROM t WHERE a = '%s'".format(x)
    // ruleid: sql-injection
    db.createStatement().executeQuery(formatted)
    val ff = f"SELECT $x%s"
    // ruleid: sql-injection
    db.createStatement().executeQuery(ff)
    // ruleid: sql-injection
    db.createStatement().executeQuery(s"""SELECT * FROM t
       |WHERE a = '${x}'""".stripMargin)
    Ok("x")
  }

  def collections = Action { implicit request: Request[AnyContent] =>
    val x = request.getQueryString("x").getOrElse("")
    val list = scala.collection.mutable.ListBuffer("safe")
    list += x
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + list(1))
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + list(0))
    val map = scala.collection.mutable.Map[String, String]()
    map("a") = x
    map.put("b", "constant")
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + map("a"))
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + map("b"))
    val pairs = Map("a" -> x, "b" -> "constant")
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + pairs("a"))
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + pairs("b"))
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + pairs.getOrElse("a", ""))
    val array = Array("safe", x)
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + array(1))
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + array(0))
    for (e <- List(x)) {
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + e)
    }
    List(x).foreach { s =>
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + s)
    }
    List(x).map(s => "SELECT " + s).foreach { q =>
      // ruleid: sql-injection
      db.createStatement().executeQuery(q)
    }
    val all = List(x).map("SELECT " + _).head
    // ruleid: sql-injection
    db.createStatement().executeQuery(all)
    val (a, b) = ("safe", x)
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + b)
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + a)
    val t = ("safe", x)
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + t._2)
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + t._1)
    Ok("x")
  }

  def options() = Action { request =>
    request.getQueryString("x") match {
      case Some(v) =>
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + v)
        Ok("x")
      case None => Ok("y")
    }
    request.getQueryString("x").map { v =>
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + v)
      Ok("z")
    }.getOrElse(BadRequest)
    for {
      v <- request.getQueryString("x")
      w <- request.getQueryString("w")
    } yield {
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + w)
    }
    val o = request.queryString.get("x").flatMap(_.headOption)
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + o.get)
    val h = request.headers("X")
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + h)
    val c = request.cookies("a").value
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + c)
    val form = request.body.asFormUrlEncoded.get("name").head
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + form)
    val json = (request.body.asJson.get \ "name").as[String]
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + json)
    val n = (request.body.asJson.get \ "n").as[Int]
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + n)
    Ok("x")
  }

  def objects(x: String) = Action.async { implicit request =>
    val cart = new Cart
    cart.code = x
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + cart.code)
    val o = Order("1", x)
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + o.note)
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + o.id)
    o match {
      case Order(i, n) =>
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + n)
    }
    val f: Finder = new Concat
    // ruleid: sql-injection
    db.createStatement().executeQuery(f.find(x))
    // ruleid: sql-injection
    db.createStatement().executeQuery(Queries.of(x))
    // ok: sql-injection
    db.createStatement().executeQuery(Queries.fixed(x))
    val make = (s: String) => "SELECT " + s
    // ruleid: sql-injection
    db.createStatement().executeQuery(make(x))
    def local(s: String) = "SELECT " + s
    // ruleid: sql-injection
    db.createStatement().executeQuery(local(x))
    Future {
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + x)
      Ok("x")
    }
  }

  def branches(x: String, kind: Int) = Action {
    val a = if (kind == 1) x else "safe"
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + a)
    val b = kind match {
      case 1 => "safe"
      case 2 => x
      case _ => "other"
    }
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + b)
    val c = if (7 * 18 > 200) x else "safe"
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + c)
    val d = try { x } catch { case e: Exception => "none" }
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + d)
    val column = x match {
      case "name" => "name"
      case "price" => "price"
      case _ => "id"
    }
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + column)
    val n = x.toInt
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + n)
    val decoded = new String(Base64.getDecoder.decode(x))
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + decoded)
    val m = Map("a" -> "name", "b" -> "price").getOrElse(x, "id")
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + m)
    val s = Try(x.toInt).getOrElse(0)
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + s)
    val allowed = Set("a", "b")
    if (allowed.contains(x)) {
      // ok: sql-injection
      db.createStatement().executeQuery("SELECT " + x)
    }
    if (allowed(x)) {
      // ok: sql-injection
      db.createStatement().executeQuery("SELECT " + x)
    }
    val y = if (allowed.contains(x)) x else "a"
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + y)
    val z = Some(x).filter(allowed.contains).getOrElse("a")
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + z)
    val digits = x.filter(_.isDigit)
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + digits)
    val clean = x.replaceAll("[^a-z0-9]", "")
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT " + clean)
    if (!x.matches("[a-z]+")) {
      BadRequest("x")
    } else {
      // ok: sql-injection
      db.createStatement().executeQuery("SELECT " + x)
      Ok("x")
    }
  }

  def sinks(x: String) = Action {
    val st = db.createStatement()
    // ruleid: sql-injection
    st.execute("DELETE FROM t WHERE a = '" + x + "'")
    // ruleid: sql-injection
    SQL(s"SELECT * FROM t WHERE a = '$x'").as(parser.*)
    // ok: sql-injection
    SQL("SELECT * FROM t WHERE a = {a}").on("a" -> x).as(parser.*)
    // ok: sql-injection
    SQL"SELECT * FROM t WHERE a = $x".as(parser.*)
    // ruleid: sql-injection
    SQL"SELECT * FROM t WHERE a = #$x".as(parser.*)
    // ok: sql-injection
    db.run(sql"SELECT * FROM t WHERE a = $x".as[Int])
    // ruleid: sql-injection
    db.run(sql"SELECT * FROM t WHERE a = '#$x'".as[Int])
    // ruleid: sql-injection
    db.run(sqlu"DELETE FROM t WHERE a = '#${x}'")
    // ok: sql-injection
    sql"SELECT * FROM t WHERE a = $x".query[String].to[List]
    // ruleid: sql-injection
    Fragment.const(s"SELECT * FROM t WHERE a = '$x'").query[String]
    // ruleid: sql-injection
    Query0[String](s"SELECT * FROM t WHERE a = '$x'").to[List]
    // ok: sql-injection
    Query[String, String]("SELECT * FROM t WHERE a = ?").toQuery0(x)
    val p = db.prepareStatement("SELECT * FROM t WHERE a = ?")
    p.setString(1, x)
    // ok: sql-injection
    p.executeQuery()
    // ruleid: command-injection
    s"ls $x".!
    // ruleid: command-injection
    ("ls " + x).!!
    // ruleid: command-injection
    Seq("sh", "-c", x).!!
    // ruleid: command-injection
    Process(Seq("sh", "-c", "ls " + x)).!
    // ok: command-injection
    Seq("ls", "-l").!!
    // ruleid: path-traversal
    Ok.sendFile(new java.io.File("/data/" + x))
    // ruleid: path-traversal
    Files.readAllBytes(Paths.get("/data", x))
    // ruleid: cross-site-scripting
    Ok(s"<b>$x</b>").as("text/html")
    // ruleid: cross-site-scripting
    Ok(Html("<b>" + x + "</b>"))
    // ok: cross-site-scripting
    Ok(views.html.page(x))
    // ok: cross-site-scripting
    Ok(s"<b>${HtmlFormat.escape(x)}</b>").as(HTML)
    // ruleid: open-redirect
    Redirect(x)
    // ok: open-redirect
    Redirect(routes.Home.index())
    // ruleid: ssrf
    ws.url(s"http://$x/api").get()
    // ok: ssrf
    ws.url("http://api.example.com/x").withQueryStringParameters("q" -> x).get()
    // ruleid: log-injection
    logger.info(s"name $x")
    // ruleid: header-injection
    Ok("x").withHeaders("X-Name" -> x)
    Ok("x")
  }

  def helper = Action { request =>
    // ruleid: sql-injection
    db.createStatement().executeQuery(second(first(request)))
    run2(first(request))
    run3("constant")
    Ok("x")
  }
  private def first(r: Request[AnyContent]): String = r.getQueryString("x").getOrElse("")
  private def second(s: String) = "SELECT " + s
  private def run2(s: String): Unit = {
    // ruleid: sql-injection
    db.createStatement().executeQuery(s"SELECT $s")
  }
  private def run3(s: String): Unit = {
    // ok: sql-injection
    db.createStatement().executeQuery(s"SELECT $s")
  }
}

class AkkaRoutes(db: Connection) extends Directives {
  val route: Route =
    path("items" / Segment) { id =>
      get {
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + id)
        complete("x")
      }
    } ~
    path("n" / IntNumber) { id =>
      // ok: sql-injection
      db.createStatement().executeQuery("SELECT " + id)
      complete("x")
    } ~
    get {
      parameters("a", "b") { (a, b) =>
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + b)
        complete("x")
      }
    } ~
    post {
      entity(as[Order]) { order =>
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + order.note)
        complete("x")
      }
    } ~
    parameter("p".as[String]) { p =>
      // ruleid: cross-site-scripting
      complete(HttpEntity(ContentTypes.`text/html(UTF-8)`, s"<b>$p</b>"))
    } ~
    parameter("f") { f =>
      // ruleid: path-traversal
      getFromFile("/data/" + f)
    } ~
    headerValueByName("X") { h =>
      // ruleid: open-redirect
      redirect(h, StatusCodes.Found)
    }
}

object Http4sRoutes {
  object NameParam extends QueryParamDecoderMatcher[String]("name")
  def routes(db: Connection) = HttpRoutes.of[IO] {
    case GET -> Root / "items" / id =>
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + id)
      Ok("x")
    case GET -> Root / "n" / IntVar(n) =>
      // ok: sql-injection
      db.createStatement().executeQuery("SELECT " + n)
      Ok("x")
    case GET -> Root / "q" :? NameParam(name) =>
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + name)
      Ok("x")
    case req @ POST -> Root / "items" =>
      req.as[String].flatMap { body =>
        // ruleid: sql-injection
        db.createStatement().executeQuery("SELECT " + body)
        Ok("x")
      }
    case req @ GET -> Root / "h" =>
      val p = req.params("x")
      // ruleid: sql-injection
      db.createStatement().executeQuery("SELECT " + p)
      Ok("x")
  }
}

class Servlet(db: Connection) extends HttpServlet {
  override def doGet(req: HttpServletRequest, resp: HttpServletResponse): Unit = {
    val x = req.getParameter("x")
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT " + x)
    // ruleid: cross-site-scripting
    resp.getWriter.write("<b>" + x + "</b>")
    val out = resp.getWriter
    // ruleid: cross-site-scripting
    out.println(x)
    // ruleid: open-redirect
    resp.sendRedirect(x)
  }
}

class Rest(ctx: InitialDirContext, mail: MimeMessage) extends BaseController {
  def rest(x: String) = Action { request =>
    // ruleid: ldap-injection
    ctx.search("dc=x", s"(uid=$x)", controls)
    // ok: ldap-injection
    ctx.search("dc=x", s"(uid=${LdapEncoder.filterEncode(x)})", controls)
    // ruleid: nosql-injection
    Document.parse(s"{ a: '$x' }")
    // ok: nosql-injection
    Filters.eq("a", x)
    // ruleid: jndi-injection
    new InitialContext().lookup(x)
    // ok: jndi-injection
    new InitialContext().lookup("java:comp/env")
    // ruleid: format-string
    String.format(x, "a")
    // ok: format-string
    String.format("%s", x)
    // ok: format-string
    "%s".format(x)
    // ruleid: email-header-injection
    mail.setSubject(x)
    // ok: email-header-injection
    mail.setSubject(x.replaceAll("[\\r\\n]", ""))
    // ruleid: trust-boundary
    Ok("x").withSession("a" -> x)
    // ok: trust-boundary
    Ok("x").withSession("a" -> "b")
    // ruleid: unsafe-reflection
    Class.forName(x)
    // ok: unsafe-reflection
    Class.forName("a.B")
    // ruleid: regex-injection
    x.r
    // ok: regex-injection
    "[a-z]+".r
    // ruleid: unsafe-deserialisation
    new ObjectInputStream(new ByteArrayInputStream(x.getBytes))
    // ok: unsafe-deserialisation
    Json.parse(x)
    // ok: log-injection
    logger.info("name " + x.replaceAll("[\\r\\n]", ""))
    // ok: header-injection
    Ok("x").withHeaders("X-A" -> URLEncoder.encode(x, "UTF-8"))
    if (x.startsWith("/")) {
      // ruleid: open-redirect
      Redirect(x)
    }
    if (x.startsWith("/") && !x.startsWith("//")) {
      // ok: open-redirect
      Redirect(x)
    }
    Ok("x")
  }

  def inside(x: String) = Action {
    // ok: path-traversal
    val f = new File("/data", x).getCanonicalFile
    if (!f.getPath.startsWith("/data/")) {
      throw new SecurityException("no")
    }
    Ok.sendFile(f)
  }
}

class Tills(col: MongoCollection[Document]) {
  val routes = HttpRoutes.of[IO] {
    case GET -> Root / "till" / name =>
      // ruleid: command-injection
      Runtime.getRuntime.exec("open-till " + name)
      Ok("opened")
    case GET -> Root / "till" / name / "close" =>
      // ruleid: command-injection
      Runtime.getRuntime.exec("close-till " + name)
      Ok("closed")
  }
}

class Scripts @Inject() (cc: ControllerComponents) extends AbstractController(cc) {
  def test(rule: String) = Action {
    val engine = new ScriptEngineManager().getEngineByName("JavaScript")
    // ruleid: code-injection
    engine.eval(rule)
    // ok: code-injection
    engine.eval("1 + 1")
    Ok("run")
  }

  def store(name: String) = Action(parse.multipartFormData) { request =>
    request.body.file("slip").map { slip =>
      // ok: path-traversal
      Files.copy(slip.ref.path, Paths.get("/srv/slips/fixed"))
      // ruleid: path-traversal, file-upload
      Files.copy(slip.ref.path, Paths.get("/srv/slips/" + slip.filename))
    }
    Ok("stored")
  }
}

class Probes(cc: ControllerComponents) extends AbstractController(cc) {
  // ruleid: command-injection
  def short = Action { request => val host = request.getQueryString("host").get; ("ping " + host).!; Ok("sent") }
  // ok: command-injection
  def fixed = Action { request => val host = request.getQueryString("host").get; ("ping " + "localhost").!; Ok(host.length) }
}

class JoinedDirectives(db: java.sql.Connection, ctx: javax.naming.directory.DirContext, doc: org.w3c.dom.Document) {
  val route = (path("names") & parameter("like")) { like =>
    // ruleid: sql-injection
    db.createStatement().executeQuery("SELECT id FROM name WHERE label LIKE '" + like + "'")
    // ok: sql-injection
    db.createStatement().executeQuery("SELECT id FROM name")
    complete("done")
  }

  val letters = (path("letters") & post & formFields("head", "body")) { (head, body) =>
    // ruleid: template-injection
    org.apache.velocity.app.Velocity.evaluate(context, out, "letter", "Hello\n" + body)
    complete("done")
  }

  def listen(record: ConsumerRecord[String, String]): Unit = {
    // ruleid: xpath-injection
    XPathFactory.newInstance().newXPath().evaluate("//a[@b='" + record.value() + "']", doc)
    val xp = XPathFactory.newInstance().newXPath()
    // ruleid: xpath-injection
    xp.evaluate("//a[@b='" + record.value() + "']", doc)
    // ok: xpath-injection
    xp.evaluate("//a/@b", doc)
  }

  def relay(req: HttpServletRequest, s: java.net.Socket): Unit = {
    val label = req.getParameter("label")
    // ruleid: header-injection
    s.getOutputStream.write(s"GET / HTTP/1.1\r\nX-Name: $label\r\n\r\n".getBytes("US-ASCII"))
    val clean = label.filterNot(_.isControl)
    // ok: header-injection
    s.getOutputStream.write(s"GET / HTTP/1.1\r\nX-Name: $clean\r\n\r\n".getBytes("US-ASCII"))
  }

  def print(req: HttpServletRequest): Int = {
    val name = req.getParameter("name")
    // ruleid: command-injection
    Seq("sh", "-c", s"lp -d $name").!
    // ok: command-injection
    Seq("lp", "-d", name).!
  }

  def render(req: HttpServletRequest, parser: SpelExpressionParser): Unit = {
    // ruleid: expression-injection
    parser.parseExpression(req.getParameter("rule"))
    // ok: expression-injection
    parser.parseExpression("a + b")
  }
}

class Texts(cc: ControllerComponents, engine: ExpressionParser, xpath: XPath) extends AbstractController(cc) {
  def show(text: String) = Action { request =>
    // ruleid: expression-injection
    engine.parseExpression("rate(" + text + ")")
    // ok: expression-injection
    engine.parseExpression("rate(1)")
    // ruleid: xpath-injection
    xpath.evaluate("//payee[@name='" + text + "']", document)
    // ok: xpath-injection
    xpath.evaluate("//payee", document)
    // ruleid: template-injection
    Velocity.evaluate(context, writer, "page", text)
    // ok: template-injection
    Velocity.evaluate(context, writer, "page", "<p>hello</p>")
    Ok("shown")
  }
}

class Small(root: File, partners: Set[String], columns: Set[String]) extends ScalatraServlet {
  get("/part/:name") {
    // ruleid: path-traversal
    val part = root / params("name")
    part.contentAsString
  }

  get("/sorted") {
    val order = params.getOrElse("by", "name")
    // ruleid: sql-injection
    SQL("select * from t order by " + order).as(rows.*)
    val known = params.get("by").filter(columns.contains).getOrElse("name")
    // ok: sql-injection
    SQL("select * from t order by " + known).as(rows.*)
  }

  get("/page") {
    contentType = "text/html"
    val note = params("note")
    // ruleid: cross-site-scripting
    s"<html><p>$note</p></html>"
  }

  def leave(to: String) = Action {
    val uri = new URI(to)
    // ruleid: open-redirect
    if (uri.getHost.endsWith("partner.example")) Redirect(to) else Forbidden
  }

  def allowed(to: String) = Action {
    val uri = new URI(to)
    // ok: open-redirect
    if (partners.contains(uri.getHost)) Redirect(uri.toString) else Forbidden
  }

  def convert(title: String) = Action {
    // ok: command-injection
    new ProcessBuilder("/usr/bin/convert", "--title", title).start()
    // ruleid: command-injection
    new ProcessBuilder("bash", "-c", "convert --title " + title).start()
    Ok
  }

  private val drawer = "/usr/bin/dot"

  def drawn(title: String) = Action {
    val arguments = Seq(drawer, "-Glabel", title)
    // ok: command-injection
    arguments.!!
    val line = Seq("bash", "-c", s"$drawer -Glabel $title")
    // ruleid: command-injection
    line.!!
    Ok
  }
}
