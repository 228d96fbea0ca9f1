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
	bare  map[int32]bool // prefix operators that are lowered already
	stray []int32        // annotations that the grammar has torn from owner
	owner int32
}

func lower(l *language.Lowering) ast.ID {
	w := &lowerer{Lowering: l}
	return w.block(0)
}

// other keeps what no kind describes.
func (w *lowerer) other(at int32) ast.ID { return w.Other(at, w.statement) }
