# ruleid: import-prefix
import parcel
# ruleid: import-prefix
import parcel.send as s
# ruleid: import-prefix
from parcel.send import express, slow as snail
# ok: import-prefix
import parcels

# ruleid: imported-member
express("home")
# ruleid: imported-member
snail("home")
# ruleid: imported-member
s.express("home")
# ok: imported-member
parcels.express("home")
