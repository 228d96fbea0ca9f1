// A program apart from the product: it writes the advisory index that the
// product embeds.
module github.com/assay-dev/assay/tools/advisories

go 1.26.0

require github.com/assay-dev/assay v0.0.0

require (
	github.com/pandatix/go-cvss v0.6.2 // indirect
	github.com/shopspring/decimal v1.4.0 // indirect
)

replace github.com/assay-dev/assay => ../..
