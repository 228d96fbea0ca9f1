import ccxt


# ok: kill-switch-missing
def route(symbol, amount):
    if not settings.trading_enabled:
        return
    exchange.create_order(symbol, "limit", "buy", amount)
