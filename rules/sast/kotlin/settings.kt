import io.ktor.server.application.*

fun Route.cookies() = get("/in") {
    // ruleid: insecure-cookie
    call.response.cookies.append(Cookie("session", id, httpOnly = true))
    // ok: insecure-cookie
    call.response.cookies.append(Cookie("session", id, secure = true))
}

fun Application.sessions() {
    install(Sessions) {
        // ruleid: insecure-cookie
        cookie<Basket>("basket") { cookie.path = "/" }
        // ok: insecure-cookie
        cookie<Account>("account") { cookie.secure = true }
    }
    install(CORS) {
        // ruleid: cors-any-origin
        allowOrigins { true }
        // ok: cors-any-origin
        allowOrigins { it in partners }
    }
    install(StatusPages) {
        exception<Throwable> { call, cause ->
            // ruleid: error-details-exposed
            call.respondText("failed: $cause", status = HttpStatusCode.InternalServerError)
            // ok: error-details-exposed
            call.respondText("failed", status = HttpStatusCode.InternalServerError)
        }
    }
    routing {
        authenticate("session") {
            // ok: missing-authorisation
            put("/limits/{id}") { limits.set(call) }
        }
        // ruleid: missing-authorisation
        delete("/limits/{id}") { limits.drop(call) }
        // ok: missing-authorisation
        post("/login") { login(call) }
    }
}

fun servlet(response: HttpServletResponse) {
    // ruleid: insecure-cookie
    response.addCookie(Cookie("s", id).apply { path = "/" })
    // ok: insecure-cookie
    response.addCookie(Cookie("s", id).apply { secure = true })
}

fun reflected(request: HttpServletRequest, response: HttpServletResponse) {
    val origin = request.getHeader("Origin")
    // ruleid: cors-any-origin
    response.setHeader("Access-Control-Allow-Origin", origin)
}

fun listed(request: HttpServletRequest, response: HttpServletResponse) {
    val origin = request.getHeader("Origin")
    if (origin in partners) {
        // ok: cors-any-origin
        response.setHeader("Access-Control-Allow-Origin", origin)
    }
}

fun server() = embeddedServer(Netty) {
    // ruleid: debug-enabled
    developmentMode = true
}

fun quiet() = embeddedServer(Netty) {
    // ok: debug-enabled
    developmentMode = System.getenv("DEV") == "1"
}

fun chain(http: HttpSecurity) {
    // ruleid: csrf-disabled
    http.csrf(ServerHttpSecurity.CsrfSpec::disable)
    // ok: csrf-disabled
    http.csrf { it.ignoringRequestMatchers("/hooks") }
}

@Entity
class Mandate(@Id var id: Long, var limit: Long)

class Mandates(private val store: Store) {
    @PutMapping("/mandates")
    fun put(@RequestBody mandate: Mandate) {
        // ruleid: mass-assignment
        store.save(mandate)
    }

    @PutMapping("/names")
    fun rename(@RequestBody form: NameForm) {
        // ok: mass-assignment
        store.save(found(form.id).apply { name = form.name })
    }
}
