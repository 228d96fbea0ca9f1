import java.time.*

data class Fill(val isin: String, val tradeTime: Any, val latency: Long)

class Executions {
    fun monotonic(report: ExecutionReport, fill: Fill) {
        val now = System.nanoTime()
        // ruleid: order-time-monotonic
        report.transactTime = now
        // ruleid: order-time-monotonic
        fill.copy(tradeTime = System.nanoTime())
        // ok: order-time-monotonic
        fill.copy(latency = System.nanoTime() - now)
        // ok: order-time-monotonic
        report.transactTime = Instant.now()
    }

    fun local(report: ExecutionReport) {
        // ruleid: order-time-local
        report.set(TransactTime(LocalDateTime.now()))
        // ruleid: order-time-local
        report.tradeDateTime = LocalDateTime.now()
        // ok: order-time-local
        report.set(TransactTime(LocalDateTime.now(ZoneOffset.UTC)))
        // ok: order-time-local
        report.printedAt = LocalDateTime.now()
    }

    fun coarse(report: ExecutionReport) {
        // ruleid: order-time-coarse
        report.transactTime = Instant.now().epochSecond
        // ok: order-time-coarse
        report.transactTime = Instant.now().truncatedTo(ChronoUnit.MICROS)
    }
}

// ruleid: order-record-incomplete
data class FastOrder(val isin: String, val buy: Boolean, val quantity: Long, val price: BigDecimal)

// ok: order-record-incomplete
data class FullOrder(val orderId: String, val clientId: String, val isin: String, val quantity: Long, val submittedAt: Instant)

// ok: order-record-incomplete
data class PurchaseOrder(val article: String, val quantity: Long)

class Router {
    // ruleid: kill-switch-missing
    fun route(order: FullOrder) {
        exchange.submitOrder(order)
    }

    // ok: kill-switch-missing
    fun shop(cart: Cart) {
        warehouse.submitOrder(cart)
    }
}
