package javascript

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// encoder turns a pattern into text that the grammar accepts: see ast for the
// names that metavariables and ellipses get.
type encoder struct {
	in   string
	at   int
	out  strings.Builder
	open []byte // brackets: ( [ { as written, s for a switch's body, t for a tag of JSX, $ for ${, d for <...
}

func (e *encoder) run() {
	for e.at < len(e.in) {
		e.step()
	}
}

// emit writes text and skips n bytes of the pattern.
func (e *encoder) emit(text string, n int) {
	e.out.WriteString(text)
	e.at += n
}

func (e *encoder) step() {
	rest := e.in[e.at:]
	c := rest[0]
	switch {
	case c == '"' || c == '\'':
		n := quoted(rest)
		e.emit(rest[:n], n)
	case c == '`':
		e.template()
	case strings.HasPrefix(rest, "//") && !e.within('t'):
		n := strings.IndexByte(rest, '\n')
		if n < 0 {
			n = len(rest)
		}
		e.at += n
	case strings.HasPrefix(rest, "/*"):
		n := strings.Index(rest[2:], "*/")
		if n < 0 {
			n = len(rest) - 4
		}
		e.emit(rest[:n+4], n+4)
	case c == '/' && e.operand() && !e.within('t') && regexLen(rest) > 0:
		n := regexLen(rest)
		e.emit(rest[:n], n)
	case strings.HasPrefix(rest, "<..."):
		e.emit(ast.DeepName+"(", 4)
		e.open = append(e.open, 'd')
	case strings.HasPrefix(rest, "...>") && e.within('d'):
		e.emit(")", 4)
		e.close()
	case strings.HasPrefix(rest, "..."):
		e.dots(rest[3:])
	case c == '$':
		e.metavar(rest)
	default:
		e.bracket(c, rest)
		e.emit(rest[:1], 1)
	}
}

// bracket keeps track of what is open.
func (e *encoder) bracket(c byte, rest string) {
	switch c {
	case '(', '[':
		e.open = append(e.open, c)
	case '{':
		if e.afterSwitch() {
			c = 's'
		}
		e.open = append(e.open, c)
	case ')', ']', '}':
		e.close()
	case '<':
		if len(rest) > 1 && (rest[1] == '$' || rest[1] == '_' || letter(rest[1])) && e.operand() {
			e.open = append(e.open, 't')
		}
	case '>':
		if e.within('t') {
			e.close()
		}
	}
}

func (e *encoder) close() {
	if len(e.open) > 0 {
		e.open = e.open[:len(e.open)-1]
	}
}

func (e *encoder) within(kind byte) bool {
	return len(e.open) > 0 && e.open[len(e.open)-1] == kind
}

// before is what was written so far without blanks at its end.
func (e *encoder) before() string { return strings.TrimRight(e.out.String(), " \t\r\n") }

// operand says whether an operand is due, so that < starts an element and / a
// regular expression.
func (e *encoder) operand() bool {
	b := e.before()
	if b == "" || strings.HasSuffix(b, "=>") {
		return true
	}
	return strings.IndexByte("(,=:[!&|?{;>}", b[len(b)-1]) >= 0 || strings.HasSuffix(b, "return")
}

// afterSwitch says whether what was written ends with the head of a switch.
func (e *encoder) afterSwitch() bool {
	b := e.before()
	if !strings.HasSuffix(b, ")") {
		return false
	}
	depth := 0
	for i := len(b) - 1; i >= 0; i-- {
		switch b[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return strings.HasSuffix(strings.TrimRight(b[:i], " \t\r\n"), "switch")
			}
		}
	}
	return false
}

func (e *encoder) metavar(rest string) {
	prefix, skip := ast.MetavarName, 1
	if strings.HasPrefix(rest, "$...") {
		prefix, skip = ast.MetavarSeqName, 4
	}
	n := nameLen(rest[skip:])
	if n == 0 || !capitals(rest[skip:skip+n]) {
		e.emit("$", 1)
		return
	}
	name := prefix + rest[skip:skip+n]
	if e.within('t') && strings.HasSuffix(e.before(), "=") {
		name = "{" + name + "}"
	}
	e.emit(name, skip+n)
}

