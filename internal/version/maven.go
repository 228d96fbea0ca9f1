package version

import (
	"cmp"
	"slices"
	"strings"
)

// Maven's "Version Order Specification" (https://maven.apache.org/pom.html).

// mavenToken is a number or a qualifier with what stands before it.
type mavenToken struct {
	separator byte // '.' or '-'
	text      string
}

func (t mavenToken) number() bool { return isDigits(t.text) }

// null says whether a token at the end of a version means nothing.
func (t mavenToken) null() bool {
	switch t.text {
	case "", "final", "ga", "release":
		return true
	}
	return t.number() && strings.Trim(t.text, "0") == ""
}

// mavenValid: Maven orders any text; what names no digit is no version to us,
// nor is a range or a property that was not resolved.
func mavenValid(v string) bool {
	return strings.ContainsFunc(v, func(r rune) bool { return r >= '0' && r <= '9' }) && word(v, ".-_+~")
}

func mavenCompare(a, b string) int {
	as, bs := mavenTokens(a), mavenTokens(b)
	for i := range max(len(as), len(bs)) {
		if c := mavenTokenCompare(mavenPadded(as, bs, i), mavenPadded(bs, as, i)); c != 0 {
			return c
		}
	}
	return 0
}

// mavenPadded is the i-th token, or the null that matches the other's.
func mavenPadded(tokens, other []mavenToken, i int) mavenToken {
	if i < len(tokens) {
		return tokens[i]
	}
	if o := other[i]; o.number() {
		return mavenToken{o.separator, "0"}
	}
	return mavenToken{other[i].separator, ""}
}

func mavenTokens(v string) []mavenToken {
	var out []mavenToken
	v = strings.ToLower(v)
	separator := byte('.')
	for start := 0; start <= len(v); {
		end := start
		for end < len(v) && v[end] != '.' && v[end] != '-' && (end == start || digit(v[end]) == digit(v[end-1])) {
			end++
		}
		text := v[start:end]
		if text == "" {
			text = "0"
		}
		out = append(out, mavenToken{separator, text})
		if end == len(v) {
			break
		}
		if separator = '-'; v[end] == '.' {
			separator = '.'
		}
		start = end
		if !digit(v[end]) && strings.IndexByte(".-", v[end]) >= 0 {
			start++
		} else if !isDigits(text) {
			out[len(out)-1].text = shortQualifier(text)
		}
	}
	for i := range out {
		if out[i].text == "cr" {
			out[i].text = "rc"
		}
	}
	return mavenTrim(out)
}

// shortQualifier spells out what a letter before a number stands for.
func shortQualifier(s string) string {
	switch s {
	case "a":
		return "alpha"
	case "b":
		return "beta"
	case "m":
		return "milestone"
	}
	return s
}

// mavenTrim takes nulls away from the end, and before each hyphen.
func mavenTrim(tokens []mavenToken) []mavenToken {
	for end := len(tokens); end > 0; {
		start := end
		for start > 1 && tokens[start-1].null() {
			start--
		}
		tokens = slices.Delete(tokens, start, end)
		end = start - 1
		for end > 0 && tokens[end].separator != '-' {
			end--
		}
	}
	return tokens
}

var mavenQualifiers = []string{"alpha", "beta", "milestone", "rc", "snapshot", "", "sp"}

// qualifierRank places the known qualifiers before all others; final and its
// like are as no qualifier.
func qualifierRank(s string) int {
	switch s {
	case "final", "ga", "release":
		s = ""
	}
	if i := slices.Index(mavenQualifiers, s); i >= 0 {
		return i
	}
	return len(mavenQualifiers)
}

// mavenTokenCompare: qualifiers, then numbers after a hyphen, then numbers
// after a dot.
func mavenTokenCompare(a, b mavenToken) int {
	kind := func(t mavenToken) int {
		switch {
		case !t.number():
			return 0
		case t.separator == '-':
			return 1
		}
		return 2
	}
	if c := cmp.Compare(kind(a), kind(b)); c != 0 {
		return c
	}
	if a.number() {
		return digits(a.text, b.text)
	}
	ra, rb := qualifierRank(a.text), qualifierRank(b.text)
	if ra == rb && ra == len(mavenQualifiers) {
		return strings.Compare(a.text, b.text)
	}
	return cmp.Compare(ra, rb)
}
