// Stands in for hashicorp/go-getter; see docs/decisions/0017-no-getter.md.
module github.com/hashicorp/go-getter

go 1.26.0