// dots writes an ellipsis in the way its place asks for.
func (e *encoder) dots(after string) {
	b := e.before()
	last := byte(0)
	if b != "" {
		last = b[len(b)-1]
	}
	next := strings.TrimLeft(after, " \t\r\n")
	switch {
	case after != "" && e.spreads(b, last, after[0]):
		e.emit("...", 3)
	case e.within('t'):
		if last == '=' {
			e.emit("{"+ast.DotsName+"}", 3)
		} else {
			e.emit(ast.DotsName, 3)
		}
	case e.within('(') && loop(b) && strings.HasPrefix(next, ")"):
		e.emit(strings.Repeat(ast.DotsName+";", 2)+ast.DotsName, 3)
	case e.within('s') && last == '{':
		e.emit("case "+ast.DotsName+":", 3)
	case e.within('s') && strings.HasPrefix(next, "}"): // the rest of the case and other cases
		e.emit(ast.DotsName+"; case "+ast.DotsName+":", 3)
	case strings.HasPrefix(next, ".") && last != 0 && strings.IndexByte("([{,;=:+-*/%&|?<.}", last) < 0:
		e.emit("."+ast.DotsName, 3)
	case e.statement(last, after, next):
		e.emit(ast.DotsName+";", 3)
	default:
		e.emit(ast.DotsName, 3)
	}
}

// spreads says whether the dots are JavaScript's own: they touch what follows
// and start an element of a list.
func (e *encoder) spreads(before string, last, next byte) bool {
	if len(e.open) == 0 || strings.IndexByte("([{,", last) < 0 || before == "" {
		return false
	}
	return letter(next) || strings.IndexByte("_$({[", next) >= 0
}

// statement says whether an ellipsis stands where a statement would and needs
// its semicolon.
func (e *encoder) statement(last byte, after, next string) bool {
	if e.within('(') || e.within('[') || e.within('$') || e.within('d') {
		return false
	}
	if next == "" || strings.IndexByte(",.;)}]:=(", next[0]) >= 0 {
		return false
	}
	if last == 0 || strings.IndexByte("{};", last) >= 0 || last == ':' && e.within('s') {
		return true
	}
	// On a line of its own, after an operand.
	out := e.out.String()
	line := out[strings.LastIndexByte(out, '\n')+1:]
	return strings.TrimSpace(line) == "" && strings.IndexByte("([,=:+-*/%&|?<.", last) < 0
}

// template copies a template literal, with the substitutions encoded.
func (e *encoder) template() {
	e.emit("`", 1)
	for e.at < len(e.in) {
		rest := e.in[e.at:]
		switch {
		case rest[0] == '`':
			e.emit("`", 1)
			return
		case rest[0] == '\\' && len(rest) > 1:
			e.emit(rest[:2], 2)
		case strings.HasPrefix(rest, "${"):
			e.emit("${", 2)
			depth := len(e.open)
			e.open = append(e.open, '$')
			for e.at < len(e.in) && len(e.open) > depth {
				e.step()
			}
		default:
			e.emit(rest[:1], 1)
		}
	}
}

// loop says whether text ends with the start of a for's head.
func loop(before string) bool {
	s, ok := strings.CutSuffix(before, "(")
	return ok && strings.HasSuffix(strings.TrimRight(s, " \t"), "for")
}

// quoted is the length of a string, or 1 when it does not end on its line.
func quoted(s string) int {
	for i := 1; i < len(s) && s[i] != '\n'; i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return 1
}

// regexLen is the length of a regular expression without its flags, 0 when
// there is none.
func regexLen(s string) int {
	class := false
	for i := 1; i < len(s) && s[i] != '\n'; i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			if i == 1 {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

func nameLen(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || letter(s[n]) || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// capitals says whether a name is one of a metavariable.
func capitals(name string) bool {
	for i := range len(name) {
		if letter(name[i]) && name[i] >= 'a' {
			return false
		}
	}
	return name[0] < '0' || name[0] > '9'
}
