SUM = "sha1"
