public class Account {
    // ruleid: float-money
    public double Balance { get; set; }
    // ok: float-money
    public decimal Limit { get; set; }
    // ruleid: float-money
    private float unitPrice;
    // ok: float-money
    private double latitude;
    // ok: float-money
    public long AmountInCents { get; set; }
    private static decimal _balance = 100m;

    // ruleid: float-money
    public void Pay(double amount) {
        // ruleid: float-money
        double totalPrice = 0;
        // ok: float-money
        double ratio = 0.5;
        // ok: float-money
        var price = 5.0m;
    }

    public void Round(decimal amount, double raw) {
        // ruleid: money-rounding
        var a = Math.Round(amount, 2);
        // ok: money-rounding
        var b = Math.Round(amount, 2, MidpointRounding.AwayFromZero);
        // ok: money-rounding
        var c = Math.Round(ratio, 2);
        // ruleid: money-rounding
        var d = (decimal) raw;
        // ok: money-rounding
        var e = 0.1m;
        // ruleid: money-rounding
        var cents = (int)(amount * 100);
    }

    public bool Withdraw(decimal amount) {
        // ruleid: race-condition
        if (_balance >= amount) {
            _balance -= amount;
            return true;
        }
        return false;
    }
    public bool WithdrawLocked(decimal amount) {
        lock (gate) {
            // ok: race-condition
            if (_balance >= amount) {
                _balance -= amount;
                return true;
            }
        }
        return false;
    }
    public async Task Spend(int id, decimal amount) {
        var account = await _db.Accounts.FindAsync(id);
        // ruleid: race-condition
        if (account.Balance < amount) { throw new InvalidOperationException(); }
        account.Balance -= amount;
        await _db.SaveChangesAsync();
    }

    // ruleid: missing-transaction
    public async Task Move(Account from, Account to, decimal amount) {
        from.Balance -= amount;
        await _db.SaveChangesAsync();
        to.Balance += amount;
        await _db.SaveChangesAsync();
    }
    // ok: missing-transaction
    public async Task MoveTogether(Account from, Account to, decimal amount) {
        from.Balance -= amount;
        to.Balance += amount;
        await _db.SaveChangesAsync();
    }
    // ok: missing-transaction
    public async Task MoveScoped(Account from, Account to, decimal amount) {
        using var tx = await _db.Database.BeginTransactionAsync();
        from.Balance -= amount;
        await _db.SaveChangesAsync();
        to.Balance += amount;
        await _db.SaveChangesAsync();
        await tx.CommitAsync();
    }
    // ruleid: missing-transaction
    public void Ado(SqlConnection c) {
        var a = new SqlCommand("UPDATE accounts SET balance = balance - @x WHERE id = @a", c);
        a.ExecuteNonQuery();
        var b = new SqlCommand("UPDATE accounts SET balance = balance + @x WHERE id = @b", c);
        b.ExecuteNonQuery();
    }
}

public class PayController : ControllerBase {
    // ruleid: missing-idempotency
    [HttpPost("pay")] public IActionResult CreatePayment(PaymentForm form) {
        return Ok(payments.Send(form));
    }
    [HttpPost("pay")]
    // ok: missing-idempotency
    public IActionResult MakePayment([FromHeader(Name = "Idempotency-Key")] string key, PaymentForm form) {
        return Ok(payments.Send(key, form));
    }
    [HttpPost("names")]
    // ok: missing-idempotency
    public IActionResult CreateName(NameForm form) { return Ok(); }
}
