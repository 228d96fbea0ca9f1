object Web {
  def cookies(result: Result): Result = {
    // ruleid: insecure-cookie
    Cookie("a", "b", secure = false)
    // ruleid: cookie-not-httponly
    Cookie("a", "b", httpOnly = false)
    // ok: insecure-cookie, cookie-not-httponly
    Cookie("a", "b", secure = true, httpOnly = true)
    // ruleid: cors-any-origin
    result.withHeaders("Access-Control-Allow-Origin" -> "*")
    // ok: cors-any-origin
    result.withHeaders("Access-Control-Allow-Origin" -> "https://a.example.com")
    // ruleid: jwt-weak-key
    Jwt.encode(claim, "secret", JwtAlgorithm.HS256)
    // ok: jwt-weak-key
    Jwt.encode(claim, key, JwtAlgorithm.HS256)
    // ruleid: xxe
    DocumentBuilderFactory.newInstance().newDocumentBuilder()
  }
}

object Errors {
  def calls(e: Exception): Unit = {
    // ruleid: error-details-exposed
    InternalServerError(e.getMessage)
    // ok: error-details-exposed
    InternalServerError("try again later")
    // ruleid: clear-text-transport
    ws.url("http://bank.com/pay")
    // ok: clear-text-transport
    ws.url("https://bank.com/pay")
    // ok: clear-text-transport
    ws.url("http://localhost:9000/pay")
  }
}

object Tokens {
  def read(token: String, key: String): Unit = {
    // ruleid: jwt-not-verified
    JwtJson.decode(token, JwtOptions(signature = false))
    // ruleid: jwt-not-verified
    JwtCirce.decodeJson(token, JwtOptions(signature = false, expiration = true))
    // ok: jwt-not-verified
    JwtJson.decode(token, key, Seq(JwtAlgorithm.HS256))
    // ok: jwt-not-verified
    JwtJson.decode(token, JwtOptions(signature = true))
  }

  def open(routes: HttpRoutes[IO]) = {
    // ruleid: cors-any-origin
    CORS.policy.withAllowOriginAll(routes)
    // ok: cors-any-origin
    CORS.policy.withAllowOriginHost(shops)(routes)
  }
}

class Claims(secret: String) {
  // ruleid: jwt-not-verified
  def read(token: String) = JwtCirce.decode(token, secret, Seq(JwtAlgorithm.HS256), JwtOptions(signature = false))

  // ok: jwt-not-verified
  def checked(token: String) = JwtCirce.decode(token, secret, Seq(JwtAlgorithm.HS256), JwtOptions(signature = true))
}
