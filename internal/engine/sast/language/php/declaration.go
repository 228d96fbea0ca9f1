package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// declaration pushes what a declaration becomes and says whether the node is
// one.
func (l *lowerer) declaration(at int32) bool {
	switch l.Type(at) {
	case "function_definition", "method_declaration":
		l.Place(l.function(at))
	case "class_declaration", "interface_declaration", "trait_declaration", "enum_declaration":
		l.Place(l.class(at))
	case "property_declaration":
		l.properties(at)
	case "const_declaration":
		l.constants(at)
	case "enum_case":
		l.Place(l.enumCase(at))
	case "global_declaration":
		for c := range l.Named(at) {
			l.Place(l.Node(ast.VarDecl, c, "global", l.Empty(ast.Mods, c), ast.None, l.expr(c), ast.None))
		}
	case "function_static_declaration":
		for c := range l.Named(at) {
			name := l.expr(l.Child(c, "name"))
			value := l.expr(l.Child(c, "value"))
			l.Place(l.Node(ast.VarDecl, c, "static", l.Empty(ast.Mods, c), ast.None, name, value))
		}
	case "namespace_definition":
		l.namespace(at)
	case "namespace_use_declaration":
		l.uses(at)
	case "use_declaration":
		for c := range l.Named(at) {
			if l.Type(c) != "use_list" {
				l.Place(l.Node(ast.Import, c, "trait", l.typ(c), ast.None))
			}
		}
	default:
		return false
	}
	return true
}

// mods makes the modifiers and attributes of a declaration.
func (l *lowerer) mods(at int32) ast.ID {
	mark := len(l.Stack)
	end := l.Nodes[at].Start
	for c := range l.Children(at) {
		switch l.Type(c) {
		case "attribute_list":
			l.attributes(c)
		case "visibility_modifier", "static_modifier", "final_modifier", "abstract_modifier", "readonly_modifier",
			"var_modifier", "reference_modifier":
			l.Place(l.Leaf(ast.Modifier, c))
		default:
			continue
		}
		end = l.Nodes[c].End
	}
	id := l.New(ast.Mods, l.Nodes[at].Start, end, "", l.Stack[mark:]...)
	l.Stack = l.Stack[:mark]
	return id
}

func (l *lowerer) attributes(at int32) {
	for g := range l.Named(at) {
		for a := range l.Named(g) {
			c := l.First(a)
			if c < 0 {
				continue
			}
			name, args := l.expr(c), ast.None
			if l.Find(a, "arguments") >= 0 {
				args = l.arguments(a)
			}
			l.Place(l.Node(ast.Annot, a, "", name, args))
		}
	}
}

// function lowers any function. What a closure uses is not kept: it is what
// its body names.
func (l *lowerer) function(at int32) ast.ID {
	mods := l.mods(at)
	if l.Type(at) == "method_declaration" && !l.Pattern {
		l.visible(mods)
	}
	result := l.typ(l.Child(at, "return_type"))
	nameAt := l.Child(at, "name")
	name := l.expr(nameAt)
	params := ast.None
	if p := l.Child(at, "parameters"); p >= 0 {
		mark := len(l.Stack)
		for c := range l.Named(p) {
			l.Place(l.param(c))
		}
		params = l.Pop(mark, ast.Params, p, "")
	} else {
		params = l.Empty(ast.Params, at)
	}
	body := ast.None
	if b := l.Child(at, "body"); b >= 0 {
		body = l.functionBody(b)
	}
	kind := "func"
	switch {
	case nameAt < 0:
		kind = "lambda"
	case strings.EqualFold(l.Text(nameAt), "__construct"):
		kind = "ctor"
	}
	return l.Node(ast.Func, at, kind, mods, result, name, params, body, ast.None)
}

// functionBody lowers a body; an expression is what it returns.
func (l *lowerer) functionBody(at int32) ast.ID {
	if l.Type(at) == "compound_statement" {
		return l.body(at)
	}
	x := l.expr(at)
	if l.Stands(x) {
		return l.Node(ast.Block, at, "", x)
	}
	return l.Node(ast.Block, at, "", l.Node(ast.Return, at, "", x))
}

// visible adds the modifier that a method without a visibility has.
func (l *lowerer) visible(mods ast.ID) {
	f := l.File
	for m := range f.Kids(mods) {
		switch strings.ToLower(f.Text(m)) {
		case "public", "protected", "private":
			return
		}
	}
	at := f.Nodes[mods].End
	l.Append(mods, l.New(ast.Modifier, at, at, "public"))
}

