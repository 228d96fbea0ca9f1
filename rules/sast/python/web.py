import jwt
import os
import requests
from flask import Flask, make_response, request
from flask_cors import CORS
from django.views.decorators.csrf import csrf_exempt

app = Flask(__name__)


@app.route("/")
def index():
    r = make_response("x")
    # ruleid: insecure-cookie
    # ruleid: cookie-not-httponly
    r.set_cookie("a", "b")
    # ruleid: insecure-cookie
    # ok: cookie-not-httponly
    r.set_cookie("a", "b", secure=False, httponly=True)
    # ok: insecure-cookie
    # ok: cookie-not-httponly
    r.set_cookie("a", "b", secure=True, httponly=True)
    # ruleid: cors-any-origin
    r.headers["Access-Control-Allow-Origin"] = "*"
    # ok: cors-any-origin
    r.headers["Access-Control-Allow-Origin"] = "https://a.example"
    return r


def tokens(t, key):
    # ruleid: jwt-not-verified
    jwt.decode(t, options={"verify_signature": False})
    # ok: jwt-not-verified
    jwt.decode(t, key, algorithms=["HS256"])
    # ruleid: jwt-weak-key
    jwt.encode({}, "secret", algorithm="HS256")
    # ok: jwt-weak-key
    jwt.encode({}, os.environ["KEY"], algorithm="HS256")


@csrf_exempt
# ruleid: csrf-disabled
def pay(request):
    pass


@app.post("/u")
def update():
    # ruleid: mass-assignment
    User(**request.get_json())
    # ok: mass-assignment
    User(name=request.get_json()["name"])
    try:
        work()
    except Exception as e:
        # ruleid: error-details-exposed
        return str(e), 500
    return "ok"


def calls():
    # ruleid: clear-text-transport
    requests.get("http://api.bank.com/x")
    # ok: clear-text-transport
    requests.get("https://api.bank.com/x")
    # ok: clear-text-transport
    requests.get("http://localhost:80/x")


# ruleid: cors-any-origin
CORS(app)
# ok: cors-any-origin
CORS(app, origins=["https://a.example"])
# ruleid: debug-enabled
app.run(debug=True)
# ok: debug-enabled
app.run(debug=False)

KEPT = {"httponly": True}
SEALED = {"httponly": True, "secure": True}


def cookies_of(answer):
    # ruleid: insecure-cookie
    answer.set_cookie("a", "b", **KEPT)
    # ok: insecure-cookie
    answer.set_cookie("a", "b", **SEALED)


def claims_of(token):
    # ruleid: jwt-not-verified
    return claims(token, verify_signature=False)


# ruleid: cors-any-origin
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://.*")
# ok: cors-any-origin
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://(a|b)\.shop\.example")


@csrf_exempt
# ok: csrf-disabled
def alive(request):
    return JsonResponse({"ok": True})


class LiveSettings(Settings):
    # ruleid: debug-enabled
    DEBUG = True


class LocalSettings(Settings):
    # ok: debug-enabled
    DEBUG = True
