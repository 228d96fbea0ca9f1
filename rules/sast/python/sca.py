"""Exemptions of PSD2; the payee is bound elsewhere."""
import hmac

import pyotp

# ruleid: sca-exemption-limit
LOW_VALUE_LIMIT = 50
# ruleid: sca-exemption-limit
LOW_VALUE_TOTAL = Decimal("150")
# ok: sca-exemption-limit
LOW_VALUE_MAX = Decimal("30.00")
# ok: sca-exemption-limit
CONTACTLESS_LIMIT = 50


# ruleid: sca-exemption-counter
def is_exempt(amount):
    return amount <= LOW_VALUE_MAX


# ok: sca-exemption-counter
def is_exempt_counted(amount, since_last):
    return amount <= LOW_VALUE_MAX and amount + since_last <= 100


def always(payment):
    # ruleid: sca-exemption-unconditional
    payment.sca_exemption = "low_value"
    # ruleid: sca-exemption-unconditional
    gateway.pay(payment, sca_required=False)
    # ruleid: sca-exemption-unconditional
    gateway.send({"amount": payment.amount, "scaExemption": "transactionRiskAnalysis"})
    # ok: sca-exemption-unconditional
    gateway.pay(payment, sca_required=True)


def asked(payment):
    if limits.allow(payment):
        # ok: sca-exemption-unconditional
        payment.sca_exemption = "low_value"


# ruleid: sca-time-code
def confirm_payment(payment, code):
    if not pyotp.TOTP(secret).verify(code):
        raise Refused
    return book(payment)


# ok: sca-time-code
def login(code):
    if not pyotp.TOTP(secret).verify(code):
        raise Refused


# ruleid: sca-dynamic-linking
def authentication_code(key, session):
    return hmac.new(key, session.encode(), "sha256").hexdigest()


# ok: sca-dynamic-linking
def payment_code(key, session, amount, payee):
    return hmac.new(key, f"{session}|{amount}|{payee}".encode(), "sha256").hexdigest()
