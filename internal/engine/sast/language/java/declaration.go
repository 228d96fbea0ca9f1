package java

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// declaration lowers a declaration, and gives None for anything else.
func (w *lowerer) declaration(at int32) ast.ID {
	switch w.Type(at) {
	case "method_declaration", "annotation_type_element_declaration":
		return w.method(at)
	case "constructor_declaration", "compact_constructor_declaration":
		return w.constructor(at)
	case "class_declaration":
		return w.class(at, "class")
	case "interface_declaration":
		return w.class(at, "interface")
	case "enum_declaration":
		return w.class(at, "enum")
	case "record_declaration":
		return w.class(at, "record")
	case "annotation_type_declaration":
		return w.class(at, "annotation")
	case "enum_constant":
		return w.constant(at)
	case "static_initializer":
		return w.initializer(at)
	case "package_declaration":
		return w.Node(ast.Package, at, "", w.expr(w.Last(at)))
	case "import_declaration":
		return w.importation(at)
	}
	return ast.None
}

// mods are the modifiers and annotations of a declaration.
func (w *lowerer) mods(at int32) ast.ID {
	at2 := w.Find(at, "modifiers")
	if at2 < 0 {
		return w.Empty(ast.Mods, at)
	}
	mark := len(w.Stack)
	for c := range w.Children(at2) {
		switch n := &w.Nodes[c]; {
		case n.Extra():
		case n.Named():
			w.Push(w.Within(c, w.annotation))
		default:
			w.Push(w.Leaf(ast.Modifier, c))
		}
	}
	return w.Pop(mark, ast.Mods, at2, "")
}

func (w *lowerer) annotation(at int32) ast.ID {
	args := ast.None
	if c := w.Child(at, "arguments"); c >= 0 {
		args = w.List(ast.Args, c, "", w.annotationArgument)
	}
	name := w.Child(at, "name")
	if name < 0 {
		return w.other(at)
	}
	return w.Node(ast.Annot, at, "", w.expr(name), args)
}

func (w *lowerer) annotationArgument(at int32) ast.ID {
	if w.Type(at) != "element_value_pair" {
		return w.expression(at)
	}
	key := w.field(at, "key")
	if w.IsDots(key) {
		return key
	}
	if w.Pattern && w.File.Text(key) == wholeParameter {
		return w.field(at, "value")
	}
	return w.Node(ast.KeyArg, at, "", key, w.field(at, "value"))
}

// variables lowers a declaration where one node is wanted.
func (w *lowerer) variables(at int32) ast.ID {
	mark := len(w.Stack)
	w.declarators(at)
	if len(w.Stack) == mark+1 {
		id := w.Stack[mark]
		w.Stack = w.Stack[:mark]
		return id
	}
	return w.Pop(mark, ast.Block, at, "")
}

// declarators pushes one VarDecl for each variable.
func (w *lowerer) declarators(at int32) {
	for c := range w.Named(at) {
		if w.Type(c) != "variable_declarator" {
			continue
		}
		name := w.field(c, "name")
		value := w.Child(c, "value")
		if w.IsDots(name) && value < 0 {
			w.Push(name)
			continue
		}
		typ := w.arrayOf(w.typ(w.Child(at, "type")), w.Child(c, "dimensions"))
		w.Push(w.Node(ast.VarDecl, at, "", w.mods(at), typ, name, w.expr(value)))
	}
}

func (w *lowerer) method(at int32) ast.ID {
	mods := w.mods(at)
	typ := w.arrayOf(w.typ(w.Child(at, "type")), w.Child(at, "dimensions"))
	name := w.field(at, "name")
	params := w.parameters(w.Child(at, "parameters"), at)
	return w.Node(ast.Func, at, "func", mods, typ, name, params, w.body(w.Child(at, "body")), ast.None)
}

// constructor is also how a pattern's method without a result type reads.
func (w *lowerer) constructor(at int32) ast.ID {
	mods, name := w.mods(at), w.field(at, "name")
	text := "ctor"
	if w.Pattern && w.File.Kind(name) == ast.Metavar {
		text = "func"
	}
	params := w.parameters(w.Child(at, "parameters"), at)
	return w.Node(ast.Func, at, text, mods, ast.None, name, params, w.body(w.Child(at, "body")), ast.None)
}

// initializer is the code that a class runs: a Func without a name.
func (w *lowerer) initializer(at int32) ast.ID {
	mods, block := w.Empty(ast.Mods, at), at
	if w.Type(at) == "static_initializer" {
		w.Append(mods, w.Node(ast.Modifier, at, "static"))
		block = w.Find(at, "block")
	}
	return w.Node(ast.Func, at, "block", mods, ast.None, ast.None, w.Empty(ast.Params, at), w.body(block), ast.None)
}

// parameters lowers the parameters of a method or lambda.
func (w *lowerer) parameters(at, owner int32) ast.ID {
	if at < 0 {
		return w.Empty(ast.Params, owner)
	}
	if w.Type(at) == "identifier" {
		return w.Node(ast.Params, at, "", w.parameter(at))
	}
	return w.List(ast.Params, at, "", w.parameter)
}

func (w *lowerer) parameter(at int32) ast.ID {
	switch w.Type(at) {
	case "identifier":
		return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), ast.None, w.Leaf(ast.Ident, at), ast.None)
	case "receiver_parameter":
		return ast.None
	case "spread_parameter":
		return w.spread(at)
	case "formal_parameter":
	default:
		return w.other(at)
	}
	name := w.field(at, "name")
	typ := w.Child(at, "type")
	if w.Pattern && typ >= 0 && w.Text(typ) == wholeParameter {
		return name
	}
	t := w.arrayOf(w.typ(typ), w.Child(at, "dimensions"))
	return w.Node(ast.Param, at, "", w.mods(at), t, name, ast.None)
}

// spread is T... name.
func (w *lowerer) spread(at int32) ast.ID {
	typ, name := ast.None, ast.None
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "modifiers", "marker_annotation", "annotation":
		case "variable_declarator":
			name = w.field(c, "name")
		default:
			typ = w.typ(c)
		}
	}
	return w.Node(ast.Param, at, "...", w.mods(at), typ, name, ast.None)
}

// importation is import a.b.C, import a.b.* or a static import.
func (w *lowerer) importation(at int32) ast.ID {
	path, star, static := int32(-1), int32(-1), false
	for c := range w.Children(at) {
		switch w.Type(c) {
		case "static":
			static = true
		case "asterisk":
			star = c
		case "identifier", "scoped_identifier":
			path = c
		}
	}
	if path < 0 {
		return w.other(at)
	}
	module := w.expr(path)
	if star >= 0 {
		return w.Node(ast.ImportOf, at, "", module, w.Leaf(ast.Ident, star), ast.None)
	}
	if dotted, ok := w.File.Dotted(module); ok {
		w.Import(afterDot(dotted), dotted)
	}
	text := "import"
	if static {
		text = "import static"
	}
	return w.Node(ast.Import, at, text, module, ast.None)
}

func afterDot(dotted string) string {
	for i := len(dotted) - 1; i >= 0; i-- {
		if dotted[i] == '.' {
			return dotted[i+1:]
		}
	}
	return dotted
}
