package slips;

class ParcelListener {
    @EventListener
    void on(ParcelSent event) {
        // ruleid: command-injection
        Runtime.getRuntime().exec("label " + event.label());
        // ok: command-injection
        Runtime.getRuntime().exec("weigh " + event.weight());
    }
}
