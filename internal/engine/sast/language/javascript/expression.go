package javascript

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// expression lowers an expression or a destructuring pattern.
func (l *lowerer) expression(at int32) ast.ID {
	switch l.Type(at) {
	case "identifier", "property_identifier", "private_property_identifier", "shorthand_property_identifier",
		"shorthand_property_identifier_pattern", "statement_identifier", "type_identifier", "this", "super",
		"import", "undefined", "jsx_namespace_name", "predefined_type", "this_type":
		return l.Leaf(ast.Ident, at)
	case "member_expression", "nested_identifier":
		return l.member(at)
	case "call_expression":
		return l.call(at)
	case "string":
		return l.str(at)
	case "number":
		return l.Leaf(ast.Num, at)
	case "true", "false":
		return l.Leaf(ast.Bool, at)
	case "null":
		return l.Leaf(ast.Null, at)
	case "regex":
		return l.regex(at)
	case "template_string":
		return l.template(at, false)
	case "parenthesized_expression":
		return l.parenthesized(at)
	case "object", "object_pattern":
		return l.object(at)
	case "array", "array_pattern":
		return l.array(at)
	case "pair", "pair_pattern":
		key := l.key(l.Child(at, "key"))
		return l.Node(ast.Pair, at, "", key, l.expr(l.Child(at, "value")))
	case "arrow_function", "function_expression", "generator_function", "function",
		"method_definition", "function_declaration", "generator_function_declaration":
		return l.function(at)
	case "class", "class_declaration", "abstract_class_declaration":
		return l.class(at, ast.None)
	case "binary_expression":
		return l.binary(at)
	case "unary_expression":
		return l.Node(ast.Unary, at, l.operator(at), l.expr(l.Child(at, "argument")))
	case "update_expression":
		return l.Node(ast.Update, at, l.operator(at), l.expr(l.Child(at, "argument")))
	case "assignment_expression", "assignment_pattern", "object_assignment_pattern":
		return l.assign(at, "=")
	case "augmented_assignment_expression":
		return l.assign(at, l.operator(at))
	case "ternary_expression":
		c := l.expr(l.Child(at, "condition"))
		then := l.expr(l.Child(at, "consequence"))
		return l.Node(ast.Cond, at, "", c, then, l.expr(l.Child(at, "alternative")))
	case "subscript_expression":
		o := l.expr(l.Child(at, "object"))
		return l.Node(ast.Index, at, "", o, l.expr(l.Child(at, "index")))
	case "new_expression":
		return l.construct(at)
	case "await_expression":
		return l.Node(ast.Await, at, "", l.expr(l.First(at)))
	case "yield_expression":
		return l.Node(ast.Yield, at, "", l.expr(l.First(at)))
	case "spread_element", "rest_pattern":
		return l.Node(ast.Spread, at, "...", l.expr(l.First(at)))
	case "sequence_expression":
		return l.sequence(at)
	case "meta_property":
		return l.meta(at)
	case "computed_property_name":
		return l.Node(ast.Seq, at, "[", l.expr(l.First(at)))
	case "non_null_expression":
		return l.only(at)
	case "as_expression", "satisfies_expression":
		return l.as(at)
	case "type_assertion":
		return l.assertion(at)
	case "instantiation_expression":
		return l.instantiation(at)
	case "jsx_element", "jsx_self_closing_element", "jsx_expression", "jsx_text", "html_character_reference":
		return l.jsx(at)
	case "type_annotation", "type_arguments":
		return l.typ(at)
	case "expression_statement":
		return l.only(at)
	case "statement_block":
		return l.body(at)
	case "decorator":
		return l.annotation(at)
	case "internal_module", "module":
		return l.namespace(at)
	}
	return l.unknown(at)
}

// only lowers a node that stands for its only child.
func (l *lowerer) only(at int32) ast.ID {
	if c := l.First(at); c >= 0 {
		return l.expr(c)
	}
	return l.unknown(at)
}

func (l *lowerer) operator(at int32) string {
	if op := l.Child(at, "operator"); op >= 0 {
		return l.Text(op)
	}
	return ""
}

func (l *lowerer) parenthesized(at int32) ast.ID {
	c := l.First(at)
	if c < 0 {
		return l.unknown(at)
	}
	x := l.expr(c)
	if t := l.Child(at, "type"); t >= 0 && l.Pattern {
		return l.Node(ast.TypedVar, at, "", l.typ(t), x)
	}
	return x
}

