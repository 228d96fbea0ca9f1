package csharp

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
	case "identifier", "predefined_type", "implicit_type":
		return w.Ident(at)
	case "qualified_name":
		return w.Node(ast.Member, at, ".", w.typ(w.Child(at, "qualifier")), w.typ(w.Child(at, "name")))
	case "alias_qualified_name":
		return w.qualified(at)
	case "generic_name":
		return w.generic(at)
	case "array_type":
		return w.Node(ast.TypeApp, at, "[]", w.typ(w.Child(at, "type")))
	case "nullable_type":
		return w.Node(ast.TypeApp, at, "?", w.typ(w.Child(at, "type")))
	case "pointer_type":
		return w.Node(ast.TypeApp, at, "*", w.typ(w.Child(at, "type")))
	case "ref_type", "scoped_type":
		return w.typ(w.Child(at, "type"))
	case "tuple_type":
		return w.itemList(ast.TypeApp, at, "(", w.tupleElement)
	case "function_pointer_type":
		return w.functionPointer(at)
	}
	return ast.None
}

// qualified is alias::name; global:: says nothing.
func (w *lowerer) qualified(at int32) ast.ID {
	alias := w.Child(at, "alias")
	name := w.typ(w.Child(at, "name"))
	if alias < 0 || w.Text(alias) == "global" {
		return name
	}
	return w.Node(ast.Member, at, "::", w.Ident(alias), name)
}

func (w *lowerer) generic(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.Named(at) {
		if w.Type(c) != "type_argument_list" {
			w.Push(w.typ(c))
			continue
		}
		for t := range w.Named(c) {
			w.Push(w.typ(t))
		}
	}
	return w.Pop(mark, ast.TypeApp, at, "")
}

func (w *lowerer) tupleElement(at int32) ast.ID {
	if t := w.Child(at, "type"); t >= 0 {
		return w.typ(t)
	}
	return w.types(at)
}

func (w *lowerer) functionPointer(at int32) ast.ID {
	mark, returns := len(w.Stack), w.Child(at, "returns")
	for c := range w.Named(at) {
		if t := w.Child(c, "type"); c != returns && t >= 0 {
			w.Push(w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), w.typ(t), ast.None, ast.None))
		}
	}
	params := w.Pop(mark, ast.Params, at, "")
	return w.Node(ast.FuncType, at, "", params, w.typ(returns))
}

// typeParameters are Params; what where clauses say is dropped.
func (w *lowerer) typeParameters(at int32) ast.ID {
	c := w.Find(at, "type_parameter_list")
	if c < 0 {
		return ast.None
	}
	return w.itemList(ast.Params, c, "", w.typeParameter)
}

func (w *lowerer) typeParameter(at int32) ast.ID {
	return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), ast.None, w.Ident(w.Child(at, "name")), ast.None)
}
