package python

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

func (p *lowerer) declaration(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "function_definition":
		return p.function(at, at), true
	case "class_definition":
		return p.class(at, at), true
	case "decorated_definition":
		def := p.Child(at, "definition")
		if def < 0 {
			return ast.None, false
		}
		switch p.Type(def) {
		case "function_definition":
			return p.function(def, at), true
		case "class_definition":
			return p.class(def, at), true
		}
		return ast.None, false
	case "decorator":
		return p.decorator(at), true
	case "parameters", "lambda_parameters":
		return p.parameters(at), true
	case "type_alias_statement":
		return p.Node(ast.TypeDecl, at, "", p.field(at, "left"), p.field(at, "right")), true
	}
	return ast.None, false
}

// mods lowers the decorators of a definition and its async; outer is the
// definition with its decorators.
func (p *lowerer) mods(def, outer int32) ast.ID {
	mark := len(p.Stack)
	end := p.Nodes[outer].Start
	if def != outer {
		for c := range p.Named(outer) {
			if p.Type(c) == "decorator" {
				p.Push(p.decorator(c))
				end = p.Nodes[c].End
			}
		}
	}
	if a := p.Find(def, "async"); a >= 0 {
		p.Push(p.Leaf(ast.Modifier, a))
		end = p.Nodes[a].End
	}
	id := p.New(ast.Mods, p.Nodes[outer].Start, end, "", p.Stack[mark:]...)
	p.Stack = p.Stack[:mark]
	return id
}

func (p *lowerer) decorator(at int32) ast.ID {
	x := p.First(at)
	if x >= 0 && p.Type(x) == "call" {
		if a := p.Child(x, "arguments"); a >= 0 && p.Type(a) == "argument_list" {
			name := p.field(x, "function")
			return p.Node(ast.Annot, at, "", name, p.lower(a))
		}
	}
	name := p.lower(x)
	if p.File.Kind(name) == ast.Dots {
		return name
	}
	return p.Node(ast.Annot, at, "", name, ast.None)
}

func (p *lowerer) function(at, outer int32) ast.ID {
	mods := p.mods(at, outer)
	result := p.field(at, "return_type")
	name := p.field(at, "name")
	var params ast.ID
	if ps := p.Child(at, "parameters"); ps >= 0 {
		params = p.parameters(ps)
	} else {
		params = p.Empty(ast.Params, at)
	}
	outerEnd := p.scopeEnd
	p.scopeEnd = p.Nodes[at].End + 1
	body := p.body(p.Child(at, "body"), at)
	p.scopeEnd = outerEnd
	return p.Node(ast.Func, outer, "func", mods, result, name, params, body, ast.None)
}

func (p *lowerer) class(at, outer int32) ast.ID {
	mods := p.mods(at, outer)
	name := p.field(at, "name")
	types := ast.None
	if t := p.Child(at, "type_parameters"); t >= 0 {
		types = p.parameters(t)
	}
	var supers ast.ID
	if s := p.Child(at, "superclasses"); s >= 0 {
		supers = p.List(ast.Supers, s, "", p.self)
	} else {
		supers = p.Empty(ast.Supers, at)
	}
	body := p.body(p.Child(at, "body"), at)
	return p.Node(ast.Class, outer, "class", mods, name, types, supers, body)
}

func (p *lowerer) parameters(at int32) ast.ID {
	mark := len(p.Stack)
	for c := range p.Named(at) {
		p.Push(p.parameter(c))
	}
	return p.Pop(mark, ast.Params, at, "")
}

func (p *lowerer) parameter(at int32) ast.ID {
	typ, name, value, text := int32(-1), at, int32(-1), ""
	switch p.Type(at) {
	case "positional_separator":
		return ast.None
	case "keyword_separator":
		return p.param(at, -1, -1, -1, "*")
	case "default_parameter", "typed_default_parameter":
		typ, name, value = p.Child(at, "type"), p.Child(at, "name"), p.Child(at, "value")
	case "typed_parameter":
		typ, name = p.Child(at, "type"), p.First(at)
	case "type": // of a generic definition
		name = p.First(at)
		if name >= 0 && p.Type(name) == "constrained_type" {
			name, typ = p.First(name), p.Nth(name, 1)
		}
	}
	if name >= 0 {
		switch p.Type(name) {
		case "list_splat_pattern":
			text, name = "*", p.First(name)
		case "dictionary_splat_pattern":
			text, name = "**", p.First(name)
		}
	}
	return p.param(at, typ, name, value, text)
}

// param makes a Param. Its default is added later: an ellipsis there does not
// stand for the whole parameter.
func (p *lowerer) param(at, typ, name, value int32, text string) ast.ID {
	mods := p.Empty(ast.Mods, at)
	t := p.lower(typ)
	n := p.lower(name)
	v := p.lower(value)
	id := p.Node(ast.Param, at, text, mods, t, n)
	if p.File.Kind(id) != ast.Param {
		return id
	}
	if v == ast.None {
		v = p.Empty(ast.Nil, at)
	}
	p.Append(id, v)
	return id
}

// imports pushes an Import for each module of import a, b as c.
func (p *lowerer) imports(at int32) {
	for c := range p.Named(at) {
		name, alias := p.importName(c)
		if name < 0 {
			continue
		}
		module := p.Text(name)
		if alias >= 0 {
			p.imported(c, p.Text(alias), module)
		} else if first, _, _ := strings.Cut(module, "."); first != "" {
			p.imported(c, first, first)
		}
		path := p.lower(name)
		p.Push(p.Node(ast.Import, at, "import", path, p.lower(alias)))
	}
}

// importName splits "a.b as c".
func (p *lowerer) importName(at int32) (name, alias int32) {
	if p.Type(at) == "aliased_import" {
		return p.Child(at, "name"), p.Child(at, "alias")
	}
	return at, -1
}

// importsFrom pushes an ImportOf for each name of from m import a, b as c.
func (p *lowerer) importsFrom(at int32) {
	m := p.Child(at, "module_name")
	module := "__future__"
	if m >= 0 {
		module = p.Text(m)
	}
	for c := range p.Named(at) {
		if c == m {
			continue
		}
		if p.Type(c) == "wildcard_import" {
			path := p.module(m, at)
			p.Push(p.Node(ast.ImportOf, at, "import", path, p.Leaf(ast.Ident, c), ast.None))
			continue
		}
		name, alias := p.importName(c)
		if name < 0 {
			continue
		}
		local := name
		if alias >= 0 {
			local = alias
		}
		separator := "."
		if strings.HasSuffix(module, ".") {
			separator = ""
		}
		p.imported(c, p.Text(local), module+separator+p.Text(name))
		path := p.module(m, at)
		id := p.lower(name)
		p.Push(p.Node(ast.ImportOf, at, "import", path, id, p.lower(alias)))
	}
}

// module lowers the module of a from import; a relative one is its text.
func (p *lowerer) module(m, at int32) ast.ID {
	switch {
	case m < 0:
		return p.Node(ast.Ident, at, "__future__")
	case p.Type(m) == "relative_import":
		return p.Leaf(ast.Ident, m)
	}
	return p.lower(m)
}

func (p *lowerer) imported(at int32, local, qualified string) {
	if p.Pattern && (language.Encoded(local) || strings.Contains(qualified, ast.MetavarName)) {
		return
	}
	end := p.scopeEnd
	if end == 0 {
		end = uint32(len(p.Src)) + 1
	}
	p.ImportIn(p.Nodes[at].Start, end, p.scopeEnd == 0 && p.blocks == 0, local, qualified)
}
