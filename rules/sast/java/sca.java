import java.math.BigDecimal;

/** Exemptions of PSD2; the payee is bound elsewhere. */
class Sca {
    // ruleid: sca-exemption-limit
    static final BigDecimal LOW_VALUE_LIMIT = new BigDecimal("50");
    // ruleid: sca-exemption-limit
    static final long REMOTE_LOW_VALUE_CENTS = 50_00;
    // ruleid: sca-exemption-limit
    static final int LOW_VALUE_TOTAL = 250;
    // ruleid: sca-exemption-limit
    static final int MAX_CONTACTLESS_COUNT = 10;
    // ruleid: sca-exemption-limit
    static final int CONTACTLESS_LIMIT = 100;
    // ok: sca-exemption-limit
    static final BigDecimal LOW_VALUE_MAX = new BigDecimal("30.00");
    // ok: sca-exemption-limit
    static final long LOW_VALUE_MINOR = 30_00;
    // ok: sca-exemption-limit
    static final long LOW_VALUE_AMOUNT = 2500;
    // ok: sca-exemption-limit
    static final int LOW_VALUE_CUMULATIVE = 100;
    // ok: sca-exemption-limit
    static final int CONTACTLESS_TOTAL = 150;
    // ok: sca-exemption-limit
    static final int CONTACTLESS_COUNT = 5;
    // ok: sca-exemption-limit
    static final int LOW_VALUE_LIMIT_GBP = 45;

    // ruleid: sca-exemption-counter
    boolean exempt(BigDecimal amount) {
        return amount.compareTo(LOW_VALUE_MAX) <= 0;
    }

    // ok: sca-exemption-counter
    boolean exemptCounted(long amount, long sinceLast) {
        return amount + sinceLast <= LOW_VALUE_CUMULATIVE;
    }

    // ok: sca-exemption-counter
    boolean affordable(long amount) {
        return amount <= balance;
    }

    void always(Payment payment) {
        // ruleid: sca-exemption-unconditional
        payment.setScaExemption("LOW_VALUE");
        // ruleid: sca-exemption-unconditional
        payment.setScaRequired(false);
        // ok: sca-exemption-unconditional
        payment.setScaRequired(true);
        // ok: sca-exemption-unconditional
        payment.setTaxExemption("LOW_INCOME");
    }

    void asked(Payment payment, long counted) {
        if (payment.minor() <= LOW_VALUE_MINOR && counted < LOW_VALUE_CUMULATIVE) {
            // ok: sca-exemption-unconditional
            payment.setScaExemption(Exemption.LOW_VALUE);
        }
    }

    void early(Payment payment) {
        if (payment.minor() > LOW_VALUE_MINOR) {
            return;
        }
        // ok: sca-exemption-unconditional
        payment.setScaExemption(Exemption.LOW_VALUE);
    }

    // ruleid: sca-time-code
    Receipt confirmPayment(Payment payment, String code) {
        if (!totpVerifier.isValidCode(secret, code)) {
            throw new Refused();
        }
        return book(payment);
    }

    // ok: sca-time-code
    Session login(String code) {
        totpVerifier.isValidCode(secret, code);
        return new Session();
    }

    // ok: sca-time-code
    Receipt authorisePayment(Payment payment, String code) {
        challenges.verify(payment.amount(), payment.payee(), code);
        return book(payment);
    }

    // ruleid: sca-dynamic-linking
    byte[] authenticationCode(byte[] key, String session) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(session.getBytes(UTF_8));
    }

    // ok: sca-dynamic-linking
    byte[] paymentCode(byte[] key, String session, String amount, String payee) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal((session + "|" + amount + "|" + payee).getBytes(UTF_8));
    }
}
