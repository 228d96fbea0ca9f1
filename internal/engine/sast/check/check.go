// Package check runs compiled rules on single files: it finds what search
// rules look for, and marks what taint rules follow.
package check

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
	"github.com/assay-dev/assay/internal/engine/sast/search"
)

// Rule is a rule compiled for one language.
type Rule struct {
	*ruleset.Rule
	Language *language.Language
	Search   *search.Formula
	Taint    *Taint
	Needs    [][]string // literals of which a file needs one of each
}

// Taint is a taint rule's compiled parts.
type Taint struct {
	Sources, Sinks, Sanitizers []Spec
	Propagators                []Propagator
}

// Spec is a compiled source, sink or sanitizer.
type Spec struct {
	*ruleset.Spec
	Formula *search.Formula
}

// Propagator is a compiled propagator.
type Propagator struct {
	*ruleset.Propagator
	Formula *search.Formula
}

// Compile compiles a rule for one of its languages. l may be nil for rules of
// regular expressions only.
func Compile(r *ruleset.Rule, l *language.Language, langs search.Languages) (*Rule, error) {
	c := &search.Compiler{Language: l, Languages: langs, Options: r.Options.Options}
	out := &Rule{Rule: r, Language: l}
	var err error
	if r.Formula != nil {
		if out.Search, err = c.Compile(r.Formula); err != nil {
			return nil, err
		}
		out.Needs = out.Search.Needs()
		return out, nil
	}
	t := &Taint{}
	specs := func(in []*ruleset.Spec) (out []Spec, err error) {
		for _, s := range in {
			f, err := c.Compile(s.Formula)
			if err != nil {
				return nil, err
			}
			out = append(out, Spec{s, f})
		}
		return out, nil
	}
	if t.Sources, err = specs(r.Taint.Sources); err != nil {
		return nil, err
	}
	if t.Sinks, err = specs(r.Taint.Sinks); err != nil {
		return nil, err
	}
	if t.Sanitizers, err = specs(r.Taint.Sanitizers); err != nil {
		return nil, err
	}
	for _, p := range r.Taint.Propagators {
		f, err := c.Compile(p.Formula)
		if err != nil {
			return nil, err
		}
		t.Propagators = append(t.Propagators, Propagator{p, f})
	}
	out.Taint = t
	return out, nil
}

// Match is what a search rule found in a file.
type Match struct {
	Rule *Rule
	search.Match
}

// File is a parsed file with what rules need to look at it.
type File struct {
	*ast.File
	Matcher *pattern.Matcher
}

// NewFile prepares a parsed file.
func NewFile(f *ast.File) *File {
	return &File{File: f, Matcher: pattern.NewMatcher(f, scope.New(f))}
}

// Search finds what a search rule looks for: one match for each range.
func (r *Rule) Run(f *File) []Match {
	if r.Search == nil || !r.wanted(f.Source) {
		return nil
	}
	var out []Match
	for _, m := range r.Search.Eval(f.Matcher) {
		if n := len(out); n > 0 && out[n-1].Start == m.Start && out[n-1].End == m.End {
			continue
		}
		out = append(out, Match{r, m})
	}
	return out
}

// wanted says whether a file has the literals that the rule needs.
func (r *Rule) wanted(src []byte) bool {
	text := string(src)
	for _, any := range r.Needs {
		if !slices.ContainsFunc(any, func(s string) bool { return strings.Contains(text, s) }) {
			return false
		}
	}
	return true
}
