SUM = "sha384"
