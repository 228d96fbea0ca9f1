using Microsoft.AspNetCore.Diagnostics;

public record Debit(string CardNumber, string PayeeIban, decimal Amount)
{
    public string Text() => $"{Amount} from {CardNumber}";
    public string Safe() => $"{Amount}";
}

public static class Cut
{
    public static string Ends(this string iban) => iban[..2] + "..." + iban[^4..];
    public static string Joined(this string iban) => iban.Replace(" ", "");
}

public class Traces(ILogger<Traces> logger) : IExceptionHandler
{
    void Paid(Debit debit)
    {
        // ruleid: card-number-logged
        logger.LogInformation("paid {Text}", debit.Text());
        // ok: card-number-logged
        logger.LogInformation("paid {Text}", debit.Safe());
        // ruleid: account-number-logged
        logger.LogInformation("to {Iban}", debit.PayeeIban.Joined());
        // ok: account-number-logged
        logger.LogInformation("to {Iban}", debit.PayeeIban.Ends());
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken token)
    {
        var all = exception.ToString();
        // ok: error-details-exposed
        logger.LogError("failed: {All}", all);
        // ruleid: error-details-exposed
        await context.Response.WriteAsJsonAsync(new { all }, token);
        return true;
    }
}
