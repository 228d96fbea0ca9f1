import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import javax.servlet.http.*;

class Cookies {
    void add(HttpServletResponse response) {
        Cookie c = new Cookie("session", "1");
        // ruleid: insecure-cookie, cookie-not-httponly
        response.addCookie(c);
        Cookie d = new Cookie("session", "1");
        d.setSecure(true);
        d.setHttpOnly(true);
        // ok: insecure-cookie, cookie-not-httponly
        response.addCookie(d);
        Cookie e = new Cookie("session", "1");
        // ruleid: insecure-cookie
        e.setSecure(false);
        // ruleid: cookie-not-httponly
        e.setHttpOnly(false);
    }
}

class Tokens {
    private static final String KEY = "a key that everybody can read";

    void read(String token, String key) {
        // ruleid: jwt-not-verified
        JWT.decode(token);
        // ruleid: jwt-not-verified
        Jwts.parser().setSigningKey(key).parse(token);
        // ok: jwt-not-verified
        Jwts.parser().setSigningKey(key).parseClaimsJws(token);
        // ruleid: jwt-not-verified
        Algorithm.none();
        // ruleid: jwt-weak-key
        Algorithm.HMAC256(KEY);
        // ruleid: jwt-weak-key
        Jwts.builder().signWith(SignatureAlgorithm.HS256, "key");
        // ok: jwt-weak-key
        Algorithm.HMAC256(key);
        // ok: jwt-weak-key
        Algorithm.HMAC256(System.getenv("KEY"));
    }

    void verified(String token, JWTVerifier verifier) {
        verifier.verify(token);
        // ok: jwt-not-verified
        JWT.decode(token).getSubject();
    }
}

class Headers {
    void cors(HttpServletRequest request, HttpServletResponse response) {
        // ruleid: cors-any-origin
        response.setHeader("Access-Control-Allow-Origin", "*");
        // ruleid: cors-any-origin
        response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
        // ok: cors-any-origin
        response.setHeader("Access-Control-Allow-Origin", "https://app.example.com");
        String origin = request.getHeader("Origin");
        if (ALLOWED.contains(origin)) {
            // ok: cors-any-origin
            response.setHeader("Access-Control-Allow-Origin", origin);
        }
    }
}

class Security {
    void open(HttpSecurity http) throws Exception {
        // ruleid: csrf-disabled
        http.csrf().disable();
    }

    void lambda(HttpSecurity http) throws Exception {
        // ruleid: csrf-disabled
        http.csrf(AbstractHttpConfigurer::disable);
    }

    void stateless(HttpSecurity http) throws Exception {
        http.sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // ok: csrf-disabled
        http.csrf().disable();
    }

    void kept(HttpSecurity http) throws Exception {
        // ok: csrf-disabled
        http.csrf(c -> c.csrfTokenRepository(repository));
    }
}

@RestController
class Users {
    @PostMapping("/users")
    // ruleid: missing-authorisation
    void create(@RequestBody User user) {
        // ruleid: mass-assignment
        users.save(user);
    }

    @PreAuthorize("hasRole('ADMIN')")
    @DeleteMapping("/users")
    // ok: missing-authorisation
    void delete(String id) {
    }

    @PreAuthorize("hasRole('ADMIN')")
    @PostMapping("/copy")
    void copy(@RequestBody UserForm form) {
        User user = new User();
        user.setName(form.getName());
        // ok: mass-assignment
        users.save(user);
    }
}

class Errors {
    void fail(HttpServletResponse response) throws Exception {
        try {
            run();
        } catch (Exception e) {
            // ruleid: error-details-exposed
            e.printStackTrace(response.getWriter());
            // ruleid: error-details-exposed
            response.getWriter().println(e.getMessage());
            // ok: error-details-exposed
            response.getWriter().println("try again later");
            // ok: error-details-exposed
            log.error("failed", e);
        }
    }
}

class Calls {
    void go() throws Exception {
        // ruleid: clear-text-transport
        new URL("http://bank.com/pay");
        // ok: clear-text-transport
        new URL("https://bank.com/pay");
        // ok: clear-text-transport
        new URL("http://localhost:8080/pay");
    }
}

// ruleid: debug-enabled
@EnableWebSecurity(debug = true)
class Debugging {
}

// ok: debug-enabled
@EnableWebSecurity
class Quiet {
}

class Lasting {
    private static final int YEAR = 365 * 24 * 60 * 60;

    void ages(Cookie c, int chosen) {
        // ruleid: persistent-cookie
        c.setMaxAge(60 * 60 * 24 * 365 * 2);
        // ruleid: persistent-cookie
        c.setMaxAge(31536000);
        // ruleid: persistent-cookie
        c.setMaxAge(Integer.MAX_VALUE);
        // ok: persistent-cookie
        c.setMaxAge(-1);
        // ok: persistent-cookie
        c.setMaxAge(60 * 60 * 24 * 30);
        // ok: persistent-cookie
        c.setMaxAge(0);
        // ok: persistent-cookie
        c.setMaxAge(chosen);
    }
}

class CookieFlags {
    void flags(String value) {
        // ruleid: insecure-cookie
        ResponseCookie.from("sid", value).path("/").secure(false).build();
        // ok: insecure-cookie
        ResponseCookie.from("sid", value).path("/").secure(true).build();
        // ruleid: cookie-not-httponly
        ResponseCookie.from("sid", value).httpOnly(false).build();
        // ok: insecure-cookie
        channel.secure(false);
    }

    void origins(CorsConfiguration cors) {
        // ruleid: cors-any-origin
        cors.setAllowedOriginPatterns(List.of("https://*"));
        // ok: cors-any-origin
        cors.setAllowedOriginPatterns(List.of("https://*.bank.test"));
    }

    JWTClaimsSet ignored(String token, JWSVerifier verifier) throws Exception {
        SignedJWT parsed = SignedJWT.parse(token);
        // ruleid: jwt-not-verified
        parsed.verify(verifier);
        return parsed.getJWTClaimsSet();
    }

    JWTClaimsSet checked(String token, JWSVerifier verifier) throws Exception {
        SignedJWT parsed = SignedJWT.parse(token);
        // ok: jwt-not-verified
        if (!parsed.verify(verifier)) {
            throw new SecurityException("signature");
        }
        return parsed.getJWTClaimsSet();
    }

    ResponseEntity<String> trace(Exception problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        log.error("failed {}", text);
        // ruleid: error-details-exposed
        return ResponseEntity.internalServerError().body(text.toString());
    }
}
