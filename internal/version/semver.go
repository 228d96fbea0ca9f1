package version

import (
	"cmp"
	"strings"
)

// Semantic Versioning 2.0.0 (https://semver.org), clause 11, for Go, npm and
// Cargo; a leading v and fewer or more than three numbers are let pass.

func semverSplit(v string) (numbers []string, pre string) {
	v = strings.TrimPrefix(strings.TrimPrefix(v, "v"), "=")
	v, _, _ = strings.Cut(v, "+")
	v, pre, _ = strings.Cut(v, "-")
	return strings.Split(v, "."), pre
}

func semverValid(v string) bool {
	numbers, pre := semverSplit(v)
	for _, n := range numbers {
		if !isDigits(n) {
			return false
		}
	}
	return word(pre, ".-")
}

func semverCompare(a, b string) int {
	na, pa := semverSplit(a)
	nb, pb := semverSplit(b)
	return cmp.Or(numbersCompare(na, nb), prereleaseCompare(pa, pb))
}

func numbersCompare(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if c := digits(at(a, i, "0"), at(b, i, "0")); c != 0 {
			return c
		}
	}
	return 0
}

// prereleaseCompare: none is after any; identifiers one by one, numbers before
// words, fewer before more.
func prereleaseCompare(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		if c := identifierCompare(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}

func identifierCompare(a, b string) int {
	da, db := isDigits(a), isDigits(b)
	switch {
	case da && db:
		return digits(a, b)
	case da:
		return -1
	case db:
		return 1
	}
	return strings.Compare(a, b)
}

// NuGet versions are semantic ones with up to four numbers, whose words are
// compared without case (https://learn.microsoft.com/nuget/concepts/package-versioning).

func nugetValid(v string) bool {
	numbers, _ := semverSplit(v)
	return len(numbers) <= 4 && semverValid(v)
}

func nugetCompare(a, b string) int { return semverCompare(strings.ToLower(a), strings.ToLower(b)) }
