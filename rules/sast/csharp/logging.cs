class Logging {
    void A(Payment payment, string password, string iban, Customer customer) {
        // ruleid: card-number-logged
        _logger.LogInformation("paid with {Card}", payment.CardNumber);
        // ruleid: card-number-logged
        _logger.LogInformation($"paid with {payment.CardNumber}");
        // ok: card-number-logged
        _logger.LogInformation("paid with {Card}", Mask(payment.CardNumber));
        // ok: card-number-logged
        _logger.LogInformation("paid with {Card}", payment.CardNumber.Substring(12));
        // ok: card-number-logged
        _logger.LogInformation("paid order {Id}", payment.Id);
        // ruleid: card-number-logged
        Log.Information("code " + payment.Cvv);
        // ruleid: account-number-logged
        Console.WriteLine("to " + iban);
        // ok: account-number-logged
        Console.WriteLine("to " + iban.Substring(iban.Length - 4));
        // ruleid: credentials-logged
        log.Debug("login with " + password);
        // ok: credentials-logged
        log.Debug("login failed, password empty: " + string.IsNullOrEmpty(password));
        // ok: credentials-logged
        log.Debug("wrong " + nameof(password));
        // ok: credentials-logged
        log.Debug("wrong password");
        // ruleid: personal-data-logged
        _logger.LogWarning("no such user {Mail}", customer.Email);
        // ok: personal-data-logged
        _logger.LogWarning("no such user {Id}", customer.Id);
    }
}

class OneTimeCodes
{
    void Send(string otp, string id)
    {
        // ruleid: one-time-code-logged
        logger.LogInformation("sent {Otp}", otp);
        // ok: one-time-code-logged
        logger.LogInformation("sent {Id}", id);
    }
}
