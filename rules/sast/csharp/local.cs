public class Tool
{
    public void Run(SqlConnection connection)
    {
        string data = Environment.GetEnvironmentVariable("ADD");
        // ruleid: sql-injection
        var a = new SqlCommand("SELECT * FROM t WHERE id = '" + data + "'", connection);
        // ok: sql-injection
        var b = new SqlCommand("SELECT * FROM t WHERE id = " + int.Parse(data), connection);
        // ruleid: command-injection
        Process.Start("cmd.exe", "/c dir " + Console.ReadLine());
        // ok: command-injection
        Process.Start("cmd.exe", "/c dir");
        using (StreamReader reader = new StreamReader("data.txt"))
        {
            // ruleid: path-traversal
            File.Delete("out/" + reader.ReadLine());
            // ok: path-traversal
            File.Delete("out/" + Path.GetFileName(reader.ReadLine()));
        }
        // ok: sql-injection
        if (false) { new SqlCommand("SELECT " + data); }
    }
}

public class Console2
{
    public void Run(DirectorySearcher searcher, XPathNavigator document, HttpResponse response)
    {
        string line = Console.ReadLine();
        // ruleid: code-injection
        CSharpScript.EvaluateAsync(line);
        // ok: code-injection
        CSharpScript.EvaluateAsync("1 + 1");
        // ruleid: ldap-injection
        searcher.Filter = "(uid=" + line + ")";
        // ok: ldap-injection
        searcher.Filter = "(uid=admin)";
        // ruleid: xpath-injection
        document.Select("//user[@name='" + line + "']");
        // ok: xpath-injection
        document.Select("//user");
        // ruleid: unsafe-reflection
        Assembly.Load(line);
        // ok: unsafe-reflection
        Assembly.Load("Bank.Core");
        // ruleid: format-string
        string.Format(line, 1);
        // ok: format-string
        string.Format("{0}", line);
        // ruleid: header-injection
        response.AddHeader("X-Branch", line);
        // ok: header-injection
        response.AddHeader("X-Branch", "main");
    }
}
