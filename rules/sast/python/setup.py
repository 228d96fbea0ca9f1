import base64
import hmac
import json
from http.cookies import SimpleCookie

import jwt
import tornado.web
from django.urls import path
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from flask_wtf import FlaskForm
from pydantic import BaseModel, ConfigDict
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from starlette.middleware.sessions import SessionMiddleware
from werkzeug.debug import DebuggedApplication


def cookies(app, response, number, key, on_production):
    # ruleid: insecure-cookie
    app.add_middleware(SessionMiddleware, secret_key=key)
    # ruleid: insecure-cookie
    app.add_middleware(SessionMiddleware, secret_key=key, https_only=False)
    # ok: insecure-cookie
    app.add_middleware(SessionMiddleware, secret_key=key, https_only=True)
    # ok: insecure-cookie
    app.add_middleware(SessionMiddleware, secret_key=key, https_only=on_production)
    # ruleid: insecure-cookie
    response.headers["Set-Cookie"] = f"visit={number}; HttpOnly"
    # ok: insecure-cookie
    response.headers["Set-Cookie"] = f"visit={number}; HttpOnly; Secure"
    # ok: insecure-cookie
    response.headers["Set-Cookie"] = "visit=; Max-Age=0"


def morsel(number):
    jar = SimpleCookie()
    jar["visit"] = number
    # ruleid: insecure-cookie
    jar["visit"]["httponly"] = True
    return jar


def morsel_secure(number):
    jar = SimpleCookie()
    jar["visit"] = number
    # ok: insecure-cookie
    jar["visit"]["httponly"] = True
    jar["visit"]["secure"] = True
    return jar


# ruleid: csrf-disabled
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    # "django.middleware.csrf.CsrfViewMiddleware",
]

# ok: csrf-disabled
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


class Lax(SessionAuthentication):
    # ruleid: csrf-disabled
    def enforce_csrf(self, request):
        return


class Strict(SessionAuthentication):
    # ok: csrf-disabled
    def enforce_csrf(self, request):
        return super().enforce_csrf(request)


class Order(FlaskForm):
    class Meta:
        # ruleid: csrf-disabled
        csrf = False


class OrderKept(FlaskForm):
    class Meta:
        # ok: csrf-disabled
        csrf = True


urlpatterns = [
    # ruleid: csrf-disabled
    path("order/", csrf_exempt(OrderView.as_view())),
    # ok: csrf-disabled
    path("order2/", csrf_protect(OrderView.as_view())),
    # ok: csrf-disabled
    path("hook/", csrf_exempt(WebhookView.as_view())),
]


def by_header(ticket, key):
    head = jwt.get_unverified_header(ticket)
    # ruleid: jwt-not-verified
    return jwt.decode(ticket, key, algorithms=[head["alg"]])


def by_header_checked(ticket, key):
    alg = jwt.get_unverified_header(ticket)["alg"]
    if alg not in ("RS256", "ES256"):
        raise ValueError
    # ok: jwt-not-verified
    return jwt.decode(ticket, key, algorithms=[alg])


def by_hand(token):
    parts = token.split(".")
    # ruleid: jwt-not-verified
    return json.loads(base64.urlsafe_b64decode(parts[1] + "=="))


def by_hand_checked(token, key):
    parts = token.split(".")
    if not hmac.compare_digest(mac(parts, key), parts[2]):
        raise ValueError
    # ok: jwt-not-verified
    return json.loads(base64.urlsafe_b64decode(parts[1] + "=="))


def applications(app, on):
    # ruleid: debug-enabled
    tornado.web.Application([], debug=True)
    # ok: debug-enabled
    tornado.web.Application([], debug=on)
    # ruleid: debug-enabled
    DebuggedApplication(app, evalex=True)
    # ok: debug-enabled
    DebuggedApplication(app, evalex=False)


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        # ruleid: mass-assignment
        fields = "__all__"


class PersonListSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        # ok: mass-assignment
        fields = ["name"]


class Patch(BaseModel):
    model_config = ConfigDict(extra="allow")


class PatchStrict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def apply(person, body: Patch):
    # ruleid: mass-assignment
    for k, v in body.model_dump().items():
        setattr(person, k, v)


def apply_strict(person, body: PatchStrict):
    # ok: mass-assignment
    for k, v in body.model_dump().items():
        setattr(person, k, v)
