package scala

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// typ lowers a type; -1 is no type.
func (w *lowerer) typ(at int32) ast.ID { return w.Within(at, w.types) }

// types lowers a type, or what stands in its place.
func (w *lowerer) types(at int32) ast.ID {
	if id := w.typeOf(at); id != ast.None {
		return id
	}
	return w.expression(at)
}

// typeOf lowers a type, and gives None for anything else.
func (w *lowerer) typeOf(at int32) ast.ID {
	switch w.Type(at) {
	case "type_identifier":
		return w.Ident(at)
	case "stable_type_identifier", "stable_identifier":
		return w.Node(ast.Member, at, ".", w.typ(w.First(at)), w.typ(w.Last(at)))
	case "projected_type":
		return w.Node(ast.Member, at, "#", w.typ(w.First(at)), w.typ(w.Last(at)))
	case "singleton_type":
		return w.Node(ast.Member, at, ".", w.typ(w.First(at)), w.Ident(w.Find(at, "type")))
	case "generic_type":
		return w.generic(at)
	case "tuple_type", "named_tuple_type":
		return w.List(ast.TypeApp, at, "(", w.types)
	case "compound_type":
		return w.List(ast.TypeApp, at, "with", w.types)
	case "infix_type":
		op := w.Child(at, "operator")
		if op < 0 {
			return w.other(at)
		}
		return w.Node(ast.TypeApp, at, w.Text(op), w.typ(w.Child(at, "left")), w.typ(w.Child(at, "right")))
	case "lazy_parameter_type", "repeated_parameter_type", "name_and_type", "context_bound", "upper_bound", "lower_bound", "view_bound":
		return w.typ(w.Child(at, "type"))
	case "annotated_type":
		return w.typ(w.First(at))
	case "literal_type":
		return w.expr(w.First(at))
	case "function_type":
		return w.functionType(at)
	}
	return ast.None
}

func (w *lowerer) generic(at int32) ast.ID {
	mark := len(w.Stack)
	w.Push(w.typ(w.Child(at, "type")))
	if args := w.Child(at, "type_arguments"); args >= 0 {
		for c := range w.Named(args) {
			w.Push(w.typ(c))
		}
	}
	return w.Pop(mark, ast.TypeApp, at, "")
}

func (w *lowerer) functionType(at int32) ast.ID {
	mark := len(w.Stack)
	if list := w.Child(at, "parameter_types"); list >= 0 {
		for c := range w.Named(list) {
			w.Push(w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), w.typ(c), ast.None, ast.None))
		}
	}
	params := w.Pop(mark, ast.Params, at, "")
	return w.Node(ast.FuncType, at, "", params, w.typ(w.Child(at, "return_type")))
}

// typeParameters are Params whose types are the last bounds.
func (w *lowerer) typeParameters(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(w.Stack)
	for c := range w.Named(at) {
		name := c
		switch w.Type(c) {
		case "covariant_type_parameter", "contravariant_type_parameter":
			name = w.Child(c, "name")
		case "identifier", "wildcard", "operator_identifier":
		default:
			continue
		}
		w.Push(w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), ast.None, w.Ident(name), ast.None))
	}
	return w.Pop(mark, ast.Params, at, "")
}