func (l *lowerer) param(at int32) ast.ID {
	mods := l.mods(at)
	t := l.typ(l.Child(at, "type"))
	n := l.Child(at, "name")
	if n < 0 {
		return l.unknown(at)
	}
	name := l.target(n)
	rest := ""
	if l.Type(at) == "variadic_parameter" {
		rest = "..."
	}
	return l.Node(ast.Param, at, rest, mods, t, name, l.expr(l.Child(at, "default_value")))
}

func (l *lowerer) class(at int32) ast.ID {
	mods := l.mods(at)
	name := l.expr(l.Child(at, "name"))
	mark, where := len(l.Stack), int32(-1)
	for c := range l.Named(at) {
		if t := l.Type(c); t == "base_clause" || t == "class_interface_clause" {
			where = c
			for s := range l.Named(c) {
				l.Place(l.typ(s))
			}
		}
	}
	supers := ast.None
	if where < 0 {
		supers = l.Empty(ast.Supers, at)
	} else {
		supers = l.Pop(mark, ast.Supers, where, "")
	}
	keyword := strings.TrimSuffix(l.Type(at), "_declaration")
	return l.Node(ast.Class, at, keyword, mods, name, ast.None, supers, l.members(l.Child(at, "body"), at))
}

func (l *lowerer) members(at, owner int32) ast.ID {
	if at < 0 {
		return l.Empty(ast.Block, owner)
	}
	mark := len(l.Stack)
	for c := range l.Children(at) {
		l.stmt(c)
	}
	return l.Pop(mark, ast.Block, at, "")
}

func (l *lowerer) properties(at int32) {
	for c := range l.Named(at) {
		if l.Type(c) != "property_element" {
			continue
		}
		name := l.expr(l.Child(c, "name"))
		if l.Stands(name) {
			l.Place(name)
			continue
		}
		mods := l.mods(at)
		t := l.typ(l.Child(at, "type"))
		value := l.expr(l.Child(c, "default_value"))
		l.Place(l.Node(ast.VarDecl, at, "", mods, t, name, value))
	}
	if hooks := l.Find(at, "property_hook_list"); hooks >= 0 {
		for c := range l.Named(hooks) {
			l.Place(l.hook(c))
		}
	}
}

// hook lowers the get or set of a property.
func (l *lowerer) hook(at int32) ast.ID {
	mods := l.mods(at)
	n := l.Find(at, "name")
	name, kind := l.expr(n), "func"
	if n >= 0 {
		switch l.Text(n) {
		case "get":
			kind = "getter"
		case "set":
			kind = "setter"
		}
	}
	mark := len(l.Stack)
	if p := l.Child(at, "parameters"); p >= 0 {
		for c := range l.Named(p) {
			l.Place(l.param(c))
		}
	}
	params := l.Pop(mark, ast.Params, at, "")
	body := ast.None
	if b := l.Child(at, "body"); b >= 0 {
		body = l.functionBody(b)
	}
	return l.Node(ast.Func, at, kind, mods, ast.None, name, params, body, ast.None)
}

func (l *lowerer) constants(at int32) {
	for c := range l.Named(at) {
		if l.Type(c) != "const_element" {
			continue
		}
		mods := l.mods(at)
		t := l.typ(l.Child(at, "type"))
		name, value := l.First(c), l.Last(c)
		if name == value {
			value = -1
		}
		target := l.expr(name)
		l.Place(l.Node(ast.VarDecl, c, "const", mods, t, target, l.expr(value)))
	}
}

func (l *lowerer) enumCase(at int32) ast.ID {
	name := l.expr(l.Child(at, "name"))
	if l.Stands(name) {
		return name
	}
	mods := l.mods(at)
	return l.Node(ast.VarDecl, at, "", mods, ast.None, name, l.expr(l.Child(at, "value")))
}

// typeOf lowers a type.
func (l *lowerer) typeOf(at int32) ast.ID {
	switch l.Type(at) {
	case "optional_type":
		return l.Node(ast.TypeApp, at, "?", l.typ(l.First(at)))
	case "union_type", "disjunctive_normal_form_type", "type_list":
		return l.operands(at, "|")
	case "intersection_type":
		return l.operands(at, "&")
	}
	return l.expression(at)
}

func (l *lowerer) operands(at int32, op string) ast.ID {
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.typ(c))
	}
	if len(l.Stack) == mark+1 {
		id := l.Stack[mark]
		l.Stack = l.Stack[:mark]
		return id
	}
	return l.Pop(mark, ast.TypeApp, at, op)
}
