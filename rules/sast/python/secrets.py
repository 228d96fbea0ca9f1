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
