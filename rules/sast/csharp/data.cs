class Data {
    void Objects(Stream stream, string text) {
        // ruleid: unsafe-deserialisation
        new BinaryFormatter().Deserialize(stream);
        BinaryFormatter formatter = new BinaryFormatter();
        // ruleid: unsafe-deserialisation
        formatter.Deserialize(stream);
        // ok: unsafe-deserialisation
        JsonSerializer.Deserialize<Account>(stream);
        // ruleid: unsafe-deserialisation
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };
        // ok: unsafe-deserialisation
        var none = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };
        // ok: unsafe-deserialisation
        var bound = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto, SerializationBinder = binder };
        // ruleid: unsafe-deserialisation
        var x = new XmlSerializer(Type.GetType(text));
        // ok: unsafe-deserialisation
        var y = new XmlSerializer(typeof(Account));
    }
    void Xml(XmlDocument doc) {
        // ruleid: xxe
        settings.DtdProcessing = DtdProcessing.Parse;
        // ok: xxe
        settings.DtdProcessing = DtdProcessing.Prohibit;
        // ruleid: xxe
        doc.XmlResolver = new XmlUrlResolver();
        // ok: xxe
        doc.XmlResolver = null;
        var resolver = new XmlUrlResolver();
        // ruleid: xxe
        doc.XmlResolver = resolver;
        // ruleid: xxe
        var s = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse };
    }
    void Zip(ZipArchive archive, string folder) {
        foreach (ZipArchiveEntry entry in archive.Entries) {
            string target = Path.Combine(folder, entry.FullName);
            // ruleid: path-traversal
            entry.ExtractToFile(target, true);
        }
    }
    void ZipChecked(ZipArchive archive, string folder) {
        foreach (var entry in archive.Entries) {
            string target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
            if (!target.StartsWith(folder, StringComparison.Ordinal)) {
                throw new IOException("outside");
            }
            // ok: path-traversal
            entry.ExtractToFile(target, true);
            // ok: path-traversal
            entry.ExtractToFile(Path.Combine(folder, Path.GetFileName(entry.FullName)));
        }
    }
}
