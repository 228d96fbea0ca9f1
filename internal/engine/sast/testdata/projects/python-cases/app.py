from flask import Flask, request

import helpers.store
from helpers import render
from helpers.reading import Wrapper, pick

app = Flask(__name__)


@app.route("/cases")
def cases():
    wrapped = Wrapper(request)
    account = wrapped.form("account")
    helpers.store.find(account)
    helpers.store.find_safely(account)
    helpers.store.drop(pick(account))
    # ruleid: cross-site-scripting
    return render.plain(account)


@app.route("/shown")
def shown():
    # ok: cross-site-scripting
    return render.escaped(request.args.get("x"))
