# ok: use
from parcel import rate

# ok: constant-key
key = "k"
# ruleid: constant-key
seal(box, key)
# ok: constant-key
seal("k", other)

# ruleid: bare-comparison
a == b
# ok: bare-comparison
assert a == b, "message"
# ok: bare-comparison
if a == b:
    pass
else:
    pass

# ok: unwritten
with open_box() as box:
    box.put(1)
# ruleid: unwritten
crate = open_box()
crate.put(1)

# ruleid: filled
show(f"a {b}")
# ok: filled
show(f"a")

# ruleid: use
print(rate)
