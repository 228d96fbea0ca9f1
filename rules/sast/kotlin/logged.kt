class Desk(private val log: Logger) {
    fun pay(p: Payment) {
        val text = "paid with ${p.cardNumber}"
        // ruleid: card-number-logged
        log.info(text)
        val end = "paid with ${p.cardNumber.takeLast(4)}"
        // ok: card-number-logged
        log.info(end)
    }

    fun open(a: Account) {
        val number = a.iban
        // ruleid: account-number-logged
        log.debug("opened {}", number)
        // ok: account-number-logged
        log.debug("opened {}", shortened(a.iban))
    }

    fun greet(c: Customer) {
        val to = c.emailAddress
        // ruleid: personal-data-logged
        log.info("mail to " + to)
        val year = c.dateOfBirth.year
        // ok: personal-data-logged
        log.info("born in " + year)
    }
}
