class Account {
  // ruleid: float-money
  val balance: Double = 0.0
  // ok: float-money
  val limit: BigDecimal = BigDecimal(0)
  // ok: float-money
  val latitude: Double = 0.0

  // ruleid: float-money
  def pay(amount: Double): Unit = {
    // ruleid: account-number-logged
    logger.info("from " + iban)
    // ok: account-number-logged
    logger.info("from " + mask(iban))
    // ruleid: credentials-logged
    logger.debug(s"login $password")
    // ok: credentials-logged
    logger.debug("wrong password")
    // ruleid: hardcoded-credential
    DriverManager.getConnection(url, "sa", "swordfish")
    // ok: hardcoded-credential
    DriverManager.getConnection(url, "sa", sys.env("PASSWORD"))
  }
}

class Slips(logger: Logger) {
  def log(cardNumber: String, email: String, id: Long): Unit = {
    // ruleid: card-number-logged
    logger.info("paid with " + cardNumber)
    // ok: card-number-logged
    logger.info("paid with " + mask(cardNumber))
    // ruleid: personal-data-logged
    logger.info("sent to " + email)
    // ok: personal-data-logged
    logger.info("sent to " + id)
    // ruleid: money-rounding
    new java.math.BigDecimal(0.1)
    // ok: money-rounding
    new java.math.BigDecimal("0.1")
  }
}

class OneTimeCodes {
  private val logger = LoggerFactory.getLogger(getClass)

  def send(smsOtp: String, id: String): Unit = {
    // ruleid: one-time-code-logged
    logger.info("sent " + smsOtp)
    // ok: one-time-code-logged
    logger.info("sent " + id)
  }
}
