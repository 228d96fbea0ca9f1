package javascript

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// lowerer lowers one file.
type lowerer struct {
	*language.Lowering

	// The recursive methods as values, made once.
	expressions, statements, types func(int32) ast.ID
}

func lower(low *language.Lowering) ast.ID {
	l := &lowerer{Lowering: low}
	l.expressions = l.expression
	l.statements = l.statement
	l.types = l.typeOf
	mark := len(l.Stack)
	for c := range l.Children(0) {
		l.stmt(c)
	}
	return l.Pop(mark, ast.Block, 0, "")
}

// expr lowers an expression.
func (l *lowerer) expr(at int32) ast.ID { return l.Within(at, l.expressions) }

// stmt pushes what a statement becomes: one node, several or none.
func (l *lowerer) stmt(at int32) {
	if n := &l.Nodes[at]; n.Extra() || !n.Named() {
		return
	}
	l.Push(l.Within(at, l.statements))
}

// typ lowers a type.
func (l *lowerer) typ(at int32) ast.ID { return l.Within(at, l.types) }

// body makes a Block of a statement, -1 gives none.
func (l *lowerer) body(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(l.Stack)
	if l.Type(at) == "statement_block" {
		for c := range l.Children(at) {
			l.stmt(c)
		}
	} else {
		l.stmt(at)
	}
	return l.Pop(mark, ast.Block, at, "")
}

// unknown keeps what no kind describes.
func (l *lowerer) unknown(at int32) ast.ID { return l.Other(at, l.expressions) }
