package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// lowerer lowers one file.
type lowerer struct {
	*language.Lowering
	src   string   // the source, so that texts are parts of it
	stack []ast.ID // kids of the nodes under construction

	// The recursive methods as values, made once.
	expressions, statements, types func(int32) ast.ID
}

func lower(low *language.Lowering) ast.ID {
	l := &lowerer{Lowering: low, src: string(low.Source)}
	l.expressions = l.expression
	l.statements = l.statement
	l.types = l.typeOf
	if len(l.Nodes) == 0 {
		return l.New(ast.Block, 0, 0, "")
	}
	mark := len(l.stack)
	for c := range l.Children(0) {
		l.stmt(c)
	}
	return l.list(ast.Block, 0, "", mark)
}

// text is the source of a node.
func (l *lowerer) text(at int32) string {
	n := &l.Nodes[at]
	return l.src[n.Start:n.End]
}

func (l *lowerer) leaf(k ast.Kind, at int32) ast.ID { return l.Node(k, at, l.text(at)) }

func (l *lowerer) push(id ast.ID) { l.stack = append(l.stack, id) }

// list makes a node of all that was pushed since mark.
func (l *lowerer) list(k ast.Kind, at int32, text string, mark int) ast.ID {
	id := l.Node(k, at, text, l.stack[mark:]...)
	l.stack = l.stack[:mark]
	return id
}

// expr lowers an expression; -1 is no expression.
func (l *lowerer) expr(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return l.Within(at, l.expressions)
}

// stmt pushes what a statement becomes: one node, several or none.
func (l *lowerer) stmt(at int32) {
	if n := &l.Nodes[at]; n.Extra() || !n.Named() {
		return
	}
	if id := l.Within(at, l.statements); id != ast.None {
		l.push(id)
	}
}

// typ lowers a type; -1 is no type.
func (l *lowerer) typ(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return l.Within(at, l.types)
}

// inner is the first named child, or -1.
func (l *lowerer) inner(at int32) int32 {
	for c := range l.Named(at) {
		return c
	}
	return -1
}

// last is the last named child, or -1.
func (l *lowerer) last(at int32) int32 {
	last := int32(-1)
	for c := range l.Named(at) {
		last = c
	}
	return last
}

// body makes a Block of a statement, -1 gives none.
func (l *lowerer) body(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(l.stack)
	switch l.Type(at) {
	case "compound_statement", "colon_block":
		for c := range l.Children(at) {
			l.stmt(c)
		}
	default:
		l.stmt(at)
	}
	return l.list(ast.Block, at, "", mark)
}

// block is body, or an empty Block where there is none.
func (l *lowerer) block(at, owner int32) ast.ID {
	if at < 0 {
		return l.empty(ast.Block, owner)
	}
	return l.body(at)
}

// empty makes a node of a kind that has no kids at the start of another.
func (l *lowerer) empty(k ast.Kind, at int32) ast.ID {
	start := l.Nodes[at].Start
	return l.New(k, start, start, "")
}

// stands says whether a node of a pattern stands for several: an ellipsis or a
// metavariable of a sequence.
func (l *lowerer) stands(id ast.ID) bool {
	if !l.Pattern || id == ast.None {
		return false
	}
	k := l.File.Kind(id)
	return k == ast.Dots || k == ast.MetavarSeq
}

// unknown keeps what no kind describes.
func (l *lowerer) unknown(at int32) ast.ID { return l.Other(at, l.expressions) }

// echoes says whether a statement stands directly behind the tag <?=.
func (l *lowerer) echoes(at int32) bool {
	i := int(l.Nodes[at].Start) - 1
	for i >= 0 && strings.IndexByte(" \t\r\n", l.src[i]) >= 0 {
		i--
	}
	return i >= 2 && l.src[i] == '=' && l.src[i-2:i+1] == "<?="
}

// intrinsic makes the call that a language construct is.
func (l *lowerer) intrinsic(at int32, name string, args ast.ID) ast.ID {
	start := l.Nodes[at].Start
	end := min(start+uint32(len(name)), l.Nodes[at].End)
	return l.Node(ast.Call, at, "", l.New(ast.Ident, start, end, name), args, ast.None)
}