func (l *lowerer) member(at int32) ast.ID {
	op := "."
	for c := range l.Children(at) {
		if t := l.Type(c); t == "optional_chain" || t == "?." {
			op = "?."
		}
	}
	object := l.expr(l.Child(at, "object"))
	return l.Node(ast.Member, at, op, object, l.expr(l.Child(at, "property")))
}

func (l *lowerer) call(at int32) ast.ID {
	fn := l.Child(at, "function")
	if fn >= 0 && l.Type(fn) == "await_expression" {
		// "await f<T>(x)" is taken for a call of "await f".
		callee := l.expr(l.First(fn))
		types := l.typeArguments(l.Child(at, "type_arguments"))
		args := l.arguments(l.Child(at, "arguments"), at)
		n := &l.Nodes[at]
		call := l.New(ast.Call, l.Nodes[l.First(fn)].Start, n.End, "", callee, args, types)
		return l.Node(ast.Await, at, "", call)
	}
	callee := l.expr(fn)
	types := l.typeArguments(l.Child(at, "type_arguments"))
	a := l.Child(at, "arguments")
	if a >= 0 && l.Type(a) == "template_string" { // tag`text`
		args := l.Node(ast.Args, a, "", l.template(a, true))
		return l.Node(ast.Call, at, "", callee, args, types)
	}
	return l.Node(ast.Call, at, "", callee, l.arguments(a, at), types)
}

// arguments lowers an argument list; without one an empty list stands at the
// end of the node it would belong to.
func (l *lowerer) arguments(at, owner int32) ast.ID {
	if at < 0 {
		end := l.Nodes[owner].End
		return l.New(ast.Args, end, end, "")
	}
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.expr(c))
	}
	return l.Pop(mark, ast.Args, at, "")
}

func (l *lowerer) construct(at int32) ast.ID {
	c := l.Child(at, "constructor")
	name := l.expr(c)
	if t := l.Child(at, "type_arguments"); t >= 0 && c >= 0 {
		name = l.apply(c, t, name)
	}
	return l.Node(ast.New, at, "", name, l.arguments(l.Child(at, "arguments"), at), ast.None)
}

func (l *lowerer) str(at int32) ast.ID {
	s := l.Text(at)
	if len(s) >= 2 {
		s = s[1 : len(s)-1]
	}
	return l.Node(ast.Str, at, s)
}

func (l *lowerer) regex(at int32) ast.ID {
	if p := l.Child(at, "pattern"); p >= 0 {
		return l.Node(ast.Regex, at, l.Text(p))
	}
	return l.Leaf(ast.Regex, at)
}

// template lowers a template literal; without a substitution it is a string,
// unless a tag stands before it.
func (l *lowerer) template(at int32, tagged bool) ast.ID {
	n := &l.Nodes[at]
	if n.End < n.Start+2 {
		return l.Leaf(ast.Str, at)
	}
	mark, from := len(l.Stack), n.Start+1
	part := func(end uint32) {
		if end > from {
			l.Place(l.New(ast.Str, from, end, l.Src[from:end]))
		}
	}
	found := false
	for c := range l.Children(at) {
		if l.Type(c) != "template_substitution" {
			continue
		}
		found = true
		part(l.Nodes[c].Start)
		if x := l.First(c); x >= 0 {
			l.Place(l.expr(x))
		}
		from = l.Nodes[c].End
	}
	if l.Pattern && !found && l.Src[n.Start+1:n.End-1] == "..." {
		tagged = true // any template literal, and no other string
	}
	if !found && !tagged {
		return l.Node(ast.Str, at, l.Src[n.Start+1:n.End-1])
	}
	part(n.End - 1)
	return l.Pop(mark, ast.Template, at, "")
}

func (l *lowerer) object(at int32) ast.ID {
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.property(c))
	}
	return l.Pop(mark, ast.Dict, at, "")
}

// property lowers one entry of an object or of an object pattern.
func (l *lowerer) property(at int32) ast.ID {
	switch l.Type(at) {
	case "shorthand_property_identifier", "shorthand_property_identifier_pattern", "identifier":
		key := l.Leaf(ast.Ident, at)
		if l.Stands(key) {
			return key
		}
		return l.Node(ast.Pair, at, "", key, l.Leaf(ast.Ident, at))
	case "object_assignment_pattern":
		left := l.Child(at, "left")
		if left >= 0 && l.Type(left) == "shorthand_property_identifier_pattern" {
			return l.Node(ast.Pair, at, "", l.Leaf(ast.Ident, left), l.assign(at, "="))
		}
	}
	return l.expr(at)
}

