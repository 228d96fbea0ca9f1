package python

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// maxChain bounds what is nested though the grammar has it as a list: elif
// clauses, comparisons, dotted names.
const maxChain = 1000

// lowerer lowers one tree.
type lowerer struct {
	*language.Lowering
	self func(int32) ast.ID // node, as a value made once
	// Where imports hold: to the end of the function, and, in the blocks of an
	// if or a try, only behind them.
	scopeEnd uint32
	blocks   int
}

// lower is node, one level deeper.
func (p *lowerer) lower(at int32) ast.ID { return p.Within(at, p.self) }

// field lowers the child under a field.
func (p *lowerer) field(at int32, name string) ast.ID { return p.lower(p.Child(at, name)) }

// block lowers the statements of a module or body. Its imports are several
// statements when they name several modules.
func (p *lowerer) block(at int32) ast.ID {
	mark := len(p.Stack)
	for c := range p.Named(at) {
		p.statement(c)
	}
	return p.Pop(mark, ast.Block, at, "")
}

func (p *lowerer) statement(at int32) {
	switch p.Type(at) {
	case "import_statement":
		p.imports(at)
	case "import_from_statement", "future_import_statement":
		p.importsFrom(at)
	default:
		p.Push(p.lower(at))
	}
}

// body lowers a body, which is a Block even where it is missing.
func (p *lowerer) body(at, parent int32) ast.ID {
	if at < 0 {
		return p.Empty(ast.Block, parent)
	}
	if p.Type(at) != "block" {
		return p.Node(ast.Block, at, "", p.lower(at))
	}
	p.blocks++
	defer func() { p.blocks-- }()
	return p.Within(at, p.block)
}

func (p *lowerer) node(at int32) ast.ID {
	switch typ := p.Type(at); typ {
	case "identifier":
		return p.Leaf(ast.Ident, at)
	case "call":
		return p.call(at)
	case "attribute":
		return p.Node(ast.Member, at, ".", p.field(at, "object"), p.field(at, "attribute"))
	case "string":
		return p.string(at)
	case "concatenated_string":
		return p.concatenated(at)
	case "expression_statement":
		return p.expressionStatement(at)
	case "block", "module":
		return p.block(at)
	case "integer", "float":
		return p.Leaf(ast.Num, at)
	case "true":
		return p.Node(ast.Bool, at, "true")
	case "false":
		return p.Node(ast.Bool, at, "false")
	case "none":
		return p.Leaf(ast.Null, at)
	case "ellipsis":
		if p.Pattern {
			return p.Node(ast.Dots, at, "...")
		}
		return p.Leaf(ast.Ident, at)
	default:
		if id, ok := p.expression(at, typ); ok {
			return id
		}
		if id, ok := p.declaration(at, typ); ok {
			return id
		}
		if id, ok := p.compound(at, typ); ok {
			return id
		}
		if id, ok := p.simple(at, typ); ok {
			return id
		}
		if id, ok := p.casePattern(at, typ); ok {
			return id
		}
		return p.Other(at, p.self)
	}
}
