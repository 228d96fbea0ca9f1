class Desk(log: Logger) {
  def pay(p: Payment): Unit = {
    val text = s"paid with ${p.cardNumber}"
    // ruleid: card-number-logged
    log.info(text)
    val end = s"paid with ${p.cardNumber.takeRight(4)}"
    // ok: card-number-logged
    log.info(end)
  }

  def open(a: Account): Unit = {
    val number = a.iban
    // ruleid: account-number-logged
    log.debug("opened {}", number)
    // ok: account-number-logged
    log.debug("opened {}", shortened(a.iban))
  }

  def greet(c: Customer): Unit = {
    val to = c.emailAddress
    // ruleid: personal-data-logged
    log.info("mail to " + to)
    val year = c.dateOfBirth.getYear
    // ok: personal-data-logged
    log.info("born in " + year)
  }
}
