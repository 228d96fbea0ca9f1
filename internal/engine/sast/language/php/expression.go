package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// expression lowers an expression or a name.
func (l *lowerer) expression(at int32) ast.ID {
	switch l.Type(at) {
	case "name", "variable_name", "relative_scope", "primitive_type", "bottom_type", "cast_type", "operation":
		return l.Leaf(ast.Ident, at)
	case "qualified_name", "relative_name", "namespace_name":
		return l.qualified(at, ast.None)
	case "dynamic_variable_name":
		return l.dynamic(at)
	case "string":
		return l.quoted(at)
	case "encapsed_string":
		return l.quoted(at)
	case "heredoc", "nowdoc":
		return l.heredoc(at)
	case "shell_command_expression":
		return l.shell(at)
	case "integer", "float":
		return l.Leaf(ast.Num, at)
	case "boolean":
		return l.Node(ast.Bool, at, strings.ToLower(l.Text(at)))
	case "null":
		return l.Node(ast.Null, at, strings.ToLower(l.Text(at)))
	case "parenthesized_expression", "named_type":
		return l.only(at)
	case "member_access_expression":
		return l.member(at, "object", "->")
	case "nullsafe_member_access_expression":
		return l.member(at, "object", "?.")
	case "scoped_property_access_expression":
		return l.member(at, "scope", "::")
	case "class_constant_access_expression":
		return l.constant(at)
	case "function_call_expression":
		callee := l.expr(l.Child(at, "function"))
		return l.Node(ast.Call, at, "", callee, l.arguments(at), ast.None)
	case "member_call_expression":
		return l.call(at, "object", "->")
	case "nullsafe_member_call_expression":
		return l.call(at, "object", "?.")
	case "scoped_call_expression":
		return l.call(at, "scope", "::")
	case "object_creation_expression":
		return l.construct(at)
	case "subscript_expression":
		return l.index(at)
	case "array_creation_expression", "list_literal":
		return l.array(at)
	case "array_element_initializer":
		return l.element(at)
	case "variadic_unpacking":
		return l.Node(ast.Spread, at, "...", l.expr(l.First(at)))
	case "by_ref":
		return l.Node(ast.Unary, at, "&", l.expr(l.First(at)))
	case "anonymous_function", "arrow_function":
		return l.function(at)
	case "include_expression":
		return l.intrinsic(at, "include", l.parts(at))
	case "include_once_expression":
		return l.intrinsic(at, "include_once", l.parts(at))
	case "require_expression":
		return l.intrinsic(at, "require", l.parts(at))
	case "require_once_expression":
		return l.intrinsic(at, "require_once", l.parts(at))
	case "print_intrinsic":
		return l.intrinsic(at, "print", l.parts(at))
	case "sequence_expression":
		mark := len(l.Stack)
		l.spread(at)
		return l.Pop(mark, ast.Seq, at, ",")
	case "argument":
		return l.argument(at)
	}
	return l.operation(at)
}

