package javascript

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// declaration lowers a declaration, or returns None when the node is none.
func (l *lowerer) declaration(at int32) ast.ID {
	switch l.Type(at) {
	case "function_declaration", "generator_function_declaration", "function_signature", "method_definition",
		"method_signature", "abstract_method_signature", "call_signature", "construct_signature":
		return l.function(at)
	case "class_declaration", "abstract_class_declaration", "class":
		return l.class(at, ast.None)
	case "interface_declaration":
		return l.class(at, ast.None)
	case "enum_declaration":
		return l.enum(at)
	case "type_alias_declaration":
		name := l.expr(l.Child(at, "name"))
		return l.Node(ast.TypeDecl, at, "", name, l.typ(l.Child(at, "value")))
	case "field_definition", "public_field_definition", "property_signature":
		return l.field(at, ast.None)
	case "class_static_block":
		return l.body(l.Child(at, "body"))
	case "internal_module", "module":
		return l.namespace(at)
	case "index_signature":
		return l.Other(at, l.types)
	}
	return ast.None
}

// variables pushes one VarDecl for each declarator.
func (l *lowerer) variables(at int32) {
	keyword := "var"
	if k := l.Child(at, "kind"); k >= 0 {
		keyword = l.Text(k)
	}
	for c := range l.Named(at) {
		if l.Type(c) != "variable_declarator" {
			l.stmt(c)
			continue
		}
		name, value := l.Child(c, "name"), l.Child(c, "value")
		target := l.expr(name)
		t := l.typ(l.Child(c, "type"))
		v := l.expr(value)
		if name >= 0 && value >= 0 {
			l.required(name, value)
		}
		l.Place(l.Node(ast.VarDecl, c, keyword, l.Empty(ast.Mods, c), t, target, v))
	}
}

// mods makes the modifiers and decorators of a declaration; outer, when there
// are some, were written before it.
func (l *lowerer) mods(at int32, outer ast.ID) ast.ID {
	if outer != ast.None {
		for c := range l.Children(at) {
			if m := l.modifier(c); m != ast.None {
				l.Append(outer, m)
			}
		}
		return outer
	}
	mark := len(l.Stack)
	end := l.Nodes[at].Start
	for c := range l.Children(at) {
		if m := l.modifier(c); m != ast.None {
			l.Place(m)
			end = l.Nodes[c].End
		}
	}
	id := l.New(ast.Mods, l.Nodes[at].Start, end, "", l.Stack[mark:]...)
	l.Stack = l.Stack[:mark]
	return id
}

func (l *lowerer) modifier(at int32) ast.ID {
	switch l.Type(at) {
	case "async", "static", "abstract", "readonly", "declare", "accessor", "const", "*", "export", "default",
		"accessibility_modifier", "override_modifier":
		return l.Leaf(ast.Modifier, at)
	case "static get":
		n := &l.Nodes[at]
		return l.New(ast.Modifier, n.Start, n.Start+uint32(len("static")), "static")
	case "decorator":
		return l.annotation(at)
	}
	return ast.None
}

// annotation lowers a decorator.
func (l *lowerer) annotation(at int32) ast.ID {
	c := l.First(at)
	for c >= 0 && l.Type(c) == "parenthesized_expression" {
		c = l.First(c)
	}
	if c < 0 {
		return l.unknown(at)
	}
	if l.Type(c) == "call_expression" {
		name := l.expr(l.Child(c, "function"))
		return l.Node(ast.Annot, at, "", name, l.arguments(l.Child(c, "arguments"), c))
	}
	return l.Node(ast.Annot, at, "", l.expr(c), ast.None)
}

func (l *lowerer) function(at int32) ast.ID { return l.functionWith(at, ast.None) }

