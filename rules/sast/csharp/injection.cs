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
