package language

import (
	"iter"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// A node of unknown length grows on the stack, with others inside it:
//
//	mark := len(l.Stack)
//	for ... {
//		l.Push(kid)
//	}
//	return l.Pop(mark, ast.Block, at, "")

// Push keeps a kid for the node that Pop makes; None is no kid.
func (l *Lowering) Push(id ast.ID) {
	if id != ast.None {
		l.Stack = append(l.Stack, id)
	}
}

// Place is Push for kids that count by their place: None becomes a Nil node.
func (l *Lowering) Place(id ast.ID) { l.Stack = append(l.Stack, id) }

// Pop makes a node of the kids since mark, which was the stack's length.
func (l *Lowering) Pop(mark int, k ast.Kind, at int32, text string) ast.ID {
	id := l.Node(k, at, text, l.Stack[mark:]...)
	l.Stack = l.Stack[:mark]
	return id
}

// List makes a node of the named children, each lowered one level deeper.
func (l *Lowering) List(k ast.Kind, at int32, text string, lower func(int32) ast.ID) ast.ID {
	return l.ListOf(l.Named(at), k, at, text, lower)
}

// ListOf is List of some of the children.
func (l *Lowering) ListOf(kids iter.Seq[int32], k ast.Kind, at int32, text string, lower func(int32) ast.ID) ast.ID {
	mark := len(l.Stack)
	for c := range kids {
		l.Push(l.Within(c, lower))
	}
	return l.Pop(mark, k, at, text)
}

// First is the first named child, or -1.
func (l *Lowering) First(at int32) int32 { return l.Nth(at, 0) }

// Nth is the named child that i others precede, or -1.
func (l *Lowering) Nth(at int32, i int) int32 {
	for c := range l.Named(at) {
		if i == 0 {
			return c
		}
		i--
	}
	return -1
}

// Last is the last named child, or -1.
func (l *Lowering) Last(at int32) int32 {
	last := int32(-1)
	for c := range l.Named(at) {
		last = c
	}
	return last
}

// Has says whether a token or rule is among the children.
func (l *Lowering) Has(at int32, typ string) bool { return l.Find(at, typ) >= 0 }

// Under says whether a node stands under a field of its parent.
func (l *Lowering) Under(at int32, field string) bool {
	return l.Nodes[at].Field != 0 && l.Field(at) == field
}
