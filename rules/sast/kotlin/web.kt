fun cookies(response: HttpServletResponse) {
    val c = Cookie("a", "b")
    // ruleid: insecure-cookie, cookie-not-httponly
    response.addCookie(c)
    val d = Cookie("a", "b")
    d.secure = true
    d.isHttpOnly = true
    // ok: insecure-cookie, cookie-not-httponly
    response.addCookie(d)
    // ruleid: cors-any-origin
    response.setHeader("Access-Control-Allow-Origin", "*")
    // ok: cors-any-origin
    response.setHeader("Access-Control-Allow-Origin", "https://a.example.com")
    // ruleid: jwt-weak-key
    Algorithm.HMAC256("secret")
    // ok: jwt-weak-key
    Algorithm.HMAC256(System.getenv("KEY"))
    // ruleid: jwt-not-verified
    JWT.decode(token)
}

fun verified(token: String): String {
    // ok: jwt-not-verified
    val read = JWT.decode(token)
    verifier.verify(read)
    return read.subject
}

fun security(http: HttpSecurity) {
    // ruleid: csrf-disabled
    http.csrf().disable()
    // ruleid: debug-enabled
    WebView.setWebContentsDebuggingEnabled(true)
    // ok: debug-enabled
    WebView.setWebContentsDebuggingEnabled(BuildConfig.DEBUG)
}

fun xml(input: InputStream) {
    val f = DocumentBuilderFactory.newInstance()
    // ruleid: xxe
    f.newDocumentBuilder().parse(input)
}

fun closed(input: InputStream) {
    val f = DocumentBuilderFactory.newInstance()
    f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)
    // ok: xxe
    f.newDocumentBuilder().parse(input)
}

@RestController
class Users(val users: UserRepository) {
    @PostMapping("/users")
    // ruleid: missing-authorisation
    fun create(@RequestBody user: User) {
        // ruleid: mass-assignment
        users.save(user)
    }

    @PreAuthorize("hasRole('ADMIN')")
    @DeleteMapping("/users")
    // ok: missing-authorisation
    fun delete(id: String) {
    }

    @PreAuthorize("hasRole('ADMIN')")
    @PostMapping("/copy")
    fun copy(@RequestBody form: UserForm) {
        val user = User()
        user.name = form.name
        // ok: mass-assignment
        users.save(user)
    }
}

suspend fun fail(call: ApplicationCall) {
    try {
        run()
    } catch (e: Exception) {
        // ruleid: error-details-exposed
        call.respondText(e.stackTraceToString())
        // ruleid: error-details-exposed
        call.respond(HttpStatusCode.InternalServerError, e.message ?: "")
        // ok: error-details-exposed
        call.respond(HttpStatusCode.InternalServerError, "try again later")
        // ok: error-details-exposed
        log.error("failed", e)
    }
}

fun calls() {
    // ruleid: clear-text-transport
    URL("http://bank.com/pay")
    // ok: clear-text-transport
    URL("https://bank.com/pay")
    // ok: clear-text-transport
    URL("http://localhost:8080/pay")
}

fun traces(call: ApplicationCall, cause: Throwable) {
    val text = cause.stackTraceToString()
    // ruleid: error-details-exposed
    call.respondText(text, status = HttpStatusCode.InternalServerError)
    val id = newId()
    // ok: error-details-exposed
    call.respondText(id, status = HttpStatusCode.InternalServerError)
    // ruleid: insecure-cookie
    ResponseCookie.from("sid", id).secure(false).build()
}

fun chains(http: HttpSecurity) {
    http {
        sessionManagement { sessionCreationPolicy = SessionCreationPolicy.STATELESS }
        // ok: csrf-disabled
        csrf { disable() }
    }
}
