package language

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// Syntax is what Encode must know of a language.
type Syntax struct {
	Semicolons bool   // a statement ends with one
	Comment    string // starts a comment to the end of the line: "//" when empty
	Quotes     string // characters that delimit strings; "\"'`" when empty
}

// Encode replaces metavariables and ellipses outside strings and comments by
// names (see ast.MetavarName). An ellipsis that stands alone between
// statements becomes a statement; elsewhere it becomes a name.
func Encode(pattern string, syn Syntax) []string {
	return []string{EncodeWith(pattern, syn, func(e Ellipsis) string {
		if syn.Semicolons && e.Statement {
			return ast.DotsName + ";"
		}
		return ast.DotsName
	})}
}

// Encoded says whether a name is that of a metavariable or an ellipsis.
func Encoded(name string) bool {
	return strings.HasPrefix(name, ast.MetavarName) || strings.HasPrefix(name, ast.MetavarSeqName) || strings.HasPrefix(name, ast.DotsName)
}

// Ellipsis is where an ellipsis stands.
type Ellipsis struct {
	Statement bool   // alone between statements: after { } ; or at a line's start, outside ( and [
	Bracket   byte   // innermost open bracket: ( [ { or 0
	Before    string // encoded text before it
	After     string // pattern text after it
}

// EncodeWith is Encode with the language's own text for each ellipsis.
func EncodeWith(pattern string, syn Syntax, dots func(Ellipsis) string) string {
	if syn.Comment == "" {
		syn.Comment = "//"
	}
	if syn.Quotes == "" {
		syn.Quotes = "\"'`"
	}
	var b strings.Builder
	var open []byte
	for i := 0; i < len(pattern); {
		rest := pattern[i:]
		c := pattern[i]
		switch {
		case strings.IndexByte(syn.Quotes, c) >= 0:
			n := quoted(rest, c)
			b.WriteString(rest[:n])
			i += n
			continue
		case strings.HasPrefix(rest, syn.Comment):
			n := strings.IndexByte(rest, '\n')
			if n < 0 {
				n = len(rest)
			}
			i += n
			continue
		case strings.HasPrefix(rest, "<..."):
			b.WriteString(ast.DeepName + "(")
			i += 4
			continue
		case strings.HasPrefix(rest, "...>"):
			b.WriteString(")")
			i += 4
			continue
		case strings.HasPrefix(rest, "$..."):
			if n := nameLen(rest[4:]); n > 0 {
				b.WriteString(ast.MetavarSeqName + rest[4:4+n])
				i += 4 + n
				continue
			}
		case c == '$':
			if n := nameLen(rest[1:]); n > 0 && metavar(rest[1:1+n]) {
				b.WriteString(ast.MetavarName + rest[1:1+n])
				i += 1 + n
				continue
			}
		case strings.HasPrefix(rest, "..."):
			e := Ellipsis{Before: b.String(), After: rest[3:]}
			if len(open) > 0 {
				e.Bracket = open[len(open)-1]
			}
			e.Statement = alone(e)
			b.WriteString(dots(e))
			i += 3
			continue
		case c == '(' || c == '[' || c == '{':
			open = append(open, c)
		case (c == ')' || c == ']' || c == '}') && len(open) > 0:
			open = open[:len(open)-1]
		}
		b.WriteByte(c)
		i++
	}
	return b.String()
}

// alone says whether an ellipsis stands where a statement would.
func alone(e Ellipsis) bool {
	if e.Bracket == '(' || e.Bracket == '[' {
		return false
	}
	before := strings.TrimRight(e.Before, " \t")
	after := strings.TrimLeft(e.After, " \t")
	starts := before == "" || strings.IndexByte("{};\n\r", before[len(before)-1]) >= 0
	ends := after == "" || strings.IndexByte("};\n\r", after[0]) >= 0
	return starts && ends && !strings.HasPrefix(after, ";")
}

// quoted is the length of a string literal, or 1 when it does not end.
func quoted(s string, q byte) int {
	if triple := strings.Repeat(string(q), 3); strings.HasPrefix(s, triple) {
		if n := strings.Index(s[3:], triple); n >= 0 {
			return n + 6
		}
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case q:
			return i + 1
		}
	}
	return 1
}

func nameLen(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || s[n] >= 'A' && s[n] <= 'Z' || s[n] >= 'a' && s[n] <= 'z' || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

// metavar says whether a name after a dollar is a metavariable's: capitals,
// digits and underscores.
func metavar(name string) bool {
	for i := range len(name) {
		if name[i] >= 'a' && name[i] <= 'z' {
			return false
		}
	}
	return true
}
