"""The scoring service over HTTP: python3 app.py [--check]."""

import html
import json
import sys
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import scoring

BUREAU_PASSWORD = "pW3xTz9QvL6k"
ALERT_PASSWORD = ""  # from the secret store
BUREAUS = {"main": "https://bureau.example.com/score"}
DB = scoring.open_store()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        route = ROUTES.get(url.path)
        if route is None:
            self.send_error(404)
            return
        body = route(query).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


def cases(query):
    return json.dumps(scoring.cases_of(DB, query.get("account", "")))


def case(query):
    return json.dumps(scoring.case(DB, query.get("id", "")))


def hello(query):
    return "<h1>Hello " + query.get("name", "") + "</h1>"


def welcome(query):
    return "<h1>Welcome " + html.escape(query.get("name", "")) + "</h1>"


def evidence(query):
    return open("evidence/" + query["file"]).read()


def attachment(query):
    base = Path("evidence").resolve()
    wanted = (base / query["file"]).resolve()
    if not wanted.is_relative_to(base):
        return ""
    return wanted.read_text()


def bureau(query):
    return urllib.request.urlopen(query["url"], timeout=5).read().decode()


def known_bureau(query):
    return urllib.request.urlopen(BUREAUS[query["name"]], timeout=5).read().decode()


ROUTES = {
    "/cases": cases, "/case": case, "/hello": hello, "/welcome": welcome,
    "/evidence": evidence, "/attachment": attachment, "/bureau": bureau, "/known-bureau": known_bureau,
}


def main():
    if "--check" in sys.argv:
        assert scoring.decide(scoring.score_exactly({"pan": "4111111111111111", "amount": "10", "country": "DE"})) == "accept"
        assert cases({"account": "a1"}) == '[["c1", 80]]'
        print("ok")
        return
    ThreadingHTTPServer(("127.0.0.1", 7203), Handler).serve_forever()


if __name__ == "__main__":
    main()
