package scala

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// expr lowers an expression, one level deeper; -1 is no expression.
func (w *lowerer) expr(at int32) ast.ID { return w.Within(at, w.expression) }

func (w *lowerer) field(at int32, name string) ast.ID { return w.expr(w.Child(at, name)) }

// sole lowers the one expression that a node wraps.
func (w *lowerer) sole(at int32) ast.ID {
	if c := w.Last(at); c >= 0 {
		return w.expr(c)
	}
	return w.other(at)
}

func (w *lowerer) expression(at int32) ast.ID {
	switch w.Type(at) {
	case "identifier", "operator_identifier", "wildcard", "namespace_wildcard":
		return w.Ident(at)
	case "string":
		return w.Node(ast.Str, at, unquote(w.Text(at)))
	case "character_literal":
		return w.Node(ast.Str, at, strings.Trim(w.Text(at), "'"))
	case "integer_literal", "floating_point_literal":
		return w.Leaf(ast.Num, at)
	case "boolean_literal":
		return w.Leaf(ast.Bool, at)
	case "null_literal":
		return w.Leaf(ast.Null, at)
	case "interpolated_string_expression":
		return w.interpolated(at)
	case "unit", "tuple_expression", "tuple_pattern", "named_tuple_pattern", "identifiers":
		return w.List(ast.Seq, at, "(", w.expression)
	case "call_expression":
		return w.call(at)
	case "generic_function":
		return w.applied(at)
	case "type_arguments":
		return w.List(ast.Args, at, "", w.types)
	case "field_expression":
		return w.Node(ast.Member, at, ".", w.field(at, "value"), w.field(at, "field"))
	case "postfix_expression":
		return w.Node(ast.Member, at, " ", w.expr(w.First(at)), w.expr(w.Last(at)))
	case "infix_expression":
		return w.infix(at)
	case "prefix_expression":
		return w.Node(ast.Unary, at, w.token(at), w.sole(at))
	case "assignment_expression":
		return w.Node(ast.Assign, at, "=", w.field(at, "left"), w.field(at, "right"))
	case "ascription_expression":
		return w.ascription(at)
	case "parenthesized_expression", "macro_body":
		return w.sole(at)
	case "instance_expression":
		return w.instance(at)
	case "lambda_expression":
		return w.lambda(at)
	case "if_expression":
		return w.choice(at, ast.Cond)
	case "match_expression":
		return w.match(at)
	case "case_block", "indented_cases":
		return w.closure(at)
	case "try_expression":
		return w.try(at)
	case "for_expression":
		return w.loop(at)
	case "while_expression":
		return w.Node(ast.While, at, "", w.field(at, "condition"), w.body(w.Child(at, "body")))
	case "do_while_expression":
		return w.Node(ast.DoWhile, at, "", w.body(w.Child(at, "body")), w.field(at, "condition"))
	case "return_expression":
		return w.Node(ast.Return, at, "", w.expr(w.First(at)))
	case "throw_expression":
		return w.Node(ast.Throw, at, "", w.sole(at))
	case "block", "indented_block":
		return w.block(at)
	case "arguments":
		return w.arguments(at)
	case "annotation":
		return w.annotation(at)
	}
	if id := w.typeOf(at); id != ast.None {
		return id
	}
	if id := w.pattern(at); id != ast.None {
		return id
	}
	return w.other(at)
}

// unquote takes the quotes off a string.
func unquote(s string) string {
	n := 1
	if strings.HasPrefix(s, `"""`) && len(s) >= 6 {
		n = 3
	}
	if len(s) < 2*n {
		return s
	}
	return s[n : len(s)-n]
}

// token is the first token among the children.
func (w *lowerer) token(at int32) string {
	for c := range w.Children(at) {
		if n := &w.Nodes[c]; !n.Named() && !n.Extra() {
			return w.Text(c)
		}
	}
	return ""
}

// interpolated is s"..." or another prefix's string. The grammar gives no
// nodes for the text between what is embedded.
func (w *lowerer) interpolated(at int32) ast.ID {
	prefix, body := w.Child(at, "interpolator"), w.Find(at, "interpolated_string")
	if body < 0 {
		return w.other(at)
	}
	quotes := uint32(1)
	if strings.HasPrefix(w.Text(body), `"""`) && len(w.Text(body)) >= 6 {
		quotes = 3
	}
	n := w.Nodes[body]
	from, end := n.Start+quotes, n.End-quotes
	mark := len(w.Stack)
	piece := func(to uint32) {
		if from < to {
			w.Push(w.New(ast.Str, from, to, w.Src[from:to]))
		}
	}
	for c := range w.Named(body) {
		if w.Type(c) != "interpolation" {
			continue
		}
		piece(w.Nodes[c].Start)
		w.Push(w.embedded(w.Last(c)))
		from = w.Nodes[c].End
	}
	if n.End >= n.Start+2*quotes {
		piece(end)
	}
	id := w.Pop(mark, ast.Template, body, "")
	if prefix < 0 || w.Text(prefix) == "s" {
		return id
	}
	return w.Node(ast.Call, at, "", w.Ident(prefix), w.Node(ast.Args, body, "", id), ast.None)
}

