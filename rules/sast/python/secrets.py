import os

import psycopg2
import requests

PASSWORD = "tr0ub4dor"


def connect():
    # ruleid: hardcoded-credential
    psycopg2.connect(host="db", user="app", password="hunter22")
    # ruleid: hardcoded-credential
    psycopg2.connect(host="db", user="app", password=PASSWORD)
    # ok: hardcoded-credential
    psycopg2.connect(host="db", user="app", password=os.environ["DB_PASSWORD"])
    # ruleid: hardcoded-credential
    requests.get("https://a.example", auth=("admin", "s3cret!"))


def check(password):
    # ruleid: hardcoded-credential
    if password == "letmein1":
        return True
    # ok: hardcoded-credential
    return password == os.getenv("PASSWORD")


def together():
    options = {"host": "a"}
    # ruleid: hardcoded-credential
    options["password"] = "tr0ub4dor"
    # ok: hardcoded-credential
    options["password_hint"] = "short"
    return psycopg2.connect(**options)


def labels():
    errors = {}
    # ok: hardcoded-credential
    errors["password"] = "required"
    return errors

# ruleid: secret-in-code
PARCEL_TOKEN = os.environ.get("PARCEL_TOKEN", "pt_4417aa0b9c")
# ruleid: secret-in-code
PARCEL_KEY = os.getenv("PARCEL_API_KEY") or "pk-99c1f0aa27"
# ok: secret-in-code
PARCEL_REGION = os.environ.get("PARCEL_REGION", "eu-central-1")
# ok: secret-in-code
PARCEL_PASSWORD = os.environ.get("PARCEL_PASSWORD", "")


class ParcelSettings(BaseSettings):
    # ok: secret-in-code
    broker_host: str = "broker-7"
    # ruleid: secret-in-code
    broker_password: str = "Hafen-22"
    # ok: secret-in-code
    stamp_secret: str = ""


# ruleid: secret-in-code
asked = {"Accept": "text/plain", "Authorization": "Bearer 71aa02cc94be"}
# ok: secret-in-code
asked = {"Accept": "text/plain", "Authorization": f"Bearer {PARCEL_KEY}"}
