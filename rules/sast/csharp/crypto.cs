class Crypto {
    void A() {
        // ruleid: weak-hash
        var a = MD5.Create();
        // ok: weak-hash
        var b = SHA256.Create();
        // ruleid: weak-cipher
        var c = new DESCryptoServiceProvider();
        // ruleid: weak-cipher
        aes.Mode = CipherMode.ECB;
        // ok: weak-cipher
        aes.Mode = CipherMode.CBC;
        // ruleid: weak-random
        var d = new Random();
        // ok: weak-random
        var e = RandomNumberGenerator.GetInt32(9);
        // ruleid: weak-key-size
        var f = new RSACryptoServiceProvider(1024);
        // ok: weak-key-size
        var g = new RSACryptoServiceProvider(4096);
        // ruleid: tls-not-verified
        handler.ServerCertificateCustomValidationCallback = (m, x, y, z) => true;
        // ruleid: unsafe-deserialisation
        new BinaryFormatter().Deserialize(stream);
        // ok: unsafe-deserialisation
        JsonSerializer.Deserialize<Account>(stream);
        // ruleid: xxe
        settings.DtdProcessing = DtdProcessing.Parse;
        // ok: xxe
        settings.DtdProcessing = DtdProcessing.Prohibit;
        var cookie = new HttpCookie("sid", "1");
        // ruleid: insecure-cookie
        Response.Cookies.Add(cookie);
    }
    void B() {
        var cookie = new HttpCookie("sid", "1");
        cookie.Secure = true;
        // ok: insecure-cookie
        Response.Cookies.Add(cookie);
    }
}
