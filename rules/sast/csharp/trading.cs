using System;
using System.Diagnostics;

class Executions
{
    public string Isin { get; set; }

    void Monotonic(ExecutionReport report, long start)
    {
        // ruleid: order-time-monotonic
        report.TransactTime = Stopwatch.GetTimestamp();
        var now = Environment.TickCount64;
        // ruleid: order-time-monotonic
        Save(new Fill { Isin = report.Isin, TradeTimestamp = now });
        // ok: order-time-monotonic
        report.Latency = Stopwatch.GetTimestamp() - start;
        // ok: order-time-monotonic
        report.TransactTime = DateTime.UtcNow;
    }

    void Local(ExecutionReport report)
    {
        // ruleid: order-time-local
        report.Set(new TransactTime(DateTime.Now));
        // ruleid: order-time-local
        report.TradeTime = DateTime.Now;
        // ok: order-time-local
        report.TradeTime = DateTime.Now.ToUniversalTime();
        // ok: order-time-local
        report.Set(new TransactTime(DateTime.UtcNow));
        // ok: order-time-local
        report.PrintedAt = DateTime.Now;
    }

    void Coarse(ExecutionReport report)
    {
        // ruleid: order-time-coarse
        report.TransactTime = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        // ok: order-time-coarse
        report.TransactTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    }
}

// ruleid: order-record-incomplete
public class FastOrder
{
    public string Symbol { get; set; }
    public long Quantity { get; set; }
    public decimal Price { get; set; }
}

// ruleid: order-record-incomplete
public record QuickOrder(string Isin, long Quantity, decimal Price);

// ok: order-record-incomplete
public class FullOrder
{
    public string OrderId { get; set; }
    public string ClientId { get; set; }
    public string Symbol { get; set; }
    public long Quantity { get; set; }
    public DateTime SubmittedAt { get; set; }
}

// ok: order-record-incomplete
public class PurchaseOrder
{
    public string Article { get; set; }
    public long Quantity { get; set; }
}

class Router
{
    // ruleid: kill-switch-missing
    void Route(FullOrder order)
    {
        exchange.SubmitOrder(order);
    }

    // ok: kill-switch-missing
    void Shop(Cart cart)
    {
        warehouse.SubmitOrder(cart);
    }
}
