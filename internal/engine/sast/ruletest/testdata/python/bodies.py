# ruleid: open-body
def f():
    prepare()
    begin()
    end()


# ruleid: open-body, closed-body
def g():
    begin()


# ruleid: open-body
# ok: closed-body
def h():
    begin()
    end()


# ruleid: focused
send(to, "key")
# ok: focused
send("to", key)
