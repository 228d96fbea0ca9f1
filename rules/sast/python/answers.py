import logging
import socketserver
import traceback
from urllib.parse import quote

from aiohttp import web
from fastapi import HTTPException
from flask import Flask, jsonify

app = Flask(__name__)
log = logging.getLogger(__name__)


@web.middleware
async def guard(request, handler):
    try:
        return await handler(request)
    except Exception as err:
        lines = traceback.format_exception(err)
        log.error("".join(lines))
        # ruleid: error-details-exposed
        return web.json_response({"trace": lines[:4]}, status=500)


async def quiet(request, handler):
    try:
        return await handler(request)
    except Exception as err:
        log.exception(err)
        # ok: error-details-exposed
        return web.json_response({"code": "internal"}, status=500)


def price(order):
    try:
        return order.price()
    except Exception as err:
        # ruleid: error-details-exposed
        raise HTTPException(status_code=500, detail=f"failed: {err}")


def count(order):
    try:
        return int(order)
    except ValueError as err:
        # ok: error-details-exposed
        raise HTTPException(status_code=422, detail=str(err))


@app.errorhandler(Exception)
def failed(err):
    # ruleid: error-details-exposed
    return jsonify(error=str(err)), 500


@app.errorhandler(404)
def missing(err):
    # ok: error-details-exposed
    return jsonify(error=str(err)), 404


class Terminal(socketserver.StreamRequestHandler):
    def handle(self):
        name = self.rfile.readline().decode()
        # ruleid: header-injection
        head = "X-Branch: " + name
        # ruleid: header-injection
        more = f"HTTP/1.1 200 OK\r\nX-Branch: {name}\r\n\r\n"
        # ok: header-injection
        safe = "X-Branch: " + quote(name)
        # ok: header-injection
        text = "Branch " + name
        self.wfile.write(head + more + safe + text)


@app.after_request
def share_with_anybody(answer):
    asking = request.headers.get("Origin")
    # ruleid: cors-any-origin
    answer.headers["Access-Control-Allow-Origin"] = asking
    if asking.endswith("shop.example"):
        # ruleid: cors-any-origin
        answer.headers["Access-Control-Allow-Origin"] = asking
    if asking in FRIENDS:
        # ok: cors-any-origin
        answer.headers["Access-Control-Allow-Origin"] = asking
    return answer
