package golang

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// lowerer lowers one tree.
type lowerer struct {
	*language.Lowering
	self func(int32) ast.ID // node, as a value made once
}

// lower is node, one level deeper.
func (g *lowerer) lower(at int32) ast.ID { return g.Within(at, g.self) }

// field lowers the child under a field.
func (g *lowerer) field(at int32, name string) ast.ID { return g.lower(g.Child(at, name)) }

func (g *lowerer) node(at int32) ast.ID {
	switch typ := g.Type(at); typ {
	case "identifier", "field_identifier", "type_identifier", "package_identifier", "blank_identifier", "label_name", "iota", "dot":
		return g.Leaf(ast.Ident, at)
	case "selector_expression":
		return g.Node(ast.Member, at, ".", g.field(at, "operand"), g.field(at, "field"))
	case "call_expression":
		return g.call(at)
	case "expression_statement":
		return g.Node(ast.ExprStmt, at, "", g.lower(g.First(at)))
	case "block", "statement_list", "source_file":
		return g.block(at)
	case "interpreted_string_literal", "raw_string_literal", "rune_literal":
		return g.string(at)
	case "int_literal", "float_literal", "imaginary_literal":
		return g.Leaf(ast.Num, at)
	case "true", "false":
		return g.Leaf(ast.Bool, at)
	case "nil":
		return g.Leaf(ast.Null, at)
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
	s := g.Text(at)
	if len(s) < 2 {
		return g.Node(ast.Str, at, s)
	}
	return g.Node(ast.Str, at, s[1:len(s)-1])
}
