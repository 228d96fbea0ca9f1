using System.Net.Security;
using System.Security.Cryptography;

public static class Flags
{
    static CookieOptions Made(bool secure) => new()
    {
        HttpOnly = true,
        // ruleid: insecure-cookie
        Secure = secure,
    };

    static CookieOptions Kept(bool secure) => new CookieOptions
    {
        HttpOnly = true,
        // ok: insecure-cookie
        Secure = secure,
    };

    static void Send(HttpResponse response, string id)
    {
        response.Cookies.Append("id", id, Made(secure: false));
        response.Cookies.Append("id", id, Kept(secure: true));
    }

    static readonly int[] Sizes = { 1024, 3072 };

    static void Keys()
    {
        // ruleid: weak-key-size
        RSA.Create(Sizes[0]);
        // ok: weak-key-size
        RSA.Create(Sizes[1]);
    }

    static void Handlers()
    {
        var open = new SslClientAuthenticationOptions
        {
            // ruleid: tls-not-verified
            RemoteCertificateValidationCallback = (a, certificate, c, errors) => certificate != null || errors == SslPolicyErrors.None,
        };
        var closed = new SslClientAuthenticationOptions
        {
            // ok: tls-not-verified
            RemoteCertificateValidationCallback = (a, certificate, c, errors) => certificate != null && errors == SslPolicyErrors.None,
        };
    }

    static void Database(IConfiguration configuration, DbContextOptionsBuilder options)
    {
        // not a real password
        var text = configuration["Db"] ?? "Server=db;Database=Book;User Id=book;Password=Example-Pw-77;Encrypt=True";
        // ruleid: hardcoded-credential
        options.UseSqlServer(text);
        var other = configuration["Db"] ?? "Server=db;Database=Book;Integrated Security=True";
        // ok: hardcoded-credential
        options.UseSqlServer(other);
    }
}
