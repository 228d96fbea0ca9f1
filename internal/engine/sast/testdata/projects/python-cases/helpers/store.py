import os
import sqlite3


def connection():
    return sqlite3.connect("cases.db")


def find(account):
    query = "SELECT id FROM cases WHERE account = '%s'" % account
    # ruleid: sql-injection
    return connection().cursor().execute(query)


def find_safely(account):
    # ok: sql-injection
    return connection().cursor().execute("SELECT id FROM cases WHERE account = ?", (account,))


def drop(name):
    # ok: path-traversal
    os.remove("cases/" + name)
