public class CookieController : Controller {
    public void Cookies(string value) {
        // ruleid: insecure-cookie, cookie-not-httponly
        Response.Cookies.Append("sid", value);
        // ruleid: insecure-cookie
        Response.Cookies.Append("sid", value, new CookieOptions { HttpOnly = true });
        // ruleid: cookie-not-httponly
        Response.Cookies.Append("sid", value, new CookieOptions { Secure = true });
        // ok: insecure-cookie, cookie-not-httponly
        Response.Cookies.Append("sid", value, new CookieOptions { Secure = true, HttpOnly = true });
        var options = new CookieOptions();
        options.Secure = true;
        options.HttpOnly = true;
        // ok: insecure-cookie, cookie-not-httponly
        Response.Cookies.Append("sid", value, options);
    }
    public void More(string value) {
        var options = new CookieOptions();
        // ruleid: insecure-cookie, cookie-not-httponly
        Response.Cookies.Append("sid", value, options);
    }
    public void Old() {
        var cookie = new HttpCookie("sid", "1");
        // ruleid: insecure-cookie, cookie-not-httponly
        Response.Cookies.Add(cookie);
    }
    public void OldSafe() {
        HttpCookie cookie = new HttpCookie("sid", "1");
        cookie.Secure = true;
        cookie.HttpOnly = true;
        // ok: insecure-cookie, cookie-not-httponly
        Response.Cookies.Add(cookie);
    }
    public void Initialised() {
        HttpCookie cookie = new HttpCookie("sid", "1") { Secure = true, HttpOnly = true };
        // ok: insecure-cookie, cookie-not-httponly
        Response.Cookies.Add(cookie);
        HttpCookie other = new HttpCookie("sid", "1") { HttpOnly = true };
        // ruleid: insecure-cookie
        Response.Cookies.Add(other);
    }
    public void Off() {
        HttpCookie cookie = new HttpCookie("sid", "1");
        // ruleid: insecure-cookie
        cookie.Secure = false;
        // ruleid: cookie-not-httponly
        cookie.HttpOnly = false;
        // ok: insecure-cookie, cookie-not-httponly
        Response.Cookies.Add(cookie);
    }
}

public class Tokens {
    private const string Key = "a-secret-that-everybody-knows-1234";
    public void A(string token, IConfiguration config) {
        // ruleid: jwt-not-verified
        var p = new TokenValidationParameters { ValidateIssuer = true, RequireSignedTokens = false };
        // ok: jwt-not-verified
        var q = new TokenValidationParameters { ValidateIssuer = true, ValidateIssuerSigningKey = true };
        var handler = new JwtSecurityTokenHandler();
        // ruleid: jwt-not-verified
        var read = handler.ReadJwtToken(token);
        // ruleid: jwt-weak-key
        var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("hard-coded-secret-of-tokens"));
        // ruleid: jwt-weak-key
        var l = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key));
        // ok: jwt-weak-key
        var m = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"]));
        // ok: jwt-weak-key
        var n = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"] ?? throw new InvalidOperationException("no key")));
        var bytes = Encoding.ASCII.GetBytes("another-secret");
        // ruleid: jwt-weak-key
        var o = new SymmetricSecurityKey(bytes);
    }
    public ClaimsPrincipal B(string token) {
        var handler = new JwtSecurityTokenHandler();
        // ok: jwt-not-verified
        var read = handler.ReadJwtToken(token);
        var who = handler.ValidateToken(token, parameters, out var valid);
        return who;
    }
}

public class Startup {
    public void Configure(IApplicationBuilder app, IWebHostEnvironment env) {
        // ruleid: cors-any-origin
        app.UseCors(x => x.AllowAnyOrigin().AllowAnyMethod());
        // ok: cors-any-origin
        app.UseCors(x => x.WithOrigins("https://bank.example.com"));
        // ruleid: cors-any-origin
        app.UseCors(x => x.SetIsOriginAllowed(origin => true).AllowCredentials());
        // ruleid: cors-any-origin
        Response.Headers.Add("Access-Control-Allow-Origin", "*");
        // ok: cors-any-origin
        Response.Headers.Add("Access-Control-Allow-Origin", "https://bank.example.com");
        // ruleid: debug-enabled
        app.UseDeveloperExceptionPage();
        if (env.IsDevelopment()) {
            // ok: debug-enabled
            app.UseDeveloperExceptionPage();
        }
        // ruleid: clear-text-transport
        options.RequireHttpsMetadata = false;
        // ruleid: clear-text-transport
        client.GetStringAsync("http://rates.bank.com/today");
        // ok: clear-text-transport
        client.GetStringAsync("https://rates.bank.com/today");
        // ok: clear-text-transport
        client.GetStringAsync("http://localhost:5000/today");
        const string address = "http://rates.bank.com/today";
        // ruleid: clear-text-transport
        client.GetStringAsync(address);
        // ruleid: clear-text-transport
        smtp.EnableSsl = false;
        // ok: clear-text-transport
        smtp.EnableSsl = true;
    }
}

public class AccountsController : Controller {
    [HttpPost]
    // ruleid: csrf-disabled
    public IActionResult Close(int id) {
        try {
            return Ok(service.Close(id));
        } catch (Exception ex) {
            // ruleid: error-details-exposed
            return StatusCode(500, ex.Message);
        }
    }
    [HttpPost]
    [ValidateAntiForgeryToken]
    // ok: csrf-disabled
    public IActionResult Open(int id) {
        try {
            return Ok(service.Open(id));
        } catch (Exception ex) {
            // ok: error-details-exposed
            logger.LogError(ex, "open failed");
            // ok: error-details-exposed
            return StatusCode(500, "something went wrong");
        } catch (ValidationException ex) {
            // ok: error-details-exposed
            return BadRequest(ex.Message);
        }
    }
    // ruleid: csrf-disabled
    [IgnoreAntiforgeryToken]
    public IActionResult Ignored() {
        try { Run(); }
        catch (Exception ex) {
            // ruleid: error-details-exposed
            return Content(ex.ToString());
        }
    }
    public IActionResult Problems() {
        try { Run(); }
        catch (Exception e) {
            // ruleid: error-details-exposed
            return BadRequest(new { error = e.StackTrace });
        }
    }
}

[ApiController]
public class UsersController : ControllerBase {
    // ok: csrf-disabled
    [HttpPost]
    public IActionResult Create([FromBody] User user) {
        // ruleid: mass-assignment
        _context.Update(user);
        return Ok();
    }
    [HttpPut]
    public IActionResult Change([FromBody] UserDto dto) {
        var user = _context.Users.Find(dto.Id);
        user.Name = dto.Name;
        // ok: mass-assignment
        _context.Update(user);
        return Ok();
    }
    [HttpPost]
    public IActionResult Bound([Bind("Name")] User user) {
        // ok: mass-assignment
        _context.Add(user);
        return Ok();
    }
}

public class PaymentsController : ControllerBase {
    [Authorize]
    [HttpGet]
    public IActionResult List() { return Ok(); }
    [HttpDelete("{id}")]
    // ruleid: missing-authorisation
    public IActionResult Remove(int id) { return Ok(); }
    [HttpPost]
    [Authorize(Roles = "Admin")]
    // ok: missing-authorisation
    public IActionResult Add(int id) { return Ok(); }
    [HttpPost("login")]
    [AllowAnonymous]
    // ok: missing-authorisation
    public IActionResult Login(int id) { return Ok(); }
    [HttpGet("x")]
    // ok: missing-authorisation
    public IActionResult Get(int id) { return Ok(); }
}