// embedded is a name or a block in a string. In a pattern a name of capitals
// is a metavariable.
func (w *lowerer) embedded(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	if w.Type(at) == "block" && w.First(at) >= 0 && w.First(at) == w.Last(at) {
		return w.expr(w.First(at))
	}
	if name := w.Text(at); w.Pattern && w.Type(at) == "identifier" && strings.ToUpper(name) == name {
		return w.Node(ast.Ident, at, ast.MetavarName+name)
	}
	return w.expr(at)
}

func (w *lowerer) call(at int32) ast.ID {
	function, last := w.Child(at, "function"), w.Child(at, "arguments")
	if function < 0 || last < 0 {
		return w.other(at)
	}
	mark, start := len(w.Stack), w.Nodes[last].Start
	// f(x) { } is f(x), called with a block, to the grammar; f(x)(y => z) is the
	// same without braces.
	inner := function
	if w.Type(function) == "call_expression" && (w.Type(last) != "arguments" || w.continues(function, last)) {
		if list := w.Child(function, "arguments"); list >= 0 && w.Type(list) == "arguments" {
			inner, start = w.Child(function, "function"), w.Nodes[list].Start
			w.pushArguments(list)
		}
	}
	if w.Type(last) == "arguments" {
		w.pushArguments(last)
	} else {
		w.Push(w.Within(last, w.closure))
	}
	args := w.New(ast.Args, start, w.Nodes[at].End, "", w.Stack[mark:]...)
	w.Stack = w.Stack[:mark]
	if inner >= 0 && w.Type(inner) == "generic_function" {
		return w.Node(ast.Call, at, "", w.field(inner, "function"), args, w.field(inner, "type_arguments"))
	}
	return w.Node(ast.Call, at, "", w.expr(inner), args, ast.None)
}

// curried are methods of the library that take a second list of arguments.
var curried = map[string]bool{
	"fold": true, "foldLeft": true, "foldRight": true, "scanLeft": true, "using": true, "Using": true, "resource": true,
	"traverse": true, "raiseWhen": true, "raiseUnless": true, "bracket": true, "cond": true, "when": true, "unless": true,
}

// continues says whether a list of arguments is a further one of the same
// function: of one that has two, or one function.
func (w *lowerer) continues(function, list int32) bool {
	if first := w.First(list); first >= 0 && first == w.Last(list) && w.Type(first) == "lambda_expression" {
		return true
	}
	name := w.Child(function, "function")
	if name >= 0 && w.Type(name) == "field_expression" {
		name = w.Child(name, "field")
	}
	return name >= 0 && curried[w.Text(name)]
}

// arguments is the Args of a call; -1 is none.
func (w *lowerer) arguments(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(w.Stack)
	w.pushArguments(at)
	return w.Pop(mark, ast.Args, at, "")
}

func (w *lowerer) pushArguments(at int32) {
	for c := range w.Named(at) {
		w.Push(w.Within(c, w.argument))
	}
}

// argument is x, name = x, or xs: _*.
func (w *lowerer) argument(at int32) ast.ID {
	switch w.Type(at) {
	case "assignment_expression":
		if left := w.Child(at, "left"); left >= 0 && w.Type(left) == "identifier" {
			return w.Node(ast.KeyArg, at, "", w.Ident(left), w.field(at, "right"))
		}
	case "ascription_expression":
		if t := w.Last(at); t >= 0 && w.Type(t) == "repeated_parameter_type" {
			return w.Node(ast.Spread, at, "*", w.expr(w.First(at)))
		}
	}
	return w.expression(at)
}

// applied is a function or type with type arguments.
func (w *lowerer) applied(at int32) ast.ID {
	mark := len(w.Stack)
	w.Push(w.field(at, "function"))
	if list := w.Child(at, "type_arguments"); list >= 0 {
		for c := range w.Named(list) {
			w.Push(w.typ(c))
		}
	}
	return w.Pop(mark, ast.TypeApp, at, "")
}

// ascription is x: T; of a metavariable it is a typed one.
func (w *lowerer) ascription(at int32) ast.ID {
	x := w.expr(w.First(at))
	typ := w.typ(w.Last(at))
	if w.Pattern && w.File.Kind(x) == ast.Metavar {
		return w.Node(ast.TypedVar, at, "", typ, x)
	}
	return w.Node(ast.Cast, at, ":", typ, x)
}

// instance is new T(...) { ... }; what is mixed in is dropped.
func (w *lowerer) instance(at int32) ast.ID {
	typ, body, args := ast.None, ast.None, ast.None
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "template_body", "structural_type":
			body = w.block(c)
		case "arguments":
			args = w.arguments(c)
		default:
			if typ == ast.None {
				typ = w.typ(c)
			}
		}
	}
	if args == ast.None {
		args = w.Empty(ast.Args, at)
	}
	return w.Node(ast.New, at, "", typ, args, body)
}
