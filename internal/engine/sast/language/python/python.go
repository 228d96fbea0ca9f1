// Package python reads Python: it lowers the grammar's tree to the neutral form
// of package ast, for code and for patterns.
//
//	f, err := python.Language().Parse("app.py", src)
//
// Python 2's print and exec statements become calls. The package resolves no
// names beyond what the file's own imports say.
package python

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-python/bindings/go"
)

// Language makes the reader of Python.
func Language() *language.Language {
	return &language.Language{
		ID:         "python",
		Names:      []string{"python", "python3", "py", "python2"},
		Extensions: []string{".py", ".pyi"},
		Grammar:    grammar.Language,
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts(),
	}
}

func lower(l *language.Lowering) ast.ID {
	p := &lowerer{Lowering: l}
	p.self = p.node
	return p.Within(0, p.block)
}