// functionWith lowers any function, method or signature.
func (l *lowerer) functionWith(at int32, outer ast.ID) ast.ID {
	mods := l.mods(at, outer)
	nameAt := l.Child(at, "name")
	name := l.expr(nameAt)
	params := ast.None
	if p := l.Child(at, "parameters"); p >= 0 {
		params = l.params(p)
	} else if p := l.Child(at, "parameter"); p >= 0 {
		params = l.Node(ast.Params, p, "", l.param(p))
	} else {
		params = l.Empty(ast.Params, at)
	}
	result := l.typ(l.Child(at, "return_type"))
	body := ast.None
	if b := l.Child(at, "body"); b >= 0 {
		body = l.functionBody(b)
	}
	return l.decorated(l.Node(ast.Func, at, l.functionKind(at, nameAt), mods, result, name, params, body, ast.None))
}

// decorated lets a declaration start with its first decorator.
func (l *lowerer) decorated(id ast.ID) ast.ID {
	f := l.File
	for m := range f.Kids(f.First(id)) {
		if f.Kind(m) == ast.Annot {
			f.Nodes[id].Start = min(f.Nodes[id].Start, f.Nodes[m].Start)
		}
	}
	return id
}

func (l *lowerer) functionKind(at, name int32) string {
	switch l.Type(at) {
	case "method_definition", "method_signature", "abstract_method_signature":
		for c := range l.Children(at) {
			switch l.Type(c) {
			case "get", "static get":
				return "getter"
			case "set":
				return "setter"
			}
		}
		if name >= 0 && l.Text(name) == "constructor" {
			return "ctor"
		}
	case "construct_signature":
		return "ctor"
	}
	if name < 0 {
		return "lambda"
	}
	return "func"
}

// functionBody lowers a body; an expression is what it returns.
func (l *lowerer) functionBody(at int32) ast.ID {
	if l.Type(at) == "statement_block" {
		return l.body(at)
	}
	x := l.expr(at)
	if l.Stands(x) {
		return l.Node(ast.Block, at, "", x)
	}
	return l.Node(ast.Block, at, "", l.Node(ast.Return, at, "", x))
}

func (l *lowerer) params(at int32) ast.ID {
	mark := len(l.Stack)
	for c := range l.Named(at) {
		l.Place(l.param(c))
	}
	return l.Pop(mark, ast.Params, at, "")
}

func (l *lowerer) param(at int32) ast.ID {
	mods := ast.None
	target, value, typ := at, int32(-1), int32(-1)
	switch l.Type(at) {
	case "required_parameter", "optional_parameter":
		mods = l.mods(at, ast.None)
		target, value, typ = l.Child(at, "pattern"), l.Child(at, "value"), l.Child(at, "type")
		if target < 0 {
			target = l.Child(at, "name") // in types of tuples
		}
	case "assignment_pattern":
		target, value = l.Child(at, "left"), l.Child(at, "right")
	}
	if mods == ast.None {
		mods = l.Empty(ast.Mods, at)
	}
	rest := ""
	if target >= 0 && l.Type(target) == "rest_pattern" {
		rest, target = "...", l.First(target)
	}
	t := l.typ(typ)
	name := l.expr(target)
	return l.Node(ast.Param, at, rest, mods, t, name, l.expr(value))
}

// class lowers a class or an interface.
func (l *lowerer) class(at int32, outer ast.ID) ast.ID {
	mods := l.mods(at, outer)
	name := l.expr(l.Child(at, "name"))
	types := l.typeParams(l.Child(at, "type_parameters"))
	supers := l.supers(at)
	body := l.members(l.Child(at, "body"), at)
	keyword := "class"
	if l.Type(at) == "interface_declaration" {
		keyword = "interface"
	}
	return l.decorated(l.Node(ast.Class, at, keyword, mods, name, types, supers, body))
}

