// Package ruby reads Ruby: it lowers the grammar's tree to the neutral form of
// package ast, for code and for patterns.
//
//	f, err := ruby.Language().Parse("app.rb", src)
//
// Calls have one shape with and without parentheses: a.b is a call without
// arguments, while a bare name stays a name. unless and until are if and while
// of the negated condition. The package follows no require.
package ruby

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-ruby/bindings/go"
)

// Language makes the reader of Ruby.
func Language() *language.Language {
	return &language.Language{
		ID:         "ruby",
		Names:      []string{"ruby", "rb"},
		Extensions: []string{".rb", ".rake"},
		Grammar:    grammar.Language,
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts(),
	}
}

func lower(l *language.Lowering) ast.ID {
	r := &lowerer{Lowering: l}
	r.self = r.node
	r.stmt = r.statement
	return r.Within(0, r.block)
}
