// Package languages lists the languages that the static analysis reads.
package languages

import (
	"path"
	"strings"
	"sync"

	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/language/csharp"
	"github.com/assay-dev/assay/internal/engine/sast/language/golang"
	"github.com/assay-dev/assay/internal/engine/sast/language/java"
	"github.com/assay-dev/assay/internal/engine/sast/language/javascript"
	"github.com/assay-dev/assay/internal/engine/sast/language/kotlin"
	"github.com/assay-dev/assay/internal/engine/sast/language/php"
	"github.com/assay-dev/assay/internal/engine/sast/language/python"
	"github.com/assay-dev/assay/internal/engine/sast/language/ruby"
	"github.com/assay-dev/assay/internal/engine/sast/language/scala"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// All lists the languages in the order of their names.
var All = sync.OnceValue(func() []*language.Language {
	return []*language.Language{
		csharp.Language(),
		golang.Language(),
		java.Language(),
		javascript.JavaScript(),
		kotlin.Language(),
		php.Language(),
		python.Language(),
		ruby.Language(),
		scala.Language(),
		javascript.TypeScript(),
		javascript.TSX(),
	}
})

// ByPath is the language of a file, by its extension, or nil.
func ByPath(p string) *language.Language {
	ext := strings.ToLower(path.Ext(p))
	for _, l := range All() {
		for _, e := range l.Extensions {
			if e == ext {
				return l
			}
		}
	}
	return nil
}

// ByName is the language that a rule names, or nil.
func ByName(name string) *language.Language {
	for _, l := range All() {
		for _, n := range l.Names {
			if n == name {
				return l
			}
		}
	}
	return nil
}

// Reads says whether a rule for the named language is meant for files of a
// language. Rules for JavaScript are meant for TypeScript, too.
func Reads(name string, l *language.Language) bool {
	for _, n := range l.Names {
		if n == name {
			return true
		}
	}
	return false
}

// Unknown names the languages of a rule that are not read: what the rule would
// find there is not found.
func Unknown(r *ruleset.Rule) []ruleset.Problem {
	var out []ruleset.Problem
	for _, n := range r.Languages {
		switch n {
		case "generic", "regex", "none":
			continue
		}
		if ByName(n) == nil {
			out = append(out, ruleset.Problem{File: r.File, Line: r.Line, Rule: r.ID, Text: "the language " + n + " is not read"})
		}
	}
	return out
}
