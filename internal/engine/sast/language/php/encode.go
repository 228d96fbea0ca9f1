package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// encoder turns a pattern into text that the grammar accepts. A metavariable
// becomes a variable, or a name where the grammar wants one: after function,
// class, a type's place and so on.
type encoder struct {
	in   string
	at   int
	out  strings.Builder
	open []byte // brackets: ( [ { as written, c for a class's body, e for an enum's, s for a switch's, m for a match's
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
	case c == '\'':
		n := quoted(rest)
		e.emit(rest[:n], n)
	case c == '"' || c == '`':
		e.text(rest)
	case strings.HasPrefix(rest, "//") || c == '#' && !strings.HasPrefix(rest, "#["):
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
		e.at += n + 4
	case strings.HasPrefix(rest, "<..."):
		e.emit(ast.DeepName+"(", 4)
	case strings.HasPrefix(rest, "...>"):
		e.emit(")", 4)
	case strings.HasPrefix(rest, "..."):
		e.dots(rest[3:])
	case c == '$':
		e.metavar(rest)
	default:
		e.bracket(c)
		e.emit(rest[:1], 1)
	}
}

func (e *encoder) bracket(c byte) {
	switch c {
	case '(', '[':
		e.open = append(e.open, c)
	case '{':
		e.open = append(e.open, e.brace())
	case ')', ']', '}':
		if len(e.open) > 0 {
			e.open = e.open[:len(e.open)-1]
		}
	}
}

// brace says what the brace that comes next opens.
func (e *encoder) brace() byte {
	b := e.out.String()
	b = b[strings.LastIndexAny(b, ";{}")+1:]
	for w := range strings.FieldsFuncSeq(b, func(r rune) bool { return strings.ContainsRune(" \t\r\n(),", r) }) {
		switch strings.ToLower(w) {
		case "class", "interface", "trait":
			return 'c'
		case "enum":
			return 'e'
		case "switch":
			return 's'
		case "match":
			return 'm'
		}
	}
	return '{'
}

func (e *encoder) within(kind byte) bool {
	return len(e.open) > 0 && e.open[len(e.open)-1] == kind
}

// before is what was written so far without blanks at its end.
func (e *encoder) before() string { return strings.TrimRight(e.out.String(), " \t\r\n") }

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
	if e.named(rest[skip+n:]) {
		e.emit(name, skip+n)
	} else {
		e.emit("$"+name, skip+n)
	}
}

