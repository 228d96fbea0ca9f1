import logging

from flask import request
from pydantic import BaseModel, SecretStr

logger = logging.getLogger(__name__)


class Entry(BaseModel):
    user: str
    password: str


class Closed(BaseModel):
    user: str
    password: SecretStr


def enter(entry: Entry):
    # ruleid: credentials-logged
    logger.info("entry %s", entry.model_dump())
    # ok: credentials-logged
    logger.info("entry %s", entry.user)


def closed(entry: Closed):
    # ok: credentials-logged
    logger.info("entry %s", entry)


def heads():
    # ruleid: credentials-logged
    logger.debug("headers %s", dict(request.headers))
    # ok: credentials-logged
    logger.debug("agent %s", request.headers.get("User-Agent"))


def login():
    # ruleid: credentials-logged
    logger.info("login", extra={"form": request.form})


def search():
    # ok: credentials-logged
    logger.info("search", extra={"form": request.form})


def pay(order):
    digits = order.card_number
    # ruleid: card-number-logged
    logger.info("paid with " + digits)
    # ok: card-number-logged
    logger.info("paid with " + digits[-4:])
    # ok: card-number-logged
    logger.info("paid with %s", mask(digits))
