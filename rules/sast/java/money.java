import java.math.*;

class Account {
    // ruleid: float-money
    private double balance;
    // ok: float-money
    private BigDecimal limit;
    // ok: float-money
    private double latitude;
    // ok: float-money
    private long amountInCents;

    // ruleid: float-money
    void pay(double amount) {
        // ok: float-money
        float totalPrice = 0;
        for (Item item : items) {
            // ruleid: float-money
            totalPrice += item.price();
        }
        // ruleid: float-money
        double tax = amount * 0.19;
        // ok: float-money
        double ratio = 0.5;
    }

    // ok: float-money
    Account withBalance(double balance) {
        // ok: float-money
        double shownBalance = balance;
        // ok: float-money
        double numberOfPayments = balance / rate;
        return new Account(shownBalance);
    }

    // ok: float-money
    void pay(BigDecimal amount) {
        // ruleid: money-rounding
        new BigDecimal(0.1);
        // ok: money-rounding
        new BigDecimal("0.1");
        // ok: money-rounding
        new BigDecimal(5);
        // ruleid: money-rounding
        amount.divide(limit);
        // ok: money-rounding
        amount.divide(limit, 2, RoundingMode.HALF_EVEN);
        // ruleid: money-rounding
        long cents = Math.round(amount);
        // ok: money-rounding
        long width = Math.round(ratio);
    }

    // ruleid: missing-transaction
    void move(Account a, Account b) {
        accountRepository.save(a);
        accountRepository.save(b);
    }

    @Transactional
    // ok: missing-transaction
    void moveTogether(Account a, Account b) {
        accountRepository.save(a);
        accountRepository.save(b);
    }

    @Override
    // ok: missing-transaction
    void moveForCaller(Account a, Account b) {
        accountRepository.save(a);
        accountRepository.save(b);
    }

    // ok: missing-transaction
    void one(Account a) {
        accountRepository.save(a);
    }

    // ruleid: missing-idempotency
    @PostMapping("/pay")
    void createPayment(@RequestBody PaymentForm form) {
        payments.send(form);
    }

    // ok: missing-idempotency
    @PostMapping("/pay")
    void makePayment(@RequestHeader("Idempotency-Key") String key, @RequestBody PaymentForm form) {
        payments.send(key, form);
    }

    @PostMapping("/charges")
    // ok: missing-idempotency
    void createCharge(@RequestBody ChargeForm form) {
        definitions.save(form);
    }

    @PostMapping("/names")
    // ok: missing-idempotency
    void createName(@RequestBody NameForm form) {
    }
}
