// Package search evaluates the formulas of rules on one file: patterns
// combined by and, or, inside and not, with conditions on metavariables.
//
//	c, err := search.Compile(rule.Formula, lang, rule.Options.Options)
//	matches := c.Eval(matcher)
//
// The result is a set of ranges with bindings, in the order of the source. The
// package follows no data; package taint uses it to find sources and sinks.
package search

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/regex"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// Languages finds a language by a name that rules use.
type Languages func(name string) *language.Language

// Formula is a compiled formula.
type Formula struct {
	kind       ruleset.Kind
	inside     bool
	pattern    *pattern.Pattern
	opts       pattern.Options
	regex      *regex.Regex
	generic    bool // regex is a pattern of the generic language
	kids       []*Formula
	not        []*Formula
	conditions []*condition
	focus      []ruleset.Focus
	binds      []string // of Pattern and Regex: see Binds
	needs      [][]string
}

type condition struct {
	metavar   string
	regex     *regex.Regex
	constants bool
	formula   *Formula
	language  *language.Language // when the formula is of another one
	plain     bool               // the formula is of regex or generic: no syntax
	compare   *ruleset.Comparison
	base      int
	strip     bool // numbers stand in quotes
	analyzer  string
	types     []*pattern.Pattern
	typeNames []string
	late      bool // looks at what other conditions bind
}

// Compiler compiles formulas for one language.
type Compiler struct {
	Language  *language.Language // nil for regex rules
	Languages Languages
	Options   pattern.Options
	Generic   bool // patterns are of the generic language
	Span      int  // lines that an ellipsis of such a pattern spans; 0 is ten
	Caseless  bool // such patterns match in any case
}

// Compile compiles a formula. Its errors are *LineError.
func (c *Compiler) Compile(f *ruleset.Formula) (*Formula, error) {
	out := &Formula{kind: f.Kind, inside: f.Inside, opts: c.Options, focus: f.Focus}
	var err error
	switch f.Kind {
	case ruleset.Pattern:
		if c.Generic {
			out.kind, out.generic = ruleset.Regex, true
			if out.regex, err = regex.Compile(generic(f.Text, c.Span, c.Caseless), regex.Options{}); err != nil {
				return nil, &LineError{f.Line, fmt.Sprintf("the pattern %q: %v", short(f.Text), err)}
			}
			out.binds = bindsOf(out.regex, true)
			break
		}
		if c.Language == nil {
			// In a rule of regular expressions, patterns are such, too.
			out.kind = ruleset.Regex
			if out.regex, err = regex.Compile(f.Text, regex.Options{Multiline: true}); err != nil {
				return nil, &LineError{f.Line, fmt.Sprintf("the regular expression %q: %v", short(f.Text), err)}
			}
			out.binds = bindsOf(out.regex, false)
			break
		}
		file, err := c.Language.Pattern(f.Text)
		if err != nil {
			return nil, &LineError{f.Line, fmt.Sprintf("the pattern %q %v", short(f.Text), err)}
		}
		if out.pattern, err = pattern.New(file); err != nil {
			return nil, &LineError{f.Line, err.Error()}
		}
		out.binds = spelled.FindAllString(f.Text, -1)
	case ruleset.Regex:
		if out.regex, err = regex.Compile(f.Text, regex.Options{Multiline: true}); err != nil {
			return nil, &LineError{f.Line, fmt.Sprintf("the regular expression %q: %v", short(f.Text), err)}
		}
		out.binds = bindsOf(out.regex, false)
	}
	if out.kids, err = c.all(f.Kids); err != nil {
		return nil, err
	}
	if out.not, err = c.all(f.Not); err != nil {
		return nil, err
	}
	for _, cond := range f.Conditions {
		x, err := c.condition(cond)
		if err != nil {
			return nil, err
		}
		out.conditions = append(out.conditions, x)
	}
	out.order()
	out.needs = out.required()
	return out, nil
}

func (c *Compiler) all(fs []*ruleset.Formula) ([]*Formula, error) {
	var out []*Formula
	for _, f := range fs {
		x, err := c.Compile(f)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (c *Compiler) condition(in *ruleset.Condition) (*condition, error) {
	out := &condition{metavar: in.Metavar, constants: in.Constants, base: in.Base, strip: in.Strip, analyzer: in.Analyzer}
	var err error
	switch {
	case in.Regex != "":
		if out.regex, err = regex.Compile(in.Regex, regex.Options{Anchored: true}); err != nil {
			return nil, &LineError{in.Line, fmt.Sprintf("the regular expression %q: %v", short(in.Regex), err)}
		}
	case in.Compare != "":
		if out.compare, err = ruleset.ParseComparison(in.Compare); err != nil {
			return nil, &LineError{in.Line, err.Error()}
		}
	case in.Formula != nil:
		inner := *c
		switch in.Language {
		case "", "none":
		case "generic", "regex":
			out.plain, inner.Generic = true, in.Language == "generic"
			inner.Language = nil
		default:
			inner.Language = c.Languages(in.Language)
			out.language = inner.Language
			if inner.Language == nil {
				return nil, &LineError{in.Line, "unknown language " + in.Language}
			}
		}
		if out.formula, err = inner.Compile(in.Formula); err != nil {
			return nil, err
		}
	case len(in.Types) > 0:
		for _, t := range in.Types {
			out.typeNames = append(out.typeNames, t)
			if c.Language == nil {
				continue
			}
			if f, err := c.Language.Pattern(t); err == nil {
				if p, err := pattern.New(f); err == nil {
					out.types = append(out.types, p)
				}
			}
		}
	}
	return out, nil
}

// LineError is what is wrong with a formula, and where.
type LineError struct {
	Line int
	Text string
}

func (e *LineError) Error() string { return e.Text }

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 60 {
		return s[:57] + "..."
	}
	return s
}
