# ruleid: member
a = Parcel::Crate.seal "x"
# ruleid: member
b = Parcel::Crate.new
# ok: member
c = Parcel::Bag.new

# ruleid: shell
d = `ls #{a} -l`
# ok: shell
e = `ls #{"x"} -l`
# ok: shell
g = `ls -l`

# ruleid: starts
show("#{a} b")
# ok: starts
show("b #{a}")

# ruleid: pair
h = { :sealed => false }
# ok: pair
i = { :sealed => true, :open => false }
