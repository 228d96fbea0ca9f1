import parcel
from parcel import send

# ruleid: parcel-send
send(1)


def other():
    from elsewhere import send
    # ok: parcel-send
    send(2)


# ruleid: parcel-send
send(3)
from elsewhere import send
# ok: parcel-send
send(4)

# ok: parcel-send
late(5)
if True:
    from parcel import send as late
    # ruleid: parcel-send
    late(6)


# ruleid: decorated
@parcel.tracked(level=1)
def a():
    pass


# ruleid: decorated
@parcel.tracked
def b():
    pass
