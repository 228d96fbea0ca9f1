using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;

public record Purchase(string CardNumber, long Cents);
public record SignIn(string Name, string Password);

public class Desk(ILogger<Desk> logger)
{
    public void Book(Purchase purchase)
    {
        // ruleid: card-number-logged
        logger.LogInformation("booking {@Purchase}", purchase);
        // ok: card-number-logged
        logger.LogInformation("booking {Cents}", purchase.Cents);
    }

    public void Enter(SignIn request)
    {
        // ruleid: credentials-logged
        logger.LogDebug("sign in {@Request}", request);
        // ok: credentials-logged
        logger.LogDebug("sign in {Name}", request.Name);
    }
}

public class Origins
{
    public void Anybody(HttpContext http)
    {
        var origin = http.Request.Headers["Origin"].ToString();
        // ruleid: cors-any-origin
        http.Response.Headers["Access-Control-Allow-Origin"] = origin;
    }

    public void Somebody(HttpContext http)
    {
        var origin = http.Request.Headers["Origin"].ToString();
        if (known.Contains(origin))
        {
            // ok: cors-any-origin
            http.Response.Headers["Access-Control-Allow-Origin"] = origin;
        }
    }
}

public static class Routes
{
    public static void Map(WebApplication app)
    {
        // ruleid: missing-authorisation
        app.MapDelete("/internal/rates", (Rates r) => r.Clear()).AllowAnonymous();
        // ok: missing-authorisation
        app.MapGet("/rates", (Rates r) => r.All()).AllowAnonymous();
    }
}

public class Settings
{
    // ruleid: hardcoded-credential
    private const string Books = "Server=books.bank.example;Database=books;User Id=clerk;Password=Garden7-lantern;";
    // ok: hardcoded-credential
    private const string Local = "Server=localhost;Database=books;User Id=clerk;Password=garden;";

    public void Head(HttpClient client, IConfiguration c)
    {
        // ruleid: hardcoded-credential
        client.DefaultRequestHeaders.Add("X-Api-Key", "7c2d91f0a4e65b38");
        // ok: hardcoded-credential
        client.DefaultRequestHeaders.Add("X-Api-Key", c["Rates:Key"]);
    }
}

[ApiController]
[Route("refunds")]
public class RefundController : ControllerBase
{
    [HttpPost]
    // ruleid: missing-idempotency
    public IActionResult Create(Refund refund)
    {
        till.Pay(refund.Cents);
        return Accepted();
    }

    [HttpPost("search")]
    // ok: missing-idempotency
    public IActionResult Find(Refund refund) => Ok();
}

public class Quota
{
    private readonly ConcurrentDictionary<string, long> _spent = new();

    public bool Take(string id, long cents)
    {
        // ruleid: race-condition
        var spent = _spent.GetValueOrDefault(id);
        if (spent + cents > 1000) return false;
        _spent[id] = spent + cents;
        return true;
    }

    public bool TakeAlone(string id, long cents)
    {
        lock (_gate)
        {
            // ok: race-condition
            var spent = _spent.GetValueOrDefault(id);
            if (spent + cents > 1000) return false;
            _spent[id] = spent + cents;
            return true;
        }
    }
}
