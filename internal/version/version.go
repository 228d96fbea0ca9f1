// Package version orders the versions of packages, each ecosystem by its own
// rules, and says whether a version lies within a range of an advisory.
//
//	version.Compare(assay.Maven, "1.0-rc1", "1.0") // -1
//
// It knows no registry and resolves no constraint that names several versions.
package version

import (
	"cmp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// order is one ecosystem's: valid says whether a text is a version at all,
// compare is defined for valid ones.
type order struct {
	valid   func(v string) bool
	compare func(a, b string) int
}

var orders = map[assay.Ecosystem]order{
	assay.Go:        {semverValid, semverCompare},
	assay.NPM:       {semverValid, semverCompare},
	assay.Cargo:     {semverValid, semverCompare},
	assay.NuGet:     {nugetValid, nugetCompare},
	assay.Maven:     {mavenValid, mavenCompare},
	assay.PyPI:      {pep440Valid, pep440Compare},
	assay.RubyGems:  {gemValid, gemCompare},
	assay.Packagist: {composerValid, composerCompare},
}

// longest is the length of a text that can be a version.
const longest = 256

// Valid says whether v is a version in the ecosystem.
func Valid(e assay.Ecosystem, v string) bool {
	o, ok := orders[e]
	return ok && v != "" && len(v) <= longest && (plain(v) || o.valid(v))
}

// plain says whether v is numbers with single points between them and nothing
// more, which all ecosystems order alike: a missing number is 0.
func plain(v string) bool {
	point := true // what stands before: a number must begin
	for i := range len(v) {
		switch c := v[i]; {
		case digit(c):
			point = false
		case c != '.' || point:
			return false
		default:
			point = true
		}
	}
	return !point
}

func plainCompare(a, b string) int {
	for a != "" || b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		if c := digits(x, y); c != 0 {
			return c
		}
	}
	return 0
}

// Compare gives -1, 0 or +1. Texts that are no versions come before all that
// are, in the order of their bytes.
func Compare(e assay.Ecosystem, a, b string) int {
	if len(a) <= longest && len(b) <= longest && plain(a) && plain(b) && orders[e].valid != nil {
		return plainCompare(a, b)
	}
	va, vb := Valid(e, a), Valid(e, b)
	switch {
	case va && vb:
		return orders[e].compare(a, b)
	case va:
		return 1
	case vb:
		return -1
	}
	return strings.Compare(a, b)
}

// digits compares two runs of decimal digits by value, however long.
func digits(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// word says whether all of s is letters, digits, and the given others.
func word(s, others string) bool {
	for i := range len(s) {
		if !digit(s[i]) && !letter(s[i]) && strings.IndexByte(others, s[i]) < 0 {
			return false
		}
	}
	return true
}

// at is the i-th part, or what stands for one that is not there.
func at(parts []string, i int, missing string) string {
	if i < len(parts) {
		return parts[i]
	}
	return missing
}
