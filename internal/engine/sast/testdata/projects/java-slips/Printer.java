package slips;

class Printer {
    Mono<Void> open(String till) {
        // ruleid: command-injection
        Runtime.getRuntime().exec("open " + till);
        return Mono.empty();
    }

    void many(int count) {
        // ok: command-injection
        Runtime.getRuntime().exec("feed " + count);
    }

    void print(String target) {
        // ruleid: command-injection
        Runtime.getRuntime().exec("lp " + target);
    }
}
