class Stopped {
    private final AtomicBoolean killSwitch = new AtomicBoolean();

    // ok: kill-switch-missing
    void route(Order order) {
        if (killSwitch.get()) {
            return;
        }
        exchange.submitOrder(order);
    }
}
