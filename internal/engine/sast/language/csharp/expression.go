package csharp

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// expr lowers an expression, one level deeper; -1 is no expression.
func (w *lowerer) expr(at int32) ast.ID { return w.Within(at, w.expression) }

func (w *lowerer) field(at int32, name string) ast.ID { return w.expr(w.Child(at, name)) }

// sole lowers the one expression that a node wraps.
func (w *lowerer) sole(at int32) ast.ID {
	if c := w.firstItem(at); c >= 0 {
		return w.expr(c)
	}
	return w.other(at)
}

func (w *lowerer) expression(at int32) ast.ID {
	switch w.Type(at) {
	case "this", "base", "discard", "implicit_parameter":
		return w.Ident(at)
	case "invocation_expression":
		return w.call(at)
	case "member_access_expression":
		return w.member(at)
	case "conditional_access_expression":
		return w.conditionalAccess(at)
	case "element_binding_expression":
		return w.itemList(ast.Seq, at, "[", w.expression)
	case "element_access_expression":
		return w.index(at, w.Child(at, "expression"), w.Child(at, "subscript"), "")
	case "argument":
		return w.argument(at)
	case "parenthesized_expression", "checked_expression":
		return w.sole(at)
	case "binary_expression":
		return w.Node(ast.Binary, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "assignment_expression":
		return w.Node(ast.Assign, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "prefix_unary_expression", "postfix_unary_expression":
		return w.unary(at)
	case "conditional_expression":
		return w.Node(ast.Cond, at, "", w.field(at, "condition"), w.field(at, "consequence"), w.field(at, "alternative"))
	case "object_creation_expression", "implicit_object_creation_expression", "array_creation_expression",
		"implicit_array_creation_expression", "stackalloc_expression", "implicit_stackalloc_expression":
		return w.creation(at)
	case "anonymous_object_creation_expression":
		return w.anonymous(at)
	case "initializer_expression":
		return w.itemList(ast.Seq, at, "{", w.expression)
	case "cast_expression":
		return w.Node(ast.Cast, at, "", w.typ(w.Child(at, "type")), w.field(at, "value"))
	case "as_expression":
		return w.Node(ast.Cast, at, "as", w.typ(w.Child(at, "right")), w.field(at, "left"))
	case "is_expression":
		return w.Node(ast.TypeTest, at, "is", w.field(at, "left"), w.typ(w.Child(at, "right")))
	case "is_pattern_expression":
		return w.isPattern(at)
	case "lambda_expression", "anonymous_method_expression":
		return w.lambda(at)
	case "await_expression":
		return w.Node(ast.Await, at, "", w.sole(at))
	case "throw_expression":
		return w.Node(ast.Throw, at, "", w.sole(at))
	case "ref_expression":
		return w.Node(ast.Unary, at, "ref", w.sole(at))
	case "typeof_expression", "sizeof_expression":
		op, _, _ := cut(w.Text(at))
		return w.Node(ast.Unary, at, op, w.typ(w.Child(at, "type")))
	case "default_expression":
		if t := w.Child(at, "type"); t >= 0 {
			return w.Node(ast.Unary, at, "default", w.typ(t))
		}
		return w.Node(ast.Ident, at, "default")
	case "range_expression":
		return w.itemList(ast.Binary, at, "..", w.expression)
	case "tuple_expression", "tuple_pattern", "parenthesized_variable_designation":
		return w.itemList(ast.Seq, at, "(", w.expression)
	case "declaration_expression":
		return w.Node(ast.VarDecl, at, "", w.Empty(ast.Mods, at), w.typ(w.Child(at, "type")), w.field(at, "name"), ast.None)
	case "switch_expression":
		return w.switchExpression(at)
	case "with_expression":
		return w.with(at)
	case "query_expression":
		return w.query(at)
	case "preproc_if", "preproc_else", "preproc_elif":
		return w.conditional(at)
	}
	if id := w.literal(at); id != ast.None {
		return id
	}
	if id := w.typeOf(at); id != ast.None {
		return id
	}
	if id := w.pattern(at); id != ast.None {
		return id
	}
	return w.other(at)
}

func (w *lowerer) operator(at int32) string {
	if op := w.Child(at, "operator"); op >= 0 {
		return w.Text(op)
	}
	return ""
}

func (w *lowerer) call(at int32) ast.ID {
	callee, types := w.callee(w.Child(at, "function"))
	args := w.arguments(at)
	if w.Pattern && w.File.Kind(callee) == ast.Ident && w.File.Text(callee) == lone && w.File.First(args) != ast.None {
		return w.File.First(args)
	}
	// X. ...; is no statement to the grammar, X. ...(); is one.
	if w.Pattern && w.File.Kind(callee) == ast.Member && w.File.Kind(w.File.Kid(callee, 1)) == ast.Dots && w.File.Len(args) == 0 {
		return callee
	}
	return w.Node(ast.Call, at, "", callee, args, types)
}

// callee is what is called, without its type arguments, and those.
func (w *lowerer) callee(at int32) (callee, types ast.ID) {
	if at < 0 {
		return ast.None, ast.None
	}
	switch w.Type(at) {
	case "generic_name":
		return w.Ident(w.firstItem(at)), w.typeArguments(at)
	case "member_access_expression":
		if name := w.Child(at, "name"); name >= 0 && w.Type(name) == "generic_name" {
			return w.Node(ast.Member, at, w.dot(at), w.field(at, "expression"), w.Ident(w.firstItem(name))), w.typeArguments(name)
		}
	}
	return w.expr(at), ast.None
}

func (w *lowerer) typeArguments(at int32) ast.ID {
	if c := w.Find(at, "type_argument_list"); c >= 0 {
		return w.itemList(ast.Args, c, "", w.types)
	}
	return ast.None
}

func (w *lowerer) arguments(at int32) ast.ID {
	c := w.Find(at, "argument_list")
	if c < 0 {
		return w.Empty(ast.Args, at)
	}
	return w.itemList(ast.Args, c, "", w.expression)
}

// argument is x, name: x, or ref x.
func (w *lowerer) argument(at int32) ast.ID {
	name := w.Child(at, "name")
	x := w.lastItem(at)
	if x == name {
		return w.expr(name)
	}
	id := w.expr(x)
	for _, by := range [...]string{"ref", "out", "in"} {
		if w.Has(at, by) {
			id = w.Node(ast.Unary, at, by, id)
		}
	}
	if name >= 0 {
		return w.Node(ast.KeyArg, at, "", w.Ident(name), id)
	}
	return id
}

func (w *lowerer) dot(at int32) string {
	if w.Has(at, "->") {
		return "->"
	}
	return "."
}

func (w *lowerer) member(at int32) ast.ID {
	return w.Node(ast.Member, at, w.dot(at), w.field(at, "expression"), w.field(at, "name"))
}

// conditionalAccess is a?.b or a?[b].
func (w *lowerer) conditionalAccess(at int32) ast.ID {
	condition := w.Child(at, "condition")
	if c := w.Find(at, "member_binding_expression"); c >= 0 {
		return w.Node(ast.Member, at, "?.", w.expr(condition), w.field(c, "name"))
	}
	return w.index(at, condition, w.Find(at, "element_binding_expression"), "?.")
}

func (w *lowerer) index(at, object, subscript int32, text string) ast.ID {
	if w.Pattern {
		if id := w.typedVar(at, object, subscript); id != ast.None {
			return id
		}
	}
	mark := len(w.Stack)
	w.Stack = append(w.Stack, w.expr(object))
	if subscript >= 0 {
		for c := range w.items(subscript) {
			w.Push(w.expr(c))
		}
	}
	return w.Pop(mark, ast.Index, at, text)
}

// unary lowers !x, -x and the like; x! says nothing at run time.
func (w *lowerer) unary(at int32) ast.ID {
	x := w.expr(w.firstItem(at))
	for c := range w.Children(at) {
		n := &w.Nodes[c]
		if n.Named() || n.Extra() || w.Type(c) == "this" || w.Type(c) == "base" {
			continue
		}
		switch op := w.Type(c); {
		case op == "++" || op == "--":
			return w.Node(ast.Update, at, op, x)
		case op == "!" && w.Type(at) == "postfix_unary_expression":
			return x
		default:
			return w.Node(ast.Unary, at, op, x)
		}
	}
	return x
}

func (w *lowerer) lambda(at int32) ast.ID {
	mods := w.mods(at)
	params := w.Empty(ast.Params, at)
	if c := w.Child(at, "parameters"); c >= 0 {
		params = w.parameters(c)
	}
	body := w.Child(at, "body")
	if body < 0 {
		body = w.Find(at, "block")
	}
	return w.Node(ast.Func, at, "lambda", mods, w.typ(w.Child(at, "type")), ast.None, params, w.functionBody(body), ast.None)
}

// with is x with { A = 1 }: a New that has x for its type.
func (w *lowerer) with(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.items(at) {
		if w.Type(c) == "with_initializer" {
			w.Push(w.Node(ast.Assign, c, "=", w.expr(w.firstItem(c)), w.expr(w.lastItem(c))))
		}
	}
	dict := w.Pop(mark, ast.Dict, at, "")
	return w.Node(ast.New, at, "with", w.expr(w.firstItem(at)), w.Empty(ast.Args, at), dict)
}

// conditional takes the code after #if for the code.
func (w *lowerer) conditional(at int32) ast.ID {
	condition := w.Child(at, "condition")
	for c := range w.items(at) {
		if c != condition {
			return w.statement(c)
		}
	}
	return ast.None
}

// cut is the word at a text's start.
func cut(s string) (word, rest string, ok bool) {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return s[:i], s[i:], true
		}
	}
	return s, "", false
}
