package java

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// typ lowers a type; -1 is no type.
func (w *lowerer) typ(at int32) ast.ID { return w.Within(at, w.types) }

// types lowers a type, or what stands in its place.
func (w *lowerer) types(at int32) ast.ID {
	if id := w.typeOf(at); id != ast.None {
		return id
	}
	switch w.Type(at) {
	case "identifier":
		return w.Leaf(ast.Ident, at)
	case "marker_annotation", "annotation":
		return ast.None
	}
	return w.other(at)
}

// typeOf lowers a type, and gives None for anything else.
func (w *lowerer) typeOf(at int32) ast.ID {
	switch w.Type(at) {
	case "type_identifier", "void_type", "integral_type", "floating_point_type", "boolean_type":
		return w.Leaf(ast.Ident, at)
	case "scoped_type_identifier":
		return w.Node(ast.Member, at, ".", w.typ(w.First(at)), w.typ(w.Last(at)))
	case "generic_type":
		return w.generic(at)
	case "array_type":
		return w.arrayOf(w.typ(w.Child(at, "element")), w.Child(at, "dimensions"))
	case "annotated_type":
		return w.typ(w.Last(at))
	case "wildcard":
		return w.wildcard(at)
	case "catch_type":
		if w.First(at) == w.Last(at) {
			return w.typ(w.First(at))
		}
		return w.List(ast.TypeApp, at, "|", w.types)
	}
	return ast.None
}

func (w *lowerer) generic(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.Named(at) {
		if w.Type(c) == "type_arguments" {
			for a := range w.Named(c) {
				w.Push(w.typ(a))
			}
		} else {
			w.Push(w.typ(c))
		}
	}
	return w.Pop(mark, ast.TypeApp, at, "")
}

// wildcard is ?, ? extends T or ? super T.
func (w *lowerer) wildcard(at int32) ast.ID {
	bound, text := int32(-1), "?"
	for c := range w.Children(at) {
		switch w.Type(c) {
		case "?", "marker_annotation", "annotation":
		case "extends", "super":
			text = "? " + w.Type(c)
		default:
			bound = c
		}
	}
	if bound < 0 {
		return w.Node(ast.Ident, at, "?")
	}
	return w.Node(ast.TypeApp, at, text, w.typ(bound))
}

// arrayOf wraps a type once for each pair of brackets.
func (w *lowerer) arrayOf(typ ast.ID, dimensions int32) ast.ID {
	if dimensions < 0 || typ == ast.None {
		return typ
	}
	for c := range w.Children(dimensions) {
		if w.Type(c) == "[" {
			typ = w.New(ast.TypeApp, w.File.Nodes[typ].Start, max(w.File.Nodes[typ].End, w.Nodes[dimensions].End), "[]", typ)
		}
	}
	return typ
}

// typeParameters are Params whose types are the bounds.
func (w *lowerer) typeParameters(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return w.List(ast.Params, at, "", w.typeParameter)
}

func (w *lowerer) typeParameter(at int32) ast.ID {
	if w.Type(at) != "type_parameter" {
		return w.other(at)
	}
	bound := ast.None
	if c := w.Find(at, "type_bound"); c >= 0 {
		bound = w.typ(w.First(c))
	}
	return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), bound, w.Leaf(ast.Ident, w.Find(at, "type_identifier")), ast.None)
}
