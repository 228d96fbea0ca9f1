package search

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/regex"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// spelled are the metavariables that a pattern spells.
var spelled = regexp.MustCompile(`\$(?:\.\.\.)?[A-Z0-9_]+`)

// anonymous matches anything and is never bound.
const anonymous = "$_"

// dotsPrefix stands in the name of a group for the dots of $...X.
const dotsPrefix = "dots_"

// groupNames are the metavariables that a group of an expression binds: its
// number, and its name where it has one. A pattern of the generic language
// has names alone.
func groupNames(i int, name string, generic bool) []string {
	number := strconv.Itoa(i)
	switch {
	case generic:
		if rest, ok := strings.CutPrefix(name, dotsPrefix); ok {
			name = "..." + rest
		}
		return []string{"$" + name}
	case name == "" || name == number:
		return []string{"$" + number}
	}
	return []string{"$" + number, "$" + name}
}

// bindsOf are the metavariables that an expression binds.
func bindsOf(re *regex.Regex, generic bool) []string {
	var out []string
	for i, name := range re.Groups() {
		if i > 0 {
			out = append(out, groupNames(i, name, generic)...)
		}
	}
	return out
}

// Binds are the metavariables that a match may bind: those of what must match,
// and of what metavariables must hold.
func (f *Formula) Binds() []string {
	out := slices.Clone(f.binds)
	for _, k := range f.kids {
		out = append(out, k.Binds()...)
	}
	for _, c := range f.conditions {
		switch {
		case c.formula != nil:
			out = append(out, c.formula.Binds()...)
		case c.regex != nil:
			out = append(out, bindsOf(c.regex, false)...)
		}
	}
	return out
}

// metavars are the metavariables that a condition looks at.
func (c *condition) metavars() []string {
	var out []string
	if c.metavar != "" {
		out = append(out, c.metavar)
	}
	if c.compare != nil {
		out = append(out, c.compare.Metavars()...)
	}
	return out
}

// order marks the conditions that look at what other conditions bind: they
// wait for these.
func (f *Formula) order() {
	var have []string
	for _, k := range f.kids {
		have = append(have, k.Binds()...)
	}
	for _, c := range f.conditions {
		c.late = slices.ContainsFunc(c.metavars(), func(name string) bool { return !slices.Contains(have, name) })
	}
}

// CheckBound refuses a condition, or a focus, on a metavariable that nothing
// in its conjunction binds: it could never hold. of is what the formula was
// compiled from, given what is bound around it. The error is a *LineError.
func (f *Formula) CheckBound(of *ruleset.Formula, given []string) error {
	for i, k := range f.kids {
		if err := k.CheckBound(of.Kids[i], given); err != nil {
			return err
		}
	}
	for i, n := range f.not {
		if err := n.CheckBound(of.Not[i], given); err != nil {
			return err
		}
	}
	have := append(f.Binds(), given...)
	refuse := func(line int, what, name string) error {
		if name != anonymous && slices.Contains(have, name) {
			return nil
		}
		return &LineError{line, fmt.Sprintf("%s of %s, which no pattern beside it binds", what, name)}
	}
	for i, c := range f.conditions {
		for _, name := range c.metavars() {
			if err := refuse(of.Conditions[i].Line, "a condition", name); err != nil {
				return err
			}
		}
		if c.formula != nil {
			if err := c.formula.CheckBound(of.Conditions[i].Formula, have); err != nil {
				return err
			}
		}
	}
	for _, focus := range of.Focus {
		for _, name := range focus.Names {
			if err := refuse(focus.Line, "the focus", name); err != nil {
				return err
			}
		}
	}
	return nil
}
