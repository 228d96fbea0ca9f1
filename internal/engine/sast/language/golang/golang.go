// Package golang reads Go: it lowers the grammar's tree to the neutral form of
// package ast, for code and for patterns.
//
//	f, err := golang.Language().Parse("main.go", src)
//
// Statements with an initialiser become a Block of it and the rest. The package
// knows no types: a generic call may look like an index.
package golang

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-go/bindings/go"
)

// Language makes the reader of Go.
func Language() *language.Language {
	return &language.Language{
		ID:         "go",
		Names:      []string{"go", "golang"},
		Extensions: []string{".go"},
		Grammar:    grammar.Language,
		Prepare:    prepare,
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts(),
	}
}

func lower(l *language.Lowering) ast.ID {
	g := &lowerer{Lowering: l}
	g.self = g.node
	return g.Within(0, g.block)
}

// prepare lets the grammar read new(x) with a value: to it, new takes a type.
// Where the argument does not start as only a type does, the function gets
// another name in the text that is parsed.
func prepare(src []byte) []byte {
	out := src
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte("new("))
		if i < 0 {
			return out
		}
		i += at
		at = i + len("new(")
		if i > 0 && (letter(src[i-1]) || src[i-1] == '.') || onlyType(src[at:]) {
			continue
		}
		if &out[0] == &src[0] {
			out = bytes.Clone(src)
		}
		out[i] = 'N'
	}
}

// onlyType says whether a text starts as a type does and no value.
func onlyType(src []byte) bool {
	src = bytes.TrimLeft(src[:min(len(src), 64)], " \t\r\n")
	for _, start := range []string{"[", "map[", "chan", "<-chan", "func", "struct", "interface"} {
		if bytes.HasPrefix(src, []byte(start)) {
			return true
		}
	}
	return false
}
