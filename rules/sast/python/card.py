from django import forms
from django.db import models


class Card(models.Model):
    # ruleid: security-code-stored
    cvv = models.CharField(max_length=4)
    # ruleid: card-number-stored
    card_number = models.CharField(max_length=19)
    # ok: card-number-stored
    pan = EncryptedCharField(max_length=19)
    # ok: card-number-stored
    last4 = models.CharField(max_length=4)


class Row(Base):
    # ruleid: security-code-stored
    cvc = Column(String(4))
    # ruleid: card-number-stored
    card_number = mapped_column(String(19))
    # ok: card-number-stored
    pan = Column(StringEncryptedType(String, key))


class CardForm(forms.Form):
    # ok: security-code-stored
    cvv = forms.CharField(max_length=4)
    # ok: card-number-stored
    card_number = forms.CharField(max_length=19)


# ruleid: security-code-stored
ADD = "INSERT INTO cards (token, cvv) VALUES (%s, %s)"
# ruleid: card-number-stored
TABLE = "CREATE TABLE cards (id BIGINT, card_number VARCHAR(19))"
# ok: card-number-stored, security-code-stored
TOKENS = "CREATE TABLE cards (id BIGINT, token VARCHAR(36), last4 CHAR(4))"


def link(number, token):
    # ok: card-data-in-url
    good = "/pay?token=" + token
    # ruleid: card-data-in-url
    return "/pay?card_number=" + number


def read(request):
    # ok: card-data-in-url
    request.args.get("token")
    # ruleid: card-data-in-url
    return request.args.get("card_number")


def keep(response, number, token):
    # ruleid: card-data-on-client
    response.set_cookie("card_number", number)
    # ok: card-data-on-client
    response.set_cookie("card_token", token)
