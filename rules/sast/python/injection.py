import base64
import configparser
import html
import json
import logging
import os
import pickle
import re
import shlex
import sqlite3
import subprocess
import urllib.parse
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import elementpath
import httpx
import pydantic
import flask
import importlib
import jinja2
import ldap
import ldap3
import lxml.etree
import markupsafe
import requests
import yaml
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse
from flask import Flask, make_response, redirect, render_template, render_template_string, request, session
from django.utils.http import url_has_allowed_host_and_scheme
from fastapi import Depends
from ldap3.utils.conv import escape_filter_chars
from sqlalchemy import select, text
from werkzeug.utils import secure_filename

app = Flask(__name__)
api = FastAPI()
log = logging.getLogger(__name__)
COLUMNS = {"name", "price"}
HOSTS = {"a": "https://a.example.com"}
ACTIONS = {"a": len, "b": max}


@app.route("/items")
def items():
    con = sqlite3.connect("shop.db")
    cur = con.cursor()
    name = request.args.get("name")
    # ruleid: sql-injection
    cur.execute("SELECT * FROM items WHERE name = '" + name + "'")
    # ruleid: sql-injection
    cur.execute(f"SELECT * FROM items WHERE name = '{name}'")
    # ruleid: sql-injection
    cur.execute("SELECT * FROM items WHERE name = '%s'" % name)
    # ruleid: sql-injection
    cur.execute("SELECT * FROM items WHERE name = '{}'".format(name))
    # ok: sql-injection
    cur.execute("SELECT * FROM items WHERE name = ?", (name,))
    # ok: sql-injection
    cur.execute("SELECT * FROM items WHERE id = " + str(int(name)))
    # ruleid: sql-injection
    con.execute(text("SELECT * FROM items WHERE name = '" + name + "'"))
    # ok: sql-injection
    con.execute(text("SELECT * FROM items WHERE name = :n"), {"n": name})
    # ok: sql-injection
    con.execute(select(Item).where(Item.name.like(name)))
    # ruleid: sql-injection
    Item.objects.raw("SELECT * FROM items WHERE name = '%s'" % name)
    # ruleid: sql-injection
    Item.objects.extra(where=["name = '" + name + "'"])
    if name in COLUMNS:
        # ok: sql-injection
        cur.execute("SELECT * FROM items ORDER BY " + name)
    if name not in COLUMNS:
        return ""
    # ok: sql-injection
    cur.execute("SELECT * FROM items ORDER BY " + name)
    return ""


@app.route("/moves", methods=["POST"])
def moves():
    cur = sqlite3.connect("shop.db").cursor()
    param = request.form.get("p", "")
    values = {}
    values["a"] = "safe"
    values["b"] = param
    # ruleid: sql-injection
    cur.execute("SELECT " + values["b"])
    # ok: sql-injection
    cur.execute("SELECT " + values["a"])
    conf = configparser.ConfigParser()
    conf.add_section("s")
    conf.set("s", "keyA", "safe")
    conf.set("s", "keyB", param)
    # ruleid: sql-injection
    cur.execute("SELECT " + conf.get("s", "keyB"))
    # ok: sql-injection
    cur.execute("SELECT " + conf.get("s", "keyA"))
    items = []
    items.append("safe")
    items.append(param)
    items.append("moresafe")
    items.pop(0)
    # ruleid: sql-injection
    cur.execute("SELECT " + items[0])
    # ok: sql-injection
    cur.execute("SELECT " + items[1])
    num = 86
    bar = "always" if 7 * 42 - num > 200 else param
    # ok: sql-injection
    cur.execute("SELECT " + bar)
    bar = param if 7 * 18 + num > 200 else "never"
    # ruleid: sql-injection
    cur.execute("SELECT " + bar)
    guess = "ABC"[1]
    match guess:
        case "A":
            bar = param
        case "B":
            bar = "bob"
        case "C" | "D":
            bar = param
        case _:
            bar = "x"
    # ok: sql-injection
    cur.execute("SELECT " + bar)
    guess = "ABC"[0]
    match guess:
        case "A":
            bar = param
        case "B":
            bar = "bob"
        case _:
            bar = "x"
    # ruleid: sql-injection
    cur.execute("SELECT " + bar)
    tmp = base64.b64encode(param.encode("utf-8"))
    bar = base64.b64decode(tmp).decode("utf-8")
    # ruleid: sql-injection
    cur.execute("SELECT " + bar)
    bar = param
    bar = "fixed"
    # ok: sql-injection
    cur.execute("SELECT " + bar)
    bar = ""
    if param:
        bar = param.split(" ")[0]
    # ruleid: sql-injection
    cur.execute("SELECT " + bar)
    dots = ""
    for c in param:
        dots += c
    # ruleid: sql-injection
    cur.execute("SELECT " + dots)
    parts = []
    for name in request.form.keys():
        parts.append(name)
    # ruleid: sql-injection
    cur.execute("SELECT " + ",".join(parts))
    # ruleid: sql-injection
    cur.execute("SELECT " + helper(param))
    # ok: sql-injection
    cur.execute("SELECT " + forget(param))
    # ruleid: sql-injection
    cur.execute("SELECT " + Keeper(param).value)
    # ruleid: sql-injection
    cur.execute("SELECT " + request.cookies["c"])
    # ruleid: sql-injection
    cur.execute("SELECT " + urllib.parse.unquote_plus(request.headers.get("h")))
    return ""


