import time
from dataclasses import dataclass
from datetime import datetime, timezone

import ccxt


def monotonic(report, fill, start):
    # ruleid: order-time-monotonic
    report.transact_time = time.monotonic()
    now = time.perf_counter_ns()
    # ruleid: order-time-monotonic
    fill["trade_timestamp"] = now
    # ruleid: order-time-monotonic
    save({"isin": fill["isin"], "tradeTime": time.monotonic_ns()})
    # ruleid: order-time-monotonic
    Execution(order_time=time.perf_counter())
    # ok: order-time-monotonic
    report.latency = time.monotonic() - start
    # ok: order-time-monotonic
    execution_time = time.perf_counter() - start
    # ok: order-time-monotonic
    report.transact_time = time.time_ns()
    # ok: order-time-monotonic
    started = time.monotonic()


def local(report):
    # ruleid: order-time-local
    report.transact_time = datetime.now()
    # ruleid: order-time-local
    Trade(trade_time=datetime.now().isoformat())
    # ok: order-time-local
    report.transact_time = datetime.now(timezone.utc)
    # ok: order-time-local
    report.transact_time = datetime.now().astimezone(timezone.utc)
    # ok: order-time-local
    report.printed = datetime.now()


def coarse(report):
    # ruleid: order-time-coarse
    report.transact_time = int(time.time())
    # ok: order-time-coarse
    report.transact_time = int(time.time() * 1_000_000)
    # ok: order-time-coarse
    expires = int(time.time())


@dataclass
# ruleid: order-record-incomplete
class FastOrder:
    symbol: str
    quantity: int
    price: Decimal


@dataclass
# ok: order-record-incomplete
class FullOrder:
    order_id: str
    client_id: str
    symbol: str
    quantity: int
    submitted_at: datetime


# ok: order-record-incomplete
class PurchaseOrder:
    article: str
    quantity: int


# ruleid: kill-switch-missing
def route(symbol, amount):
    exchange = ccxt.kraken()
    exchange.create_order(symbol, "limit", "buy", amount)


# ok: kill-switch-missing
def shop(cart):
    warehouse.create_order(cart)
