from flask import request
from pymongo import MongoClient

people = MongoClient().shop.people


def find():
    body = request.get_json()
    wanted = {"mail": body["mail"], "code": body["code"]}
    # ruleid: nosql-injection
    return people.find_one(wanted)


def text():
    body = request.get_json()
    # ok: nosql-injection
    return people.find_one({"mail": str(body["mail"])})


def typed():
    code = request.get_json()["code"]
    if not isinstance(code, str):
        return None
    # ok: nosql-injection
    return people.find_one({"code": code})


def form():
    # ok: nosql-injection
    return people.find_one({"code": request.args["code"]})
