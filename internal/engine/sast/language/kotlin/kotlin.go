// Package kotlin reads Kotlin: it lowers the grammar's tree to package ast, and
// makes of a Kotlin pattern a text that the grammar accepts.
//
// An if that is a statement is an If, one whose value is used a Cond; a when is
// a Switch, a try a Try, and infix calls are Binary. The package knows no rules
// and resolves no types.
package kotlin

import (
	"unsafe"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter-grammars/tree-sitter-kotlin/bindings/go"
)

// Language returns Kotlin.
func Language() *language.Language {
	return &language.Language{
		ID:         "kotlin",
		Names:      []string{"kotlin", "kt"},
		Extensions: []string{".kt", ".kts"},
		Grammar:    func() unsafe.Pointer { return grammar.Language() },
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts,
	}
}

// lowerer carries one file from the grammar's tree to the neutral form.
type lowerer struct {
	*language.Lowering
	src   string
	stack []ast.ID       // kids under construction
	bare  map[int32]bool // prefix operators that are lowered already
	stray []int32        // annotations that the grammar has torn from owner
	owner int32
}

func lower(l *language.Lowering) ast.ID {
	w := &lowerer{Lowering: l, src: string(l.Source)}
	return w.block(0)
}

// text is the source of a node, without a copy.
func (w *lowerer) text(at int32) string {
	n := &w.Nodes[at]
	return w.src[n.Start:n.End]
}

// leaf is a node without kids whose text is its source.
func (w *lowerer) leaf(k ast.Kind, at int32) ast.ID { return w.Node(k, at, w.text(at)) }

// ident is an Ident of a node's source; -1 is none.
func (w *lowerer) ident(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	// The grammar makes names up without saying so.
	if n := &w.Nodes[at]; n.Start == n.End && w.File.Broken < 0 {
		w.File.Broken = int(n.Start)
	}
	return w.leaf(ast.Ident, at)
}

// first is the first rule among the children, or -1.
func (w *lowerer) first(at int32) int32 {
	for c := range w.Named(at) {
		return c
	}
	return -1
}

// last is the last rule among the children, or -1.
func (w *lowerer) last(at int32) int32 {
	last := int32(-1)
	for c := range w.Named(at) {
		last = c
	}
	return last
}

// has says whether a token is among the children.
func (w *lowerer) has(at int32, token string) bool { return w.Find(at, token) >= 0 }

// list makes a node of the lowered children.
func (w *lowerer) list(k ast.Kind, at int32, text string, lower func(int32) ast.ID) ast.ID {
	mark := len(w.stack)
	for c := range w.Named(at) {
		w.push(w.Within(c, lower))
	}
	return w.pop(mark, k, at, text)
}

// push keeps a kid for the node that pop makes.
func (w *lowerer) push(id ast.ID) {
	if id != ast.None {
		w.stack = append(w.stack, id)
	}
}

func (w *lowerer) pop(mark int, k ast.Kind, at int32, text string) ast.ID {
	id := w.Node(k, at, text, w.stack[mark:]...)
	w.stack = w.stack[:mark]
	return id
}

// empty is a node without kids and text that takes no room.
func (w *lowerer) empty(k ast.Kind, at int32) ast.ID {
	start := w.Nodes[at].Start
	return w.New(k, start, start, "")
}

// other keeps what no kind describes.
func (w *lowerer) other(at int32) ast.ID { return w.Other(at, w.statement) }

// dots says that a pattern has an ellipsis where a name stands.
func (w *lowerer) dots(id ast.ID) bool { return w.Pattern && w.File.Kind(id) == ast.Dots }
