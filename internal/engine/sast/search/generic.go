package search

import (
	"regexp"
	"strconv"
	"strings"
)

// generic is a pattern of Semgrep's generic language as a regular expression:
// words and punctuation in order with any space between them, $X for a word,
// and an ellipsis for some lines of anything.
func generic(pattern string, span int, caseless bool) string {
	if span <= 0 {
		span = genericSpan
	}
	lines := `(?:[^\n]*\n){0,` + strconv.Itoa(span) + `}`
	genericDots, genericRest := lines+`?[^\n]*?`, lines+`[^\n]*`
	var b strings.Builder
	if caseless {
		b.WriteString("(?i)")
	}
	seen := map[string]bool{}
	rest := strings.TrimSpace(pattern)
	for gap := ""; rest != ""; gap = `\s*` {
		rest = strings.TrimLeft(rest, " \t\r\n")
		name := genericMetavar.FindString(rest)
		word := genericWord.FindString(rest)
		switch {
		case strings.HasPrefix(rest, "..."):
			rest = rest[3:]
			if strings.TrimSpace(rest) == "" {
				b.WriteString(genericRest)
			} else {
				b.WriteString(genericDots)
			}
			continue
		case name != "":
			rest = rest[len(name):]
			b.WriteString(gap)
			name = strings.TrimPrefix(name, "$")
			text := `\b\w+\b`
			if v, ok := strings.CutPrefix(name, "..."); ok {
				name, text = dotsPrefix+v, genericDots
			}
			if seen[name] {
				b.WriteString(`\k<` + name + `>`)
				continue
			}
			seen[name] = true
			b.WriteString(`(?<` + name + `>` + text + `)`)
		case word != "":
			rest = rest[len(word):]
			b.WriteString(gap + `\b` + word + `\b`)
		default:
			r := []rune(rest)[:1]
			rest = rest[len(string(r)):]
			b.WriteString(gap + regexp.QuoteMeta(string(r)))
		}
	}
	return b.String()
}

// genericSpan is how many lines an ellipsis spans, as few as it can, and at a
// pattern's end as many.
const genericSpan = 10

var (
	genericMetavar = regexp.MustCompile(`^\$(?:\.\.\.)?[A-Z_][A-Z0-9_]*`)
	genericWord    = regexp.MustCompile(`^[A-Za-z0-9_]+`)
)
