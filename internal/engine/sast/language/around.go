package language

import (
	"regexp"
	"strings"
)

// WordBefore is the word that ends a text, or its last byte when that is a
// closing bracket. White space at the end does not count.
func WordBefore(s string) string {
	s = strings.TrimRight(s, " \t\r\n")
	i := len(s)
	for i > 0 && wordByte(s[i-1]) {
		i--
	}
	if i == len(s) && i > 0 && strings.IndexByte(")]", s[i-1]) >= 0 {
		return s[i-1:]
	}
	return s[i:]
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// BraceHead is the text before the innermost brace that is still open at the
// end of a text.
func BraceHead(s string) string {
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case '}':
			depth++
		case '{':
			if depth == 0 {
				return strings.TrimRight(s[:i], " \t\r\n")
			}
			depth--
		}
	}
	return ""
}

// EncodeLists rewrites what stands between the parentheses that head ends before.
func EncodeLists(s string, head *regexp.Regexp, encode func(string) string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '(' && head.MatchString(s[:i]) {
			if end := closing(s, i); end >= 0 {
				b.WriteString("(" + encode(s[i+1:end]) + ")")
				i = end
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// closing is where the parenthesis that opens at i closes, or -1.
func closing(s string, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// Stands says whether an ellipsis is a statement: it begins where one begins,
// and what follows does not continue an expression.
func (e Ellipsis) Stands() bool {
	if e.Bracket == '(' || e.Bracket == '[' {
		return false
	}
	before := strings.TrimRight(e.Before, " \t")
	trimmed := strings.TrimRight(before, "\r\n \t")
	starts := trimmed == "" || strings.IndexByte("{};", trimmed[len(trimmed)-1]) >= 0 || WordBefore(trimmed) == "else"
	return starts && e.ends()
}

// ends says that no expression goes on behind an ellipsis.
func (e Ellipsis) ends() bool {
	after := strings.TrimLeft(e.After, " \t\r\n")
	return after == "" || strings.HasPrefix(after, "...") || strings.HasPrefix(after, "<...") ||
		strings.IndexByte(".,)]+-*/%=<>&|^?:", after[0]) < 0
}

// Follows says whether an ellipsis stands behind a whole expression, in a
// language whose statements need nothing between them but a new line.
func (e Ellipsis) Follows() bool {
	before := strings.TrimRight(e.Before, " \t\r\n")
	if e.Bracket == '(' || e.Bracket == '[' || before == "" || !e.ends() {
		return false
	}
	c := before[len(before)-1]
	if c != '"' && c != ')' && c != ']' && !wordByte(c) {
		return false
	}
	switch WordBefore(before) {
	case "return", "throw", "in", "is", "as", "else", "by", "yield", "case", "new", "do", "match", "then", "extends", "with", "if", "while", "import":
		return false
	}
	return true
}

// Superglobal says whether a name, without its dollar, is one of the variables
// that PHP itself defines: they are written as metavariables are.
func Superglobal(name string) bool {
	switch name {
	case "GLOBALS", "_SERVER", "_GET", "_POST", "_FILES", "_COOKIE", "_REQUEST", "_ENV", "_SESSION":
		return true
	}
	return false
}
