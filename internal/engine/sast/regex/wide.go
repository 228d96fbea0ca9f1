package regex

import (
	"regexp"
	"strings"
)

// widened is an expression without what looks around and with anything for what
// refers back: it matches at least where the expression does, in text that plain
// says both engines read alike. It is nil where what is left is not one of Go's.
func widened(expr string) *regexp.Regexp {
	if strings.Contains(expr, "-[") { // one class without another
		return nil
	}
	var out strings.Builder
	for i := 0; i < len(expr); {
		end, with := wide(expr, i)
		out.WriteString(with)
		i = end
	}
	re, err := regexp.Compile(out.String())
	if err != nil {
		return nil
	}
	return re
}

// plain says that a text has only characters that \w, \s and \b take alike in
// both engines.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] == '\v' {
			return false
		}
	}
	return true
}

const (
	nothing  = "(?:)"
	anything = "(?s:.*)"
)

var (
	backward = regexp.MustCompile(`^\\(?:[1-9]\d*|k<\w+>|k'\w+'|k\{\w+\})|^\(\?P=\w+\)`)
	around   = regexp.MustCompile(`^\(\?<?[=!]`)
)

// wide is the end of the piece of an expression at i, and what stands for it.
func wide(expr string, i int) (int, string) {
	rest := expr[i:]
	if ref := backward.FindString(rest); ref != "" {
		return i + len(ref), anything
	}
	switch {
	case around.MatchString(rest):
		return group(expr, i), nothing
	case strings.HasPrefix(rest, "(?>"):
		return i + 3, "(?:"
	case rest[0] == '$': // before the last line feed too
		return i + 1, nothing
	case rest[0] == '[':
		end := class(expr, i)
		return end, expr[i:end]
	case strings.HasPrefix(rest, `\Z`):
		return i + 2, nothing
	case rest[0] == '\\' && len(rest) > 1:
		return i + 2, rest[:2]
	}
	return i + 1, rest[:1]
}

// class is the end of the character class at i.
func class(expr string, i int) int {
	j := i + 1
	if strings.HasPrefix(expr[j:], "^") {
		j++
	}
	if strings.HasPrefix(expr[j:], "]") {
		j++
	}
	for ; j < len(expr); j++ {
		switch {
		case expr[j] == '\\':
			j++
		case expr[j] == ']':
			return j + 1
		case strings.HasPrefix(expr[j:], "[:"): // [:alpha:]
			if k := strings.Index(expr[j:], ":]"); k > 0 {
				j += k + 1
			}
		}
	}
	return len(expr)
}

// group is the end of the group at i.
func group(expr string, i int) int {
	depth := 0
	for j := i; j < len(expr); {
		switch expr[j] {
		case '\\':
			j++
		case '[':
			j = class(expr, j) - 1
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return j + 1
			}
		}
		j++
	}
	return len(expr)
}
