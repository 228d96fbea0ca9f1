from decimal import Decimal
from django.db import models, transaction
from flask import Flask, request

app = Flask(__name__)


def totals(row):
    # ruleid: float-money
    amount = float(row["amount"])
    # ok: float-money
    ratio = float(row["ratio"])
    # ok: float-money
    price = Decimal(row["price"])
    # ruleid: money-rounding
    shown = round(amount * 2, 2)
    # ruleid: money-rounding
    Decimal(0.1)
    # ok: money-rounding
    Decimal("0.1")
    return amount, ratio, price, shown


class Invoice(models.Model):
    # ruleid: float-money
    amount = models.FloatField()
    # ok: float-money
    balance = models.DecimalField(max_digits=12, decimal_places=2)


@app.post("/payments")
# ruleid: missing-idempotency
def pay():
    return "ok"


@app.post("/payments")
# ok: missing-idempotency
def pay_once():
    key = request.headers["Idempotency-Key"]
    return key


# ruleid: missing-transaction
def move(a, b, amount):
    a.balance -= amount
    a.save()
    b.balance += amount
    b.save()


# ok: missing-transaction
def move_safely(a, b, amount):
    with transaction.atomic():
        a.balance -= amount
        a.save()
        b.balance += amount
        b.save()


def spend(pk, x):
    # ruleid: race-condition
    account = Account.objects.get(pk=pk)
    if account.balance >= x:
        pass
    account.balance -= x
    account.save()


def spend_locked(pk, x):
    # ok: race-condition
    account = Account.objects.select_for_update().get(pk=pk)
    account.balance -= x
    account.save()


# ruleid: missing-transaction
def shift(source, target, cents):
    Purse.objects.filter(pk=source).update(balance=F("balance") - cents)
    Purse.objects.filter(pk=target).update(balance=F("balance") + cents)


class Bill(Base):
    # ruleid: float-money
    amount: Mapped[float] = mapped_column(Numeric)
    # ok: float-money
    ratio: Mapped[float] = mapped_column(Numeric)
    # ruleid: float-money
    fee = mapped_column(Float)


def cut(interest):
    # ruleid: money-rounding
    return Decimal(int(interest * 100)) / 100
