class Answers {
    void check(Request request) {
        if (request.password == null) {
            // ruleid: credentials-logged
            throw new IllegalArgumentException("not complete: " + request.user + ", " + request.password);
        }
        // ok: credentials-logged
        throw new IllegalArgumentException("wrong password of " + request.user);
    }

    void doors(HttpSecurity http) {
        http.authorizeHttpRequests(auth -> auth
                // ok: missing-authorisation
                .requestMatchers(HttpMethod.POST, "/login").permitAll()
                // ruleid: missing-authorisation
                .requestMatchers(HttpMethod.PUT, "/mode").permitAll()
                // ok: missing-authorisation
                .requestMatchers(HttpMethod.PUT, "/names").hasRole("ADMIN"));
    }
}
