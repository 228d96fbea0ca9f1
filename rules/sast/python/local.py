import os
import pickle
import sqlite3
import sys


def main(sock):
    con = sqlite3.connect("x")
    # ruleid: sql-injection
    con.execute("SELECT " + sys.argv[1])
    # ok: sql-injection
    con.execute("SELECT ?", (sys.argv[1],))
    # ruleid: command-injection
    os.system("ls " + input())
    # ok: command-injection
    os.system("ls " + str(int(input())))
    # ruleid: code-injection
    eval(os.environ["EXPR"])
    # ruleid: unsafe-deserialisation
    pickle.loads(sock.recv(100))
