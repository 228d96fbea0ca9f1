package java

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// expr lowers an expression, one level deeper; -1 is no expression.
func (w *lowerer) expr(at int32) ast.ID { return w.Within(at, w.expression) }

func (w *lowerer) field(at int32, name string) ast.ID { return w.expr(w.Child(at, name)) }

func (w *lowerer) expression(at int32) ast.ID {
	switch w.Type(at) {
	case "identifier", "this", "super", "underscore_pattern", "type_identifier":
		return w.Leaf(ast.Ident, at)
	case "string_literal":
		return w.str(at)
	case "character_literal":
		return w.Node(ast.Str, at, strings.Trim(w.Text(at), "'"))
	case "decimal_integer_literal", "hex_integer_literal", "octal_integer_literal", "binary_integer_literal",
		"decimal_floating_point_literal", "hex_floating_point_literal":
		return w.Leaf(ast.Num, at)
	case "true", "false":
		return w.Leaf(ast.Bool, at)
	case "null_literal":
		return w.Leaf(ast.Null, at)
	case "method_invocation":
		return w.call(at)
	case "field_access":
		return w.access(at)
	case "scoped_identifier":
		return w.Node(ast.Member, at, ".", w.field(at, "scope"), w.field(at, "name"))
	case "parenthesized_expression":
		return w.inner(at)
	case "binary_expression":
		return w.Node(ast.Binary, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "assignment_expression":
		return w.Node(ast.Assign, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "unary_expression":
		return w.Node(ast.Unary, at, w.operator(at), w.field(at, "operand"))
	case "update_expression":
		return w.update(at)
	case "ternary_expression":
		return w.Node(ast.Cond, at, "", w.field(at, "condition"), w.field(at, "consequence"), w.field(at, "alternative"))
	case "object_creation_expression":
		return w.creation(at)
	case "array_creation_expression":
		return w.array(at)
	case "array_initializer", "element_value_array_initializer":
		return w.List(ast.Seq, at, "{", w.expression)
	case "array_access":
		return w.index(at)
	case "cast_expression":
		return w.cast(at)
	case "instanceof_expression":
		return w.typeTest(at)
	case "lambda_expression":
		return w.lambda(at)
	case "method_reference":
		return w.reference(at)
	case "class_literal":
		return w.classLiteral(at)
	case "switch_expression":
		return w.switchBlock(at)
	case "template_expression":
		return w.Node(ast.Call, at, "", w.field(at, "template_processor"), w.List(ast.Args, at, "", w.templateArgument), ast.None)
	case "marker_annotation", "annotation":
		return w.annotation(at)
	}
	if t := w.typeOf(at); t != ast.None {
		return t
	}
	return w.other(at)
}

// str is a literal, or a Template when it has embedded expressions.
func (w *lowerer) str(at int32) ast.ID {
	if w.Find(at, "string_interpolation") >= 0 {
		return w.List(ast.Template, at, "", w.templatePart)
	}
	s := w.Text(at)
	if strings.HasPrefix(s, `"""`) && len(s) >= 6 {
		return w.Node(ast.Str, at, s[3:len(s)-3])
	}
	if len(s) >= 2 {
		s = s[1 : len(s)-1]
	}
	return w.Node(ast.Str, at, s)
}

func (w *lowerer) templatePart(at int32) ast.ID {
	if w.Type(at) == "string_interpolation" {
		return w.expr(w.First(at))
	}
	return w.Leaf(ast.Str, at)
}

func (w *lowerer) templateArgument(at int32) ast.ID {
	if w.Field(at) == "template_argument" {
		return w.expr(at)
	}
	return ast.None
}

// operator is the token between or before operands.
func (w *lowerer) operator(at int32) string {
	if op := w.Child(at, "operator"); op >= 0 {
		return w.Text(op)
	}
	return ""
}

// inner is what parentheses hold.
func (w *lowerer) inner(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	if w.Type(at) != "parenthesized_expression" {
		return w.expr(at)
	}
	if c := w.First(at); c >= 0 {
		return w.expr(c)
	}
	return w.other(at)
}

func (w *lowerer) update(at int32) ast.ID {
	op := ""
	for c := range w.Children(at) {
		if t := w.Type(c); t == "++" || t == "--" {
			op = t
		}
	}
	return w.Node(ast.Update, at, op, w.expr(w.First(at)))
}

// member is object.name, with a super between them when the text has one.
func (w *lowerer) member(at, name int32) ast.ID {
	object := w.Child(at, "object")
	left := w.expr(object)
	for c := range w.Children(at) {
		if c != object && c != name && w.Type(c) == "super" {
			left = w.New(ast.Member, w.Nodes[at].Start, w.Nodes[c].End, ".", left, w.Leaf(ast.Ident, c))
		}
	}
	end := w.Nodes[at].End
	if name >= 0 {
		end = w.Nodes[name].End
	}
	return w.New(ast.Member, w.Nodes[at].Start, end, ".", left, w.expr(name))
}

func (w *lowerer) access(at int32) ast.ID { return w.member(at, w.Child(at, "field")) }

func (w *lowerer) call(at int32) ast.ID {
	name := w.Child(at, "name")
	var callee ast.ID
	if w.Child(at, "object") >= 0 {
		callee = w.member(at, name)
	} else {
		callee = w.expr(name)
	}
	return w.Node(ast.Call, at, "", callee, w.arguments(at), w.typeArguments(w.Child(at, "type_arguments")))
}

func (w *lowerer) arguments(at int32) ast.ID {
	c := w.Child(at, "arguments")
	if c < 0 {
		return w.Empty(ast.Args, at)
	}
	return w.List(ast.Args, c, "", w.expression)
}

func (w *lowerer) typeArguments(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return w.List(ast.Args, at, "", w.types)
}

// creation is new T(...) {...}, or outer.new T(...).
func (w *lowerer) creation(at int32) ast.ID {
	typ := w.typ(w.Child(at, "type"))
	if outer := w.First(at); outer >= 0 && w.Nodes[outer].Field == 0 && w.Nodes[at].Start == w.Nodes[outer].Start {
		typ = w.Node(ast.Member, at, ".", w.expr(outer), typ)
	}
	body := ast.None
	if c := w.Find(at, "class_body"); c >= 0 {
		body = w.block(c, w.classMember)
	}
	return w.Node(ast.New, at, "", typ, w.arguments(at), body)
}

// array is new T[n] or new T[] {...}: a New of an array type whose arguments
// are the lengths and whose last kid is the Seq of elements.
func (w *lowerer) array(at int32) ast.ID {
	typ := w.typ(w.Child(at, "type"))
	mark := len(w.Stack)
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "dimensions_expr":
			typ = w.Node(ast.TypeApp, c, "[]", typ)
			w.Push(w.expr(w.Last(c)))
		case "dimensions":
			typ = w.arrayOf(typ, c)
		}
	}
	args := w.Pop(mark, ast.Args, at, "")
	return w.Node(ast.New, at, "", typ, args, w.field(at, "value"))
}