func (l *lowerer) key(at int32) ast.ID { return l.expr(at) }

// array lowers an array or an array pattern; a hole is a Nil.
func (l *lowerer) array(at int32) ast.ID {
	mark, hole := len(l.Stack), true
	for c := range l.Children(at) {
		switch n := &l.Nodes[c]; {
		case n.Extra():
		case n.Named():
			l.Place(l.expr(c))
			hole = false
		case l.Type(c) == ",":
			if hole {
				l.Place(ast.None)
			}
			hole = true
		}
	}
	return l.Pop(mark, ast.Seq, at, "[")
}

func (l *lowerer) binary(at int32) ast.ID {
	if id := l.genericCall(at); id != ast.None {
		return id
	}
	left := l.expr(l.Child(at, "left"))
	right := l.expr(l.Child(at, "right"))
	op := l.operator(at)
	if op == "instanceof" {
		return l.Node(ast.TypeTest, at, op, left, right)
	}
	return l.Node(ast.Binary, at, op, left, right)
}

// genericCall lowers f<T>(x), which JavaScript's grammar takes for two
// comparisons; files with types of Flow or TypeScript mean a call. Where it is
// none it returns None.
func (l *lowerer) genericCall(at int32) ast.ID {
	left, right := l.Child(at, "left"), l.Child(at, "right")
	if l.operator(at) != ">" || left < 0 || right < 0 || l.Type(left) != "binary_expression" || l.operator(left) != "<" ||
		l.Type(right) != "parenthesized_expression" || strings.ContainsAny(l.Src[l.Nodes[left].Start:l.Nodes[right].Start], " \t\r\n") {
		return ast.None
	}
	callee := l.expr(l.Child(left, "left"))
	types := l.Node(ast.Args, l.Child(left, "right"), "", l.expr(l.Child(left, "right")))
	args := l.Node(ast.Args, right, "", l.expr(l.First(right)))
	return l.Node(ast.Call, at, "", callee, args, types)
}

func (l *lowerer) assign(at int32, op string) ast.ID {
	left, right := l.Child(at, "left"), l.Child(at, "right")
	target := l.expr(left)
	value := l.expr(right)
	if left >= 0 && right >= 0 {
		l.required(left, right)
	}
	return l.Node(ast.Assign, at, op, target, value)
}

func (l *lowerer) sequence(at int32) ast.ID {
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.expr(c))
	}
	return l.Pop(mark, ast.Seq, at, ",")
}

// meta lowers new.target and import.meta.
func (l *lowerer) meta(at int32) ast.ID {
	n := &l.Nodes[at]
	s := l.Text(at)
	dot := uint32(0)
	for int(dot) < len(s) && s[dot] != '.' {
		dot++
	}
	if int(dot) == len(s) {
		return l.Leaf(ast.Ident, at)
	}
	object := l.New(ast.Ident, n.Start, n.Start+dot, s[:dot])
	name := l.New(ast.Ident, n.Start+dot+1, n.End, s[dot+1:])
	return l.Node(ast.Member, at, ".", object, name)
}

func (l *lowerer) as(at int32) ast.ID {
	c := l.First(at)
	if c < 0 {
		return l.unknown(at)
	}
	x := l.expr(c)
	t := l.Last(at)
	if t == c { // as const
		return x
	}
	return l.Node(ast.Cast, at, "", l.typ(t), x)
}

// assertion lowers <T>x.
func (l *lowerer) assertion(at int32) ast.ID {
	t, x := l.First(at), l.Last(at)
	if t < 0 || t == x {
		return l.unknown(at)
	}
	to := l.typ(l.First(t))
	return l.Node(ast.Cast, at, "", to, l.expr(x))
}

func (l *lowerer) instantiation(at int32) ast.ID {
	c := l.Child(at, "function")
	if c < 0 {
		c = l.First(at)
	}
	t := l.Child(at, "type_arguments")
	if c < 0 || t < 0 {
		return l.unknown(at)
	}
	return l.apply(at, t, l.expr(c))
}
