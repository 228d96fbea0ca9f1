// Package csharp reads C#: it lowers the grammar's tree to package ast, and
// makes of a C# pattern a text that the grammar accepts.
//
// The members of a namespace stand behind its Package node, in the same Block.
// A property is a VarDecl, and a Func for each accessor that has a body. The
// package knows no rules and resolves no types.
package csharp

import (
	"unsafe"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-c-sharp/bindings/go"
)

// Language returns C#.
func Language() *language.Language {
	return &language.Language{
		ID:         "csharp",
		Names:      []string{"csharp", "c#", "C#"},
		Extensions: []string{".cs"},
		Grammar:    func() unsafe.Pointer { return grammar.Language() },
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts,
	}
}

// lowerer carries one file from the grammar's tree to the neutral form.
type lowerer struct {
	*language.Lowering
}

func lower(l *language.Lowering) ast.ID {
	w := &lowerer{Lowering: l}
	return w.block(0)
}

// items yields the children that mean something: rules, this and base.
func (w *lowerer) items(at int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for c := range w.Children(at) {
			n := &w.Nodes[c]
			if n.Extra() || !n.Named() && w.Type(c) != "this" && w.Type(c) != "base" {
				continue
			}
			if !yield(c) {
				return
			}
		}
	}
}

// firstItem is the first item, or -1.
func (w *lowerer) firstItem(at int32) int32 {
	for c := range w.items(at) {
		return c
	}
	return -1
}

// lastItem is the last item, or -1.
func (w *lowerer) lastItem(at int32) int32 {
	last := int32(-1)
	for c := range w.items(at) {
		last = c
	}
	return last
}

// itemList makes a node of the lowered items.
func (w *lowerer) itemList(k ast.Kind, at int32, text string, lower func(int32) ast.ID) ast.ID {
	return w.ListOf(w.items(at), k, at, text, lower)
}

// other keeps what no kind describes.
func (w *lowerer) other(at int32) ast.ID { return w.Other(at, w.statement) }
