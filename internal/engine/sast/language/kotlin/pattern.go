package kotlin

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

const (
	// typedVariable is the type in ($X as TYPED_<T>), which is ($X: T).
	typedVariable = "TYPED_"
	// wholeParameter is the type of a metavariable that stands for a parameter
	// as a whole.
	wholeParameter = "PARAM_"
	// ellipsis is one among statements and members.
	ellipsis = "val " + ast.DotsName
)

var (
	// typedMetavar finds ($X: T).
	typedMetavar = regexp.MustCompile(`\(\s*(\$[A-Z_][A-Z_0-9]*)\s*:\s*([\w.$]+(?:\s*<[^()]*>)?\??)\s*\)`)
	// parameterHead finds what stands before a list of parameters.
	parameterHead = regexp.MustCompile(`(\bfun\b[^(){}=;]*|\bconstructor\s*|\bclass\s+[^(){}=;]*)$`)
	whenHead      = regexp.MustCompile(`\bwhen\s*(\([^{}]*\))?\s*$`)
	enumHead      = regexp.MustCompile(`\benum\s+class\s+[^{};]*$`)
)

func encode(pattern string) []string {
	s := strings.ReplaceAll(pattern, "<...>", "<"+ast.DotsName+">")
	s = language.EncodeLists(s, parameterHead, encodeList)
	s = encodeTyped(s)
	return []string{language.EncodeWith(s, language.Syntax{Quotes: `"'`}, encodeEllipsis)}
}

// encodeTyped turns ($X: T) into an expression.
func encodeTyped(s string) string {
	var b strings.Builder
	last := 0
	for _, m := range typedMetavar.FindAllStringSubmatchIndex(s, -1) {
		if language.WordBefore(s[:m[0]]) == "catch" || parameterHead.MatchString(s[:m[0]]) {
			continue
		}
		b.WriteString(s[last:m[0]] + "(" + s[m[2]:m[3]] + " as " + typedVariable + "<" + s[m[4]:m[5]] + ">)")
		last = m[1]
	}
	return b.String() + s[last:]
}

// encodeList gives the ellipses and lone metavariables among parameters a type.
func encodeList(s string) string {
	parts := strings.Split(s, ",")
	for i, p := range parts {
		switch t := strings.TrimSpace(p); {
		case t == "...":
			parts[i] = ast.DotsName + ": " + ast.DotsName
		case strings.HasPrefix(t, "$") && !strings.ContainsAny(t, ": "):
			parts[i] = t + ": " + wholeParameter
		}
	}
	return strings.Join(parts, ",")
}

// arrow says that an ellipsis stands behind the arrow of a lambda or entry.
func arrow(before string) bool { return strings.HasSuffix(before, "->") }

// encodeEllipsis gives an ellipsis the form that its place wants.
func encodeEllipsis(e language.Ellipsis) string {
	if e.Bracket == '(' || e.Bracket == '[' {
		return ast.DotsName
	}
	before := strings.TrimRight(e.Before, " \t\r\n")
	if e.Bracket == '{' {
		head := language.BraceHead(before)
		switch {
		case enumHead.MatchString(head):
			return ast.DotsName
		case whenHead.MatchString(head) && !arrow(before):
			return "\n" + ast.DotsName + " -> " + ast.DotsName + "\n"
		}
	}
	switch {
	case e.Follows():
		return "\n" + ellipsis + "\n"
	case e.Stands():
		return ellipsis + "\n"
	}
	return ast.DotsName
}

// typedVar reads $X as TYPED_<T> back.
func (w *lowerer) typedVar(at int32) ast.ID {
	right := w.Child(at, "right")
	if right < 0 || !strings.HasPrefix(w.Text(right), typedVariable) {
		return ast.None
	}
	if args := w.Find(right, "type_arguments"); args >= 0 {
		return w.Node(ast.TypedVar, at, "", w.typ(w.First(args)), w.field(at, "left"))
	}
	return ast.None
}
