package java

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// Names that patterns carry through the grammar, beside those of package ast.
const (
	// wholeParameter is the type of a metavariable that stands for a parameter
	// as a whole, and the key of an annotation's argument that has none.
	wholeParameter = "PARAM_"
	// typedVariable is the index in ((T) $X)[TYPED_], which is (T $X).
	typedVariable = "TYPED_"
	// ellipsis is one where the grammar wants a type and a name: among
	// statements, members and parameters.
	ellipsis = ast.DotsName + " " + ast.DotsName
)

// typedMetavar finds (T $X).
var typedMetavar = regexp.MustCompile(`\(\s*(?:final\s+)?([\w.$]+(?:\s*<[^()]*>)?(?:\s*\[\s*\])*)\s+(\$[A-Z_][A-Z_0-9]*)\s*\)`)

func encode(pattern string) []string {
	s := strings.ReplaceAll(pattern, "<...>", "<"+ast.DotsName+">")
	s = encodeTyped(s)
	s = encodeLists(s)
	return []string{language.EncodeWith(s, language.Syntax{Quotes: `"'`}, encodeEllipsis)}
}

// encodeTyped turns (T $X) into an expression that may stand at both sides of
// an assignment.
func encodeTyped(s string) string {
	var b strings.Builder
	last := 0
	for _, m := range typedMetavar.FindAllStringSubmatchIndex(s, -1) {
		if word := language.WordBefore(s[:m[0]]); word != "" && !operators[word] || strings.HasPrefix(strings.TrimSpace(s[m[1]:]), "->") {
			continue
		}
		b.WriteString(s[last:m[0]] + "((" + s[m[2]:m[3]] + ")" + s[m[4]:m[5]] + ")[" + typedVariable + "]")
		last = m[1]
	}
	return b.String() + s[last:]
}

// operators are the words after which a parenthesis opens an expression.
var operators = map[string]bool{"return": true, "throw": true, "case": true, "assert": true, "else": true, "yield": true, "do": true}

// list is what a pair of parentheses holds.
type list uint8

const (
	plain      list = iota // expressions
	parameters             // of a method, a typed lambda or a catch
	annotation             // arguments of an annotation
	loop                   // the head of a for
)

// encodeLists rewrites the ellipses and lone metavariables of lists that are
// no lists of expressions.
func encodeLists(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\'':
			n := literal(s[i:])
			b.WriteString(s[i : i+n])
			i += n - 1
			continue
		case c == '(':
			end := closing(s, i)
			if end < 0 {
				break
			}
			if kind := listKind(s[:i], s[i+1:end], s[end+1:]); kind != plain {
				b.WriteString("(" + encodeList(kind, s[i+1:end]) + ")")
				i = end
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

var (
	annotationBefore = regexp.MustCompile(`@[\w.$]+\s*$`)
	creationBefore   = regexp.MustCompile(`\bnew\s+[\w.$<>,\s?]*$`)
	methodBefore     = regexp.MustCompile(`([\w$]+|[>\]])\s+[\w$]+\s*$`)
	typedLambda      = regexp.MustCompile(`[\w$>\]]\s+[\w$]+\s*(,|$)`)
)

// noTypes are the words before a name that make it no method's declaration.
var noTypes = map[string]bool{"return": true, "new": true, "throw": true, "else": true, "case": true, "assert": true, "instanceof": true, "yield": true, "do": true}

// listKind tells what the parentheses between two texts hold.
func listKind(before, inside, after string) list {
	if annotationBefore.MatchString(before) {
		return annotation
	}
	after = strings.TrimSpace(after)
	switch word := language.WordBefore(before); {
	case word == "catch":
		return parameters
	case word == "for":
		if strings.TrimSpace(inside) == "..." {
			return loop
		}
		return plain
	case strings.HasPrefix(after, "->"):
		if typedLambda.MatchString(inside) {
			return parameters
		}
		return plain
	case word == "" || word == ")" || word == "]" || word == "if" || word == "while" || word == "switch" || word == "synchronized" || word == "try":
		return plain
	case creationBefore.MatchString(before):
		return plain
	case strings.HasPrefix(after, "{") || strings.HasPrefix(after, "throws "):
		return parameters
	case after == "" || after[0] == ';':
		if m := methodBefore.FindStringSubmatch(before); m != nil && !noTypes[m[1]] {
			return parameters
		}
	}
	return plain
}

func encodeList(kind list, inside string) string {
	if kind == loop {
		return ast.DotsName + ";" + ast.DotsName + ";" + ast.DotsName
	}
	parts := split(inside)
	if kind == annotation && len(parts) == 1 {
		return inside
	}
	for i, p := range parts {
		t := strings.TrimSpace(p)
		switch {
		case kind == parameters && t == "...":
			parts[i] = ellipsis
		case kind == annotation && t == "...":
			parts[i] = ast.DotsName + "=" + ast.DotsName
		case kind == parameters && strings.HasPrefix(t, "$") && !strings.ContainsAny(t, " \t\n<["):
			parts[i] = wholeParameter + " " + t
		case kind == annotation && !strings.Contains(t, "="):
			parts[i] = wholeParameter + "=" + encodeLists(t)
		default:
			parts[i] = encodeLists(p)
		}
	}
	return strings.Join(parts, ",")
}

// split cuts a list at the commas that no brackets hold.
func split(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"', '\'':
			i += literal(s[i:]) - 1
		case '(', '[', '{', '<':
			depth++
		case ')', ']', '}', '>':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		}
	}
	if strings.TrimSpace(s[start:]) != "" || len(parts) > 0 {
		parts = append(parts, s[start:])
	}
	return parts
}

// closing is where the bracket that opens at i closes, or -1.
func closing(s string, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '"', '\'':
			i += literal(s[i:]) - 1
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// literal is the length of the string or character literal at a text's start.
func literal(s string) int {
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

var (
	caseLabel  = regexp.MustCompile(`(\bcase\b[^:;{}]*|\bdefault\s*):$`)
	switchHead = regexp.MustCompile(`\bswitch\s*\([^{}]*\)\s*$`)
	enumHead   = regexp.MustCompile(`\benum\s+[^{};]*$`)
)

// encodeEllipsis gives an ellipsis the form that its place wants.
func encodeEllipsis(e language.Ellipsis) string {
	if e.Bracket == '(' || e.Bracket == '[' {
		return ast.DotsName
	}
	before := strings.TrimRight(e.Before, " \t\r\n")
	if e.Bracket == '{' {
		head := language.BraceHead(before)
		switch {
		case arrayHead(head) || enumHead.MatchString(head):
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

// arrayHead says that a brace after a text opens an array.
func arrayHead(head string) bool {
	if strings.HasSuffix(head, "{") {
		return arrayHead(strings.TrimRight(head[:len(head)-1], " \t\r\n"))
	}
	return head != "" && strings.IndexByte("]=,(", head[len(head)-1]) >= 0
}

// typedVar reads ((T) $X)[TYPED_] back.
func (w *lowerer) typedVar(at int32) ast.ID {
	index, array := w.Child(at, "index"), w.Child(at, "array")
	if index < 0 || array < 0 || w.Text(index) != typedVariable {
		return ast.None
	}
	cast := w.Find(array, "cast_expression")
	if cast < 0 {
		return ast.None
	}
	return w.Node(ast.TypedVar, at, "", w.typ(w.Child(cast, "type")), w.field(cast, "value"))
}
