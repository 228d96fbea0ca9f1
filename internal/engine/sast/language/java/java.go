// Package java reads Java: it lowers the grammar's tree to package ast, and
// makes of a Java pattern a text that the grammar accepts.
//
// The package knows no rules and resolves no types; it keeps what the text
// says. Type parameters of methods, throws clauses and receiver parameters are
// dropped.
package java

import (
	"unsafe"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-java/bindings/go"
)

// Language returns Java.
func Language() *language.Language {
	return &language.Language{
		ID:         "java",
		Names:      []string{"java"},
		Extensions: []string{".java"},
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
	return w.block(0, w.statement)
}

// other keeps what no kind describes.
func (w *lowerer) other(at int32) ast.ID { return w.Other(at, w.statement) }
