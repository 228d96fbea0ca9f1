class Secrets {
    private const string Password = "s3cret-Pa55";
    void A(string password, byte[] salt, IConfiguration config) {
        // ruleid: weak-password-hash
        var e = new Rfc2898DeriveBytes(password, salt, 1000);
        // ruleid: weak-password-hash
        var f = new Rfc2898DeriveBytes(password, salt);
        // ok: weak-password-hash
        var g = new Rfc2898DeriveBytes(password, salt, 310000, HashAlgorithmName.SHA256);
        // ruleid: hardcoded-credential
        var c1 = new NetworkCredential("admin", "Tr0ub4dor");
        // ruleid: hardcoded-credential
        var c2 = new NetworkCredential("admin", Password);
        // ok: hardcoded-credential
        var c3 = new NetworkCredential("admin", config["Smtp:Password"]);
        // ok: hardcoded-credential
        var c4 = new NetworkCredential("admin", password);
        // ok: hardcoded-credential
        var c5 = new NetworkCredential("admin", "");
        string data = "7e5tc4s3";
        // ruleid: hardcoded-credential
        var c6 = new NetworkCredential("user", data, "domain");
        data = Environment.GetEnvironmentVariable("PASSWORD");
        // ok: hardcoded-credential
        var c7 = new NetworkCredential("user", data, "domain");
        // ruleid: hardcoded-credential
        var d1 = new SqlConnection("Server=db;User Id=sa;Password=Sup3rS3cret;");
        // ok: hardcoded-credential
        var d2 = new SqlConnection("Server=db;Integrated Security=true;");
        // ok: hardcoded-credential
        var d3 = new SqlConnection($"Server=db;User Id=sa;Password={password};");
        // ruleid: hardcoded-credential
        if (password == "letmein99") { Open(); }
        // ok: hardcoded-credential
        if (password == "") { Close(); }
        // ok: hardcoded-credential
        if (password == null) { Close(); }
        // ruleid: hardcoded-credential
        options.UseNpgsql("Host=db;Username=app;Password=app-pass-1");
        // ok: hardcoded-credential
        options.UseNpgsql(config.GetConnectionString("Default"));
    }
}
