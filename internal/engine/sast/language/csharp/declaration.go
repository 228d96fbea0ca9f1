package csharp

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// push1 pushes a statement or member, which may be several nodes.
func (w *lowerer) push1(at int32) {
	switch w.Type(at) {
	case "local_declaration_statement", "field_declaration", "event_field_declaration":
		if c := w.Find(at, "variable_declaration"); c >= 0 {
			w.declarators(c, at, "")
			return
		}
	case "property_declaration", "event_declaration", "indexer_declaration":
		w.property(at)
		return
	case "namespace_declaration":
		w.Push(w.Node(ast.Package, at, "", w.typ(w.Child(at, "name"))))
		if body := w.Child(at, "body"); body >= 0 {
			w.members(body)
		}
		return
	case "preproc_if", "preproc_else", "preproc_elif":
		w.alternatives(at)
		return
	case "global_statement":
		if c := w.firstItem(at); c >= 0 {
			w.push1(c)
		}
		return
	}
	w.Push(w.Within(at, w.statement))
}

// alternatives pushes the code of all branches of an #if.
func (w *lowerer) alternatives(at int32) {
	condition := w.Child(at, "condition")
	w.Within(at, func(at int32) ast.ID {
		for c := range w.Named(at) {
			if c != condition {
				w.push1(c)
			}
		}
		return ast.None
	})
}

// declaration lowers a declaration, and gives None for anything else.
func (w *lowerer) declaration(at int32) ast.ID {
	switch w.Type(at) {
	case "local_declaration_statement", "field_declaration", "event_field_declaration", "variable_declaration",
		"property_declaration", "event_declaration", "indexer_declaration", "namespace_declaration":
		mark := len(w.Stack)
		if w.Type(at) == "variable_declaration" {
			w.declarators(at, at, "")
		} else {
			w.push1(at)
		}
		if len(w.Stack) == mark+1 {
			id := w.Stack[mark]
			w.Stack = w.Stack[:mark]
			return id
		}
		return w.Pop(mark, ast.Block, at, "")
	case "method_declaration", "local_function_statement", "operator_declaration", "conversion_operator_declaration":
		return w.method(at)
	case "constructor_declaration", "destructor_declaration":
		return w.constructor(at)
	case "class_declaration", "struct_declaration", "interface_declaration", "record_declaration", "enum_declaration":
		return w.class(at, strings.TrimSuffix(w.Type(at), "_declaration"))
	case "delegate_declaration":
		t := w.Node(ast.FuncType, at, "", w.params(at), w.typ(w.Child(at, "type")))
		return w.Node(ast.TypeDecl, at, "", w.field(at, "name"), t)
	case "enum_member_declaration":
		name := w.field(at, "name")
		if w.IsDots(name) {
			return name
		}
		return w.Node(ast.VarDecl, at, "", w.mods(at), ast.None, name, w.field(at, "value"))
	case "file_scoped_namespace_declaration":
		return w.Node(ast.Package, at, "", w.typ(w.Child(at, "name")))
	case "using_directive":
		return w.using(at)
	case "extern_alias_directive":
		return w.Node(ast.Import, at, "extern alias", w.field(at, "name"), ast.None)
	case "global_attribute":
		return w.itemList(ast.Mods, at, "", w.annotation)
	}
	return ast.None
}

// mods are the modifiers and attributes of a declaration.
func (w *lowerer) mods(at int32) ast.ID {
	mark := len(w.Stack)
	first, last := int32(-1), int32(-1)
	for c := range w.Children(at) {
		switch w.Type(c) {
		case "modifier", "event", "using", "params", "ref":
			w.Push(w.Leaf(ast.Modifier, c))
		case "attribute_list":
			for a := range w.Named(c) {
				w.Push(w.Within(a, w.annotation))
			}
		default:
			continue
		}
		if first < 0 {
			first = c
		}
		last = c
	}
	if first < 0 {
		return w.Empty(ast.Mods, at)
	}
	id := w.New(ast.Mods, w.Nodes[first].Start, w.Nodes[last].End, "", w.Stack[mark:]...)
	w.Stack = w.Stack[:mark]
	return id
}

func (w *lowerer) annotation(at int32) ast.ID {
	name := w.Child(at, "name")
	if w.Type(at) != "attribute" || name < 0 {
		return ast.None
	}
	args := ast.None
	if c := w.Find(at, "attribute_argument_list"); c >= 0 {
		args = w.itemList(ast.Args, c, "", w.attributeArgument)
	}
	id := w.typ(name)
	if w.IsDots(id) {
		return id
	}
	return w.Node(ast.Annot, at, "", id, args)
}

func (w *lowerer) attributeArgument(at int32) ast.ID {
	first, last := w.firstItem(at), w.lastItem(at)
	if w.Type(at) != "attribute_argument" || first < 0 {
		return w.expression(at)
	}
	if first != last {
		return w.Node(ast.KeyArg, at, "", w.Ident(first), w.expr(last))
	}
	if w.Type(first) == "assignment_expression" && w.operator(first) == "=" {
		return w.Node(ast.KeyArg, at, "", w.field(first, "left"), w.field(first, "right"))
	}
	return w.expr(first)
}

