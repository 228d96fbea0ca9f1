package ruby

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// lowerer lowers one tree. Its methods take a node of the tree, or -1 when
// there is none, and return None for that.
type lowerer struct {
	*language.Lowering
	src  string
	self func(int32) ast.ID // node, as a value made once
	stmt func(int32) ast.ID // statement, likewise
	list []ast.ID           // kids of the nodes under way
	docs map[int32]int32    // bodies of here-documents by their beginnings
}

func (r *lowerer) text(at int32) string {
	n := &r.Nodes[at]
	return r.src[n.Start:n.End]
}

// lower is node, one level deeper.
func (r *lowerer) lower(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return r.Within(at, r.self)
}

// field lowers the child under a field.
func (r *lowerer) field(at int32, name string) ast.ID { return r.lower(r.Child(at, name)) }

// ident makes a name. In a pattern, the name of a parameter carries its
// metavariable in lower case, as the grammar wants it, and one of a variable of
// an instance, a class, or the program behind its sigil.
func (r *lowerer) ident(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	text := r.text(at)
	if r.Pattern {
		text = upper(strings.TrimLeft(text, "@"), text)
	}
	return r.Node(ast.Ident, at, text)
}

// all makes a node of the named children.
func (r *lowerer) all(k ast.Kind, at int32, text string) ast.ID {
	mark := len(r.list)
	for c := range r.Named(at) {
		r.push(r.lower(c))
	}
	return r.pop(k, at, text, mark)
}

// push keeps a kid until pop makes the node of all kids since mark.
func (r *lowerer) push(id ast.ID) {
	if id != ast.None {
		r.list = append(r.list, id)
	}
}

func (r *lowerer) pop(k ast.Kind, at int32, text string, mark int) ast.ID {
	id := r.Node(k, at, text, r.list[mark:]...)
	r.list = r.list[:mark]
	return id
}

// empty makes a node without kids or width where another one starts.
func (r *lowerer) empty(k ast.Kind, at int32) ast.ID {
	n := &r.Nodes[at]
	return r.New(k, n.Start, n.Start, "")
}

// named is the i-th named child, or -1.
func (r *lowerer) named(at int32, i int) int32 {
	for c := range r.Named(at) {
		if i == 0 {
			return c
		}
		i--
	}
	return -1
}

func (r *lowerer) is(at int32, field string) bool {
	return r.Nodes[at].Field != 0 && r.Field(at) == field
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
		return r.Node(ast.Num, at, r.text(at))
	case "true", "false":
		return r.Node(ast.Bool, at, r.text(at))
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
