package java

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (w *lowerer) class(at int32, text string) ast.ID {
	mods, name := w.mods(at), w.field(at, "name")
	params := w.typeParameters(w.Find(at, "type_parameters"))
	supers := w.supers(at)
	var body ast.ID
	if c := w.Child(at, "body"); c >= 0 {
		body = w.classBody(at, c)
	}
	return w.Node(ast.Class, at, text, mods, name, params, supers, body)
}

// supers are what a class extends and implements, in the text's order.
func (w *lowerer) supers(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "superclass":
			w.Push(w.typ(w.First(c)))
		case "super_interfaces", "extends_interfaces":
			if list := w.Find(c, "type_list"); list >= 0 {
				for t := range w.Named(list) {
					w.Push(w.typ(t))
				}
			}
		}
	}
	if len(w.Stack) == mark {
		return w.Empty(ast.Supers, at)
	}
	start, end := w.File.Nodes[w.Stack[mark]].Start, w.File.Nodes[w.Stack[len(w.Stack)-1]].End
	id := w.New(ast.Supers, start, max(start, end), "", w.Stack[mark:]...)
	w.Stack = w.Stack[:mark]
	return id
}

// classBody makes the Block of a class. The components of a record are the
// parameters of a constructor that stands first.
func (w *lowerer) classBody(at, body int32) ast.ID {
	mark := len(w.Stack)
	if c := w.Child(at, "parameters"); c >= 0 && w.Type(at) == "record_declaration" {
		params := w.parameters(c, at)
		w.Push(w.Node(ast.Func, c, "ctor", w.Empty(ast.Mods, c), ast.None, ast.None, params, ast.None, ast.None))
	}
	w.members(body)
	return w.Pop(mark, ast.Block, body, "")
}

func (w *lowerer) members(body int32) {
	for c := range w.Named(body) {
		switch w.Type(c) {
		case "field_declaration", "constant_declaration":
			w.declarators(c)
		case "enum_body_declarations":
			w.members(c)
		default:
			w.Push(w.Within(c, w.classMember))
		}
	}
}

func (w *lowerer) classMember(at int32) ast.ID {
	if w.Type(at) == "block" {
		return w.initializer(at)
	}
	return w.statement(at)
}

// constant is a constant of an enum: a VarDecl without a type, whose value is
// a New without a type when it has arguments or a body.
func (w *lowerer) constant(at int32) ast.ID {
	name := w.field(at, "name")
	if w.IsDots(name) {
		return name
	}
	value, body := ast.None, w.Child(at, "body")
	if w.Child(at, "arguments") >= 0 || body >= 0 {
		block := ast.None
		args := w.arguments(at)
		if body >= 0 {
			block = w.block(body, w.classMember)
		}
		value = w.Node(ast.New, at, "", ast.None, args, block)
	}
	return w.Node(ast.VarDecl, at, "", w.mods(at), ast.None, name, value)
}
