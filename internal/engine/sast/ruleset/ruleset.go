// Package ruleset reads rules in Semgrep's YAML language.
//
//	rules, problems := ruleset.Parse("rules/sql.yaml", data)
//
// A rule that uses something this package does not know is refused with the
// name of what it does not know and its line; the other rules of the file
// stand. Patterns are kept as text here: package search compiles them for each
// language of the rule.
//
// The language is described in the public documentation of Semgrep's rule
// syntax; join and extract rules are not part of it here.
package ruleset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/pattern"
)

// Rule is one rule.
type Rule struct {
	ID        string
	File      string
	Line      int
	Message   string
	Severity  string // ERROR, WARNING, INFO, CRITICAL, HIGH, MEDIUM, LOW
	Languages []string
	Metadata  map[string]any
	Fix       *string // nil: none; empty: take it away
	FixLine   int
	FixRegex  *FixRegex
	Include   []string // paths
	Exclude   []string
	Options   Options

	Formula *Formula // what a search rule looks for
	Taint   *Taint   // what a taint rule follows
}

// Options are the options of a rule.
type Options struct {
	pattern.Options
	Interfile           bool
	AssumeSafeFunctions bool // taint_assume_safe_functions
	AssumeSafeBooleans  bool
	AssumeSafeNumbers   bool
	GenericMaxSpan      int // generic_ellipsis_max_span, lines
	GenericCaseless     bool
}

// FixRegex rewrites what a rule found.
type FixRegex struct {
	Regex       string
	Replacement string
	Count       int
}

// Kind says what a Formula is.
type Kind uint8

// Kinds of formulas.
const (
	Pattern Kind = iota
	Regex
	And
	Or
)

// Formula is a pattern or a combination.
type Formula struct {
	Kind Kind
	Line int
	Text string // of Pattern and Regex

	Kids       []*Formula // of And: what must match; of Or: the alternatives
	Inside     bool       // as a kid of And: gives the context, not the match
	Not        []*Formula // of And; Inside: not within
	Conditions []*Condition
	Focus      []Focus
}

// Focus names metavariables of which one is what is meant.
type Focus struct {
	Line  int
	Names []string
}

// Condition restricts what metavariables are bound to.
type Condition struct {
	Line      int
	Metavar   string
	Regex     string // metavariable-regex
	Constants bool   // constant-propagation: the constant that a variable holds, instead of its name
	Formula   *Formula
	Language  string // of Formula, when another one
	Compare   string // metavariable-comparison
	Base      int
	Strip     bool
	Analyzer  string // metavariable-analysis: entropy or redos
	Types     []string
}

// Taint is what a taint rule follows.
type Taint struct {
	Sources     []*Spec
	Sinks       []*Spec
	Sanitizers  []*Spec
	Propagators []*Propagator
}

// Spec marks code as a source, sink or sanitizer.
type Spec struct {
	Formula      *Formula
	Label        string // sources
	Requires     *Requires
	BySideEffect bool
	OnlyEffect   bool // by-side-effect: only; what matches is not meant, but what is left there
	Exact        bool
	ExactSet     bool
	NotConflict  bool // sanitizers: not_conflicting
}

// Propagator hands taint from one metavariable to another.
type Propagator struct {
	Spec
	From, To string
}

// Problem is a rule, or a file of rules, that can't be used.
type Problem struct {
	File string
	Line int
	Rule string // may be empty
	Text string
}

func (p Problem) Error() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Rule != "" {
		return fmt.Sprintf("%s: rule %s: %s", at, p.Rule, p.Text)
	}
	return fmt.Sprintf("%s: %s", at, p.Text)
}

// Key is the same for formulas that mean the same, wherever they stand.
func (f *Formula) Key() string {
	var b strings.Builder
	f.key(&b)
	return b.String()
}

func (f *Formula) key(b *strings.Builder) {
	fmt.Fprintf(b, "(%d %v %q", f.Kind, f.Inside, f.Text)
	for _, k := range f.Kids {
		k.key(b)
	}
	b.WriteString(" not")
	for _, k := range f.Not {
		k.key(b)
	}
	for _, c := range f.Conditions {
		x := *c
		x.Line, x.Formula = 0, nil
		fmt.Fprintf(b, " %+v", x)
		if c.Formula != nil {
			c.Formula.key(b)
		}
	}
	for _, x := range f.Focus {
		fmt.Fprintf(b, " %q", x.Names)
	}
	b.WriteString(")")
}

// Textual says whether a rule is meant for text of any kind.
func (r *Rule) Textual() bool {
	return slices.ContainsFunc(r.Languages, func(n string) bool { return n == "generic" || n == "regex" || n == "none" })
}
