import java.time.*;
import java.util.*;

class Executions {
    private String isin;
    private long tradeTime;

    void monotonic(ExecutionReport report, Fill fill) {
        // ruleid: order-time-monotonic
        report.setTransactTime(System.nanoTime());
        long now = System.nanoTime();
        // ruleid: order-time-monotonic
        fill.setTradeTimestamp(now);
        // ruleid: order-time-monotonic
        this.tradeTime = System.nanoTime();
        // ruleid: order-time-monotonic
        fill.withOrderTime(Instant.ofEpochSecond(0, now));
        // ok: order-time-monotonic
        fill.setTradeTime(Instant.now());
        // ok: order-time-monotonic
        metrics.record("order latency", System.nanoTime() - now);
        // ok: order-time-monotonic
        report.setOrderLatency(System.nanoTime());
        // ok: order-time-monotonic
        report.setTransactTime(started.plusNanos(System.nanoTime() - now));
        // ok: order-time-monotonic
        long executionTime = System.nanoTime() - now;
    }

    void local(ExecutionReport report) {
        // ruleid: order-time-local
        report.set(new TransactTime(LocalDateTime.now()));
        LocalDateTime at = LocalDateTime.now();
        // ruleid: order-time-local
        report.setTradeDateTime(at);
        // ok: order-time-local
        report.set(new TransactTime(LocalDateTime.now(ZoneOffset.UTC)));
        // ok: order-time-local
        report.setTransactTime(Instant.now());
        // ok: order-time-local
        report.setTradeDateTime(LocalDateTime.now().atZone(ZoneId.systemDefault()).toInstant());
        // ok: order-time-local
        report.setPrintedAt(LocalDateTime.now());
        // ok: order-time-local
        report.setTransactTime(Clock.systemUTC().instant());
    }

    void coarse(ExecutionReport report) {
        // ruleid: order-time-coarse
        report.setTransactTime(Instant.now().getEpochSecond());
        // ruleid: order-time-coarse
        report.setTradeTime(System.currentTimeMillis() / 1000);
        // ok: order-time-coarse
        report.setTradeTime(System.currentTimeMillis());
        // ok: order-time-coarse
        report.setTransactTime(Instant.now().truncatedTo(ChronoUnit.MICROS));
        // ok: order-time-coarse
        cache.setExpiry(Instant.now().getEpochSecond());
    }
}

// ruleid: order-record-incomplete
record FastOrder(String isin, boolean buy, long quantity, double price) {}

// ruleid: order-record-incomplete
class OrderAudit {
    private final String symbol;
    private final long qty;
    private BigDecimal price;
    private Instant submittedAt;
}

// ok: order-record-incomplete
record FullOrder(String orderId, String clientId, String decisionMakerId, String isin, Side side, long quantity, BigDecimal price, Instant submittedAt) {}

// ok: order-record-incomplete
record OrderRequest(String isin, boolean buy, long quantity, double price) {}

// ok: order-record-incomplete
class PurchaseOrder {
    private String article;
    private long quantity;
}

// ok: order-record-incomplete
class ChildOrder extends OrderRecord {
    private String isin;
    private long quantity;
}

class Router {
    // ruleid: kill-switch-missing
    void route(Order order) {
        exchange.submitOrder(order);
    }

    // ruleid: kill-switch-missing
    void fix(NewOrderSingle order) throws SessionNotFound {
        Session.sendToTarget(order, session);
    }

    // ruleid: kill-switch-missing
    void sendLimitOrder(Message message) throws SessionNotFound {
        Session.sendToTarget(message, session);
    }

    // ok: kill-switch-missing
    void rejectOrder(String id, NewOrderSingle order) throws SessionNotFound {
        Session.sendToTarget(rejection(order), session);
    }

    // ok: kill-switch-missing
    void onMessage(MarketDataRequest request, SessionID session) throws SessionNotFound {
        Session.sendToTarget(answer(request), session);
    }

    // ok: kill-switch-missing
    void shop(Cart cart) {
        warehouse.submitOrder(cart);
    }
}

class DipAlgo {
    // ruleid: kill-switch-missing
    void run(List<LimitOrder> orders) {
        for (LimitOrder o : orders) {
            gate.pass(o);
        }
    }
}
