class Desk(cc: ControllerComponents, secured: SecuredAction) extends AbstractController(cc) {
  // ruleid: insecure-cookie
  def in(id: String) = Action { Ok("in").withCookies(Cookie("session", id, httpOnly = true)) }

  // ok: insecure-cookie
  def safely(id: String) = Action { Ok("in").withCookies(Cookie("session", id, secure = true)) }

  def limits = secured(Role.Clerk) { r => Ok(all) }

  // ruleid: missing-authorisation
  def deleteLimit(id: Long) = Action { store.drop(id); NoContent }

  // ok: missing-authorisation
  def updateLimit(id: Long) = secured(Role.Clerk) { r => store.set(id); NoContent }
}

object Origins {
  def mirrored(r: Result, q: RequestHeader): Result = q.headers.get("Origin") match {
    // ruleid: cors-any-origin
    case Some(o) => r.withHeaders("Access-Control-Allow-Origin" -> o)
    case None => r
  }

  def ended(r: Result, q: RequestHeader): Result = q.headers.get("Origin") match {
    // ruleid: cors-any-origin
    case Some(o) if o.endsWith("bank.example") => r.withHeaders("Access-Control-Allow-Origin" -> o)
    case _ => r
  }

  def listed(r: Result, q: RequestHeader): Result = q.headers.get("Origin") match {
    // ok: cors-any-origin
    case Some(o) if partners.contains(o) => r.withHeaders("Access-Control-Allow-Origin" -> o)
    case _ => r
  }

  // ruleid: csrf-disabled
  def filters = all.filterNot(_.isInstanceOf[CSRFFilter])

  // ok: csrf-disabled
  def others = all.filterNot(_.isInstanceOf[GzipFilter])
}

object Tokens {
  // ruleid: jwt-not-verified
  def subject(token: String): String = JWT.decode(token).getSubject

  // ok: jwt-not-verified
  def checked(token: String): String = JWT.require(algorithm).build().verify(token).getSubject

  // ruleid: jwt-not-verified
  def payload(token: String) = Base64.getUrlDecoder.decode(token.split("\\.")(1))
}

object Documents {
  // ruleid: xxe
  def open(in: InputStream) = TransformerFactory.newInstance().newTransformer().transform(new StreamSource(in), out)

  def closed(in: InputStream) = {
    val f = XMLInputFactory.newFactory()
    f.setProperty(XMLInputFactory.SUPPORT_DTD, false)
    // ok: xxe
    f.createXMLEventReader(in)
  }

  // ruleid: unsafe-deserialisation
  mapper.activateDefaultTyping(LaissezFaireSubTypeValidator.instance, NON_FINAL)
  // ok: unsafe-deserialisation
  mapper.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfSubType("app.").build(), NON_FINAL)

  def trace(e: Exception) = {
    val text = new StringWriter
    e.printStackTrace(new PrintWriter(text))
    // ruleid: error-details-exposed
    InternalServerError(text.toString)
  }

  // ok: error-details-exposed
  def quiet(id: UUID) = InternalServerError(id.toString)
}

object Keys {
  // ruleid: tls-not-verified
  connection.setHostnameVerifier((_: String, _: SSLSession) => true)
  // ok: tls-not-verified
  connection.setHostnameVerifier((h: String, s: SSLSession) => h == "mail.bank.example")

  private val Rounds = 2000
  // ruleid: weak-password-hash
  def slow(p: Array[Char], salt: Array[Byte]) = new PBEKeySpec(p, salt, Rounds, 256)

  // ok: weak-password-hash
  def slower(p: Array[Char], salt: Array[Byte]) = new PBEKeySpec(p, salt, 600000, 256)

  // ruleid: hardcoded-credential
  config.setPassword("Blau-Meise#4")
  // ok: hardcoded-credential
  config.setPassword(sys.env("DB_PASSWORD"))
  // ruleid: hardcoded-credential
  val clientSecret = "q9Zk-31-Lmn77"
  // ok: hardcoded-credential
  val passwordKey = "db.password.v2"
}

object Sealer {
  private val random = new SecureRandom
  private val vector = { val b = new Array[Byte](12); random.nextBytes(b); b }

  // ruleid: static-iv
  def once = new GCMParameterSpec(128, vector)

  def each = {
    val nonce = new Array[Byte](12)
    random.nextBytes(nonce)
    // ok: static-iv
    new GCMParameterSpec(128, nonce)
  }
}

class Books(db: Database) {
  // ruleid: money-rounding, float-money
  def fee(amount: BigDecimal): BigDecimal = BigDecimal(amount.toDouble * 0.01)

  // ok: money-rounding, float-money
  def exact(amount: BigDecimal): BigDecimal = (amount * BigDecimal("0.01")).setScale(2, RoundingMode.HALF_EVEN)

  // ruleid: missing-transaction
  def move(a: Long, b: Long, x: BigDecimal) = for {
    _ <- db.run(sqlu"update wallet set balance = balance - $x where id = $a")
    _ <- db.run(sqlu"update wallet set balance = balance + $x where id = $b")
  } yield ()

  // ok: missing-transaction
  def moveAtOnce(a: Long, b: Long, x: BigDecimal) = db.run((for {
    _ <- sqlu"update wallet set balance = balance - $x where id = $a"
    _ <- sqlu"update wallet set balance = balance + $x where id = $b"
  } yield ()).transactionally)
}
