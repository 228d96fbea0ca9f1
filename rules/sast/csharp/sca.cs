// Exemptions of PSD2; the payee is bound elsewhere.
class Sca
{
    // ruleid: sca-exemption-limit
    const decimal LowValueLimit = 50m;
    // ok: sca-exemption-limit
    const decimal LowValueMax = 30m;
    // ruleid: sca-exemption-limit
    static readonly int ContactlessCount = 8;
    // ok: sca-exemption-limit
    const decimal ContactlessLimit = 50m;

    // ruleid: sca-exemption-counter
    bool IsExempt(decimal amount) => amount <= LowValueMax;

    // ok: sca-exemption-counter
    bool IsExemptCounted(decimal amount, decimal sinceLast) => amount <= LowValueMax && amount + sinceLast <= 100m;

    void Always(Payment payment)
    {
        // ruleid: sca-exemption-unconditional
        payment.ScaExemption = "low_value";
        // ruleid: sca-exemption-unconditional
        Send(new Request { Payment = payment, ScaRequired = false });
        // ok: sca-exemption-unconditional
        payment.ScaRequired = true;
    }

    void Asked(Payment payment)
    {
        if (limits.Allow(payment))
        {
            // ok: sca-exemption-unconditional
            payment.ScaExemption = "low_value";
        }
    }

    // ruleid: sca-time-code
    Receipt ConfirmPayment(Payment payment, string code)
    {
        if (!totp.VerifyTotp(code, out _)) throw new Refused();
        return Book(payment);
    }

    // ok: sca-time-code
    Session Login(string code)
    {
        if (!totp.VerifyTotp(code, out _)) throw new Refused();
        return new Session();
    }

    // ruleid: sca-dynamic-linking
    byte[] AuthenticationCode(byte[] key, string session)
    {
        using var mac = new HMACSHA256(key);
        return mac.ComputeHash(Encoding.UTF8.GetBytes(session));
    }

    // ok: sca-dynamic-linking
    byte[] PaymentCode(byte[] key, string amount, string payee)
    {
        using var mac = new HMACSHA256(key);
        return mac.ComputeHash(Encoding.UTF8.GetBytes(amount + "|" + payee));
    }
}
