// A program apart from the product: its library would raise much of the
// product's module graph.
module github.com/assay-dev/assay/bench/versions

go 1.26.3

require (
	github.com/assay-dev/assay v0.0.0
	github.com/google/osv-scalibr v0.5.3-0.20260814002154-23fa66ca68dd
)

replace github.com/assay-dev/assay => ../..
