import hashlib
import hmac
import os
import random
import secrets
import ssl

import bcrypt
import requests
from Crypto.Cipher import AES, DES
from Crypto.PublicKey import RSA
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

WEAK = "md5"


def hashes(data, password):
    # ruleid: weak-hash
    hashlib.md5(data)
    # ruleid: weak-hash
    hashlib.new("sha1")
    # ruleid: weak-hash
    hashlib.new(WEAK)
    # ok: weak-hash
    hashlib.sha256(data)
    # ok: weak-hash
    hashlib.md5(data, usedforsecurity=False)
    # ok: weak-hash
    hashlib.new("sha512")
    # ruleid: weak-password-hash
    hashlib.sha256(password.encode("utf-8"))
    # ok: weak-password-hash
    hashlib.sha256(data)
    # ruleid: weak-password-hash
    # ruleid: unsalted-hash
    hashlib.pbkdf2_hmac("sha256", password, b"salt", 1000)
    # ok: weak-password-hash
    # ok: unsalted-hash
    hashlib.pbkdf2_hmac("sha256", password, os.urandom(16), 600000)
    # ruleid: weak-password-hash
    bcrypt.gensalt(4)
    # ok: weak-password-hash
    bcrypt.gensalt(12)


def ciphers(key):
    # ruleid: weak-cipher
    DES.new(key, DES.MODE_CBC, os.urandom(8))
    # ruleid: weak-cipher
    AES.new(key, AES.MODE_ECB)
    iv = os.urandom(16)
    # ok: weak-cipher
    # ok: static-iv
    # ok: hardcoded-key
    AES.new(key, AES.MODE_CBC, iv)
    fixed = b"0123456789abcdef"
    # ruleid: static-iv
    AES.new(key, AES.MODE_CBC, fixed)
    # ruleid: static-iv
    AES.new(key, AES.MODE_CBC, iv=b"\x00" * 16)
    # ruleid: static-iv
    modes.CBC(bytes(16))
    # ruleid: hardcoded-key
    AES.new(b"sixteen byte key", AES.MODE_GCM)
    # ruleid: hardcoded-key
    hmac.new(b"abcdefgh", b"x", hashlib.sha256)
    # ok: hardcoded-key
    Fernet(os.environ["KEY"])
    # ruleid: weak-cipher
    Cipher(algorithms.AES(key), modes.ECB())
    # ruleid: weak-cipher
    algorithms.ARC4(key)
    # ruleid: weak-key-size
    RSA.generate(1024)
    # ok: weak-key-size
    RSA.generate(4096)


def numbers():
    # ruleid: weak-random
    random.randint(1, 6)
    # ok: weak-random
    secrets.token_hex(16)
    # ok: weak-random
    random.SystemRandom().randint(1, 6)


def tls():
    # ruleid: tls-not-verified
    requests.get("https://x.example", verify=False)
    # ok: tls-not-verified
    requests.get("https://x.example", verify="/etc/ca.pem")
    # ruleid: tls-not-verified
    ssl._create_unverified_context()
    ctx = ssl.create_default_context()
    # ruleid: tls-not-verified
    ctx.check_hostname = False
    # ruleid: tls-old-version
    ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    # ok: tls-old-version
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def sealed_with_key(text, secret_key):
    vector = secret_key[:16]
    # ruleid: static-iv
    return AES.new(secret_key, AES.MODE_CBC, iv=vector).encrypt(text)


def sealed_by_name(text, key, name):
    vector = hashlib.sha256(name).digest()
    # ruleid: static-iv
    return AES.new(key, AES.MODE_CBC, iv=vector).encrypt(text)


LENGTHS = {"kiosk": 1024, "host": 4096}
# ruleid: weak-key-size
RSA.generate(LENGTHS["kiosk"])
# ok: weak-key-size
RSA.generate(LENGTHS["host"])


class Parcel:
    def __init__(self, key, stamp=b"parcel-stamp-7"):
        self.stamp = stamp
        self.key = key
        self.nonce = bytes(12)

    def tag(self, text):
        # ruleid: hardcoded-key
        hmac.HMAC(self.stamp, text, "sha256")
        # ok: hardcoded-key
        hmac.HMAC(self.key, text, "sha256")

    def seal(self, text):
        # ruleid: static-iv
        return AESGCM(self.key).encrypt(self.nonce, text, None)


# ruleid: hardcoded-key
AESGCM(os.environ.get("PARCEL_KEY", "parcel-key-of-2020").encode())
# ok: hardcoded-key
AESGCM(client.generate_data_key(KeyId="alias/parcels")["Plaintext"])
# ok: hardcoded-key
AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"parcels").derive(master))
# ruleid: weak-password-hash
words = passlib.context.CryptContext(schemes=["md5_crypt", "bcrypt"])
# ok: weak-password-hash
words = passlib.context.CryptContext(schemes=["bcrypt", "md5_crypt"], deprecated=["md5_crypt"])
# ruleid: weak-password-hash
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# ok: weak-password-hash
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"]
# ruleid: weak-password-hash
hashlib.scrypt(word, salt=salt, n=1024, r=8, p=1)
# ok: weak-password-hash
hashlib.scrypt(word, salt=salt, n=32768, r=8, p=1)
ROUNDS = {"iterations": 500, "dklen": 32}
# ruleid: weak-password-hash
hashlib.pbkdf2_hmac("sha256", word, salt, **ROUNDS)


def few_rounds(password):
    for _ in range(20):
        # ruleid: weak-password-hash
        password = hashlib.sha256(password).digest()
    return password


def pickup_code(parcel):
    # ruleid: weak-random
    return hashlib.sha256(f"{parcel}{time.time()}".encode()).hexdigest()


def report_name(parcel):
    # ok: weak-random
    return hashlib.sha256(f"{parcel}{time.time()}".encode()).hexdigest()


# ruleid: weak-hash
hashlib.file_digest(file, "md5")
# ok: weak-hash
hashlib.file_digest(file, "sha256")
# ruleid: tls-not-verified
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
# ruleid: tls-not-verified
client_options = dict(timeout=3, verify=False)
# ok: tls-not-verified
client_options = dict(timeout=3, verify="/etc/ssl/parcels.pem")