// operation lowers what an operator makes.
func (l *lowerer) operation(at int32) ast.ID {
	switch l.Type(at) {
	case "binary_expression":
		return l.binary(at)
	case "unary_op_expression":
		return l.unary(at)
	case "error_suppression_expression":
		return l.Node(ast.Unary, at, "@", l.expr(l.First(at)))
	case "clone_expression":
		return l.Node(ast.Unary, at, "clone", l.expr(l.First(at)))
	case "update_expression":
		return l.Node(ast.Update, at, l.operator(at), l.expr(l.Child(at, "argument")))
	case "assignment_expression":
		return l.assign(at, "=")
	case "augmented_assignment_expression":
		return l.assign(at, l.operator(at))
	case "reference_assignment_expression":
		return l.assignReference(at)
	case "conditional_expression":
		c := l.expr(l.Child(at, "condition"))
		then := l.expr(l.Child(at, "body"))
		return l.Node(ast.Cond, at, "", c, then, l.expr(l.Child(at, "alternative")))
	case "cast_expression":
		t := l.expr(l.Child(at, "type"))
		return l.Node(ast.Cast, at, "", t, l.expr(l.Child(at, "value")))
	case "match_expression":
		return l.match(at)
	case "throw_expression":
		return l.Node(ast.Throw, at, "", l.expr(l.First(at)))
	case "yield_expression":
		return l.Node(ast.Yield, at, "", l.expr(l.First(at)))
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

// qualified lowers a\b\c to a chain of members that goes on from another one.
// A backslash at the start, and the keyword namespace, vanish.
func (l *lowerer) qualified(at int32, chain ast.ID) ast.ID {
	n := &l.Nodes[at]
	from := n.Start
	for i := n.Start; i <= n.End; i++ {
		if i < n.End && l.Src[i] != '\\' {
			continue
		}
		name := strings.TrimSpace(l.Src[from:i])
		if name != "" && !(chain == ast.None && i < n.End && strings.EqualFold(name, "namespace")) {
			id := l.New(ast.Ident, from, i, name)
			if chain != ast.None {
				id = l.New(ast.Member, min(n.Start, l.File.Nodes[chain].Start), i, `\`, chain, id)
			}
			chain = id
		}
		from = i + 1
	}
	if chain == ast.None {
		return l.Leaf(ast.Ident, at)
	}
	return chain
}

// dynamic lowers $$x and ${x}.
func (l *lowerer) dynamic(at int32) ast.ID {
	c := l.First(at)
	if c < 0 {
		return l.unknown(at)
	}
	if l.Type(c) == "name" { // "${x}" is "$x"
		return l.Node(ast.Ident, at, "$"+l.Text(c))
	}
	return l.Node(ast.Unary, at, "$", l.expr(c))
}

func (l *lowerer) member(at int32, object, op string) ast.ID {
	o := l.expr(l.Child(at, object))
	return l.Node(ast.Member, at, op, o, l.expr(l.Child(at, "name")))
}

// constant lowers A::B.
func (l *lowerer) constant(at int32) ast.ID {
	scope, name := l.First(at), l.Last(at)
	if scope < 0 || scope == name {
		return l.unknown(at)
	}
	o := l.expr(scope)
	return l.Node(ast.Member, at, "::", o, l.expr(name))
}

func (l *lowerer) call(at int32, object, op string) ast.ID {
	o, name := l.Child(at, object), l.Child(at, "name")
	if o < 0 || name < 0 {
		return l.unknown(at)
	}
	x := l.expr(o)
	callee := l.New(ast.Member, l.Nodes[at].Start, l.Nodes[name].End, op, x, l.expr(name))
	return l.Node(ast.Call, at, "", callee, l.arguments(at), ast.None)
}

// arguments lowers the argument list of a node; without one an empty list
// stands at its end.
func (l *lowerer) arguments(owner int32) ast.ID {
	at := l.Find(owner, "arguments")
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

func (l *lowerer) argument(at int32) ast.ID {
	c := l.Last(at)
	if c < 0 {
		return l.unknown(at)
	}
	x := l.expr(c)
	if l.Child(at, "reference_modifier") >= 0 {
		x = l.Node(ast.Unary, at, "&", x)
	}
	if name := l.Child(at, "name"); name >= 0 && name != c {
		return l.Node(ast.KeyArg, at, "", l.Leaf(ast.Ident, name), x)
	}
	return x
}

func (l *lowerer) construct(at int32) ast.ID {
	c := l.First(at)
	if c < 0 {
		return l.unknown(at)
	}
	if l.Type(c) != "anonymous_class" {
		name := l.expr(c)
		return l.Node(ast.New, at, "", name, l.arguments(at), ast.None)
	}
	base := ast.None
	if b := l.Find(c, "base_clause"); b >= 0 {
		base = l.typ(l.First(b))
	} else if b := l.Find(c, "class_interface_clause"); b >= 0 {
		base = l.typ(l.First(b))
	}
	args := l.arguments(c)
	return l.Node(ast.New, at, "", base, args, l.members(l.Child(c, "body"), c))
}

func (l *lowerer) index(at int32) ast.ID {
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.expr(c))
	}
	return l.Pop(mark, ast.Index, at, "")
}

// array lowers an array or a list of targets: with keys it is a Dict. A hole in
// a list is a Nil.
func (l *lowerer) array(at int32) ast.ID {
	mark, pairs, hole, key := len(l.Stack), false, true, false
	list := l.Type(at) == "list_literal"
	for c := range l.Children(at) {
		n := &l.Nodes[c]
		switch {
		case n.Extra():
		case n.Named():
			x := l.expr(c)
			if key {
				k := l.Stack[len(l.Stack)-1]
				x = l.New(ast.Pair, l.File.Nodes[k].Start, n.End, "", k, x)
				l.Stack = l.Stack[:len(l.Stack)-1]
				key = false
			}
			if l.File.Kind(x) == ast.Pair {
				pairs = true
			}
			l.Place(x)
			hole = false
		case l.Type(c) == "=>":
			key = len(l.Stack) > mark
		case l.Type(c) == ",":
			if hole && list {
				l.Place(ast.None)
			}
			hole = true
		}
	}
	if pairs {
		return l.Pop(mark, ast.Dict, at, "")
	}
	return l.Pop(mark, ast.Seq, at, "[")
}

func (l *lowerer) element(at int32) ast.ID {
	k, v := l.First(at), l.Last(at)
	if k < 0 {
		return l.unknown(at)
	}
	key := l.expr(k)
	if k == v {
		return key
	}
	return l.Node(ast.Pair, at, "", key, l.expr(v))
}

func (l *lowerer) binary(at int32) ast.ID {
	left := l.expr(l.Child(at, "left"))
	right := l.expr(l.Child(at, "right"))
	op := l.operator(at)
	if op != "" && (op[0] >= 'a' || op[0] >= 'A' && op[0] <= 'Z') {
		op = strings.ToLower(op)
	}
	if op == "instanceof" {
		return l.Node(ast.TypeTest, at, op, left, right)
	}
	return l.Node(ast.Binary, at, op, left, right)
}

func (l *lowerer) unary(at int32) ast.ID {
	op, x := l.operator(at), l.Child(at, "argument")
	if x < 0 { // "$a[-1]"
		op, x = "-", l.First(at)
	}
	return l.Node(ast.Unary, at, op, l.expr(x))
}

func (l *lowerer) assign(at int32, op string) ast.ID {
	target := l.expr(l.Child(at, "left"))
	return l.Node(ast.Assign, at, op, target, l.expr(l.Child(at, "right")))
}

func (l *lowerer) assignReference(at int32) ast.ID {
	target := l.expr(l.Child(at, "left"))
	r := l.Child(at, "right")
	if r < 0 {
		return l.unknown(at)
	}
	return l.Node(ast.Assign, at, "=", target, l.Node(ast.Unary, r, "&", l.expr(r)))
}

// match lowers a match expression: each arm's value is an expression statement.
func (l *lowerer) match(at int32) ast.ID {
	mark := len(l.Stack)
	l.Place(l.expr(l.Child(at, "condition")))
	if body := l.Child(at, "body"); body >= 0 {
		for c := range l.Named(body) {
			labels := ast.None
			if conditions := l.Child(c, "conditional_expressions"); conditions >= 0 {
				labels = l.parts(conditions)
			} else {
				labels = l.Empty(ast.Args, c)
			}
			value := ast.None
			if v := l.Child(c, "return_expression"); v >= 0 {
				x := l.expr(v)
				if l.Stands(x) && l.File.Len(labels) == 1 && l.Stands(l.File.First(labels)) {
					l.Place(x)
					continue
				}
				value = l.Node(ast.Block, v, "", l.Node(ast.ExprStmt, v, "", x))
			}
			l.Place(l.Node(ast.Case, c, "", labels, value))
		}
	}
	return l.Pop(mark, ast.Switch, at, "")
}
