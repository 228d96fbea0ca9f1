from elsewhere import theirs

shared = set()


def local(x):
    y = set()
    sink(y)
    # ruleid: effect
    sink(make_tainted(y))
    # ruleid: effect
    sink(y)
    sink(taint_later(x))
    # ruleid: only-effect
    sink(x)


def module():
    make_tainted(shared)
    # ruleid: effect
    sink(shared)


def outside():
    sink(theirs)
    taint_later(theirs)
    # todoruleid: only-effect
    sink(theirs)
    taint_later(unknown)
    # todoruleid: only-effect
    sink(unknown)


def part(a):
    taint_later(a.b)
    # ruleid: only-effect
    sink(a.b)
    sink(a.c)


class C:
    def field(self):
        sink(taint_later(self.held))
        # ruleid: only-effect
        sink(self.held)
        make_tainted(theirs.held)
        # todoruleid: effect
        sink(theirs.held)
