package ruby

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// lowerer lowers one tree.
type lowerer struct {
	*language.Lowering
	self func(int32) ast.ID // node, as a value made once
	stmt func(int32) ast.ID // statement, likewise
	docs map[int32]int32    // bodies of here-documents by their beginnings
}

// lower is node, one level deeper.
func (r *lowerer) lower(at int32) ast.ID { return r.Within(at, r.self) }

// field lowers the child under a field.
func (r *lowerer) field(at int32, name string) ast.ID { return r.lower(r.Child(at, name)) }

// ident makes a name. In a pattern, the name of a parameter carries its
// metavariable in lower case, as the grammar wants it, and one of a variable of
// an instance, a class, or the program behind its sigil.
func (r *lowerer) ident(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	text := r.Text(at)
	if r.Pattern {
		text = upper(strings.TrimLeft(text, "@"), text)
	}
	return r.Node(ast.Ident, at, text)
}

// node lowers what stands as an expression.
func (r *lowerer) node(at int32) ast.ID {
	switch typ := r.Type(at); typ {
	case "identifier", "constant", "self", "super", "instance_variable", "class_variable", "global_variable",
		"operator", "line", "file", "encoding":
		return r.ident(at)
	case "call":
		return r.call(at)
	case "string", "bare_string":
		return r.string(at)
	case "simple_symbol":
		return r.symbol(at)
	case "argument_list":
		return r.arguments(at)
	case "scope_resolution":
		return r.scope(at)
	case "integer", "float", "complex", "rational":
		return r.Node(ast.Num, at, r.Text(at))
	case "true", "false":
		return r.Node(ast.Bool, at, r.Text(at))
	case "nil":
		return r.Node(ast.Null, at, "nil")
	default:
		if id, ok := r.expression(at, typ); ok {
			return id
		}
		if id, ok := r.literal(at, typ); ok {
			return id
		}
		if id, ok := r.control(at, typ); ok {
			return id
		}
		if id, ok := r.declaration(at, typ); ok {
			return id
		}
		if id, ok := r.casePattern(at, typ); ok {
			return id
		}
		return r.Other(at, r.self)
	}
}
