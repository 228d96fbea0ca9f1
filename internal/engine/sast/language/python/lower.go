package python

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// maxChain bounds what is nested though the grammar has it as a list: elif
// clauses, comparisons, dotted names.
const maxChain = 1000

// lowerer lowers one tree. Its methods take a node of the tree, or -1 when
// there is none, and return None for that.
type lowerer struct {
	*language.Lowering
	src  string
	self func(int32) ast.ID // node, as a value made once
	list []ast.ID           // kids of the nodes under way
	// Where imports hold: to the end of the function, and, in the blocks of an
	// if or a try, only behind them.
	scopeEnd uint32
	blocks   int
}

func (p *lowerer) text(at int32) string {
	n := &p.Nodes[at]
	return p.src[n.Start:n.End]
}

// lower is node, one level deeper.
func (p *lowerer) lower(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return p.Within(at, p.self)
}

// field lowers the child under a field.
func (p *lowerer) field(at int32, name string) ast.ID { return p.lower(p.Child(at, name)) }

func (p *lowerer) leaf(k ast.Kind, at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return p.Node(k, at, p.text(at))
}

// all makes a node of the named children.
func (p *lowerer) all(k ast.Kind, at int32, text string) ast.ID {
	mark := len(p.list)
	for c := range p.Named(at) {
		p.push(p.lower(c))
	}
	return p.pop(k, at, text, mark)
}

// push keeps a kid until pop makes the node of all kids since mark.
func (p *lowerer) push(id ast.ID) {
	if id != ast.None {
		p.list = append(p.list, id)
	}
}

func (p *lowerer) pop(k ast.Kind, at int32, text string, mark int) ast.ID {
	id := p.Node(k, at, text, p.list[mark:]...)
	p.list = p.list[:mark]
	return id
}

// empty makes a node without kids or width where another one starts.
func (p *lowerer) empty(k ast.Kind, at int32) ast.ID {
	n := &p.Nodes[at]
	return p.New(k, n.Start, n.Start, "")
}

// named is the i-th named child, or -1.
func (p *lowerer) named(at int32, i int) int32 {
	for c := range p.Named(at) {
		if i == 0 {
			return c
		}
		i--
	}
	return -1
}

// has says whether a node has a child of a type.
func (p *lowerer) has(at int32, typ string) bool { return p.Find(at, typ) >= 0 }

// block lowers the statements of a module or body. Its imports are several
// statements when they name several modules.
func (p *lowerer) block(at int32) ast.ID {
	mark := len(p.list)
	for c := range p.Named(at) {
		p.statement(c)
	}
	return p.pop(ast.Block, at, "", mark)
}

func (p *lowerer) statement(at int32) {
	switch p.Type(at) {
	case "import_statement":
		p.imports(at)
	case "import_from_statement", "future_import_statement":
		p.importsFrom(at)
	default:
		p.push(p.lower(at))
	}
}

// body lowers a body, which is a Block even where it is missing.
func (p *lowerer) body(at, parent int32) ast.ID {
	if at < 0 {
		return p.empty(ast.Block, parent)
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
		return p.leaf(ast.Ident, at)
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
		return p.leaf(ast.Num, at)
	case "true":
		return p.Node(ast.Bool, at, "true")
	case "false":
		return p.Node(ast.Bool, at, "false")
	case "none":
		return p.leaf(ast.Null, at)
	case "ellipsis":
		if p.Pattern {
			return p.Node(ast.Dots, at, "...")
		}
		return p.leaf(ast.Ident, at)
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
