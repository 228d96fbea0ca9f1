// Package javascript lowers JavaScript with JSX, TypeScript and TSX into the
// neutral form. The three share one lowering, so that a pattern written for one
// of them matches the others.
//
//	js := javascript.JavaScript()
//	file, err := js.Parse("app.js", src)
//
// Types are kept where the text gives them; a non-null assertion (x!) is its
// operand. The package resolves modules only as far as their names go.
package javascript

import (
	"unsafe"

	"github.com/assay-dev/assay/internal/engine/sast/language"
	js "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	ts "github.com/tree-sitter/tree-sitter-typescript/bindings/go"
)

// JavaScript reads JavaScript with JSX.
func JavaScript() *language.Language {
	l := dialect("javascript", js.Language, ".js", ".jsx", ".mjs", ".cjs")
	l.Names = []string{"javascript", "js"}
	l.Others = []*language.Language{tsx(), typescript()}
	return l
}

// typescriptNames are the languages whose rules are meant for TypeScript:
// JavaScript's are, too.
var typescriptNames = []string{"typescript", "ts", "javascript", "js"}

// TypeScript reads TypeScript without JSX, where <T>x is a cast.
func TypeScript() *language.Language {
	l := typescript()
	l.Names = typescriptNames
	l.Others = []*language.Language{tsx()}
	return l
}

// TSX reads TypeScript with JSX.
func TSX() *language.Language {
	l := tsx()
	l.Names = typescriptNames
	l.Others = []*language.Language{typescript()}
	return l
}

func typescript() *language.Language {
	return dialect("typescript", ts.LanguageTypescript, ".ts", ".mts", ".cts")
}

func tsx() *language.Language {
	return dialect("typescript", ts.LanguageTSX, ".tsx")
}

func dialect(id string, grammar func() unsafe.Pointer, extensions ...string) *language.Language {
	return &language.Language{
		ID:         id,
		Extensions: extensions,
		Grammar:    grammar,
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts,
	}
}
