import hashlib

import conf


def summed(data):
    # ruleid: weak-hash
    return hashlib.new(conf.SUM, data).hexdigest()
