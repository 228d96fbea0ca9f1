// Package scala reads Scala: it lowers the grammar's tree to package ast, and
// makes of a Scala pattern a text that the grammar accepts.
//
// Infix calls are Binary, with Scala's precedences. A block that is an argument
// is a lambda without Params. An interpolated string is a Template; one with
// another prefix than s is called: sql"..." is Call(sql, Template). The package
// knows no rules and resolves no types.
package scala

import (
	"unsafe"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-scala/bindings/go"
)

// Language returns Scala.
func Language() *language.Language {
	return &language.Language{
		ID:         "scala",
		Names:      []string{"scala"},
		Extensions: []string{".scala"},
		Grammar:    func() unsafe.Pointer { return grammar.Language() },
		Prepare:    prepare,
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

// other keeps what no kind describes.
func (w *lowerer) other(at int32) ast.ID { return w.Other(at, w.statement) }