// named says whether a name, not a variable, has to stand here.
func (e *encoder) named(after string) bool {
	before := e.before()
	switch strings.ToLower(lastWord(before)) {
	case "function", "class", "interface", "trait", "enum", "extends", "implements", "const", "use", "namespace",
		"insteadof", "goto":
		return true
	}
	if strings.HasSuffix(before, "#[") || strings.HasSuffix(before, `\`) || strings.HasSuffix(before, "?") && e.within('(') && strings.HasPrefix(strings.TrimLeft(after, " "), "$") {
		return true
	}
	// A type stands before a variable, or after the colon behind parameters.
	next := strings.TrimLeft(after, " \t")
	if len(next) < len(after) && (strings.HasPrefix(next, "$") || strings.HasPrefix(next, "...$") || strings.HasPrefix(next, "...,")) {
		return true
	}
	if strings.HasPrefix(next, `\`) || e.within('c') && lastWord(before) == "" && strings.HasPrefix(next, "(") {
		return true
	}
	colon, ok := strings.CutSuffix(before, ":")
	return ok && strings.HasSuffix(strings.TrimRight(colon, " "), ")") && !e.within('s') && (strings.HasPrefix(next, "{") || next == "")
}

// dots writes an ellipsis in the way its place asks for.
func (e *encoder) dots(after string) {
	b := e.before()
	next := strings.TrimLeft(after, " \t\r\n")
	text := "$" + ast.DotsName
	switch {
	case after != "" && (after[0] == '$' || (after[0] == '[' || letter(after[0])) && endsIn(b, "([,")):
		e.emit("...", 3) // unpacks, or takes the rest
		return
	case endsIn(b, `\`) || strings.HasSuffix(b, "->") || strings.HasSuffix(b, "::"):
		text = ast.DotsName
	case strings.EqualFold(lastWord(b), "function") || strings.EqualFold(lastWord(b), "class") ||
		strings.EqualFold(lastWord(b), "extends") || strings.EqualFold(lastWord(b), "implements"):
		text = ast.DotsName
	case strings.HasPrefix(next, "$"): // a type
		if e.within('(') {
			text = ast.DotsName
		} else {
			text += ";"
		}
	case strings.HasPrefix(next, ")") && endsIn(b, "("):
		switch strings.ToLower(lastWord(strings.TrimRight(b[:len(b)-1], " "))) {
		case "for":
			text = text + "; " + text + "; " + text
		case "foreach":
			text = text + " as " + text
		case "catch":
			text = ast.DotsName + " " + text
		}
	case e.within('c'):
		text = "public " + text + ";"
	case e.within('e'):
		text = "case " + ast.DotsName + ";"
	case e.within('s') && endsIn(b, "{"):
		text = "case " + text + ":"
	case e.within('s') && strings.HasPrefix(next, "}"): // the rest of the case and other cases
		text += "; case " + text + ":"
	case e.within('m') && endsIn(b, "{,"):
		text += " => " + text
	case e.statement(b, next):
		text += ";"
	}
	e.emit(text, 3)
	if strings.HasSuffix(text, ";") { // a semicolon that the author wrote is in the way
		if i := len(e.in) - len(strings.TrimLeft(e.in[e.at:], " \t")); i < len(e.in) && e.in[i] == ';' {
			e.at = i + 1
		}
	}
}

// statement says whether an ellipsis stands where a statement would.
func (e *encoder) statement(before, next string) bool {
	if e.within('(') || e.within('[') {
		return false
	}
	if next != "" && strings.IndexByte(",.;)]=?-", next[0]) >= 0 {
		return next[0] == ';'
	}
	return before == "" || endsIn(before, "{};:") || strings.HasSuffix(before, "<?php") || strings.HasSuffix(before, "?>")
}

// text copies a string in double quotes, or a command. A metavariable that is all of it
// stands for the text, others for what is interpolated.
func (e *encoder) text(rest string) {
	n := quoted(rest)
	if n < 2 {
		e.emit(rest[:1], 1)
		return
	}
	body := rest[1 : n-1]
	if rest[0] == '"' && strings.HasPrefix(body, "$") && nameLen(body[1:]) == len(body)-1 && capitals(body[1:]) {
		e.emit("'"+body+"'", n)
		return
	}
	var b strings.Builder
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '\\' && i+1 < len(body):
			b.WriteString(body[i : i+2])
			i++
		case body[i] == '$' && nameLen(body[i+1:]) > 0 && capitals(body[i+1:i+1+nameLen(body[i+1:])]):
			b.WriteString("$" + ast.MetavarName)
		default:
			b.WriteByte(body[i])
		}
	}
	e.emit(rest[:1]+b.String()+rest[:1], n)
}

// quoted is the length of a string, or 1 when it does not end.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return 1
}

func endsIn(s, chars string) bool { return s != "" && strings.IndexByte(chars, s[len(s)-1]) >= 0 }

// lastWord is the word that a text ends with.
func lastWord(s string) string {
	i := len(s)
	for i > 0 && (letter(s[i-1]) || s[i-1] == '_' || s[i-1] == '$' || s[i-1] >= '0' && s[i-1] <= '9') {
		i--
	}
	return s[i:]
}

func nameLen(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || letter(s[n]) || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// capitals says whether a name is one of a metavariable; the variables that
// PHP itself defines are none.
func capitals(name string) bool {
	if name == "" || language.Superglobal(name) {
		return false
	}
	for i := range len(name) {
		if name[i] >= 'a' && name[i] <= 'z' {
			return false
		}
	}
	return name[0] < '0' || name[0] > '9'
}