func (w *lowerer) index(at int32) ast.ID {
	if w.Pattern {
		if id := w.typedVar(at); id != ast.None {
			return id
		}
	}
	return w.Node(ast.Index, at, "", w.field(at, "array"), w.field(at, "index"))
}

// cast takes the last type of an intersection first: it is the one with text.
func (w *lowerer) cast(at int32) ast.ID {
	return w.Node(ast.Cast, at, "", w.typ(w.Child(at, "type")), w.field(at, "value"))
}

// typeTest is x instanceof T; a bound name is a third kid.
func (w *lowerer) typeTest(at int32) ast.ID {
	left := w.field(at, "left")
	if p := w.Child(at, "pattern"); p >= 0 {
		return w.Node(ast.TypeTest, at, "instanceof", left, w.Within(p, w.pattern))
	}
	right := w.typ(w.Child(at, "right"))
	if name := w.Child(at, "name"); name >= 0 {
		return w.Node(ast.TypeTest, at, "instanceof", left, right, w.Leaf(ast.Ident, name))
	}
	return w.Node(ast.TypeTest, at, "instanceof", left, right)
}

func (w *lowerer) lambda(at int32) ast.ID {
	params := w.parameters(w.Child(at, "parameters"), at)
	return w.Node(ast.Func, at, "lambda", w.Empty(ast.Mods, at), ast.None, ast.None, params, w.lambdaBody(at), ast.None)
}

func (w *lowerer) lambdaBody(at int32) ast.ID {
	c := w.Child(at, "body")
	if c < 0 {
		return ast.None
	}
	if w.Type(c) == "block" {
		return w.body(c)
	}
	x := w.expr(c)
	if !w.IsDots(x) {
		x = w.Node(ast.Return, c, "", x)
	}
	return w.Node(ast.Block, c, "", x)
}

// reference is T::name.
func (w *lowerer) reference(at int32) ast.ID {
	left := w.expr(w.First(at))
	name := int32(-1)
	for c := range w.Children(at) {
		if t := w.Type(c); t == "identifier" || t == "new" {
			if w.Nodes[c].Start > w.Nodes[at].Start {
				name = c
			}
		}
	}
	return w.Node(ast.Member, at, "::", left, w.Leaf(ast.Ident, name))
}

// classLiteral is T.class.
func (w *lowerer) classLiteral(at int32) ast.ID {
	typ := w.typ(w.First(at))
	name := ast.None
	for c := range w.Children(at) {
		if w.Type(c) == "class" {
			name = w.Leaf(ast.Ident, c)
		}
	}
	return w.Node(ast.Member, at, ".", typ, name)
}
