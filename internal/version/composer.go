package version

import (
	"cmp"
	"strings"
)

// Composer's versions, ordered as PHP's version_compare does
// (https://www.php.net/version_compare): dev < alpha = a < beta = b < RC = rc <
// number < pl = p; any other word is before dev.

func composerValid(v string) bool {
	v = strings.TrimLeft(v, "vV")
	return v != "" && digit(v[0]) && word(v, ".-_+@")
}

func composerParts(v string) []string {
	v, _, _ = strings.Cut(strings.ToLower(strings.TrimLeft(v, "vV")), "+")
	var out []string
	for start := 0; start < len(v); {
		if !digit(v[start]) && !letter(v[start]) {
			start++
			continue
		}
		end := start
		for end < len(v) && digit(v[end]) == digit(v[start]) && (digit(v[end]) || letter(v[end])) {
			end++
		}
		out = append(out, v[start:end])
		start = end
	}
	return out
}

func composerRank(part string) int {
	switch part {
	case "dev":
		return 1
	case "alpha", "a":
		return 2
	case "beta", "b":
		return 3
	case "rc":
		return 4
	case "":
		return 5 // the end of a version: after a release candidate, before a patch
	case "pl", "p", "patch":
		return 7
	}
	if isDigits(part) {
		return 6
	}
	return 0
}

// composerCompare also takes trailing zeros for nothing, as Composer pads all
// versions to four numbers.
func composerCompare(a, b string) int {
	as, bs := composerParts(a), composerParts(b)
	for i := range max(len(as), len(bs)) {
		x, y := at(as, i, ""), at(bs, i, "")
		if x == "" && isDigits(y) {
			x = "0"
		}
		if y == "" && isDigits(x) {
			y = "0"
		}
		c := cmp.Compare(composerRank(x), composerRank(y))
		if c == 0 && isDigits(x) {
			c = digits(x, y)
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
