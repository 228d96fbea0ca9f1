import math
from decimal import ROUND_DOWN, Decimal

import requests
import stripe
from django.db import transaction
from django.db.models import F
from fastapi import APIRouter
from tenacity import retry

router = APIRouter()


def figure(text):
    # ruleid: float-money
    return float(text.strip())


def sums(order):
    lines = []
    for line in order["lines"]:
        # ruleid: float-money
        lines.append(float(line["unit_price"]) * line["count"])
        # ok: float-money
        lines.append(float(line["weight"]) * line["count"])
        # ok: float-money
        lines.append(Decimal(line["unit_price"]))
        # ok: float-money
        lines.append(len(line["unit_price"]) * float(line["ratio"]))
    return figure(order["refund"]), lines


# ruleid: money-rounding
def thirds(total_cents, owners):
    part = total_cents // len(owners)
    return [(o, part) for o in owners]


# ruleid: money-rounding
def even(amount: Decimal, months: int):
    part = (amount / months).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return [part for _ in range(months)]


# ok: money-rounding
def even_and_rest(amount: Decimal, months: int):
    part = (amount / months).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return [part] * (months - 1) + [amount - part * (months - 1)]


# ok: money-rounding
def pages(total_rows, per_page):
    part = total_rows // per_page
    return part


def tax(price_cents, vat_rate, width, zoom_rate):
    # ruleid: money-rounding
    a = int(price_cents * vat_rate / 100)
    # ok: money-rounding
    b = int(width * zoom_rate / 100)
    return a, b


@router.post("/orders/{number}/settle")
# ruleid: missing-idempotency
async def create_payment(number: int):
    return await acquirer.settle(number)


@router.post("/orders/{number}/settle-once")
# ok: missing-idempotency
async def create_refund(number: int, request_id: str):
    return await acquirer.settle(number, request_id)


def provider(cents, key):
    # ruleid: missing-idempotency
    stripe.Refund.create(amount=cents)
    # ok: missing-idempotency
    stripe.Refund.create(amount=cents, idempotency_key=key)
    # ok: missing-idempotency
    stripe.Customer.create(name="x")


@retry(stop=3)
# ruleid: missing-idempotency
def push_payout(cents):
    return requests.post("https://provider.example/payouts", json={"cents": cents}, timeout=5)


@retry(stop=3)
# ok: missing-idempotency
def push_payout_keyed(cents, key):
    return requests.post("https://provider.example/payouts", json={"cents": cents}, headers={"Idempotency-Key": key}, timeout=5)


@retry(stop=3)
# ok: missing-idempotency
def push_payout_with(cents, headers):
    return requests.post("https://provider.example/payouts", json={"cents": cents}, headers=headers, timeout=5)


class Book:
    # ruleid: missing-transaction
    def shift(self, one, two, cents):
        one.balance -= cents
        self.rows.save(one)
        two.balance += cents
        self.rows.save(two)

    # ok: missing-transaction
    def shift_together(self, one, two, cents):
        with self.unit.begin():
            one.balance -= cents
            self.rows.save(one)
            two.balance += cents
            self.rows.save(two)


# ruleid: missing-transaction
def burn(customer, points):
    Card.objects.filter(owner=customer).update(point_balance=F("point_balance") - points)
    Movement.objects.create(owner=customer, points=-points)


# ok: missing-transaction
@transaction.atomic
def burn_together(customer, points):
    Card.objects.filter(owner=customer).update(point_balance=F("point_balance") - points)
    Movement.objects.create(owner=customer, points=-points)


# ruleid: race-condition
def take(repo, number, cents):
    pot = repo.find_by_number(number)
    if pot.funds < cents:
        raise ValueError
    pot.funds = pot.funds - cents
    repo.save(pot)


# ok: race-condition
def take_locked(repo, number, cents):
    pot = repo.find_by_number(number, for_update=True)
    if pot.funds < cents:
        raise ValueError
    pot.funds = pot.funds - cents
    repo.save(pot)


# ruleid: race-condition
def take_rows(cur, number, cents):
    row = cur.execute("SELECT funds FROM pots WHERE number = ?", (number,)).fetchone()
    cur.execute("UPDATE pots SET funds = ? WHERE number = ?", (row[0] - cents, number))


# ok: race-condition
def take_rows_at_once(cur, number, cents):
    row = cur.execute("SELECT funds FROM pots WHERE number = ?", (number,)).fetchone()
    cur.execute("UPDATE pots SET funds = funds - ? WHERE number = ? AND funds >= ?", (cents, number, cents))
    return row


def coupon(cache, code):
    # ruleid: race-condition
    left = int(cache.get(code))
    if left > 0:
        cache.set(code, left - 1)


def coupon_at_once(cache, code):
    # ok: race-condition
    left = cache.decr(code)
    if left < 0:
        cache.incr(code)
