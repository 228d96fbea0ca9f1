class Logs {
    void write(Card card, String iban, String password, Customer customer, String accountNumber) {
        // ruleid: card-number-logged
        log.info("card {}", card.getCardNumber());
        // ruleid: card-number-logged
        log.debug("cvv " + cvv);
        // ok: card-number-logged
        log.info("card {}", card.getId());
        // ok: card-number-logged
        log.info("card {}", mask(card.getCardNumber()));
        // ruleid: account-number-logged
        logger.info("from {}", iban);
        // ruleid: account-number-logged
        LOG.warn(String.format("account %s", accountNumber));
        // ok: account-number-logged
        logger.info("from {}", mask(iban));
        // ok: account-number-logged
        logger.info("account is missing");
        // ruleid: credentials-logged
        log.error("login with " + password);
        // ruleid: credentials-logged
        System.out.println("token " + accessToken);
        // ok: credentials-logged
        log.error("wrong password");
        // ok: credentials-logged
        log.info("stored {}", encryptedPassword);
        // ruleid: personal-data-logged
        log.info("mail {}", customer.getEmail());
        // ok: personal-data-logged
        log.info("customer {}", customer.getId());
    }
}

class OneTimeCodes {
    private static final Logger log = LoggerFactory.getLogger(OneTimeCodes.class);

    void send(String otp, Challenge challenge) {
        // ruleid: one-time-code-logged
        log.info("sent {}", otp);
        // ruleid: one-time-code-logged
        log.debug("check " + challenge.getSmsCode());
        // ok: one-time-code-logged
        log.info("sent challenge {}", challenge.getId());
        // ok: one-time-code-logged
        log.info("status code {}", challenge.statusCode());
    }
}
