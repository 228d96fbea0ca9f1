package golang

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// lowerer lowers one tree. Its methods take a node of the tree, or -1 when
// there is none, and return None for that.
type lowerer struct {
	*language.Lowering
	src  string
	self func(int32) ast.ID // node, as a value made once
	list []ast.ID           // kids of the nodes under way
}

func (g *lowerer) text(at int32) string {
	n := &g.Nodes[at]
	return g.src[n.Start:n.End]
}

// lower is node, one level deeper.
func (g *lowerer) lower(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return g.Within(at, g.self)
}

// field lowers the child under a field.
func (g *lowerer) field(at int32, name string) ast.ID { return g.lower(g.Child(at, name)) }

func (g *lowerer) leaf(k ast.Kind, at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return g.Node(k, at, g.text(at))
}

// all makes a node of the named children.
func (g *lowerer) all(k ast.Kind, at int32, text string) ast.ID {
	mark := len(g.list)
	for c := range g.Named(at) {
		g.push(g.lower(c))
	}
	return g.pop(k, at, text, mark)
}

// push keeps a kid until pop makes the node of all kids since mark.
func (g *lowerer) push(id ast.ID) {
	if id != ast.None {
		g.list = append(g.list, id)
	}
}

func (g *lowerer) pop(k ast.Kind, at int32, text string, mark int) ast.ID {
	id := g.Node(k, at, text, g.list[mark:]...)
	g.list = g.list[:mark]
	return id
}

// empty makes a node without kids or width where another one starts.
func (g *lowerer) empty(k ast.Kind, at int32) ast.ID {
	n := &g.Nodes[at]
	return g.New(k, n.Start, n.Start, "")
}

// named is the i-th named child, or -1.
func (g *lowerer) named(at int32, i int) int32 {
	for c := range g.Named(at) {
		if i == 0 {
			return c
		}
		i--
	}
	return -1
}

func (g *lowerer) is(at int32, field string) bool {
	return g.Nodes[at].Field != 0 && g.Field(at) == field
}

func (g *lowerer) node(at int32) ast.ID {
	switch typ := g.Type(at); typ {
	case "identifier", "field_identifier", "type_identifier", "package_identifier", "blank_identifier", "label_name", "iota", "dot":
		return g.leaf(ast.Ident, at)
	case "selector_expression":
		return g.Node(ast.Member, at, ".", g.field(at, "operand"), g.field(at, "field"))
	case "call_expression":
		return g.call(at)
	case "expression_statement":
		return g.Node(ast.ExprStmt, at, "", g.lower(g.named(at, 0)))
	case "block", "statement_list", "source_file":
		return g.block(at)
	case "interpreted_string_literal", "raw_string_literal", "rune_literal":
		return g.string(at)
	case "int_literal", "float_literal", "imaginary_literal":
		return g.leaf(ast.Num, at)
	case "true", "false":
		return g.leaf(ast.Bool, at)
	case "nil":
		return g.leaf(ast.Null, at)
	case "empty_statement":
		return ast.None
	default:
		if id, ok := g.expression(at, typ); ok {
			return id
		}
		if id, ok := g.statement(at, typ); ok {
			return id
		}
		if id, ok := g.typ(at, typ); ok {
			return id
		}
		if id, ok := g.declaration(at, typ); ok {
			return id
		}
		return g.Other(at, g.self)
	}
}

// string lowers a string without its quotes.
func (g *lowerer) string(at int32) ast.ID {
	s := g.text(at)
	if len(s) < 2 {
		return g.Node(ast.Str, at, s)
	}
	return g.Node(ast.Str, at, s[1:len(s)-1])
}
