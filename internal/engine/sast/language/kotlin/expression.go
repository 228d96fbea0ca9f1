package kotlin

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
	case "call_expression", "navigation_expression", "index_expression":
		if id := w.prefixed(at); id != ast.None {
			return id
		}
	case "binary_expression":
		if id := w.generic(at); id != ast.None {
			return id
		}
	}
	switch w.Type(at) {
	case "identifier":
		return w.word(at)
	case "string_literal", "multiline_string_literal":
		return w.str(at)
	case "character_literal":
		return w.Node(ast.Str, at, trim(w.Text(at), 1))
	case "number_literal", "float_literal":
		return w.Leaf(ast.Num, at)
	case "this_expression":
		return w.Node(ast.Ident, at, "this")
	case "super_expression":
		return w.Node(ast.Ident, at, "super")
	case "call_expression":
		return w.call(at)
	case "navigation_expression":
		return w.navigation(at)
	case "callable_reference":
		return w.reference(at)
	case "index_expression":
		return w.List(ast.Index, at, "", w.expression)
	case "parenthesized_expression", "annotated_expression", "labeled_expression", "when_subject":
		return w.sole(at)
	case "binary_expression":
		return w.Node(ast.Binary, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "in_expression", "range_expression":
		return w.Node(ast.Binary, at, w.token(at), w.expr(w.First(at)), w.expr(w.Last(at)))
	case "infix_expression":
		return w.infix(at)
	case "is_expression":
		return w.Node(ast.TypeTest, at, w.token(at), w.field(at, "left"), w.typ(w.Child(at, "right")))
	case "as_expression":
		return w.cast(at)
	case "unary_expression":
		return w.unary(at)
	case "spread_expression":
		return w.Node(ast.Spread, at, "*", w.sole(at))
	case "assignment":
		return w.Node(ast.Assign, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "collection_literal":
		return w.List(ast.Seq, at, "[", w.expression)
	case "lambda_literal", "annotated_lambda":
		return w.lambda(at)
	case "anonymous_function":
		return w.anonymous(at)
	case "object_literal":
		return w.object(at)
	case "if_expression":
		return w.choice(at, ast.Cond)
	case "when_expression":
		return w.when(at)
	case "try_expression":
		return w.try(at)
	case "return_expression":
		return w.returned(at)
	case "throw_expression":
		return w.Node(ast.Throw, at, "", w.sole(at))
	case "annotation":
		return w.annotation(at)
	}
	if id := w.typeOf(at); id != ast.None {
		return id
	}
	return w.other(at)
}

// word is an identifier, or a word that the grammar takes for one.
func (w *lowerer) word(at int32) ast.ID {
	switch w.Text(at) {
	case "true", "false":
		return w.Leaf(ast.Bool, at)
	case "null":
		return w.Leaf(ast.Null, at)
	case "break", "continue":
		return w.Node(ast.Jump, at, w.Text(at), ast.None)
	}
	return w.Ident(at)
}

// str is a literal, or a Template when it embeds expressions.
func (w *lowerer) str(at int32) ast.ID {
	quotes := 1
	if w.Type(at) == "multiline_string_literal" {
		quotes = 3
	}
	text := trim(w.Text(at), quotes)
	if !strings.Contains(text, "$") || w.Pattern && w.onlyMetavars(at) {
		return w.Node(ast.Str, at, text)
	}
	mark, from, to := len(w.Stack), uint32(0), uint32(0)
	embedded := false
	flush := func() {
		if w.run(from, to) {
			embedded = true
		}
		from, to = 0, 0
	}
	for c := range w.Named(at) {
		if w.Type(c) == "interpolation" {
			flush()
			w.Push(w.sole(c))
			embedded = true
			continue
		}
		if from == to {
			from = w.Nodes[c].Start
		}
		to = w.Nodes[c].End
	}
	flush()
	if !embedded {
		w.Stack = w.Stack[:mark]
		return w.Node(ast.Str, at, text)
	}
	return w.Pop(mark, ast.Template, at, "")
}

// run pushes the text between two offsets. The grammar takes $name behind
// other text for text; run says whether there was one.
func (w *lowerer) run(from, to uint32) bool {
	piece := func(from, to uint32) {
		if from < to {
			w.Push(w.New(ast.Str, from, to, w.Src[from:to]))
		}
	}
	embedded, base := false, from
	for i, end := range names(w.Src[base:to]) {
		piece(from, base+uint32(i))
		from = base + uint32(end)
		w.Push(w.New(ast.Ident, base+uint32(i)+1, from, w.Src[base+uint32(i)+1:from]))
		embedded = true
	}
	piece(from, to)
	return embedded
}

// names yields where each $name of a text starts and ends.
func names(s string) func(yield func(int, int) bool) {
	return func(yield func(int, int) bool) {
		for i := 0; i+1 < len(s); i++ {
			if s[i] == '\\' {
				i++
				continue
			}
			end := i + 1
			for end < len(s) && (letter(s[end]) || end > i+1 && s[end] >= '0' && s[end] <= '9') {
				end++
			}
			if s[i] == '$' && end > i+1 {
				if !yield(i, end) {
					return
				}
				i = end - 1
			}
		}
	}
}

func letter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// onlyMetavars says that what a pattern's string embeds are metavariables,
// which stand for text.
func (w *lowerer) onlyMetavars(at int32) bool {
	text := w.Text(at)
	if strings.Contains(text, "${") {
		return false
	}
	for i, end := range names(text) {
		if strings.ToUpper(text[i:end]) != text[i:end] {
			return false
		}
	}
	return true
}

// trim takes n quotes off both ends.
func trim(s string, n int) string {
	if len(s) < 2*n {
		return s
	}
	return s[n : len(s)-n]
}

func (w *lowerer) operator(at int32) string {
	if op := w.Child(at, "operator"); op >= 0 {
		return w.Text(op)
	}
	return ""
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

func (w *lowerer) call(at int32) ast.ID {
	list, inner := w.Find(at, "value_arguments"), at
	// f(x) { } is f(x), called with a lambda, to the grammar.
	if c := w.First(at); list < 0 && c >= 0 && w.Type(c) == "call_expression" && w.Find(c, "annotated_lambda") < 0 {
		inner, list = c, w.Find(c, "value_arguments")
	}
	callee := w.expr(w.First(inner))
	mark := len(w.Stack)
	start, end := w.Nodes[at].End, w.Nodes[at].End
	if list >= 0 {
		start = w.Nodes[list].Start
		w.arguments(list)
	}
	if c := w.Find(at, "annotated_lambda"); c >= 0 {
		start = min(start, w.Nodes[c].Start)
		w.Push(w.expr(c))
	}
	args := w.New(ast.Args, start, end, "", w.Stack[mark:]...)
	w.Stack = w.Stack[:mark]
	return w.Node(ast.Call, at, "", callee, args, w.typeArguments(inner))
}

// arguments pushes the arguments of a call.
func (w *lowerer) arguments(at int32) {
	for c := range w.Named(at) {
		w.Push(w.Within(c, w.argument))
	}
}

// argumentList is the Args of a call that is no expression; -1 is none.
func (w *lowerer) argumentList(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(w.Stack)
	w.arguments(at)
	return w.Pop(mark, ast.Args, at, "")
}

func (w *lowerer) argument(at int32) ast.ID {
	if w.Type(at) != "value_argument" {
		return w.expression(at)
	}
	x := w.sole(at)
	if w.Has(at, "*") {
		x = w.Node(ast.Spread, at, "*", x)
	}
	if name := w.First(at); w.Has(at, "=") && name != w.Last(at) {
		return w.Node(ast.KeyArg, at, "", w.Ident(name), x)
	}
	return x
}

func (w *lowerer) navigation(at int32) ast.ID {
	object, name := w.First(at), w.Last(at)
	if object == name {
		return w.other(at)
	}
	return w.Node(ast.Member, at, w.token(at), w.expr(object), w.Ident(name))
}

// reference is T::name or ::name.
func (w *lowerer) reference(at int32) ast.ID {
	object, name, behind := int32(-1), int32(-1), false
	for c := range w.Children(at) {
		switch t := w.Type(c); {
		case t == "::":
			behind = true
		case behind && (t == "identifier" || t == "class"):
			name = c
		case !behind && w.Nodes[c].Named():
			object = c
		}
	}
	return w.Node(ast.Member, at, "::", w.typ(object), w.Ident(name))
}

// infix is a f b.
func (w *lowerer) infix(at int32) ast.ID {
	left, right, op := w.First(at), w.Last(at), ""
	for c := range w.Named(at) {
		if c != left && c != right {
			op = w.Text(c)
		}
	}
	return w.Node(ast.Binary, at, op, w.expr(left), w.expr(right))
}

func (w *lowerer) cast(at int32) ast.ID {
	if w.Pattern {
		if id := w.typedVar(at); id != ast.None {
			return id
		}
	}
	return w.Node(ast.Cast, at, w.token(at), w.typ(w.Child(at, "right")), w.field(at, "left"))
}

func (w *lowerer) unary(at int32) ast.ID {
	if w.bare[at] {
		return w.field(at, "argument")
	}
	op, kind := w.operator(at), ast.Unary
	if op == "++" || op == "--" {
		kind = ast.Update
	}
	return w.Node(kind, at, op, w.field(at, "argument"))
}

// lambda is { x -> ... }. Without an arrow it has no Params.
func (w *lowerer) lambda(at int32) ast.ID {
	if w.Type(at) == "annotated_lambda" {
		return w.sole(at)
	}
	mark := len(w.Stack)
	list := w.Find(at, "lambda_parameters")
	if list >= 0 {
		for c := range w.Named(list) {
			w.Push(w.Within(c, w.lambdaParameter))
		}
	}
	params := ast.None
	if list >= 0 {
		params = w.Pop(mark, ast.Params, list, "")
	}
	for c := range w.Named(at) {
		if c != list {
			w.member(c)
		}
	}
	body := w.Pop(mark, ast.Block, at, "")
	return w.Node(ast.Func, at, "lambda", w.Empty(ast.Mods, at), ast.None, ast.None, params, body, ast.None)
}

func (w *lowerer) lambdaParameter(at int32) ast.ID {
	name, typ := w.target(at)
	return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), typ, name, ast.None)
}

// anonymous is fun(x: T) { ... }.
func (w *lowerer) anonymous(at int32) ast.ID {
	params, typ, body := w.signature(at)
	return w.Node(ast.Func, at, "lambda", w.Empty(ast.Mods, at), typ, ast.None, params, body, ast.None)
}

// object is object : T(...) { ... }: a New of the first type.
func (w *lowerer) object(at int32) ast.ID {
	typ, args := ast.None, ast.None
	if list := w.Find(at, "delegation_specifiers"); list >= 0 && w.First(list) >= 0 {
		typ = w.Within(w.First(list), w.super)
		if w.File.Kind(typ) == ast.Call {
			// The New takes the kids over from the Call.
			typ, args = w.File.Kid(typ, 0), w.File.Kid(typ, 1)
		}
	}
	if args == ast.None {
		args = w.Empty(ast.Args, at)
	}
	return w.Node(ast.New, at, "", typ, args, w.classBlock(at, ast.None))
}

func (w *lowerer) returned(at int32) ast.ID {
	label, value := w.Child(at, "label"), w.Last(at)
	if value == label {
		value = -1
	}
	return w.Node(ast.Return, at, "", w.expr(value))
}
