class Stopped
{
    public string Isin { get; set; }

    // ok: kill-switch-missing
    void Route(FullOrder order)
    {
        if (killSwitch.Engaged) return;
        exchange.SubmitOrder(order);
    }
}
