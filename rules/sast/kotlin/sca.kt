// Exemptions of PSD2; the payee is bound elsewhere.
// ruleid: sca-exemption-limit
const val LOW_VALUE_LIMIT = 50
// ok: sca-exemption-limit
const val LOW_VALUE_MAX = 30

class Sca {
    // ruleid: sca-exemption-limit
    private val contactlessTotal = BigDecimal("200")
    // ok: sca-exemption-limit
    private val contactlessEach = BigDecimal("50")

    // ruleid: sca-exemption-counter
    fun exempt(amount: BigDecimal) = amount <= lowValueMax

    // ok: sca-exemption-counter
    fun exemptCounted(amount: BigDecimal, sinceLast: BigDecimal) = amount + sinceLast <= lowValueTotal

    fun always(payment: Payment) {
        // ruleid: sca-exemption-unconditional
        payment.scaExemption = Exemption.LOW_VALUE
        // ruleid: sca-exemption-unconditional
        payment.copy(scaRequired = false)
        // ok: sca-exemption-unconditional
        payment.copy(scaRequired = true)
    }

    fun asked(payment: Payment) {
        if (limits.allow(payment)) {
            // ok: sca-exemption-unconditional
            payment.scaExemption = Exemption.LOW_VALUE
        }
    }

    // ruleid: sca-time-code
    fun confirmPayment(payment: Payment, code: String): Receipt {
        require(totpVerifier.isValidCode(secret, code))
        return book(payment)
    }

    // ok: sca-time-code
    fun login(code: String): Session {
        require(totpVerifier.isValidCode(secret, code))
        return Session()
    }

    // ruleid: sca-dynamic-linking
    fun authenticationCode(key: ByteArray, session: String): ByteArray {
        val mac = Mac.getInstance("HmacSHA256")
        return mac.doFinal(session.toByteArray())
    }

    // ok: sca-dynamic-linking
    fun paymentCode(key: ByteArray, amount: String, payee: String): ByteArray {
        val mac = Mac.getInstance("HmacSHA256")
        return mac.doFinal("$amount|$payee".toByteArray())
    }
}
