import hashlib
import hmac
import requests
from Crypto.Cipher import AES
from Crypto.PublicKey import RSA


def session(check):
    made = requests.Session()
    # ruleid: tls-not-verified
    made.verify = check
    return made


def fetch(url, bundle=True):
    # ok: tls-not-verified
    return requests.get(url, verify=bundle)


session(False)
session("/etc/ca.pem")
fetch("https://a.example/", "/etc/ca.pem")

NAMES = {"seal": "sha1", "page": "sha256"}


class Digests:
    def __init__(self, name):
        self.name = name

    def of(self, data):
        # ruleid: weak-hash
        return hashlib.new(self.name, data)


Digests("md5").of(b"")


def strong(data, name="sha256"):
    # ok: weak-hash
    return hashlib.new(name, data)


def sealed(key, text, mode):
    # ruleid: weak-cipher
    return AES.new(key, mode).encrypt(text)


sealed(b"", b"", AES.MODE_ECB)


def opened(key, text, mode=AES.MODE_GCM):
    # ok: weak-cipher
    return AES.new(key, mode).decrypt(text)


def key_of(bits):
    # ruleid: weak-key-size
    return RSA.generate(bits)


def long_key(bits=4096):
    # ok: weak-key-size
    return RSA.generate(bits)


key_of(1024)


def stretched(word, salt, rounds):
    # ruleid: weak-password-hash
    return hashlib.pbkdf2_hmac("sha256", word, salt, rounds)


def slow(word, salt, rounds=600_000):
    # ok: weak-password-hash
    return hashlib.pbkdf2_hmac("sha256", word, salt, rounds)


stretched(b"", b"", 1000)


DIGESTS = {"old": hashlib.sha1, "current": hashlib.sha384}


def summed(data):
    # ruleid: weak-hash
    return DIGESTS["old"](data).hexdigest()


def well_summed(data):
    # ok: weak-hash
    return DIGESTS["current"](data).hexdigest()


def mode_of(name):
    # ruleid: weak-cipher
    return getattr(AES, "MODE_" + name)


mode_of("ECB")
