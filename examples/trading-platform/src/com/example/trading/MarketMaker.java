package com.example.trading;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/** Trades by itself, with a kill switch and a clock that is traced to UTC in microseconds. */
final class MarketMaker {
    private static final Logger LOG = Logger.getLogger("maker");
    private final AtomicBoolean killed = new AtomicBoolean();
    private final Clock utc;

    MarketMaker(Clock utc) {
        this.utc = utc;
    }

    void killSwitch() {
        killed.set(true);
    }

    void run(Iterable<Order> quotes) {
        for (Order o : quotes) {
            if (killed.get()) {
                return;
            }
            Instant at = utc.instant().truncatedTo(ChronoUnit.MICROS);
            LOG.info("order " + o.orderId() + " at " + at);
        }
    }
}
