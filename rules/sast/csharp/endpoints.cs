using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

public static class Names
{
    public static void MapNames(this WebApplication app)
    {
        // ok: missing-authorisation
        app.MapPut("/names/{id}", (string id, INames names) => names.Set(id)).RequireAuthorization("Clerk");
        // ok: missing-authorisation
        app.MapPost("/names", (string id, INames names) => names.Set(id)).WithName("add").RequireAuthorization();
        // ruleid: missing-authorisation
        app.MapDelete("/names/{id}", (string id, INames names) => names.Clear(id)).WithName("clear");
        // ok: missing-authorisation
        app.MapGet("/names/{id}", (string id, INames names) => names.Get(id));
        // ok: missing-authorisation
        app.MapPost("/login", (string id, INames names) => names.Get(id));
    }
}

[Authorize(Roles = "Clerk")]
public class NamesController : ControllerBase
{
    [HttpPut("{id}")]
    // ok: missing-authorisation
    public void Put(string id) { Store(id); }

    [HttpDelete("{id}")]
    [AllowAnonymous]
    // ruleid: missing-authorisation
    public void Delete(string id) { Remove(id); }

    [HttpGet("{id}")]
    [AllowAnonymous]
    // ok: missing-authorisation
    public string Get(string id) { return Find(id); }
}
