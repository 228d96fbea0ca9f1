package script

import "strings"

// maxInterpolation bounds strings within code within strings.
const maxInterpolation = 12

type tokenKind uint8

const (
	eof tokenKind = iota
	newline
	ident
	number
	text
	op
)

// token is one word of a script.
type token struct {
	kind   tokenKind
	s      string
	line   int
	spaced bool // white space stands before it
	parts  []part
}

// part is a piece of a string: literal text, or code.
type part struct {
	s    string
	code []token
	line int
}

type lexer struct {
	src    string
	pos    int
	line   int
	lang   Lang
	depth  int // of interpolation
	faults []Fault
}

func (l *lexer) fault(line int, what string) {
	if len(l.faults) == 0 {
		l.faults = append(l.faults, Fault{line, what})
	}
}

// run reads tokens up to the end, or within a string up to the brace that
// closes its code.
func (l *lexer) run(inside bool) []token {
	var toks []token
	braces := 0
	for {
		t := l.next(toks)
		switch {
		case t.kind == eof:
			if inside {
				l.fault(l.line, "has a string that never ends")
			}
			return append(toks, t)
		case t.kind == op && t.s == "{":
			braces++
		case t.kind == op && t.s == "}":
			if inside && braces == 0 {
				return append(toks, token{kind: eof, line: l.line})
			}
			braces--
		}
		toks = append(toks, t)
	}
}

// next reads one token; before are those that came before it.
func (l *lexer) next(before []token) token {
	spaced := l.blanks()
	t := token{line: l.line, spaced: spaced}
	if l.pos >= len(l.src) {
		return t
	}
	c := l.src[l.pos]
	switch {
	case c == '\n':
		t.kind = newline
		l.pos++
		l.line++
	case letter(c):
		t.kind, t.s = ident, l.word()
	case c >= '0' && c <= '9':
		t.kind, t.s = number, l.number()
	case c == '`':
		t.kind, t.s = ident, l.quotedName()
	case c == '\'' || c == '"':
		t.kind, t.parts = text, l.quoted(c)
	case c == '$' && l.lang == Groovy && l.has("$/"):
		t.kind, t.parts = text, l.dollarSlashy()
	case c == '/' && l.lang == Groovy && expectsValue(before) && l.slashyEnds():
		t.kind, t.parts = text, l.slashy()
	default:
		t.kind, t.s = op, l.operator()
	}
	return t
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) has(s string) bool { return strings.HasPrefix(l.src[l.pos:], s) }

// blanks skips white space and comments, but no end of line.
func (l *lexer) blanks() bool {
	from := l.pos
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0:
			l.pos++
		case c == '\\' && (l.has("\\\n") || l.has("\\\r\n")):
			l.pos += strings.IndexByte(l.src[l.pos:], '\n') + 1
			l.line++
		case l.has("\ufeff"):
			l.pos += len("\ufeff")
		case l.has("//"), l.pos == 0 && l.has("#!"):
			l.toLineEnd()
		case l.has("/*"):
			l.comment()
		default:
			return l.pos > from
		}
	}
	return l.pos > from
}

func (l *lexer) toLineEnd() {
	if i := strings.IndexByte(l.src[l.pos:], '\n'); i >= 0 {
		l.pos += i
	} else {
		l.pos = len(l.src)
	}
}

// comment skips a block comment; Kotlin's nest.
func (l *lexer) comment() {
	start, depth := l.line, 0
	for l.pos < len(l.src) {
		switch {
		case l.has("/*") && (depth == 0 || l.lang == Kotlin):
			depth++
			l.pos += 2
		case l.has("*/"):
			depth--
			l.pos += 2
			if depth == 0 {
				return
			}
		default:
			l.newlineOr()
		}
	}
	l.fault(start, "has a comment that never ends")
}

// newlineOr steps over one byte and counts lines.
func (l *lexer) newlineOr() {
	if l.src[l.pos] == '\n' {
		l.line++
	}
	l.pos++
}

func (l *lexer) word() string {
	from := l.pos
	for l.pos < len(l.src) && (letter(l.src[l.pos]) || digit(l.src[l.pos]) || l.src[l.pos] == '$') {
		l.pos++
	}
	return l.src[from:l.pos]
}

// number takes what belongs to a number; a dot only before a digit.
func (l *lexer) number() string {
	from := l.pos
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		dot := c == '.' && l.pos+1 < len(l.src) && digit(l.src[l.pos+1])
		if !letter(c) && !digit(c) && !dot {
			break
		}
		l.pos++
	}
	return l.src[from:l.pos]
}

func (l *lexer) quotedName() string {
	rest := l.src[l.pos+1:]
	end := strings.IndexAny(rest, "`\n")
	if end <= 0 || rest[end] != '`' {
		l.pos++
		return "`"
	}
	l.pos += end + 2
	return rest[:end]
}

// operators of more than one byte, longest first. The two that close generics
// (>>, >=) are left apart: they are never needed.
var operators = []string{
	"===", "!==", "<=>", "==~", "..<", "?.", "?:", "!!", "==", "!=", "=~", "<=", "&&", "||", "->", "::", "..",
	"++", "--", "+=", "-=", "*=", "/=", "<<", "*.", ".&", "?[",
}

func (l *lexer) operator() string {
	for _, o := range operators {
		if l.has(o) {
			l.pos += len(o)
			return o
		}
	}
	l.pos++
	return l.src[l.pos-1 : l.pos]
}

// expectsValue says that a slash begins a string and no division.
func expectsValue(before []token) bool {
	if len(before) == 0 {
		return true
	}
	switch last := before[len(before)-1]; last.kind {
	case number, text:
		return false
	case ident:
		return last.s == "return" || last.s == "in" || last.s == "case"
	case op:
		return last.s != ")" && last.s != "]" && last.s != "}"
	}
	return true
}
