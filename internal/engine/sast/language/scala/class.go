package scala

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (w *lowerer) class(at int32, text string) ast.ID {
	mods, name := w.mods(at), w.field(at, "name")
	types := w.typeParameters(w.Child(at, "type_parameters"))
	supers := w.supers(w.Child(at, "extend"), at)
	mark := len(w.Stack)
	if c := w.Child(at, "class_parameters"); c >= 0 {
		params := w.parameters(at, "class_parameters")
		w.Push(w.Node(ast.Func, c, "ctor", w.Empty(ast.Mods, c), ast.None, ast.None, params, ast.None, ast.None))
	}
	body := w.Child(at, "body")
	for c := range w.Children(at) {
		if t := w.Type(c); t == "template_body" || t == "enum_body" {
			body = c
		}
	}
	if body >= 0 {
		w.members(body)
	} else {
		body = at
	}
	block := w.Pop(mark, ast.Block, body, "")
	return w.Node(ast.Class, at, text, mods, name, types, supers, block)
}

// supers are what a class extends; with arguments it is a Call.
func (w *lowerer) supers(at, owner int32) ast.ID {
	if at < 0 {
		return w.Empty(ast.Supers, owner)
	}
	mark := len(w.Stack)
	for c := range w.Named(at) {
		switch {
		case w.Type(c) == "arguments" && len(w.Stack) > mark:
			last := len(w.Stack) - 1
			base := w.Stack[last]
			w.Stack[last] = w.New(ast.Call, w.File.Nodes[base].Start, w.Nodes[c].End, "", base, w.arguments(c), ast.None)
		case w.Type(c) == "compound_type":
			for t := range w.Named(c) {
				w.Push(w.typ(t))
			}
		default:
			w.Push(w.typ(c))
		}
	}
	return w.Pop(mark, ast.Supers, at, "")
}

// enumCases pushes the cases of an enum: a VarDecl without a type, or a Class
// when it has parameters.
func (w *lowerer) enumCases(at int32) {
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "simple_enum_case":
			w.Push(w.Node(ast.VarDecl, c, "", w.Empty(ast.Mods, c), ast.None, w.field(c, "name"), ast.None))
		case "full_enum_case":
			w.Push(w.class(c, "class"))
		}
	}
}
