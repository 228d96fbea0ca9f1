import logging
import os
import re
from xml.sax.handler import feature_external_ges

from fastapi.middleware.cors import CORSMiddleware

log = logging.getLogger(__name__)


def link(settings, token):
    address = f"amqp://{settings.user}:{settings.password}@{settings.host}"
    # ruleid: credentials-logged
    log.info("queue at %s", address)
    # ok: credentials-logged
    log.info("queue at %s", redact(address))
    # ok: credentials-logged
    log.info("queue at %s", settings.host)
    headers = {"Authorization": "Bearer " + token}
    # ruleid: credentials-logged
    log.debug("sending %s", headers)
    # ok: credentials-logged
    log.debug("sending %s", list(headers))
    # ruleid: credentials-logged
    log.debug("started with %s", dict(os.environ))
    # ok: credentials-logged
    log.debug("started with %s", sorted(os.environ))


class Plastic:
    def __repr__(self):
        # ruleid: card-number-logged
        return f"Plastic({self.card_number})"

    def __str__(self):
        # ok: card-number-logged
        return f"Plastic(..{self.card_number[-4:]})"


NAME = r"^(\w+)*$"
PLAIN = r"^\w+$"


def names(text):
    # ruleid: redos
    re.fullmatch(NAME, text)
    # ok: redos
    re.fullmatch(PLAIN, text)


ANY = ["*"]
OURS = ["https://shop.example"]


def share(app):
    # ruleid: cors-any-origin
    app.add_middleware(CORSMiddleware, allow_origins=ANY)
    # ok: cors-any-origin
    app.add_middleware(CORSMiddleware, allow_origins=OURS)


# ruleid: xxe
ON = {feature_external_ges: True}
# ok: xxe
OFF = {feature_external_ges: False}
