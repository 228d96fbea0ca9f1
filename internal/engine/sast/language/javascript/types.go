package javascript

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// typeOf lowers a type.
func (l *lowerer) typeOf(at int32) ast.ID {
	switch l.Type(at) {
	case "type_annotation", "asserts_annotation", "type_predicate_annotation", "parenthesized_type", "readonly_type",
		"asserts", "default_type", "constraint", "omitting_type_annotation", "adding_type_annotation",
		"opting_type_annotation", "literal_type", "rest_type":
		if c := l.First(at); c >= 0 {
			return l.typ(c)
		}
		return l.Leaf(ast.Ident, at)
	case "existential_type":
		return l.Leaf(ast.Ident, at)
	case "type_arguments":
		return l.typeArguments(at)
	case "nested_type_identifier":
		module := l.expr(l.Child(at, "module"))
		return l.Node(ast.Member, at, ".", module, l.expr(l.Child(at, "name")))
	case "generic_type":
		name, args := l.Child(at, "name"), l.Child(at, "type_arguments")
		if name < 0 || args < 0 {
			return l.unknown(at)
		}
		return l.apply(at, args, l.typ(name))
	case "array_type":
		return l.Node(ast.TypeApp, at, "[]", l.typ(l.First(at)))
	case "optional_type", "flow_maybe_type":
		return l.Node(ast.TypeApp, at, "?", l.typ(l.First(at)))
	case "union_type":
		return l.typeOperands(at, "|")
	case "intersection_type":
		return l.typeOperands(at, "&")
	case "tuple_type":
		return l.typeSeq(at)
	case "function_type", "constructor_type":
		return l.functionType(at)
	case "object_type":
		return l.objectType(at)
	case "type_query":
		return l.Node(ast.Unary, at, "typeof", l.expr(l.First(at)))
	case "index_type_query":
		return l.Node(ast.Unary, at, "keyof", l.typ(l.First(at)))
	case "lookup_type":
		c := l.First(at)
		if c < 0 {
			return l.unknown(at)
		}
		o := l.typ(c)
		return l.Node(ast.Index, at, "", o, l.typ(l.Last(at)))
	case "conditional_type":
		left := l.typ(l.Child(at, "left"))
		test := l.Node(ast.TypeTest, at, "extends", left, l.typ(l.Child(at, "right")))
		then := l.typ(l.Child(at, "consequence"))
		return l.Node(ast.Cond, at, "", test, then, l.typ(l.Child(at, "alternative")))
	case "type_predicate":
		x := l.expr(l.Child(at, "name"))
		return l.Node(ast.TypeTest, at, "is", x, l.typ(l.Child(at, "type")))
	case "infer_type", "template_literal_type", "template_type", "index_signature", "mapped_type_clause":
		return l.Other(at, l.types)
	case "required_parameter", "optional_parameter":
		return l.param(at)
	}
	if id := l.declaration(at); id != ast.None {
		return id
	}
	return l.expression(at)
}

// apply makes a generic type of a base and the node of its arguments.
func (l *lowerer) apply(at, args int32, base ast.ID) ast.ID {
	mark := len(l.Stack)
	l.Place(base)
	l.typeList(args)
	n := &l.Nodes[at]
	start := n.Start
	if base != ast.None {
		start = min(start, l.File.Nodes[base].Start)
	}
	id := l.New(ast.TypeApp, start, max(n.End, l.Nodes[args].End), "", l.Stack[mark:]...)
	l.Stack = l.Stack[:mark]
	return id
}

// typeArguments lowers the type arguments of a call, -1 gives none.
func (l *lowerer) typeArguments(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(l.Stack)
	l.typeList(at)
	return l.Pop(mark, ast.Args, at, "")
}

func (l *lowerer) typeOperands(at int32, op string) ast.ID {
	mark := len(l.Stack)
	chain := []int32{at} // A | B | C is nested to the left
	for c := l.First(at); c >= 0 && l.Type(c) == l.Type(at); c = l.First(c) {
		chain = append(chain, c)
	}
	l.typeList(chain[len(chain)-1])
	for i := len(chain) - 2; i >= 0; i-- {
		l.Place(l.typ(l.Last(chain[i])))
	}
	if len(l.Stack) == mark+1 { // | A
		id := l.Stack[mark]
		l.Stack = l.Stack[:mark]
		return id
	}
	return l.Pop(mark, ast.TypeApp, at, op)
}

func (l *lowerer) typeSeq(at int32) ast.ID {
	mark := len(l.Stack)
	l.typeList(at)
	return l.Pop(mark, ast.Seq, at, "[")
}

func (l *lowerer) functionType(at int32) ast.ID {
	params := ast.None
	if p := l.Child(at, "parameters"); p >= 0 {
		params = l.params(p)
	} else {
		params = l.Empty(ast.Params, at)
	}
	r := l.Child(at, "return_type")
	if r < 0 {
		r = l.Child(at, "type")
	}
	return l.Node(ast.FuncType, at, "", params, l.typ(r))
}

func (l *lowerer) objectType(at int32) ast.ID {
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.typ(c))
	}
	return l.Pop(mark, ast.Dict, at, "")
}

// typeParams lowers the parameters of a generic declaration, -1 gives none.
func (l *lowerer) typeParams(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(l.Stack)
	for c := range l.Named(at) {
		bound := l.typ(l.Child(c, "constraint"))
		name := l.expr(l.Child(c, "name"))
		l.Place(l.Node(ast.Param, c, "", l.Empty(ast.Mods, c), bound, name, l.typ(l.Child(c, "value"))))
	}
	return l.Pop(mark, ast.Params, at, "")
}
