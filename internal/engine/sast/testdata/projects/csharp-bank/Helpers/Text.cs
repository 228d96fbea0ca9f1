using System.IO;

namespace Bank.Helpers
{
    public static class Text
    {
        public static string Same(string text) => text;

        public static string Fixed(string text) => "/home";

        public static string OnlyName(string text)
        {
            return Path.GetFileName(text);
        }
    }

    public class ReportWriter
    {
        public string Show(string page)
        {
            // ruleid: path-traversal
            return File.ReadAllText("reports/" + page);
        }

        public string ShowPlain(string page)
        {
            // ok: path-traversal
            return File.ReadAllText("reports/" + page);
        }
    }
}
