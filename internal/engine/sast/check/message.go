package check

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

var metavariable = regexp.MustCompile(`\$(?:\.\.\.)?[A-Z_][A-Z_0-9]*|\$[0-9]+`)

// Message is a rule's message with what its metavariables stand for.
func Message(r *ruleset.Rule, f *ast.File, env pattern.Env) string {
	return strings.TrimSpace(Fill(strings.Join(strings.Fields(r.Message), " "), f, env))
}

// Fill replaces metavariables in a text by what they stand for.
func Fill(text string, f *ast.File, env pattern.Env) string {
	if !strings.Contains(text, "$") {
		return text
	}
	return metavariable.ReplaceAllStringFunc(text, func(name string) string {
		if b := env.Get(name); b != nil {
			return b.Source(f)
		}
		return name
	})
}

// Fix is what a rule puts in the place of what it found, or nil when it knows
// nothing.
func Fix(r *ruleset.Rule, f *ast.File, env pattern.Env, found string) *string {
	switch {
	case r.Fix != nil:
		text := strings.TrimSuffix(Fill(*r.Fix, f, env), "\n")
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
