class Stopped(private val tradingEnabled: AtomicBoolean, val isin: String) {
    // ok: kill-switch-missing
    fun route(order: FullOrder) {
        if (!tradingEnabled.get()) return
        exchange.submitOrder(order)
    }
}
