using System;
using System.Data.SqlClient;
using System.Diagnostics;
using System.IO;
using System.Web;
using Microsoft.AspNetCore.Mvc;

public class AccountController : Controller
{
    private static readonly HashSet<string> Columns = new HashSet<string> { "name", "created" };

    [HttpGet]
    public IActionResult Find(string name, int page)
    {
        // ruleid: sql-injection
        var a = new SqlCommand("SELECT * FROM accounts WHERE name = '" + name + "'", connection);
        // ok: sql-injection
        var b = new SqlCommand("SELECT * FROM accounts LIMIT " + page, connection);
        var c = new SqlCommand("SELECT * FROM accounts WHERE name = @name", connection);
        // ok: sql-injection
        c.Parameters.AddWithValue("@name", name);
        // ruleid: sql-injection
        c.CommandText = $"SELECT * FROM accounts WHERE name = '{name}'";
        // ruleid: sql-injection
        context.Accounts.FromSqlRaw("SELECT * FROM accounts WHERE name = '" + name + "'");
        // ok: sql-injection
        context.Accounts.FromSqlInterpolated($"SELECT * FROM accounts WHERE name = {name}");
        // ruleid: sql-injection
        connection.Query<Account>("SELECT * FROM accounts WHERE name = '" + name + "'");
        // ok: sql-injection
        connection.Query<Account>("SELECT * FROM accounts WHERE name = @name", new { name });
        var number = int.Parse(name);
        // ok: sql-injection
        var d = new SqlCommand("SELECT * FROM accounts WHERE id = " + number, connection);
        if (!Columns.Contains(name))
        {
            return BadRequest();
        }
        // ok: sql-injection
        var e = new SqlCommand("SELECT * FROM accounts ORDER BY " + name, connection);
        return View();
    }

    public void Flows()
    {
        string data = Request.QueryString["data"];
        var list = new List<string>();
        list.Add("safe");
        list.Add(data);
        // ruleid: sql-injection
        new SqlCommand("SELECT " + list[1]);
        // ok: sql-injection
        new SqlCommand("SELECT " + list[0]);
        var map = new Dictionary<string, string>();
        map["a"] = data;
        map["b"] = "constant";
        // ruleid: sql-injection
        new SqlCommand("SELECT " + map["a"]);
        // ok: sql-injection
        new SqlCommand("SELECT " + map["b"]);
        var builder = new StringBuilder();
        builder.Append("SELECT ").Append(data);
        // ruleid: sql-injection
        new SqlCommand(builder.ToString());
        string over = data;
        over = "constant";
        // ok: sql-injection
        new SqlCommand("SELECT " + over);
        string dead = "x";
        if (5 * 5 > 30) { dead = data; }
        // ok: sql-injection
        new SqlCommand("SELECT " + dead);
        // ruleid: sql-injection
        new SqlCommand(string.Format("SELECT {0}", data));
        // ruleid: sql-injection
        new SqlCommand("SELECT " + Helper.Same(data));
        // ok: sql-injection
        new SqlCommand("SELECT " + Helper.Fixed(data));
        string way;
        switch (6)
        {
            case 6: way = "six"; break;
            default: way = data; break;
        }
        // ok: sql-injection
        new SqlCommand("SELECT " + way);
    }

    public IActionResult Others(string name, string url)
    {
        // ruleid: command-injection
        Process.Start("cmd.exe", "/c dir " + name);
        // ruleid: command-injection
        var info = new ProcessStartInfo { FileName = "ls", Arguments = name };
        // ok: command-injection
        Process.Start("notepad.exe");
        // ruleid: path-traversal
        var text = System.IO.File.ReadAllText("data/" + name);
        // ok: path-traversal
        var safe = System.IO.File.ReadAllText(Path.Combine("data", Path.GetFileName(name)));
        // ruleid: cross-site-scripting
        Response.Write("<h1>" + Request.QueryString["name"] + "</h1>");
        // ok: cross-site-scripting
        Response.Write("<h1>" + HttpUtility.HtmlEncode(Request.QueryString["name"]) + "</h1>");
        // ruleid: ssrf
        var answer = httpClient.GetStringAsync(url);
        // ok: ssrf
        var other = httpClient.GetStringAsync("https://rates.example.com/" + name);
        // ruleid: log-injection
        _logger.LogInformation("login of " + name);
        // ok: log-injection
        _logger.LogInformation("login of " + name.Replace("\n", "_"));
        // ruleid: header-injection
        Response.Headers.Add("X-Name", name);
        // ok: header-injection
        Response.Headers.Add("X-Name", Uri.EscapeDataString(name));
        // ruleid: ldap-injection
        var s = new DirectorySearcher("(uid=" + name + ")");
        // ok: ldap-injection
        var t = new DirectorySearcher("(uid=" + Encoder.LdapFilterEncode(name) + ")");
        // ruleid: xpath-injection
        doc.SelectSingleNode("//user[name='" + name + "']");
        // ok: xpath-injection
        doc.SelectSingleNode("//user[name='a']");
        // ruleid: unsafe-reflection
        Type.GetType(name);
        // ok: unsafe-reflection
        Type.GetType("System.String");
        // ruleid: regex-injection
        new Regex(name);
        // ok: regex-injection
        new Regex(Regex.Escape(name));
        // ruleid: format-string
        string.Format(name, 1);
        // ok: format-string
        string.Format("{0}", name);
        // ruleid: code-injection
        CSharpScript.EvaluateAsync(name);
        // ok: code-injection
        CSharpScript.EvaluateAsync("1 + 1");
        // ok: open-redirect
        if (Url.IsLocalUrl(url)) { return Redirect(url); }
        // ok: open-redirect
        Response.Redirect("/home?x=" + name);
        // ruleid: open-redirect
        return Redirect(url);
    }
}