def helper(x):
    return x.strip()


def forget(x):
    return "constant"


class Keeper:
    def __init__(self, value):
        self.value = value


@app.route("/run/<name>")
def run(name):
    # ruleid: command-injection
    os.system("ls " + name)
    # ruleid: command-injection
    subprocess.run("ls " + name, shell=True)
    # ok: command-injection
    subprocess.run("ls " + shlex.quote(name), shell=True)
    argv = ["sh", "-c", f"echo {name}"]
    # ruleid: command-injection
    subprocess.Popen(argv)
    # ok: command-injection
    os.system("ls")
    # ruleid: command-injection
    return os.popen(f"ping {name}").read()


@app.route("/code")
def code():
    x = request.args["x"]
    # ruleid: code-injection
    eval(x)
    # ruleid: code-injection
    exec("print(" + x + ")")
    # ok: code-injection
    eval(str(int(x)))
    # ok: code-injection
    ACTIONS[x]([1])
    if not x.startswith("'") or not x.endswith("'") or "'" in x[1:-1]:
        return ""
    # ok: code-injection
    exec(x)
    return ""


@app.route("/template")
def template():
    x = request.args["x"]
    # ruleid: template-injection
    # ruleid: cross-site-scripting
    render_template_string("<h1>" + x + "</h1>")
    # ok: template-injection
    render_template_string("<h1>{{ x }}</h1>", x=x)
    # ruleid: template-injection
    jinja2.Template(x).render()
    # ok: template-injection
    render_template("page.html", x=x)
    # ruleid: template-injection
    jinja2.Environment().from_string("Hello " + x)
    return ""


@app.route("/ldap")
def directory():
    x = request.args.get("x")
    conn = ldap3.Connection("server")
    # ruleid: ldap-injection
    conn.search("dc=example", f"(uid={x})", attributes=["cn"])
    # ok: ldap-injection
    conn.search("dc=example", f"(uid={escape_filter_chars(x)})", attributes=["cn"])
    old = ldap.initialize("ldap://x")
    # ruleid: ldap-injection
    old.search_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=%s)" % x)
    # ok: ldap-injection
    old.search_s("dc=example", ldap.SCOPE_SUBTREE, ldap.filter.filter_format("(uid=%s)", [x]))
    return ""


@app.route("/xml")
def xml():
    x = request.args.get("x")
    root = lxml.etree.parse("users.xml")
    # ruleid: xpath-injection
    root.xpath(f"/users/user[@id='{x}']")
    # ok: xpath-injection
    root.xpath("/users/user[@id=$id]", id=x)
    # ruleid: xpath-injection
    elementpath.select(root, "/users/user[@id='" + x + "']")
    # ok: xpath-injection
    elementpath.select(root, "/users/user[@id='" + x.replace("'", "&apos;") + "']")
    # ruleid: xxe
    lxml.etree.fromstring(request.data)
    return ""


@app.route("/file")
def file():
    x = request.args.get("x")
    # ruleid: path-traversal
    open("data/" + x)
    # ruleid: path-traversal
    open(os.path.join("data", x), "rb")
    # ok: path-traversal
    open(os.path.join("data", os.path.basename(x)))
    # ok: path-traversal
    open(os.path.join("data", secure_filename(x)))
    # ruleid: path-traversal
    (Path("data") / x).read_text()
    p = Path("data").joinpath(x)
    # ruleid: path-traversal
    with p.open() as f:
        pass
    # ruleid: path-traversal
    flask.send_file("data/" + x)
    # ok: path-traversal
    flask.send_from_directory("data", x)
    # ok: path-traversal
    open("data/" + str(int(x)))
    full = os.path.realpath(os.path.join("/data", x))
    if not full.startswith("/data/"):
        return ""
    # ok: path-traversal
    return open(full).read()


