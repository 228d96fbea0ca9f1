package golang

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// typ lowers types.
func (g *lowerer) typ(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "qualified_type":
		pkg := g.field(at, "package")
		return g.Node(ast.Member, at, ".", pkg, g.field(at, "name")), true
	case "pointer_type":
		return g.Node(ast.TypeApp, at, "*", g.lower(g.First(at))), true
	case "negated_type":
		return g.Node(ast.Unary, at, "~", g.lower(g.First(at))), true
	case "slice_type", "implicit_length_array_type":
		return g.Node(ast.TypeApp, at, "[]", g.field(at, "element")), true
	case "array_type":
		elem := g.field(at, "element")
		return g.Node(ast.TypeApp, at, "[]", elem, g.field(at, "length")), true
	case "map_type":
		key := g.field(at, "key")
		return g.Node(ast.TypeApp, at, "", g.keyword(at, "map"), key, g.field(at, "value")), true
	case "channel_type":
		return g.Node(ast.TypeApp, at, "", g.keyword(at, "chan"), g.field(at, "value")), true
	case "generic_type":
		return g.generic(at), true
	case "type_instantiation_expression":
		return g.List(ast.TypeApp, at, "", g.self), true
	case "type_elem", "type_constraint":
		if g.Nth(at, 1) < 0 {
			return g.lower(g.First(at)), true
		}
		return g.List(ast.TypeApp, at, "|", g.self), true
	case "function_type":
		params := g.parameters(g.Child(at, "parameters"), at)
		return g.Node(ast.FuncType, at, "", params, g.result(at)), true
	case "struct_type":
		return g.class(at, at, -1), true
	case "interface_type":
		return g.class(at, at, -1), true
	}
	return ast.None, false
}

// keyword makes the name of a type that is a keyword.
func (g *lowerer) keyword(at int32, name string) ast.ID {
	n := &g.Nodes[at]
	return g.New(ast.Ident, n.Start, min(n.Start+uint32(len(name)), n.End), name)
}

func (g *lowerer) generic(at int32) ast.ID {
	mark := len(g.Stack)
	g.Push(g.field(at, "type"))
	if args := g.Child(at, "type_arguments"); args >= 0 {
		for c := range g.Named(args) {
			g.Push(g.lower(c))
		}
	}
	return g.Pop(mark, ast.TypeApp, at, "")
}

// result lowers what a function returns: a type, or Params when there are
// several or they have names.
func (g *lowerer) result(at int32) ast.ID {
	r := g.Child(at, "result")
	if r >= 0 && g.Type(r) == "parameter_list" {
		return g.parameters(r, at)
	}
	return g.lower(r)
}

// class lowers a struct or interface type; spec is its declaration, or itself,
// and name the name it is declared with, or -1. Embedded types are parents.
func (g *lowerer) class(at, spec, name int32) ast.ID {
	mods := g.Empty(ast.Mods, spec)
	id := g.lower(name)
	types := ast.None
	if name >= 0 {
		types = g.typeParameters(spec)
	}
	body, text := at, "interface"
	if g.Type(at) == "struct_type" {
		text = "struct"
		if f := g.Find(at, "field_declaration_list"); f >= 0 {
			body = f
		}
	}
	mark := len(g.Stack)
	for c := range g.Named(body) {
		if t := g.embedded(c); t >= 0 && !g.ellipsis(t) {
			g.Push(g.lower(t))
		}
	}
	supers := g.New(ast.Supers, g.Nodes[body].Start, g.Nodes[body].Start, "", g.Stack[mark:]...)
	g.Stack = g.Stack[:mark]
	for c := range g.Named(body) {
		if t := g.embedded(c); t >= 0 {
			if g.ellipsis(t) {
				g.Push(g.lower(t))
			}
			continue
		}
		g.member(c)
	}
	block := g.Pop(mark, ast.Block, body, "")
	return g.Node(ast.Class, spec, text, mods, id, types, supers, block)
}

// embedded is the type that a member of a struct or interface embeds, or -1.
func (g *lowerer) embedded(at int32) int32 {
	switch g.Type(at) {
	case "type_elem":
		return at
	case "field_declaration":
		if g.Child(at, "name") < 0 {
			return g.Child(at, "type")
		}
	}
	return -1
}

// ellipsis says whether a type stands for an ellipsis of a pattern.
func (g *lowerer) ellipsis(at int32) bool {
	return g.Pattern && g.Text(at) == ast.DotsName
}

// member pushes the fields, or the method, that a line of a struct or interface
// declares.
func (g *lowerer) member(at int32) {
	switch g.Type(at) {
	case "field_declaration":
		t, first := g.Child(at, "type"), true
		for c := range g.Named(at) {
			if !g.Under(c, "name") {
				continue
			}
			mods := g.tag(at)
			typ := g.again(t, first)
			g.Push(g.Node(ast.VarDecl, at, "", mods, typ, g.lower(c), ast.None))
			first = false
		}
	case "method_elem":
		mods := g.Empty(ast.Mods, at)
		result, name := g.result(at), g.field(at, "name")
		params := g.parameters(g.Child(at, "parameters"), at)
		g.Push(g.Node(ast.Func, at, "func", mods, result, name, params, ast.None, ast.None))
	default:
		g.Push(g.lower(at))
	}
}

// tag lowers the tag of a field to an annotation.
func (g *lowerer) tag(at int32) ast.ID {
	t := g.Child(at, "tag")
	if t < 0 {
		return g.Empty(ast.Mods, at)
	}
	return g.Node(ast.Mods, t, "", g.Node(ast.Annot, t, "", g.lower(t), ast.None))
}

// again lowers a type that several names share, for each of them. What is large
// is lowered only once, lest nesting multiply it.
func (g *lowerer) again(at int32, first bool) ast.ID {
	if at < 0 || !first && g.Nodes[at].Next-at > 64 {
		return ast.None
	}
	return g.lower(at)
}
