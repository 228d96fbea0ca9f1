class Account {
    // ruleid: float-money
    val balance: Double = 0.0
    // ok: float-money
    val limit: BigDecimal = BigDecimal.ZERO
    // ok: float-money
    val latitude: Double = 0.0

    // ruleid: float-money
    fun pay(amount: Double) {
        // ruleid: money-rounding
        BigDecimal(0.1)
        // ok: money-rounding
        BigDecimal("0.1")
        // ruleid: account-number-logged
        logger.info("from $iban")
        // ok: account-number-logged
        logger.info("from ${mask(iban)}")
        // ruleid: credentials-logged
        log.debug("login " + password)
        // ok: credentials-logged
        log.debug("wrong password")
        // ruleid: card-number-logged
        logger.info("card {}", card.cardNumber)
        // ruleid: personal-data-logged
        logger.info("mail {}", customer.email)
        // ruleid: hardcoded-credential
        DriverManager.getConnection(url, "sa", "swordfish")
        // ok: hardcoded-credential
        DriverManager.getConnection(url, "sa", System.getenv("PASSWORD"))
    }
}

fun pool(config: Config) = PoolConfig().apply {
    // ruleid: hardcoded-credential
    password = config.find("db.password") ?: "Sp4re-Key"
    // ok: hardcoded-credential
    password = config.find("db.password") ?: error("db.password is missing")
}

class OneTimeCodes {
    private val logger = LoggerFactory.getLogger(OneTimeCodes::class.java)

    fun send(smsOtp: String, id: String) {
        // ruleid: one-time-code-logged
        logger.info("sent {}", smsOtp)
        // ok: one-time-code-logged
        logger.info("sent {}", id)
    }
}
