using System.Collections.Concurrent;

public class Payments
{
    readonly ConcurrentDictionary<string, decimal> tickets = new();

    static double Sum(Item item)
    {
        // ruleid: float-money
        return (double)item.Price * 2.0;
    }

    static double Share(Item item)
    {
        // ok: float-money
        return (double)item.Weight * 2.0;
    }

    static decimal[] Parts(decimal total, int count)
    {
        // ruleid: money-rounding
        var each = Math.Round(total / count, 2);
        var parts = Enumerable.Repeat(each, count).ToArray();
        return parts;
    }

    static decimal[] Fair(decimal total, int count)
    {
        // ok: money-rounding
        var each = Math.Round(total / count, 2);
        var parts = Enumerable.Repeat(each, count).ToArray();
        parts[0] += total - each * count;
        return parts;
    }

    decimal Take(string code)
    {
        if (!tickets.ContainsKey(code)) return 0;
        var value = tickets[code];
        // ruleid: race-condition
        tickets.TryRemove(code, out _);
        return value;
    }

    decimal Once(string code)
    {
        // ok: race-condition
        return tickets.TryRemove(code, out var value) ? value : 0;
    }
}
