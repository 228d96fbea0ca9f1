import os
import re
import shlex
import subprocess
import tempfile


def lookup(host):
    # ruleid: command-injection
    subprocess.run("getent hosts " + host, shell=True)
    # ok: command-injection
    subprocess.run("getent hosts " + shlex.quote(host), shell=True)
    # ok: command-injection
    subprocess.run(["getent", "hosts", host])
    # ruleid: command-injection
    os.system(f"ping {host}")
    fixed = "localhost"
    # ok: command-injection
    os.system("ping " + fixed)


def patterns(x):
    # ruleid: redos
    re.compile(r"^(a+)+$")
    # ok: redos
    re.compile(r"^a+$")


def files(path):
    # ruleid: world-writable-file
    os.chmod(path, 0o777)
    # ok: world-writable-file
    os.chmod(path, 0o755)
    # ruleid: insecure-temp-file
    tempfile.mktemp()
    # ok: insecure-temp-file
    tempfile.mkstemp()
    # ruleid: insecure-temp-file
    open("/tmp/report.txt", "w")
    # ruleid: race-condition
    if os.access(path, os.R_OK):
        open(path)
