// Apart from the product, so that it is never built with it.
module github.com/assay-dev/assay/tools/prices

go 1.26.0
