package csharp

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (w *lowerer) class(at int32, text string) ast.ID {
	mods, name := w.mods(at), w.field(at, "name")
	params, supers := w.typeParameters(at), w.supers(at)
	mark := len(w.Stack)
	if c := w.Find(at, "parameter_list"); c >= 0 {
		w.Push(w.Node(ast.Func, c, "ctor", w.Empty(ast.Mods, c), ast.None, ast.None, w.parameters(c), ast.None, ast.None))
	}
	body := w.Child(at, "body")
	if body >= 0 {
		w.members(body)
	} else {
		body = at
	}
	block := w.Pop(mark, ast.Block, body, "")
	return w.Node(ast.Class, at, text, mods, name, params, supers, block)
}

// supers are the base class and the interfaces; a base that gets arguments is
// a Call.
func (w *lowerer) supers(at int32) ast.ID {
	list := w.Find(at, "base_list")
	if list < 0 {
		return w.Empty(ast.Supers, at)
	}
	mark := len(w.Stack)
	for c := range w.Named(list) {
		switch w.Type(c) {
		case "argument_list":
			if len(w.Stack) > mark {
				last := len(w.Stack) - 1
				base := w.Stack[last]
				args := w.itemList(ast.Args, c, "", w.expression)
				w.Stack[last] = w.New(ast.Call, w.File.Nodes[base].Start, w.Nodes[c].End, "", base, args, ast.None)
			}
		case "primary_constructor_base_type":
			w.Push(w.Node(ast.Call, c, "", w.typ(w.Child(c, "type")), w.arguments(c), ast.None))
		default:
			w.Push(w.typ(c))
		}
	}
	return w.Pop(mark, ast.Supers, list, "")
}

// property pushes the VarDecl of a property, an event or an indexer, and a
// Func for each accessor that has a body.
func (w *lowerer) property(at int32) {
	name, value := w.Child(at, "name"), w.Child(at, "value")
	arrow := value >= 0 && w.Type(value) == "arrow_expression_clause"
	if w.Type(at) != "indexer_declaration" {
		initial := value
		if arrow {
			initial = -1
		}
		w.Push(w.Node(ast.VarDecl, at, "", w.mods(at), w.typ(w.Child(at, "type")), w.field(at, "name"), w.expr(initial)))
	}
	if arrow {
		w.Push(w.accessor(at, at, name, value))
	}
	if list := w.Child(at, "accessors"); list >= 0 {
		for c := range w.Named(list) {
			if body := w.Child(c, "body"); body >= 0 {
				w.Push(w.accessor(at, c, name, body))
			}
		}
	}
}

// accessor is the Func of a property's getter or setter. A setter has the
// parameter value.
func (w *lowerer) accessor(property, at, name, body int32) ast.ID {
	typ, text := w.Child(property, "type"), "getter"
	mark := len(w.Stack)
	if c := w.Child(property, "parameters"); c >= 0 {
		for p := range w.Named(c) {
			if w.Type(p) == "parameter" {
				w.Push(w.Within(p, w.parameter))
			}
		}
	}
	if c := w.Child(at, "name"); at != property && c >= 0 && w.Text(c) != "get" {
		text = "setter"
		value := w.New(ast.Ident, w.Nodes[c].Start, w.Nodes[c].End, "value")
		w.Push(w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), w.typ(typ), value, ast.None))
	}
	params := w.Pop(mark, ast.Params, at, "")
	result := ast.None
	if text == "getter" {
		result = w.typ(typ)
	}
	n := w.Ident(name)
	if name < 0 {
		n = w.Ident(w.Find(property, "this"))
	}
	return w.Node(ast.Func, at, text, w.mods(at), result, n, params, w.functionBody(body), ast.None)
}
