package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/search"
)

// metavariable is one as texts name it; groups of regular expressions may have
// names of other letters.
var metavariable = regexp.MustCompile(`\$(?:\.\.\.)?[A-Z_][A-Z_0-9]*|\$[0-9]+|\$[a-z]\w*`)

// Message is a rule's message with what its metavariables stand for.
func Message(r *ruleset.Rule, f *ast.File, env pattern.Env) string {
	text, _ := fill(strings.Join(strings.Fields(r.Message), " "), f, env)
	return strings.TrimSpace(text)
}

// fill replaces metavariables in a text by what they stand for, and says
// whether it could for all.
func fill(text string, f *ast.File, env pattern.Env) (string, bool) {
	whole := true
	out := metavariable.ReplaceAllStringFunc(text, func(name string) string {
		if b := env.Get(name); b != nil {
			return b.Source(f)
		}
		whole = whole && !asks(name)
		return name
	})
	return out, whole
}

// asks says whether a name can only be meant for a metavariable.
func asks(name string) bool {
	return (name[1] < 'a' || name[1] > 'z') && !language.Superglobal(name[1:])
}

// checkFix refuses a rule whose fix names what nothing binds: it would never
// be written.
func checkFix(r *ruleset.Rule, binds []string) error {
	if r.Fix == nil {
		return nil
	}
	for _, name := range metavariable.FindAllString(*r.Fix, -1) {
		if asks(name) && !slices.Contains(binds, name) {
			return &search.LineError{Line: r.FixLine, Text: fmt.Sprintf("the fix names %s, which no pattern binds", name)}
		}
	}
	return nil
}

// Fix is what a rule puts in the place of what it found, or nil when it knows
// nothing, or not all that it names.
func Fix(r *ruleset.Rule, f *ast.File, env pattern.Env, found string) *string {
	switch {
	case r.Fix != nil:
		text, whole := fill(*r.Fix, f, env)
		if !whole {
			return nil
		}
		text = strings.TrimSuffix(text, "\n")
		return &text
	case r.FixRegex != nil:
		re, err := regexp.Compile(r.FixRegex.Regex)
		if err != nil {
			return nil
		}
		// \1 is a group, as in Python.
		with := groups.ReplaceAllString(strings.ReplaceAll(r.FixRegex.Replacement, "$", "$$"), "$${$1}")
		text, n := found, 0
		text = re.ReplaceAllStringFunc(text, func(m string) string {
			if n++; r.FixRegex.Count > 0 && n > r.FixRegex.Count {
				return m
			}
			return re.ReplaceAllString(m, with)
		})
		if text == found {
			return nil
		}
		return &text
	}
	return nil
}

var groups = regexp.MustCompile(`\\([0-9])`)

// Function names the function and class around an offset.
func (f *File) Function(at uint32) string {
	var best ast.ID
	name := ""
	for _, n := range f.Matcher.Kinds(ast.Func) {
		d := &f.Nodes[n]
		if d.Start <= at && at < d.End && f.Kind(f.Kid(n, 2)) == ast.Ident {
			if b := &f.Nodes[best]; best == ast.None || d.End-d.Start < b.End-b.Start {
				best, name = n, f.Text(f.Kid(n, 2))
			}
		}
	}
	for p := f.Nodes[best].Parent; best != ast.None && p != ast.None; p = f.Nodes[p].Parent {
		if f.Kind(p) == ast.Class {
			return f.Text(f.Kid(p, 1)) + "." + name
		}
	}
	return name
}