func (l *lowerer) supers(at int32) ast.ID {
	mark, where := len(l.Stack), at
	for c := range l.Named(at) {
		switch l.Type(c) {
		case "class_heritage":
			where = c
			for h := range l.Named(c) {
				switch l.Type(h) {
				case "extends_clause":
					l.extends(h)
				case "implements_clause":
					l.typeList(h)
				default:
					l.Place(l.expr(h))
				}
			}
		case "extends_type_clause":
			where = c
			l.typeList(c)
		}
	}
	if where == at {
		return l.Empty(ast.Supers, at)
	}
	return l.Pop(mark, ast.Supers, where, "")
}

func (l *lowerer) extends(at int32) {
	for c := range l.Named(at) {
		if l.Type(c) != "type_arguments" {
			l.Place(l.expr(c))
		} else if n := len(l.Stack); n > 0 {
			l.Stack[n-1] = l.apply(c, c, l.Stack[n-1])
		}
	}
}

func (l *lowerer) typeList(at int32) {
	for c := range l.Named(at) {
		l.Place(l.typ(c))
	}
}

// members lowers the body of a class. In some grammars the decorators of a
// method stand before it as siblings.
func (l *lowerer) members(at, owner int32) ast.ID {
	if at < 0 {
		return l.Empty(ast.Block, owner)
	}
	mark := len(l.Stack)
	outer := ast.None
	for c := range l.Children(at) {
		if n := &l.Nodes[c]; n.Extra() || !n.Named() {
			continue
		}
		switch l.Type(c) {
		case "decorator":
			if outer == ast.None {
				outer = l.Empty(ast.Mods, c)
			}
			l.Append(outer, l.annotation(c))
			l.File.Nodes[outer].End = l.Nodes[c].End
		case "method_definition", "method_signature", "abstract_method_signature":
			l.Place(l.functionWith(c, outer))
			outer = ast.None
		case "field_definition", "public_field_definition":
			l.Place(l.field(c, outer))
			outer = ast.None
		default:
			l.stmt(c)
		}
	}
	return l.Pop(mark, ast.Block, at, "")
}

func (l *lowerer) field(at int32, outer ast.ID) ast.ID {
	mods := l.mods(at, outer)
	n := l.Child(at, "name")
	if n < 0 {
		n = l.Child(at, "property")
	}
	name := l.expr(n)
	value := l.Child(at, "value")
	if value < 0 && l.Stands(name) {
		return name
	}
	t := l.typ(l.Child(at, "type"))
	return l.Node(ast.VarDecl, at, "", mods, t, name, l.expr(value))
}

func (l *lowerer) enum(at int32) ast.ID {
	mods := l.mods(at, ast.None)
	name := l.expr(l.Child(at, "name"))
	supers := l.Empty(ast.Supers, at)
	body := l.Child(at, "body")
	if body < 0 {
		return l.Node(ast.Class, at, "enum", mods, name, ast.None, supers, l.Empty(ast.Block, at))
	}
	mark := len(l.Stack)
	for c := range l.Named(body) {
		k, value := c, ast.None
		if l.Type(c) == "enum_assignment" {
			k, value = l.Child(c, "name"), l.expr(l.Child(c, "value"))
		}
		key := l.expr(k)
		if l.Stands(key) {
			l.Place(key)
			continue
		}
		l.Place(l.Node(ast.VarDecl, c, "", l.Empty(ast.Mods, c), ast.None, key, value))
	}
	return l.Node(ast.Class, at, "enum", mods, name, ast.None, supers, l.Pop(mark, ast.Block, body, ""))
}

// namespace lowers a TypeScript namespace.
func (l *lowerer) namespace(at int32) ast.ID {
	name := l.expr(l.Child(at, "name"))
	body := l.body(l.Child(at, "body"))
	if body == ast.None {
		body = l.Empty(ast.Block, at)
	}
	return l.Node(ast.Class, at, "namespace", l.Empty(ast.Mods, at), name, ast.None, l.Empty(ast.Supers, at), body)
}

func (l *lowerer) ambient(at int32) ast.ID {
	for c := range l.Named(at) {
		l.stmt(c)
	}
	return ast.None
}
