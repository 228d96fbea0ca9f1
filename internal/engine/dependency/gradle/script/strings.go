package script

import (
	"strconv"
	"strings"
)

// stringForm is how one kind of string literal is read.
type stringForm struct {
	end     string
	escapes bool
	code    bool // $name and ${code} are put in
	lines   bool // may go over several lines
}

// quoted reads '…', "…" and their triple forms.
func (l *lexer) quoted(q byte) []part {
	single := string(q)
	form := stringForm{end: single, escapes: true, code: q == '"'}
	if triple := strings.Repeat(single, 3); l.has(triple) {
		form.end, form.lines = triple, true
		form.escapes = l.lang == Groovy
	}
	l.pos += len(form.end)
	return l.body(form)
}

// slashyEnds says that the line has the slash that closes one.
func (l *lexer) slashyEnds() bool {
	rest := l.src[l.pos+1:]
	for i := 0; i < len(rest) && rest[i] != '\n'; i++ {
		if rest[i] == '\\' {
			i++
		} else if rest[i] == '/' {
			return i > 0
		}
	}
	return false
}

func (l *lexer) slashy() []part {
	l.pos++
	return l.body(stringForm{end: "/", code: true})
}

func (l *lexer) dollarSlashy() []part {
	l.pos += 2
	return l.body(stringForm{end: "/$", code: true, lines: true})
}

// body reads up to the end of a string and over it.
func (l *lexer) body(form stringForm) []part {
	var parts []part
	var b strings.Builder
	start, from := l.line, l.line
	flush := func() {
		if b.Len() > 0 {
			parts = append(parts, part{s: b.String(), line: from})
			b.Reset()
		}
	}
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if b.Len() == 0 {
			from = l.line
		}
		switch {
		case len(form.end) == 3 && l.has(form.end) && l.has(form.end+form.end[:1]):
			b.WriteByte(c) // the last three of a row of quotes end the string
			l.pos++
		case l.has(form.end):
			l.pos += len(form.end)
			flush()
			return parts
		case c == '\n' && !form.lines:
			flush()
			l.fault(start, "has a string that never ends")
			return parts
		case c == '\\' && form.escapes:
			b.WriteString(l.escape())
		case c == '\\' && form.end == "/" && l.pos+1 < len(l.src):
			b.WriteByte(l.src[l.pos])
			l.pos++
			b.WriteByte(l.src[l.pos])
			l.newlineOr()
		case c == '$' && form.code && l.begins():
			flush()
			parts = append(parts, l.code())
		default:
			b.WriteByte(c)
			l.newlineOr()
		}
	}
	flush()
	l.fault(start, "has a string that never ends")
	return parts
}

// escape reads one backslash sequence.
func (l *lexer) escape() string {
	l.pos++
	if l.pos >= len(l.src) {
		return ""
	}
	c := l.src[l.pos]
	l.newlineOr()
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case 'b', 'f', '\n':
		return ""
	case 'u':
		if l.pos+4 <= len(l.src) {
			if n, err := strconv.ParseUint(l.src[l.pos:l.pos+4], 16, 32); err == nil {
				l.pos += 4
				return string(rune(n))
			}
		}
	}
	return string(c)
}

// begins says that a dollar sign begins code.
func (l *lexer) begins() bool {
	if l.pos+1 >= len(l.src) {
		return false
	}
	c := l.src[l.pos+1]
	return c == '{' || letter(c)
}

// code reads ${…}, or $name with the members that Groovy allows behind it.
func (l *lexer) code() part {
	p := part{line: l.line}
	l.pos++
	if l.src[l.pos] == '{' {
		return l.braced(p)
	}
	p.code = append(p.code, token{kind: ident, s: l.plainWord(), line: l.line})
	for l.lang == Groovy && l.pos+1 < len(l.src) && l.src[l.pos] == '.' && letter(l.src[l.pos+1]) {
		l.pos++
		p.code = append(p.code, token{kind: op, s: ".", line: l.line}, token{kind: ident, s: l.plainWord(), line: l.line})
	}
	p.code = append(p.code, token{kind: eof, line: l.line})
	return p
}

// plainWord is a name within a string, where a dollar sign begins another.
func (l *lexer) plainWord() string {
	from := l.pos
	for l.pos < len(l.src) && (letter(l.src[l.pos]) || digit(l.src[l.pos])) {
		l.pos++
	}
	return l.src[from:l.pos]
}

func (l *lexer) braced(p part) part {
	l.pos++
	if l.depth >= maxInterpolation {
		l.fault(l.line, "has strings within strings without end")
		l.pos = len(l.src)
		p.code = []token{{kind: eof, line: l.line}}
		return p
	}
	l.depth++
	p.code = l.run(true)
	l.depth--
	return p
}
