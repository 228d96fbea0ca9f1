# ruleid: formatted
show(f"a {b}")
# ok: formatted
show("a b")
# ruleid: braces
a = {1, 2}
# ruleid: braces
a = {"k": 1}
# ok: braces
a = [1]
# ruleid: shout
show("<br class='x' />")
# ok: shout
show("a < b")
# ruleid: quote
split("'")
# ruleid: quote
split('\'')
# ok: quote
split('"')
# ok: quote
split('\\\'')

# ruleid: look-around
open_url("HTTP://bank.example")
# ok: look-around
open_url("http://localhost:80")
# ruleid: look-around
price("1 EUR")
# ok: look-around
price("-EUR")
