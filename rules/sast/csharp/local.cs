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
