class Code {
    private static Code instance;
    private static readonly object gate = new object();
    void Patterns(string s) {
        // ruleid: redos
        var a = new Regex("^(a+)+$");
        // ruleid: redos
        var b = Regex.IsMatch(s, @"^([a-z0-9]+)*@x$");
        // ok: redos
        var c = new Regex("^[a-z]+$");
        // ok: redos
        var d = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromSeconds(1));
    }
    void Files(string path) {
        // ruleid: race-condition
        if (!File.Exists(path)) {
            File.WriteAllText(path, "x");
        }
        // ruleid: race-condition
        if (File.Exists(path)) {
            File.Delete(path);
        }
        // ok: race-condition
        using var stream = new FileStream(path, FileMode.CreateNew);
        // ruleid: insecure-temp-file
        var t = Path.GetTempFileName();
        // ruleid: insecure-temp-file
        File.WriteAllText("/tmp/report.txt", "x");
        // ok: insecure-temp-file
        var u = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        // ruleid: world-writable-file
        security.AddAccessRule(new FileSystemAccessRule("Everyone", FileSystemRights.FullControl, AccessControlType.Allow));
        // ok: world-writable-file
        security.AddAccessRule(new FileSystemAccessRule("svc-bank", FileSystemRights.FullControl, AccessControlType.Allow));
    }
    static Code Get() {
        // ruleid: race-condition
        if (instance == null) {
            instance = new Code();
        }
        return instance;
    }
    static Code GetLocked() {
        lock (gate) {
            // ok: race-condition
            if (instance == null) {
                instance = new Code();
            }
        }
        return instance;
    }
}
