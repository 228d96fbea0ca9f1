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