public static class Helper
{
    public static string Same(string x) { return x; }
    public static string Fixed(string x) { return "fixed"; }
}

namespace Shop.Web {
[ApiController]
[Route("api/[controller]")]
public class OrdersController : ControllerBase {
    private readonly AppDb _db;
    [HttpGet("{name}")]
    public async Task<ActionResult<IEnumerable<Order>>> Get([FromRoute] string name, [FromQuery] string sort, [FromHeader(Name = "X-Tenant")] string tenant) {
        // ruleid: sql-injection
        var a = _db.Orders.FromSqlRaw($"SELECT * FROM o WHERE n = '{name}'").ToList();
        // ruleid: sql-injection
        await _db.Database.ExecuteSqlRawAsync("DELETE FROM o WHERE t = '" + tenant + "'");
        // ok: sql-injection
        await _db.Database.ExecuteSqlInterpolatedAsync($"DELETE FROM o WHERE t = {tenant}");
        var column = sort switch { "name" => "name", "date" => "created", _ => "id" };
        // ok: sql-injection
        var b = _db.Orders.FromSqlRaw("SELECT * FROM o ORDER BY " + column);
        var sb = new StringBuilder("SELECT * FROM o WHERE 1=1");
        sb.Append(" AND n = '").Append(name).Append("'");
        // ruleid: sql-injection
        using var cmd = new SqlCommand(sb.ToString(), conn);
        if (int.TryParse(sort, out var n)) {
            // ok: sql-injection
            var c = new SqlCommand("SELECT TOP " + n + " * FROM o", conn);
        }
        var bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(name));
        var back = Encoding.UTF8.GetString(Convert.FromBase64String(bytes));
        // ruleid: sql-injection
        var d = new SqlCommand("SELECT " + back, conn);
        var safe = name.Length > 3 ? "a" : "b";
        // ok: sql-injection
        var e = new SqlCommand("SELECT " + safe, conn);
        var q = new Query { Text = name, Other = "x" };
        // ruleid: sql-injection
        var f = new SqlCommand("SELECT " + q.Text, conn);
        // ok: sql-injection
        var g = new SqlCommand("SELECT " + q.Other, conn);
        string[] arr = { "safe", name };
        // ruleid: sql-injection
        var h = new SqlCommand("SELECT " + arr[1], conn);
        // ok: sql-injection
        var i = new SqlCommand("SELECT " + arr[0], conn);
        Func<string, string> id = x => x;
        // ruleid: sql-injection
        var j = new SqlCommand("SELECT " + id(name), conn);
        var joined = string.Join(",", new[] { name, "b" });
        // ruleid: sql-injection
        var k = new SqlCommand("SELECT " + joined, conn);
        var t = (name, "c");
        // ruleid: sql-injection
        var l = new SqlCommand("SELECT " + t.Item1, conn);
        if (Enum.TryParse<SortOrder>(sort, out var order)) {
            // ok: sql-injection
            var m = new SqlCommand("SELECT * FROM o ORDER BY " + order, conn);
        }
        // ruleid: sql-injection
        var o = await conn.QueryAsync<Order>(string.Concat("SELECT * FROM o WHERE n='", name, "'"));
        // ruleid: sql-injection
        var p = session.CreateSQLQuery("SELECT * FROM o WHERE n='" + name + "'").List();
        // ok: sql-injection
        var r = session.CreateQuery("from Order o where o.Name = :n").SetString("n", name).List();
        return Ok();
    }
    [HttpPost]
    public IActionResult Upload(IFormFile file, [FromBody] ReportRequest request) {
        // ruleid: path-traversal, file-upload
        using var s = new FileStream(Path.Combine(root, file.FileName), FileMode.Create);
        // ruleid: path-traversal
        var text = System.IO.File.ReadAllText(Path.Combine(root, request.Name));
        var full = Path.GetFullPath(Path.Combine(root, request.Name));
        if (!full.StartsWith(root)) return BadRequest();
        // ok: path-traversal
        var ok = System.IO.File.ReadAllText(full);
        // ruleid: command-injection
        var psi = new ProcessStartInfo("/bin/sh", $"-c \"ls {request.Name}\"");
        var start = new ProcessStartInfo { FileName = "ls" };
        // ok: command-injection
        start.ArgumentList.Add(request.Name);
        var pr = new Process();
        // ruleid: command-injection
        pr.StartInfo.Arguments = "/c " + request.Name;
        return File(System.IO.File.ReadAllBytes("a"), "x");
    }
    [HttpGet]
    public async Task<IActionResult> Fetch(string url) {
        // ruleid: ssrf
        var r = await _httpClient.GetAsync(url);
        var uri = new Uri(url);
        if (!Allowed.Contains(uri.Host)) { return BadRequest(); }
        // ok: ssrf
        var r2 = await _httpClient.GetAsync(uri);
        return Ok(r);
    }
    [HttpGet]
    public async Task<IActionResult> Fetch2([FromQuery] string url) {
        using var client = new HttpClient();
        // ruleid: ssrf
        var req = new HttpRequestMessage(HttpMethod.Get, url);
        await client.SendAsync(req);
        // ruleid: cross-site-scripting
        return Content("<b>" + url + "</b>", "text/html");
    }
}
public partial class Default : Page {
    protected void Page_Load(object sender, EventArgs e) {
        string id = Request.QueryString["id"];
        // ruleid: cross-site-scripting
        lblName.Text = id;
        // ok: cross-site-scripting
        lblName.Text = Server.HtmlEncode(id);
        // ruleid: cross-site-scripting
        Response.Write(id);
        // ruleid: open-redirect
        Response.Redirect(Request["next"]);
        // ruleid: sql-injection
        var da = new SqlDataAdapter("SELECT * FROM u WHERE id=" + txtId.Text, conn);
        // ruleid: ldap-injection
        searcher.Filter = "(uid=" + id + ")";
        // ruleid: xpath-injection
        var nodes = doc.SelectNodes("//u[@id='" + id + "']");
        // ruleid: unsafe-deserialisation
        var o = new LosFormatter().Deserialize(Request.Form["state"]);
        // ruleid: header-injection
        Response.AddHeader("X-Id", id);
        // ruleid: trust-boundary
        Session["role"] = id;
        // ruleid: log-injection
        log.Info("user " + id);
        var d = new XmlDocument();
        d.XmlResolver = new XmlUrlResolver();
        d.LoadXml(Request.Form["x"]);
    }
}
}
public class EditModel : PageModel {
    [BindProperty]
    public string Name { get; set; }
    public string Other { get; set; }
    public void OnPost() {
        // ruleid: sql-injection
        var c = new SqlCommand("SELECT " + Name);
        // ok: sql-injection
        var d = new SqlCommand("SELECT " + Other);
    }
}
public class GreeterService : Greeter.GreeterBase {
    public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) {
        // ruleid: sql-injection
        var c = new SqlCommand("SELECT " + request.Name);
        return null;
    }
}
public class X : MyBaseController {
    public IActionResult Run(string a) {
        // ruleid: unsafe-reflection
        var t = Activator.CreateInstance("asm", a);
        // ok: unsafe-reflection
        var u = Activator.CreateInstance(typeof(Account), a);
        return null;
    }
}
public class Texts : Controller {
    public IActionResult Send(string text) {
        // ruleid: nosql-injection
        var filter = BsonDocument.Parse("{ name: '" + text + "' }");
        // ok: nosql-injection
        var fixedFilter = BsonDocument.Parse("{ name: 'x' }");
        // ruleid: template-injection
        var page = Razor.Parse("<p>" + text + "</p>");
        // ok: template-injection
        var fixedPage = Razor.Parse("<p>hello</p>");
        MailMessage mail = new MailMessage();
        // ruleid: email-header-injection
        mail.Subject = "About " + text;
        // ok: email-header-injection
        mail.Subject = "About you";
        return null;
    }
}
public class Pictures : Controller {
    static readonly Dictionary<string, string> Known = new() { ["a"] = "https://a.example" };
    public void Load(string url) {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return;
        // ruleid: ssrf
        WebRequest.CreateHttp(uri);
        if (Known.TryGetValue(url, out var address)) {
            // ok: ssrf
            WebRequest.CreateHttp(address);
        }
    }
    static readonly Uri Album = new("https://album.example/");
    public void Page(string page) {
        var at = new Uri(Album, page);
        if (at.Authority != Album.Authority) return;
        // ok: ssrf
        WebRequest.CreateHttp(at);
    }
}
