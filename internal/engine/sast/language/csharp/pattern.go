package csharp

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

const (
	// typedVariable is the index in ((T) $X)[TYPED_], which is (T $X).
	typedVariable = "TYPED_"
	// lone is what is called with an expression that the grammar takes for no
	// statement.
	lone = "LONE_"
	// ellipsis is one where the grammar wants a type and a name.
	ellipsis = ast.DotsName + " " + ast.DotsName
)

var (
	// typedMetavar finds (T $X).
	typedMetavar = regexp.MustCompile(`\(\s*([\w.$]+(?:\s*<[^()]*>)?\??(?:\s*\[\s*\])*)\s+(\$[A-Z_][A-Z_0-9]*)\s*\)`)
	// loneMetavar finds a metavariable that is a statement: which the grammar
	// does not know.
	loneMetavar = regexp.MustCompile(`(^|[{};]\s*)(\$[A-Z_][A-Z_0-9]*)\s*;`)
	// loneChain finds X. ...; likewise.
	loneChain = regexp.MustCompile(`\.\s*\.\.\.\s*;`)
	// inString finds a metavariable in an interpolated string.
	inString = regexp.MustCompile(`(\$@?"[^"]*\{\s*)\$([A-Z_][A-Z_0-9]*)(\s*[:}])`)
)

// encode gives a pattern's text, and the same with what ends in a semicolon
// wrapped: not every expression is a statement to the grammar.
func encode(pattern string) []string {
	s := strings.ReplaceAll(pattern, "<...>", "<"+ast.DotsName+">")
	s = inString.ReplaceAllString(s, "${1}"+ast.MetavarName+"$2$3")
	s = loneMetavar.ReplaceAllString(s, "${1}"+lone+"($2);")
	s = loneChain.ReplaceAllString(s, "."+ast.DotsName+"();")
	s = encodeTyped(s)
	s = language.EncodeWith(s, language.Syntax{Quotes: `"'`}, encodeEllipsis)
	if t := strings.TrimRight(s, " \t\r\n"); strings.HasSuffix(t, ";") {
		return []string{s, lone + "(" + strings.TrimSuffix(t, ";") + ");"}
	}
	return []string{s}
}

// encodeTyped turns (T $X) into an expression that may stand at both sides of
// an assignment.
func encodeTyped(s string) string {
	var b strings.Builder
	last := 0
	for _, m := range typedMetavar.FindAllStringSubmatchIndex(s, -1) {
		if word := language.WordBefore(s[:m[0]]); word != "" && word != ")" && word != "]" && !operators[word] || operators[s[m[2]:m[3]]] || strings.HasPrefix(strings.TrimSpace(s[m[1]:]), "=>") {
			continue
		}
		b.WriteString(s[last:m[0]] + "((" + s[m[2]:m[3]] + ")" + s[m[4]:m[5]] + ")[" + typedVariable + "]")
		last = m[1]
	}
	return b.String() + s[last:]
}

// operators are the words after which a parenthesis opens an expression.
var operators = map[string]bool{"return": true, "throw": true, "case": true, "else": true, "await": true, "in": true, "is": true, "new": true, "not": true}

var (
	caseLabel    = regexp.MustCompile(`(\bcase\b[^:;{}]*|\bdefault\s*):$`)
	switchHead   = regexp.MustCompile(`\bswitch\s*\([^{}]*\)\s*$`)
	enumHead     = regexp.MustCompile(`\benum\s+[^{};]*$`)
	creationHead = regexp.MustCompile(`\b(?:new|with)\b\s*[\w.$<>,\[\]?\s]*(\([^{};]*\))?$`)
)

// encodeEllipsis gives an ellipsis the form that its place wants.
func encodeEllipsis(e language.Ellipsis) string {
	before := strings.TrimRight(e.Before, " \t\r\n")
	if e.Bracket == '{' {
		head := language.BraceHead(before)
		switch {
		case initializerHead(head) || enumHead.MatchString(head):
			return ast.DotsName
		case switchHead.MatchString(head) && strings.HasSuffix(before, "{"):
			return "case " + ast.DotsName + ":"
		}
	}
	switch {
	case !e.Stands() && !caseLabel.MatchString(before):
		return ast.DotsName
	case strings.HasPrefix(strings.TrimLeft(e.After, " \t\r\n"), ";"):
		return ellipsis
	}
	return ellipsis + ";"
}

// initializerHead says that a brace after a text opens an initializer.
func initializerHead(head string) bool {
	if head == "" {
		return false
	}
	if m := creationHead.FindStringSubmatch(head); m != nil {
		return strings.Count(m[1], "(") == strings.Count(m[1], ")")
	}
	last := head[len(head)-1]
	if last == '{' {
		return initializerHead(strings.TrimRight(head[:len(head)-1], " \t\r\n"))
	}
	return strings.IndexByte("=,(]", last) >= 0 && !strings.HasSuffix(head, "=>") && !attributeEnd.MatchString(head)
}

// attributeEnd is an attribute at a line's end: no index.
var attributeEnd = regexp.MustCompile(`(^|[;{}])\s*\[[^\]]*\]$`)

// typedVar reads ((T) $X)[TYPED_] back.
func (w *lowerer) typedVar(at, object, subscript int32) ast.ID {
	if object < 0 || subscript < 0 || w.Text(subscript) != "["+typedVariable+"]" {
		return ast.None
	}
	cast := w.Find(object, "cast_expression")
	if cast < 0 {
		return ast.None
	}
	return w.Node(ast.TypedVar, at, "", w.typ(w.Child(cast, "type")), w.field(cast, "value"))
}
