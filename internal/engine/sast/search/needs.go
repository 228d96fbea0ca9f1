package search

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// Literals says whether a file's text, in lower case, holds a literal.
type Literals func(string) bool

// AllNeeds yields the literals that Eval asks for: those of the formula and of
// its parts.
func (f *Formula) AllNeeds(yield func(string)) {
	for _, any := range f.needs {
		for _, s := range any {
			yield(s)
		}
	}
	for _, k := range f.kids {
		k.AllNeeds(yield)
	}
	for _, k := range f.not {
		k.AllNeeds(yield)
	}
}

// lacks says whether a file cannot have what a formula needs.
func (f *Formula) lacks(has Literals) bool {
	return slices.ContainsFunc(f.needs, func(any []string) bool { return !slices.ContainsFunc(any, has) })
}

// required are the literals that a file must contain for a formula to match: of
// each inner list at least one. They are in lower case, and to be looked for
// in the file's text in lower case: some languages don't tell cases apart.
func (f *Formula) required() [][]string {
	if f.inside && f.kind != ruleset.Pattern && f.kind != ruleset.Or && f.kind != ruleset.And {
		return nil
	}
	switch f.kind {
	case ruleset.Pattern:
		return literals(f.pattern.File())
	case ruleset.And:
		var out [][]string
		for _, k := range f.kids {
			out = append(out, k.needs...)
		}
		names := f.names()
		for _, c := range f.conditions {
			if c.regex != nil && slices.Contains(names, c.metavar) {
				out = append(out, c.regex.Needs()...)
			}
		}
		return out
	case ruleset.Or:
		// One literal of each alternative, the longest.
		var any []string
		for _, k := range f.kids {
			best := []string(nil)
			for _, set := range k.needs {
				if best == nil || weight(set) > weight(best) {
					best = set
				}
			}
			if best == nil {
				return nil
			}
			any = append(any, best...)
		}
		slices.Sort(any)
		return [][]string{slices.Compact(any)}
	}
	return nil
}

// names are the metavariables that stand for names alone, which code spells:
// what is called, members, functions and keywords.
func (f *Formula) names() []string {
	switch f.kind {
	case ruleset.Pattern:
		return names(f.pattern.File())
	case ruleset.And:
		var out []string
		for _, k := range f.kids {
			out = append(out, k.names()...)
		}
		return out
	case ruleset.Or:
		var out []string
		for i, k := range f.kids {
			if i == 0 {
				out = k.names()
				continue
			}
			also := k.names()
			out = slices.DeleteFunc(out, func(name string) bool { return !slices.Contains(also, name) })
		}
		return out
	}
	return nil
}

func names(f *ast.File) []string {
	var out []string
	var visit func(ast.ID)
	visit = func(n ast.ID) {
		for k := range f.Kids(n) {
			visit(k)
		}
		if f.Kind(n) != ast.Metavar {
			return
		}
		p := f.Nodes[n].Parent
		place := -1
		switch f.Kind(p) {
		case ast.Call:
			if f.Language != "php" { // which calls what a text names
				place = 0
			}
		case ast.KeyArg:
			place = 0
		case ast.Member:
			place = 1
		case ast.Func:
			place = 2
		}
		if place >= 0 && f.Kid(p, place) == n {
			out = append(out, f.Text(n))
		}
	}
	visit(f.Root)
	return out
}

// weight prefers few and long literals.
func weight(set []string) int {
	least := 1 << 20
	for _, s := range set {
		least = min(least, len(s))
	}
	return least*100 - len(set)
}

// literals are the names that a pattern spells. Strings are left out: a
// constant may be put together from others.
func literals(f *ast.File) [][]string {
	var out [][]string
	// Nodes beyond the root only make the pattern a whole file.
	var visit func(ast.ID)
	visit = func(n ast.ID) {
		for k := range f.Kids(n) {
			visit(k)
		}
		if f.Kind(n) != ast.Ident || optional(f, n) || f.Src(n) != f.Text(n) {
			return // what the text does not spell, lowering made up
		}
		if s := strings.TrimLeft(f.Text(n), "$@"); len(s) >= 2 && plain(s) && !common[s] {
			out = append(out, []string{strings.ToLower(s)})
		}
	}
	visit(f.Root)
	return out
}

// common are names that nearly every file has, or that lowering makes up.
var common = map[string]bool{"this": true, "self": true, "int": true, "string": true, "String": true, "echo": true, "shell_exec": true, "super": true}

func plain(s string) bool {
	for i := range len(s) {
		if !(s[i] == '_' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= '0' && s[i] <= '9') {
			return false
		}
	}
	return true
}

// optional says whether a name may be spelled otherwise in code that matches:
// in types, which may be inferred, and in keys, which may be strings.
func optional(f *ast.File, n ast.ID) bool {
	for p := f.Nodes[n].Parent; p != ast.None; p = f.Nodes[p].Parent {
		switch f.Kind(p) {
		case ast.Mods, ast.TypedVar, ast.TypeApp, ast.TypeTest:
			return true
		}
	}
	return false
}
