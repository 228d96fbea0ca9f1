// Package php lowers PHP into the neutral form.
//
//	file, err := php.Language().Parse("index.php", src)
//
// Text outside the tags is dropped, except that <?= x ?> is a call of echo.
// Language constructs that look like functions (echo, include, exit ...) are
// calls of the identifier of that name, and `x` is a call of shell_exec.
// Namespaces separate with a backslash in the text of a Member; a leading one
// is dropped. The package does not know which autoloader finds a class.
package php

import (
	"github.com/assay-dev/assay/internal/engine/sast/language"
	grammar "github.com/tree-sitter/tree-sitter-php/bindings/go"
)

// Language reads PHP.
func Language() *language.Language {
	return &language.Language{
		ID:         "php",
		Names:      []string{"php"},
		Extensions: []string{".php", ".phtml", ".php5"},
		Grammar:    grammar.LanguagePHP,
		Lower:      lower,
		Encode:     encode,
		Contexts:   contexts,
	}
}
