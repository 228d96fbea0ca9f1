def classes():
    data = input()

    class Base:
        kind = input()

        def __init__(self, v):
            self.v = v

        def get(self):
            return self.v

        def plain(self):
            return input()

    class Sub(Base):
        def __init__(self, v):
            super().__init__(v)
            self.other = "x"

        def plain(self):
            return "x"

        def around(self):
            return data

    s = Sub(input())
    # ruleid: ways
    sink(s.get())
    # ok: ways
    sink(s.other)
    # ok: ways
    sink(s.plain())
    # ruleid: ways
    sink(s.around())
    # ruleid: ways
    sink(Base.kind)


def generators():
    def gen():
        yield input()

    # ruleid: ways
    sink(next(gen()))
    for x in gen():
        # ruleid: ways
        sink(x)


def arguments():
    def f(a, b=2, *args, **kwargs):
        # ok: ways
        sink(a)
        # ruleid: ways
        sink(b)
        # ruleid: ways
        sink(kwargs["c"])

    f(b=input(), a=1, c=input())


def changed():
    def fill(o):
        o["v"] = input()

    d = {}
    fill(d)
    # ruleid: ways
    sink(d["v"])
    del d["v"]
    # ok: ways
    sink(d["v"])
    e = d
    setattr(e, "w", input())
    # ruleid: ways
    sink(getattr(d, "w"))


def fallen():
    try:
        raise ValueError(input())
    except KeyError as e:
        # ok: ways
        sink(e)
    except ValueError as e:
        # ruleid: ways
        sink(e)
    for _ in range(0):
        x = input()
    x = "y"
    # ok: ways
    sink(x)
    first, *rest = ["x", input()]
    # ok: ways
    sink(first)
    # ruleid: ways
    sink(rest[0])
