"""Scores card transactions. An example for Assay: some of it is wrong on purpose, see expected.yaml."""

import hashlib
import logging
import pickle
import random
import secrets
import sqlite3
import subprocess
from decimal import Decimal

log = logging.getLogger("scoring")


def open_store():
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute("CREATE TABLE cases (id TEXT, account TEXT, score INTEGER)")
    db.execute("INSERT INTO cases VALUES ('c1', 'a1', 80), ('c2', 'a2', 10)")
    return db


def cases_of(db, account):
    query = "SELECT id, score FROM cases WHERE account = '%s'" % account
    return db.execute(query).fetchall()


def case(db, case_id):
    return db.execute("SELECT id, score FROM cases WHERE id = ?", (case_id,)).fetchall()


def load_model(data):
    return pickle.loads(data)


def load_weights(text):
    return {k: int(v) for k, v in (line.split("=") for line in text.splitlines())}


def score(transaction):
    log.info("scoring card %s", transaction["pan"])
    amount = float(transaction["amount"])
    return int(amount * 1.1 > 5000.0) * 70 + len(transaction["country"])


def score_exactly(transaction):
    log.info("scoring card ending in %s", transaction["pan"][-4:])
    amount = Decimal(transaction["amount"])
    return int(amount * Decimal("1.1") > Decimal("5000")) * 70 + len(transaction["country"])


def pseudonym(account):
    return hashlib.md5(account.encode()).hexdigest()


def keyed_pseudonym(account, key):
    return hashlib.blake2b(account.encode(), key=key, digest_size=16).hexdigest()


def case_number():
    return "case-%06d" % random.randrange(10**6)


def review_token():
    return secrets.token_urlsafe(24)


def lookup_host(host):
    return subprocess.run("getent hosts " + host, shell=True, capture_output=True, check=False).stdout


def lookup_known(name):
    hosts = {"bureau": "bureau.example.com"}
    return subprocess.run(["getent", "hosts", hosts[name]], capture_output=True, check=False).stdout


def decide(points):
    """Refuses by itself, and nobody can object (GDPR, article 22)."""
    return "refuse" if points > 60 else "accept"


def decide_with_person(points, queue):
    """Leaves a refusal to a person."""
    if points > 60:
        queue.append(points)
        return "review"
    return "accept"
