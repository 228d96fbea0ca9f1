package version

import "strings"

// Ruby's versions (https://docs.ruby-lang.org/en/master/Gem/Version.html):
// numbers and words, words before numbers, a missing part is the number 0.

func gemValid(v string) bool {
	v = strings.TrimSpace(v)
	return v != "" && digit(v[0]) && word(v, ".-+") && !strings.Contains(v, "..")
}

func gemSegments(v string) []string {
	v, _, _ = strings.Cut(strings.TrimSpace(v), "+")
	v = strings.ReplaceAll(v, "-", ".pre.")
	var out []string
	for start := 0; start < len(v); {
		end := start
		for end < len(v) && v[end] != '.' && digit(v[end]) == digit(v[start]) {
			end++
		}
		if end > start {
			out = append(out, v[start:end])
		}
		if end < len(v) && v[end] == '.' {
			end++
		}
		start = end
	}
	return out
}

func gemCompare(a, b string) int {
	as, bs := gemSegments(a), gemSegments(b)
	for i := range max(len(as), len(bs)) {
		x, y := at(as, i, "0"), at(bs, i, "0")
		c := 0
		switch dx, dy := isDigits(x), isDigits(y); {
		case dx && dy:
			c = digits(x, y)
		case dx:
			c = 1
		case dy:
			c = -1
		default:
			c = strings.Compare(x, y)
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
