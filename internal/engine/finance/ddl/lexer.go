package ddl

import "strings"

type kind uint8

const (
	end    kind = iota
	word        // a name or a number
	quoted      // a name in quotes
	sign        // one byte of anything else
)

type token struct {
	kind         kind
	text         string
	line, column int
}

// lexer divides SQL into tokens. Comments and texts in single quotes are
// passed over.
type lexer struct {
	text      string
	at        int
	line      int
	lineStart int
}

func (l *lexer) next() token {
	for l.at < len(l.text) {
		c, rest := l.text[l.at], l.text[l.at:]
		t := token{line: l.line, column: l.at - l.lineStart + 1}
		switch {
		case c == '\n' || c == ' ' || c == '\t' || c == '\r':
			l.advance(1)
		case strings.HasPrefix(rest, "--") || c == '#':
			l.until("\n", 0)
		case strings.HasPrefix(rest, "/*"):
			l.until("*/", 2)
		case c == '\'':
			l.until("'", 1)
		case c == '"' || c == '`':
			return l.quoted(t, string(c))
		case c == '[':
			return l.quoted(t, "]")
		case letter(c):
			start := l.at
			for l.at < len(l.text) && letter(l.text[l.at]) {
				l.at++
			}
			t.kind, t.text = word, l.text[start:l.at]
			return t
		default:
			l.at++
			t.kind, t.text = sign, string(rest[:1])
			return t
		}
	}
	return token{kind: end, line: l.line}
}

func letter(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// quoted reads a name in quotes; one without an end goes to the end of its line.
func (l *lexer) quoted(t token, closing string) token {
	rest := l.text[l.at+1:]
	line, _, _ := strings.Cut(rest, "\n")
	name, _, closed := strings.Cut(line, closing)
	n := 1 + len(name)
	if closed {
		n++
	}
	l.advance(n)
	t.kind, t.text = quoted, name
	return t
}

// until goes past the next stop, which is looked for after skip bytes; to the
// end of the text when there is none.
func (l *lexer) until(stop string, skip int) {
	i := strings.Index(l.text[l.at+skip:], stop)
	if i < 0 {
		l.advance(len(l.text) - l.at)
		return
	}
	l.advance(skip + i + len(stop))
}

// advance goes on by n bytes and counts lines.
func (l *lexer) advance(n int) {
	part := l.text[l.at : l.at+n]
	if i := strings.LastIndexByte(part, '\n'); i >= 0 {
		l.line += strings.Count(part, "\n")
		l.lineStart = l.at + i + 1
	}
	l.at += n
}
