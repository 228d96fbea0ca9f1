class Amounts {
    void sums(HttpServletRequest r, BigDecimal principal, BigDecimal rate, long feeCents, int points) {
        // ruleid: float-money
        double amount = Double.parseDouble(r.getParameter("a"));
        // ok: float-money
        double ratio = Double.parseDouble(r.getParameter("r"));
        // ruleid: float-money
        BigDecimal.valueOf(principal.doubleValue() * 3);
        // ruleid: money-rounding
        principal.multiply(rate).setScale(2);
        // ok: money-rounding
        principal.multiply(rate).setScale(2, RoundingMode.HALF_EVEN);
        // ruleid: money-rounding
        long a = feeCents / 10000 * points;
        // ok: money-rounding
        long b = feeCents * points / 10000;
    }
    // ruleid: missing-idempotency
    @PostMapping("/payments") void submit(@RequestBody Order o) { bank.execute(o); }
    @PostMapping("/payments")
    // ok: missing-idempotency
    void once(@RequestBody Order o, @RequestHeader("Idempotency-Key") String key) { bank.execute(o, key); }
    @KafkaListener(topics = "payouts")
    // ruleid: repeated-message
    void onPayout(Payout p) { bank.send(p); }
    @KafkaListener(topics = "payouts")
    // ok: repeated-message
    void onPayoutOnce(Payout p) { if (seen.insert(p.eventId())) { bank.send(p); } }
    // ruleid: missing-transaction
    void move(long a, long b, BigDecimal m) { accounts.withdraw(a, m); accounts.deposit(b, m); }
    @Transactional
    // ok: missing-transaction
    void moved(long a, long b, BigDecimal m) { accounts.withdraw(a, m); accounts.deposit(b, m); }
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    // ruleid: transaction-left
    void post(Entry a, Entry b) { ledger.save(a); ledger.save(b); }
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    // ok: transaction-left
    void posted(Entry a, Entry b) { ledger.save(a); ledger.save(b); }
    boolean spend(String who, long m) {
        // ruleid: race-condition
        long have = balances.getOrDefault(who, 0L);
        if (have < m) { return false; }
        balances.put(who, have - m);
        return true;
    }
    synchronized boolean spendAlone(String who, long m) {
        // ok: race-condition
        long have = balances.getOrDefault(who, 0L);
        if (have < m) { return false; }
        balances.put(who, have - m);
        return true;
    }
    void redeem(String code) {
        // ruleid: race-condition
        Voucher v = vouchers.findByCode(code);
        if (v.isUsed()) { throw new IllegalStateException(); }
        v.setUsed(true);
        vouchers.save(v);
    }
    void redeemLocked(String code) {
        // ok: race-condition
        Voucher v = vouchers.findByCodeForUpdate(code);
        if (v.isUsed()) { throw new IllegalStateException(); }
        v.setUsed(true);
        vouchers.save(v);
    }
}
