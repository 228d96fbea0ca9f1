acl = "public-read"
encrypted = true
