package golang

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

func (g *lowerer) expression(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "parenthesized_expression", "parenthesized_type", "literal_element":
		return g.lower(g.First(at)), true
	case "binary_expression":
		op := g.operator(at)
		left := g.field(at, "left")
		return g.Node(ast.Binary, at, op, left, g.field(at, "right")), true
	case "unary_expression":
		return g.Node(ast.Unary, at, g.operator(at), g.field(at, "operand")), true
	case "argument_list":
		return g.List(ast.Args, at, "", g.self), true
	case "variadic_argument":
		return g.Node(ast.Spread, at, "...", g.lower(g.First(at))), true
	case "index_expression":
		obj := g.field(at, "operand")
		return g.Node(ast.Index, at, "", obj, g.field(at, "index")), true
	case "slice_expression":
		return g.slice(at), true
	case "type_assertion_expression":
		return g.assertion(at), true
	case "type_conversion_expression":
		return g.conversion(at), true
	case "composite_literal":
		return g.composite(at), true
	case "literal_value":
		return g.literal(at, g.shape(at)), true
	case "keyed_element":
		key := g.field(at, "key")
		return g.Node(ast.Pair, at, "", key, g.field(at, "value")), true
	case "func_literal":
		return g.function(at, "lambda"), true
	case "expression_list":
		if g.Nth(at, 1) < 0 {
			return g.lower(g.First(at)), true
		}
		return g.List(ast.Seq, at, "(", g.self), true
	}
	return ast.None, false
}

func (g *lowerer) operator(at int32) string {
	if o := g.Child(at, "operator"); o >= 0 {
		return g.Text(o)
	}
	return ""
}

func (g *lowerer) call(at int32) ast.ID {
	callee := g.field(at, "function")
	args := g.field(at, "arguments")
	if args == ast.None {
		args = g.Empty(ast.Args, at)
	}
	types := ast.None
	if t := g.Child(at, "type_arguments"); t >= 0 {
		types = g.List(ast.Args, t, "", g.self)
	}
	return g.Node(ast.Call, at, "", callee, args, types)
}

// conversion lowers T(x). Where T could be a function's name it is a call, as
// the grammar only guesses.
func (g *lowerer) conversion(at int32) ast.ID {
	t, x := g.Child(at, "type"), g.Child(at, "operand")
	types := ast.None
	if t >= 0 {
		switch g.Type(t) {
		case "generic_type":
			if a := g.Child(t, "type_arguments"); a >= 0 {
				types = g.List(ast.Args, a, "", g.self)
			}
			t = g.Child(t, "type")
			fallthrough
		case "type_identifier", "qualified_type":
			callee := g.lower(t)
			start := g.Nodes[at].Start
			if x >= 0 {
				start = g.Nodes[x].Start
			}
			args := g.New(ast.Args, start, g.Nodes[at].End, "", g.lower(x))
			return g.Node(ast.Call, at, "", callee, args, types)
		}
	}
	typ := g.lower(t)
	return g.Node(ast.Cast, at, "", typ, g.lower(x))
}

// slice lowers a[i:j:k] to an Index whose only index keeps where the bounds
// stand: [from|Nil, to|Nil, capacity|Nil].
func (g *lowerer) slice(at int32) ast.ID {
	obj := g.field(at, "operand")
	from, to := g.field(at, "start"), g.field(at, "end")
	start := g.Nodes[at].Start
	if o := g.Child(at, "operand"); o >= 0 {
		start = g.Nodes[o].End
	}
	index := g.New(ast.Other, start, g.Nodes[at].End, "slice", from, to, g.field(at, "capacity"))
	return g.Node(ast.Index, at, "", obj, index)
}

// assertion lowers x.(T), which is also how a typed metavariable is written
// for the grammar.
func (g *lowerer) assertion(at int32) ast.ID {
	t := g.field(at, "type")
	o := g.Child(at, "operand")
	if g.Pattern && o >= 0 && g.Type(o) == "identifier" {
		if name, ok := strings.CutPrefix(g.Text(o), typedName); ok {
			return g.Node(ast.TypedVar, at, "", t, g.Node(ast.Ident, o, name))
		}
	}
	return g.Node(ast.Cast, at, ".", t, g.lower(o))
}

// composite lowers T{...}: slices and arrays hold a Seq, all others a Dict.
func (g *lowerer) composite(at int32) ast.ID {
	t := g.Child(at, "type")
	k := ast.Dict
	if t >= 0 {
		switch g.Type(t) {
		case "slice_type", "array_type", "implicit_length_array_type":
			k = ast.Seq
		}
	}
	typ := g.lower(t)
	body := g.Child(at, "body")
	if body < 0 {
		return g.Node(ast.New, at, "", typ, g.Empty(ast.Args, at), ast.None)
	}
	args := g.Empty(ast.Args, body)
	lit := g.Within(body, func(b int32) ast.ID { return g.literal(b, k) })
	return g.Node(ast.New, at, "", typ, args, lit)
}

func (g *lowerer) literal(at int32, k ast.Kind) ast.ID {
	text := ""
	if k == ast.Seq {
		text = "{"
	}
	return g.List(k, at, text, g.self)
}

// shape guesses what a literal without a type is: a Dict when it has keys.
func (g *lowerer) shape(at int32) ast.Kind {
	for c := range g.Named(at) {
		if g.Type(c) == "keyed_element" {
			return ast.Dict
		}
	}
	return ast.Seq
}
