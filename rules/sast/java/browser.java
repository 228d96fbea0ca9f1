@RestController
class Told {
    Cookie made(String v) {
        // ruleid: insecure-cookie
        Cookie c = new Cookie("sid", v);
        c.setPath("/");
        return c;
    }
    Cookie safe(String v) {
        // ok: insecure-cookie
        Cookie c = new Cookie("sid", v);
        c.setSecure(true);
        return c;
    }
    void built(HttpServletResponse r, SessionCookieConfig s) {
        // ruleid: insecure-cookie
        ResponseCookie.from("sid", "x").httpOnly(true).path("/").build();
        // ok: insecure-cookie
        ResponseCookie.from("sid", "x").httpOnly(true).secure(true).build();
        // ruleid: insecure-cookie
        new NewCookie("sid", "x", "/", null, null, 60, false, true);
        // ok: insecure-cookie
        new NewCookie("sid", "x", "/", null, null, 60, true, true);
        // ruleid: insecure-cookie
        r.addHeader("Set-Cookie", "sid=1; Path=/; HttpOnly");
        // ok: insecure-cookie
        r.addHeader("Set-Cookie", "sid=1; Path=/; HttpOnly; Secure");
        // ruleid: cookie-not-httponly
        s.setHttpOnly(false);
        // ok: cookie-not-httponly
        s.setHttpOnly(true);
    }
    void origins(HttpServletRequest q, HttpServletResponse r) {
        String origin = q.getHeader("Origin");
        if (origin.endsWith("shop.example")) {
            // ruleid: cors-any-origin
            r.setHeader("Access-Control-Allow-Origin", origin);
        }
        if (origin.endsWith(".shop.example")) {
            // ok: cors-any-origin
            r.setHeader("Access-Control-Allow-Origin", origin);
        }
        if (KNOWN.contains(origin)) {
            // ok: cors-any-origin
            r.setHeader("Access-Control-Allow-Origin", origin);
        }
    }
    void given(ContainerRequestContext q, ContainerResponseContext r) {
        // ruleid: cors-any-origin
        r.getHeaders().putSingle("Access-Control-Allow-Origin", q.getHeaderString("Origin"));
        // ok: cors-any-origin
        r.getHeaders().putSingle("Access-Control-Allow-Origin", "https://shop.example");
    }
    void forged(HttpSecurity http) {
        // ruleid: csrf-disabled
        http.csrf(c -> c.ignoringRequestMatchers("/**"));
        // ok: csrf-disabled
        http.csrf(c -> c.ignoringRequestMatchers("/hooks/**"));
    }
    @GetMapping("/mail/change")
    // ruleid: state-changed-by-get
    String changeMail(@RequestParam String mail) { userService.updateMail(mail); return "done"; }
    @PostMapping("/mail/change")
    // ok: state-changed-by-get
    String changeIt(@RequestParam String mail) { userService.updateMail(mail); return "done"; }
    @GetMapping("/mail")
    // ok: state-changed-by-get
    String updated(@RequestParam String mail) { return userService.find(mail); }
    @ExceptionHandler(SQLException.class)
    ProblemDetail failed(SQLException e) {
        // ruleid: error-details-exposed
        p.setDetail(e.getMessage());
        // ok: error-details-exposed
        p.setDetail("Try again later.");
        return p;
    }
    void settings(Map<String, Object> m) {
        // ruleid: debug-enabled
        m.put("management.endpoints.web.exposure.include", "*");
        // ok: debug-enabled
        m.put("management.endpoints.web.exposure.include", "health");
    }
}
