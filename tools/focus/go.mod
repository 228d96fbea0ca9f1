module github.com/assay-dev/assay/tools/focus

go 1.26
