import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from flask import request

from parcels import Parcel, Printer, Receipt


def slip():
    parcel = Parcel(3, request.args["label"])
    # ruleid: command-injection
    os.system("print " + parcel.slip)
    # ok: command-injection
    os.system("print " + parcel.scale)


def queue():
    Printer(queue=request.args["queue"]).send()


def weigh(name):
    # ruleid: command-injection
    os.system("weigh " + name)


def calibrate(name):
    # ok: command-injection
    subprocess.run(["calibrate", name])


def later():
    with ThreadPoolExecutor() as pool:
        pool.submit(weigh, request.args["name"])
        pool.submit(calibrate, "main")


def stamp(name):
    # ruleid: command-injection
    os.system("stamp " + name)


def thread():
    threading.Thread(target=stamp, args=(request.args["name"],)).start()


def receipt():
    form = Receipt(request.form)
    # ruleid: command-injection
    os.system("receipt " + form.cleaned_data["name"])


def fields():
    values = {"name": request.args["name"], "street": "Main"}
    for key, value in values.items():
        # ok: command-injection
        os.system("field " + key)
        # ruleid: command-injection
        os.system("field " + value)
    keys = " ".join(key for key, value in values.items())
    # ok: command-injection
    os.system("fields " + keys)


def shown(layout, **values):
    # ok: path-traversal
    open("/srv/" + layout)
    # ruleid: path-traversal
    open("/srv/" + values["name"])


def show():
    shown("main", **request.args)


class Asked:
    @property
    def till(self):
        return request.args["till"]

    @property
    def desk(self):
        return "desk"


def asked():
    # ruleid: command-injection
    os.system("open " + Asked().till)
    # ok: command-injection
    os.system("open " + Asked().desk)


class TILL:
    def get(self):
        return request.args["till"]


def got():
    # ruleid: command-injection
    os.system("open " + TILL().get())