@app.route("/page")
def page():
    x = request.args.get("x")
    answer = ""
    answer += f"hello {x}"
    # ruleid: cross-site-scripting
    return answer


@app.route("/page2")
def page2():
    x = request.args.get("x")
    answer = "hello " + markupsafe.escape(x)
    # ok: cross-site-scripting
    return answer


@app.route("/page3")
def page3():
    # ok: cross-site-scripting
    return {"x": request.args.get("x")}


@app.route("/page4")
def page4():
    # ok: cross-site-scripting
    return render_template("x.html", x=request.args.get("x"))


@app.route("/page5")
def page5():
    # ruleid: cross-site-scripting
    return make_response("hello " + request.args.get("x"))


@app.route("/page6")
def page6():
    # ruleid: cross-site-scripting
    return "<h1>" + request.args.get("x") + "</h1>"


@api.get("/page7")
def page7(name: str):
    # ok: cross-site-scripting
    return {"hello": name}


@api.get("/page8")
async def page8(name: str):
    # ruleid: cross-site-scripting
    return HTMLResponse(content=name)


@api.get("/page9")
async def page9(name: str, count: int):
    db = sqlite3.connect("x")
    # ruleid: sql-injection
    db.execute(f"select {name}")
    # ok: sql-injection
    db.execute(f"select {count}")
    # ruleid: open-redirect
    return RedirectResponse(url=name)


@app.route("/go")
def go():
    x = request.args.get("next")
    # ok: open-redirect
    redirect("/local?x=" + x)
    # ok: open-redirect
    redirect(flask.url_for("page", x=x))
    if x == "/cards" or x == "/accounts":
        # ok: open-redirect
        return redirect(x)
    if x != "1":
        # ruleid: open-redirect
        return redirect(x)
    u = urllib.parse.urlparse(x)
    if u.netloc not in ["example.com"] or u.scheme != "https":
        return ""
    # ok: open-redirect
    return redirect(x)


@app.route("/call")
def call():
    x = request.args.get("url")
    # ruleid: ssrf
    requests.get(x)
    # ruleid: ssrf
    requests.get("https://" + x + "/status", timeout=3)
    # ok: ssrf
    requests.get("https://api.example.com/items/" + x)
    with requests.Session() as s:
        # ruleid: ssrf
        s.get(x)
    # ok: ssrf
    requests.get(HOSTS[x])
    # ok: ssrf
    requests.post("https://api.example.com/", json={"x": x})
    host = urllib.parse.urlparse(x).hostname
    if host not in ("a.example.com", "b.example.com"):
        return ""
    # ok: ssrf
    requests.get(x)
    return ""


@app.route("/objects")
def objects():
    x = request.cookies.get("state")
    # ruleid: unsafe-deserialisation
    pickle.loads(base64.urlsafe_b64decode(x))
    # ruleid: unsafe-deserialisation
    yaml.load(x, Loader=yaml.Loader)
    # ok: unsafe-deserialisation
    yaml.safe_load(x)
    # ok: unsafe-deserialisation
    yaml.load(x, Loader=yaml.SafeLoader)
    # ok: unsafe-deserialisation
    json.loads(x)
    # ruleid: unsafe-reflection
    importlib.import_module(x)
    # ruleid: unsafe-reflection
    getattr(app, x)()
    # ruleid: unsafe-reflection
    globals()[x]()
    # ruleid: format-string
    x.format(app)
    # ok: format-string
    "{}".format(x)
    # ruleid: regex-injection
    re.compile(x)
    # ok: regex-injection
    re.compile(re.escape(x))
    # ruleid: trust-boundary
    session["state"] = x
    # ruleid: trust-boundary
    flask.session[x] = "1"
    # ok: trust-boundary
    flask.session["count"] = int(x)
    # ruleid: log-injection
    log.info("state %s", x)
    # ok: log-injection
    log.info("state %s", x.replace("\n", ""))
    # ruleid: log-injection
    app.logger.info(f"state {x}")
    answer = make_response("ok")
    # ruleid: header-injection
    answer.headers["X-State"] = x
    # ok: header-injection
    answer.headers["X-State"] = urllib.parse.quote(x)
    f = request.files["f"]
    # ruleid: file-upload
    # ruleid: path-traversal
    f.save("uploads/" + f.filename)
    # ok: file-upload
    f.save("uploads/" + secure_filename(f.filename))
    return answer


