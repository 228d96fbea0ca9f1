class Crypto {
    private static readonly byte[] FixedIV = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
    private const string Secret = "correct-horse-battery";
    void A(string password) {
        // ruleid: weak-hash
        var a = MD5.Create();
        // ok: weak-hash
        var b = SHA256.Create();
        // ruleid: weak-cipher
        var c = new DESCryptoServiceProvider();
        // ruleid: weak-cipher
        aes.Mode = CipherMode.ECB;
        // ruleid: weak-cipher
        var ecb = new AesManaged { Mode = CipherMode.ECB };
        // ok: weak-cipher
        des.Mode = CipherMode.CBC;
        // ok: weak-cipher
        rijndael.Mode = CipherMode.ECB;
        rijndael.Mode = CipherMode.CBC;
        // ok: weak-cipher
        if (aes.Mode == CipherMode.ECB) { throw new Exception(); }
        // ok: weak-cipher
        var gcm = new AesGcm(key);
        // ruleid: weak-random
        var d = new Random();
        // ok: weak-random
        var e = RandomNumberGenerator.GetInt32(9);
        // ruleid: weak-key-size
        var f = new RSACryptoServiceProvider(1024);
        // ok: weak-key-size
        var g = new RSACryptoServiceProvider(4096);
        // ruleid: weak-key-size
        rsa.KeySize = 1024;
        // ok: weak-key-size
        aes.KeySize = 256;
    }
    void Tls() {
        // ruleid: tls-not-verified
        handler.ServerCertificateCustomValidationCallback = (m, x, y, z) => true;
        // ruleid: tls-not-verified
        handler.ServerCertificateCustomValidationCallback = (m, x, y, z) => { return true; };
        // ok: tls-not-verified
        handler.ServerCertificateCustomValidationCallback = (m, x, y, errors) => errors == SslPolicyErrors.None;
        // ruleid: tls-not-verified
        ServicePointManager.ServerCertificateValidationCallback += (m, x, y, z) => true;
        // ruleid: tls-not-verified
        ServicePointManager.ServerCertificateValidationCallback = delegate { return true; };
        // ruleid: tls-not-verified
        var h = new HttpClientHandler { ServerCertificateCustomValidationCallback = (m, x, y, z) => true };
        // ruleid: tls-not-verified
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        // ok: tls-not-verified
        list.Filter = x => true;
        // ruleid: tls-not-verified
        var db = new SqlConnection("Server=db.example.com;Database=Bank;TrustServerCertificate=True");
        // ok: tls-not-verified
        var local = new SqlConnection("Server=localhost;Database=Bank;TrustServerCertificate=True");
        // ruleid: tls-old-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Ssl3;
        // ruleid: tls-old-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls | SecurityProtocolType.Tls12;
        // ok: tls-old-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12;
        // ruleid: tls-old-version
        handler.SslProtocols = SslProtocols.Tls11;
        // ok: tls-old-version
        if (handler.SslProtocols == SslProtocols.Tls11) { Warn(); }
    }
    // ruleid: tls-not-verified
    bool Accept(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) { return true; }
    // ok: tls-not-verified
    bool Check(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) { return errors == SslPolicyErrors.None; }

    void Vectors(byte[] input, byte[] key) {
        using var aes = Aes.Create();
        // ruleid: static-iv
        aes.IV = FixedIV;
        // ruleid: static-iv
        aes.IV = new byte[16];
        // ruleid: static-iv
        aes.IV = Encoding.UTF8.GetBytes("1234567890123456");
        // ruleid: static-iv
        var e1 = aes.CreateEncryptor(key, FixedIV);
        // ok: static-iv
        aes.GenerateIV();
        // ok: static-iv
        var e2 = aes.CreateEncryptor(key, aes.IV);
        var fresh = new byte[16];
        RandomNumberGenerator.Fill(fresh);
        // ok: static-iv
        aes.IV = fresh;
        var given = new byte[16];
        Array.Copy(input, given, 16);
        // ok: static-iv
        aes.IV = given;
        // ok: static-iv
        aes.IV = RandomNumberGenerator.GetBytes(16);
    }
    void Vectors2(byte[] input, byte[] key, byte[] output, byte[] tag) {
        using AesGcm gcm = new AesGcm(key);
        byte[] nonce = new byte[12];
        // ruleid: static-iv
        gcm.Encrypt(nonce, input, output, tag);
        byte[] other = new byte[12];
        using (var rng = RandomNumberGenerator.Create()) { rng.GetBytes(other); }
        // ok: static-iv
        gcm.Encrypt(other, input, output, tag);
    }

    void Keys(IConfiguration config, byte[] iv) {
        using var aes = Aes.Create();
        // ruleid: hardcoded-key
        aes.Key = Encoding.UTF8.GetBytes("0123456789abcdef");
        // ruleid: hardcoded-key
        aes.Key = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 };
        // ok: hardcoded-key
        aes.Key = Convert.FromBase64String(config["Encryption:Key"]);
        // ok: hardcoded-key
        aes.Key = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("APP_AES_KEY"));
        // ruleid: hardcoded-key
        var mac = new HMACSHA256(Encoding.UTF8.GetBytes(Secret));
        var fresh = new byte[32];
        RandomNumberGenerator.Fill(fresh);
        // ok: hardcoded-key
        var mac2 = new HMACSHA256(fresh);
        string text = "0123456789abcdef";
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        // ruleid: hardcoded-key
        var t = aes.CreateEncryptor(bytes, iv);
        // ok: hardcoded-key
        entry.Key = "some-name-of-entry";
        text = config.GetValue<string>("EncryptionKey");
        // ok: hardcoded-key
        var u = aes.CreateEncryptor(Encoding.ASCII.GetBytes(text), iv);
    }

    void Passwords(string password, byte[] salt, byte[] data) {
        using var sha = SHA256.Create();
        // ruleid: weak-password-hash
        var a = sha.ComputeHash(Encoding.UTF8.GetBytes(password));
        // ruleid: weak-password-hash
        var b = SHA512.HashData(Encoding.UTF8.GetBytes(password + salt));
        // ok: weak-password-hash
        var c = sha.ComputeHash(data);
        // ok: weak-password-hash
        var d = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600000, HashAlgorithmName.SHA256, 32);
        // ok: weak-password-hash
        var h = BCrypt.Net.BCrypt.HashPassword(password);
    }
}
