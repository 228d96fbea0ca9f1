// Package check runs compiled rules on single files: it finds what search
// rules look for, and marks what taint rules follow.
package check

import (
	"errors"
	"fmt"
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

// Compiler compiles rules for one language. Formulas that several rules share
// are compiled once, and evaluated once for each file.
type Compiler struct {
	language *language.Language // nil for rules of regular expressions only
	langs    search.Languages
	shared   map[string]*search.Formula
}

// NewCompiler makes a compiler.
func NewCompiler(l *language.Language, langs search.Languages) *Compiler {
	return &Compiler{language: l, langs: langs, shared: map[string]*search.Formula{}}
}

// formula compiles a formula, or finds an equal one.
func (c *Compiler) formula(f *ruleset.Formula, r *ruleset.Rule) (*search.Formula, error) {
	key := fmt.Sprintf("%v %d %v %v %s", r.Options.Options, r.Options.GenericMaxSpan, r.Options.GenericCaseless, slices.Contains(r.Languages, "generic"), f.Key())
	if old := c.shared[key]; old != nil {
		return old, nil
	}
	s := &search.Compiler{Language: c.language, Languages: c.langs, Options: r.Options.Options, Generic: slices.Contains(r.Languages, "generic") && c.language == nil, Span: r.Options.GenericMaxSpan, Caseless: r.Options.GenericCaseless}
	out, err := s.Compile(f)
	if err == nil {
		c.shared[key] = out
	}
	return out, err
}

// Compile compiles a rule. Its error is a ruleset.Problem.
func (c *Compiler) Compile(r *ruleset.Rule) (*Rule, error) {
	out, err := c.compile(r)
	if err == nil {
		err = checkFix(r, out.binds())
	}
	if err != nil {
		p := ruleset.Problem{File: r.File, Line: r.Line, Rule: r.ID, Text: err.Error()}
		var at *search.LineError
		if errors.As(err, &at) {
			p.Line = at.Line
		}
		return nil, p
	}
	return out, nil
}

func (c *Compiler) compile(r *ruleset.Rule) (*Rule, error) {
	out := &Rule{Rule: r, Language: c.language}
	// given are metavariables that other formulas of the rule bind.
	compile := func(f *ruleset.Formula, given []string) (*search.Formula, error) {
		x, err := c.formula(f, r)
		if err == nil {
			err = x.CheckBound(f, given)
		}
		return x, err
	}
	var err error
	if r.Formula != nil {
		out.Search, err = compile(r.Formula, nil)
		return out, err
	}
	t := &Taint{}
	out.Taint = t
	specs := func(in []*ruleset.Spec, given []string) (out []Spec, err error) {
		for _, s := range in {
			f, err := compile(s.Formula, given)
			if err != nil {
				return nil, err
			}
			out = append(out, Spec{s, f})
		}
		return out, nil
	}
	if t.Sources, err = specs(r.Taint.Sources, nil); err != nil {
		return nil, err
	}
	// A sink, and what is clean, may be said in words of the sources.
	given := bound(t.Sources)
	if t.Sinks, err = specs(r.Taint.Sinks, given); err != nil {
		return nil, err
	}
	if t.Sanitizers, err = specs(r.Taint.Sanitizers, given); err != nil {
		return nil, err
	}
	for _, p := range r.Taint.Propagators {
		f, err := compile(p.Formula, given)
		if err != nil {
			return nil, err
		}
		t.Propagators = append(t.Propagators, Propagator{p, f})
	}
	return out, nil
}

// bound are the metavariables that specs may bind.
func bound(specs []Spec) []string {
	var out []string
	for i := range specs {
		out = append(out, specs[i].Formula.Binds()...)
	}
	return out
}

// binds are the metavariables that a finding of the rule may bind.
func (r *Rule) binds() []string {
	if r.Taint == nil {
		return r.Search.Binds()
	}
	return append(bound(r.Taint.Sources), bound(r.Taint.Sinks)...)
}

// Match is what a search rule found in a file.
type Match struct {
	Rule *Rule
	search.Match
}

// AllNeeds yields the literals that the rule's formulas look for in a file's
// text.
func (r *Rule) AllNeeds(yield func(string)) {
	if r.Taint == nil {
		r.Search.AllNeeds(yield)
		return
	}
	for _, list := range [][]Spec{r.Taint.Sources, r.Taint.Sinks, r.Taint.Sanitizers} {
		for i := range list {
			list[i].Formula.AllNeeds(yield)
		}
	}
	for i := range r.Taint.Propagators {
		r.Taint.Propagators[i].Formula.AllNeeds(yield)
	}
}

// File is a parsed file with what rules need to look at it.
type File struct {
	*ast.File
	Matcher *pattern.Matcher
	has     search.Literals
	cache   map[*search.Formula][]search.Match
	tested  *bool // see test
}

// NewFile prepares a parsed file. has tells which literals it holds; nil looks
// for each.
func NewFile(f *ast.File, has search.Literals) *File {
	if has == nil {
		text := strings.ToLower(string(f.Source))
		has = func(s string) bool { return strings.Contains(text, s) }
	}
	return &File{File: f, Matcher: pattern.NewMatcher(f, scope.New(f)), has: has, cache: map[*search.Formula][]search.Match{}}
}

// NewText reads a file as text of any kind.
func NewText(path string, src []byte, has search.Literals) *File {
	f := &ast.File{Path: path, Source: src, Nodes: make([]ast.Node, 2), Root: 1, Imports: map[string]string{}, Broken: -1}
	f.Nodes[1] = ast.Node{Kind: ast.Block, End: uint32(len(src))}
	return NewFile(f, has)
}

// eval evaluates a formula, once for each file.
func (f *File) eval(x *search.Formula) []search.Match {
	out, ok := f.cache[x]
	if !ok {
		out = x.Eval(f.Matcher, f.has)
		f.cache[x] = out
	}
	return out
}

// Run finds what a search rule looks for: one match for each range.
func (r *Rule) Run(f *File) []Match {
	if r.Search == nil || r.silent(f) {
		return nil
	}
	var out []Match
	for _, m := range f.eval(r.Search) {
		if n := len(out); n > 0 && out[n-1].Start == m.Start && out[n-1].End == m.End {
			continue
		}
		out = append(out, Match{r, m})
	}
	return out
}
