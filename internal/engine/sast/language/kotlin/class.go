package kotlin

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (w *lowerer) class(at int32) ast.ID {
	text, keyword := "class", ""
	switch {
	case w.Type(at) == "companion_object":
		text, keyword = "object", "companion"
	case w.Type(at) == "object_declaration":
		text = "object"
	case w.Has(at, "interface"):
		text = "interface"
	case w.Has(at, "enum_class_body"):
		text = "enum"
	}
	mods := w.mods(at, keyword)
	name := w.Ident(w.Child(at, "name"))
	params := w.typeParameters(at)
	supers := w.supers(at)
	ctor := ast.None
	if c := w.Find(at, "primary_constructor"); c >= 0 {
		ctor = w.primary(c)
	}
	return w.Node(ast.Class, at, text, mods, name, params, supers, w.classBlock(at, ctor))
}

// primary is the constructor in the head of a class.
func (w *lowerer) primary(at int32) ast.ID {
	params := w.Empty(ast.Params, at)
	if c := w.Find(at, "class_parameters"); c >= 0 {
		params = w.List(ast.Params, c, "", w.classParameter)
	}
	return w.Node(ast.Func, at, "ctor", w.mods(at, ""), ast.None, ast.None, params, ast.None, ast.None)
}

func (w *lowerer) classParameter(at int32) ast.ID {
	name, typ, value := w.Find(at, "identifier"), w.typeIn(at), int32(-1)
	if w.Type(at) != "class_parameter" || name < 0 {
		return w.other(at)
	}
	if w.Pattern && typ >= 0 && w.Text(typ) == wholeParameter {
		return w.Ident(name)
	}
	if w.Has(at, "=") {
		value = w.Last(at)
	}
	keyword := "val"
	if w.Has(at, "var") {
		keyword = "var"
	}
	return w.Node(ast.Param, at, "", w.mods(at, keyword), w.typ(typ), w.Ident(name), w.expr(value))
}

func (w *lowerer) supers(at int32) ast.ID {
	list := w.Find(at, "delegation_specifiers")
	if list < 0 {
		return w.Empty(ast.Supers, at)
	}
	return w.List(ast.Supers, list, "", w.super)
}

// super is one type behind the colon of a class; with arguments it is a Call.
func (w *lowerer) super(at int32) ast.ID {
	switch w.Type(at) {
	case "delegation_specifier":
		if c := w.Last(at); c >= 0 {
			return w.Within(c, w.super)
		}
	case "constructor_invocation":
		return w.Node(ast.Call, at, "", w.typ(w.typeIn(at)), w.argumentList(w.Find(at, "value_arguments")), ast.None)
	case "explicit_delegation":
		return w.typ(w.typeIn(at))
	}
	return w.types(at)
}

// classBlock makes the Block of a class, with its primary constructor first.
func (w *lowerer) classBlock(at int32, ctor ast.ID) ast.ID {
	mark := len(w.Stack)
	w.Push(ctor)
	body := w.Find(at, "class_body")
	if body < 0 {
		body = w.Find(at, "enum_class_body")
	}
	if body < 0 {
		body = at
	} else {
		for c := range w.Named(body) {
			w.member(c)
		}
	}
	return w.Pop(mark, ast.Block, body, "")
}

// constant is a constant of an enum: a VarDecl without a type, whose value is
// a New without a type when it has arguments or a body.
func (w *lowerer) constant(at int32) ast.ID {
	name := w.Ident(w.Find(at, "identifier"))
	if w.IsDots(name) {
		return name
	}
	value, args, body := ast.None, w.Find(at, "value_arguments"), w.Find(at, "class_body")
	if args >= 0 || body >= 0 {
		list, block := w.argumentList(args), ast.None
		if args < 0 {
			list = w.Empty(ast.Args, at)
		}
		if body >= 0 {
			block = w.classBlock(at, ast.None)
		}
		value = w.Node(ast.New, at, "", ast.None, list, block)
	}
	return w.Node(ast.VarDecl, at, "", w.mods(at, ""), ast.None, name, value)
}

// constructor is a secondary one; the constructor that it calls comes first in
// its body.
func (w *lowerer) constructor(at int32) ast.ID {
	params := w.parameters(w.Find(at, "function_value_parameters"), at)
	mark := len(w.Stack)
	if c := w.Find(at, "constructor_delegation_call"); c >= 0 {
		callee := w.New(ast.Ident, w.Nodes[c].Start, w.Nodes[c].End, w.token(c))
		args := w.argumentList(w.Find(c, "value_arguments"))
		w.Push(w.Node(ast.ExprStmt, c, "", w.Node(ast.Call, c, "", callee, args, ast.None)))
	}
	if block := w.Find(at, "block"); block >= 0 {
		for c := range w.Named(block) {
			w.member(c)
		}
	}
	body := w.Pop(mark, ast.Block, at, "")
	return w.Node(ast.Func, at, "ctor", w.mods(at, ""), ast.None, ast.None, params, body, ast.None)
}