class Bare(BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        name = query.get("name", [""])[0]
        # ruleid: command-injection
        os.system("echo " + name)
        # ruleid: cross-site-scripting
        page = "<p>" + name + "</p>"
        # ok: cross-site-scripting
        page = "<p>" + html.escape(name) + "</p>"


def application(environ, start_response):
    query = urllib.parse.parse_qs(environ["QUERY_STRING"])
    # ruleid: command-injection
    os.system("echo " + query["a"][0])
    return [b"ok"]


def shown(query):
    # ruleid: cross-site-scripting
    return "<b>" + query["x"] + "</b>"


def hidden(query):
    # ok: cross-site-scripting
    return "<b>" + html.escape(query["x"]) + "</b>"


ROUTES = {"/shown": shown, "/hidden": hidden}


def django_view(request):
    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        # ruleid: sql-injection
        cursor.execute("SELECT * FROM t WHERE a = '%s'" % request.GET["a"])
        # ok: sql-injection
        cursor.execute("SELECT * FROM t WHERE a = %s", [request.GET["a"]])
    # ruleid: cross-site-scripting
    return HttpResponse("Hello " + request.POST.get("a"))


@app.route("/reports/monthly")
def fixed_route():
    part = request.path.split("/")[1]
    # ok: path-traversal
    return open("/srv/reports/" + part).read()


@app.route("/reports/<path:name>")
def open_route():
    # ruleid: path-traversal
    return open("/srv/reports/" + request.path).read()


@app.route("/coded")
def coded():
    kept = base64.b64encode(request.args["note"].encode())
    # ruleid: cross-site-scripting
    return "<p>" + base64.b64decode(kept).decode() + "</p>"


@app.route("/embedded")
def embedded():
    kept = base64.b64encode(request.args["note"].encode()).decode()
    # ok: cross-site-scripting
    return "<p>" + kept + "</p>"


@app.route("/headed")
def headed():
    # ok: cross-site-scripting
    return make_response(("done", {"X-Note": request.args["note"]}))


@app.route("/headed/later")
def headed_later():
    answer = "done"
    # ok: cross-site-scripting
    answer = make_response((answer, {"X-Note": request.args["note"]}))
    # ok: cross-site-scripting
    return answer


@app.route("/headed/page")
def headed_page():
    # ruleid: cross-site-scripting
    return make_response((request.args["note"], {"X-Note": "a"}))


@app.route("/quotes")
def quotes(tree):
    name = request.args["name"]
    if '\'' in name:
        return "no quotes"
    # ok: xpath-injection
    return str(len(tree.xpath(f"//user[name='{name}']")))


@app.route("/quotes/replaced")
def quotes_replaced(tree):
    name = request.args["name"].replace('\'', "&apos;")
    # ok: xpath-injection
    return str(len(tree.xpath(f"//user[name='{name}']")))


class Search(pydantic.BaseModel):
    words: list[str]


@api.post("/search")
async def body_model(body: Search, limit: int, db: Database = Depends(database)):
    # ruleid: sql-injection
    await db.execute("SELECT * FROM a WHERE b = '" + body.words[0] + "'")
    # ok: sql-injection
    await db.execute("SELECT * FROM a LIMIT " + str(limit))
    # ok: sql-injection
    await db.execute("SELECT * FROM " + db.schema)


def load_alias():
    load = pickle.loads
    # ruleid: unsafe-deserialisation
    return load(flask.request.data)


def fixed_program():
    # ok: command-injection
    subprocess.run(["/usr/bin/ps2pdf", flask.request.args["title"]])
    # ruleid: command-injection
    subprocess.run(["bash", "-c", flask.request.args["title"]])


def quoted_log():
    # ok: log-injection
    log.info("path=%s who=%r", request.endpoint, request.args["who"])
    # ruleid: log-injection
    log.info("path=%r who=%s", request.endpoint, request.args["who"])


def marked():
    # ok: cross-site-scripting
    return make_response(markupsafe.Markup("<h1>%s</h1>") % request.args["q"])


def name_in_filter(connection):
    who = ldap.dn.escape_dn_chars(request.args["who"])
    text = "(&(kind=x)(who=%s))" % who
    # ruleid: ldap-injection
    return connection.search_s("ou=a", 1, text)


def weak_redirect():
    to = request.args["to"]
    if not url_has_allowed_host_and_scheme(to, None) and "//" in to:
        to = "/"
    # ruleid: open-redirect
    return redirect(to)


def weak_hosts():
    parts = urllib.parse.urlparse(request.args["u"])
    if not any(h in parts.netloc for h in HOSTS):
        return ""
    # ruleid: ssrf
    return requests.get("https://" + parts.netloc + "/x")


async def kept_client():
    async with httpx.AsyncClient() as client:
        # ruleid: ssrf
        await client.get(request.args["u"])
        # ok: ssrf
        await client.get("https://a.example/", params={"q": request.args["u"]})


def on_message(channel, method, properties, body):
    # ruleid: command-injection
    os.system("convert " + body.decode())


def sandboxed():
    box = SandboxedEnvironment(autoescape=True)
    # ok: template-injection
    return box.from_string(flask.request.args["t"]).render()


def notes(db):
    text = flask.request.args["text"]
    # ruleid: nosql-injection
    db.notes.find({"$where": "this.name == '" + text + "'"})
    # ok: nosql-injection
    db.notes.find({"name": {"$eq": str(text)}})


def mail(server):
    text = flask.request.args["text"]
    message = MIMEText("hello")
    # ruleid: email-header-injection
    message["Subject"] = "About " + text
    # ok: email-header-injection
    message["Subject"] = "About you"


def kept():
    name = hashlib.sha256(flask.request.args["name"].encode()).hexdigest()
    # ok: path-traversal
    open("/srv/kept/" + name)


@app.get("/parcel/plan")
def parcel_plan():
    plan = (PLANS / request.args["plan"]).resolve()
    kept = plan if PLANS in plan.parents else None
    # ok: path-traversal
    return send_file(kept)


@app.get("/parcel/sketch")
def parcel_sketch():
    sketch = PLANS / request.args["sketch"]
    kept = sketch if PLANS in sketch.parents else None
    # ruleid: path-traversal
    return send_file(kept)


class TaggedLoader(yaml.SafeLoader):
    pass


@app.post("/parcel/tariff")
def parcel_tariff():
    # ok: unsafe-deserialisation
    return len(yaml.load(request.data, Loader=TaggedLoader))


@app.post("/parcel/label")
def parcel_label():
    words = ["zebraprint", "--copies", request.form["copies"]]
    # ruleid: command-injection
    subprocess.run(" ".join(words), shell=True)


@app.post("/parcel/labels")
def parcel_labels():
    words = ["zebraprint", "--copies", request.form["copies"]]
    # ok: command-injection
    subprocess.run(words)

class Wish(BaseModel):
    order: Literal["date", "size"]
    note: str


@api.post("/wishes")
def wishes(body: Wish):
    # ok: sql-injection
    connection.execute(f"SELECT * FROM wishes ORDER BY {body.order}")
    # ruleid: sql-injection
    connection.execute(f"SELECT * FROM wishes WHERE note = '{body.note}'")


@app.get("/columns-in-a-list")
def columns_in_a_list():
    known = [c for c in request.args.getlist("column") if c in SHOWN]
    # ok: sql-injection
    connection.execute("SELECT " + ",".join(known) + " FROM wishes")
    some = [c for c in request.args.getlist("column") if c]
    # ruleid: sql-injection
    connection.execute("SELECT " + ",".join(some) + " FROM wishes")


@app.get("/whole-text")
def whole_text():
    word = request.args["word"]
    if not re.fullmatch("[a-z]{1,9}", word):
        abort(400)
    # ok: sql-injection
    connection.execute(f"SELECT * FROM wishes WHERE word = '{word}'")


@app.post("/sealed")
def sealed():
    raw = request.get_data()
    if not hmac.compare_digest(seal(raw), request.headers["Seal"]):
        abort(403)
    # ok: unsafe-deserialisation
    load(pickle.loads(raw))


@app.get("/to-a-file")
def to_a_file():
    with open("/srv/shop/visits.log", "a") as out:
        # ruleid: log-injection
        out.write(request.headers["User-Agent"])
        # ok: log-injection
        out.write(json.dumps(request.headers["User-Agent"]))