// declarators pushes one VarDecl for each variable. The modifiers stand in
// owner.
func (w *lowerer) declarators(at, owner int32, text string) {
	typ := w.Child(at, "type")
	for c := range w.Named(at) {
		if w.Type(c) != "variable_declarator" {
			continue
		}
		name, value := w.Child(c, "name"), int32(-1)
		if name < 0 {
			name = w.firstItem(c)
		}
		if w.Has(c, "=") {
			value = w.lastItem(c)
		}
		target := w.expr(name)
		if w.IsDots(target) && value < 0 {
			w.Push(target)
			continue
		}
		w.Push(w.Node(ast.VarDecl, owner, text, w.mods(owner), w.typ(typ), target, w.expr(value)))
	}
}

func (w *lowerer) method(at int32) ast.ID {
	mods := w.mods(at)
	typ := w.Child(at, "returns")
	if typ < 0 {
		typ = w.Child(at, "type")
	}
	name := w.Child(at, "name")
	if name < 0 {
		name = w.Child(at, "operator")
	}
	return w.Node(ast.Func, at, "func", mods, w.typ(typ), w.Ident(name), w.params(at), w.functionBody(w.Child(at, "body")), ast.None)
}

// constructor is also how a pattern's method without a result type reads. What
// it calls of its base comes first in the body.
func (w *lowerer) constructor(at int32) ast.ID {
	mods, name := w.mods(at), w.field(at, "name")
	text := "ctor"
	if w.Type(at) == "destructor_declaration" || w.Pattern && w.File.Kind(name) == ast.Metavar {
		text = "func"
	}
	params := w.params(at)
	body := w.Child(at, "body")
	c := w.Find(at, "constructor_initializer")
	if c < 0 || body < 0 || w.Type(body) != "block" {
		return w.Node(ast.Func, at, text, mods, ast.None, name, params, w.functionBody(body), ast.None)
	}
	mark := len(w.Stack)
	call := w.Node(ast.Call, c, "", w.expr(w.firstItem(c)), w.arguments(c), ast.None)
	w.Push(w.Node(ast.ExprStmt, c, "", call))
	w.members(body)
	block := w.Pop(mark, ast.Block, body, "")
	return w.Node(ast.Func, at, text, mods, ast.None, name, params, block, ast.None)
}

// functionBody makes a Block of braces or of an expression; -1 is none.
func (w *lowerer) functionBody(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	switch w.Type(at) {
	case "block":
		return w.Within(at, w.block)
	case "arrow_expression_clause":
		at = w.firstItem(at)
	}
	x := w.expr(at)
	if x == ast.None {
		return ast.None
	}
	if !w.IsDots(x) {
		x = w.Node(ast.Return, at, "", x)
	}
	return w.Node(ast.Block, at, "", x)
}

func (w *lowerer) params(at int32) ast.ID {
	c := w.Child(at, "parameters")
	if c < 0 {
		return w.Empty(ast.Params, at)
	}
	return w.parameters(c)
}

// parameters lowers a list of parameters, or the one name of a lambda. The
// grammar puts the parts of params T[] x straight into the list.
func (w *lowerer) parameters(at int32) ast.ID {
	if w.Type(at) == "implicit_parameter" {
		return w.Node(ast.Params, at, "", w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), ast.None, w.Ident(at), ast.None))
	}
	mark := len(w.Stack)
	for c := range w.Named(at) {
		if w.Type(c) == "parameter" {
			w.Push(w.Within(c, w.parameter))
		}
	}
	if w.Has(at, "params") {
		rest, name := w.Child(at, "type"), w.Child(at, "name")
		if rest >= 0 && name >= 0 {
			w.Push(w.New(ast.Param, w.Nodes[rest].Start, w.Nodes[name].End, "...", w.Empty(ast.Mods, rest), w.typ(rest), w.Ident(name), ast.None))
		}
	}
	return w.Pop(mark, ast.Params, at, "")
}

// parameter lowers a parameter. In a pattern a metavariable without a type
// stands for a parameter as a whole.
func (w *lowerer) parameter(at int32) ast.ID {
	name, typ, value := w.Child(at, "name"), w.Child(at, "type"), int32(-1)
	if w.Has(at, "=") {
		value = w.lastItem(at)
	}
	n := w.Ident(name)
	if k := w.File.Kind(n); w.Pattern && typ < 0 && k == ast.Metavar && w.File.Len(n) == 0 && w.firstItem(at) == w.lastItem(at) {
		return n
	}
	return w.Node(ast.Param, at, "", w.mods(at), w.typ(typ), n, w.expr(value))
}

// using is using A.B, using X = A.B or using static A.B.
func (w *lowerer) using(at int32) ast.ID {
	alias, path := w.Child(at, "name"), w.lastItem(at)
	if path < 0 {
		return w.other(at)
	}
	text := "using"
	if w.Has(at, "static") {
		text = "using static"
	}
	module := w.typ(path)
	if alias >= 0 && alias != path {
		if dotted, ok := w.File.Dotted(module); ok {
			w.Import(w.Text(alias), dotted)
		}
		return w.Node(ast.Import, at, text, module, w.Ident(alias))
	}
	return w.Node(ast.Import, at, text, module, ast.None)
}
