// Package conform holds a bill against the rules of FOCUS 1.2 (FinOps Open Cost
// and Usage Specification), by the identifiers of its rule model.
//
//	rules, err := conform.Parse(rules.FOCUS)
//	report, err := rules.Validate(ctx, lake, files, conform.Options{})
//
// A rule that no program can check is listed as not checked, never as passed; one
// for what the provider need not support, of which the bill shows nothing, is not
// applicable. Sentences are ours; the specification's are the FinOps Foundation's.
package conform

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Rule is a rule of the model.
type Rule struct {
	ID      string
	Keyword string // MUST, MUST NOT, SHOULD …
	Kind    string // Presence, Type, Format, Nullability, Validation, Composite
	Static  bool   // whether a program can check it
	// Applies are what a provider must support for the rule to count.
	Applies           []string
	Require, OnlyWhen *check

	mended bool
	// of is the composite that it is part of, where that has a condition for all its
	// parts or they are alternatives.
	of *Rule
}

// Rules are those of the model, by id in order.
type Rules struct {
	list       []Rule
	byID       map[string]*Rule
	currencies []string
}

// Len is how many there are.
func (r *Rules) Len() int { return len(r.list) }

// check is an expression of checks.
type check struct {
	name string
	args []any // columns and values: text, float64 or nil
	of   []*check
}

// Parse reads the table that tools/focus writes.
func Parse(table string) (*Rules, error) {
	out := &Rules{byID: map[string]*Rule{}}
	for i, line := range strings.Split(table, "\n") {
		fields := strings.Split(line, "\t")
		if fields[0] == "#currencies" && len(fields) == 2 {
			out.currencies = strings.Fields(fields[1])
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) != 7 {
			return nil, fmt.Errorf("line %d of the FOCUS rules has %d fields", i+1, len(fields))
		}
		r := Rule{ID: fields[0], Keyword: fields[1], Kind: fields[2], Static: fields[3] == "true", Applies: strings.Fields(fields[4])}
		if f, ok := faults[r.ID]; ok {
			fields[5], fields[6], r.mended = f.require, f.onlyWhen, true
		}
		var err error
		if r.Require, err = parse(fields[5]); err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		if r.OnlyWhen, err = parse(fields[6]); err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		out.list = append(out.list, r)
	}
	for i := range out.list {
		out.byID[out.list[i].ID] = &out.list[i]
	}
	for i := range out.list {
		r := &out.list[i]
		for _, id := range r.Require.references() {
			if part := out.byID[id]; part != nil && (r.OnlyWhen != nil || r.Require.name == "or") {
				part.of = r
			}
		}
	}
	return out, nil
}

func parse(text string) (*check, error) {
	if text == "" {
		return nil, nil
	}
	var e []any
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return nil, err
	}
	return build(e)
}

func build(e []any) (*check, error) {
	if len(e) == 0 {
		return nil, fmt.Errorf("an empty check")
	}
	name, ok := e[0].(string)
	if !ok {
		return nil, fmt.Errorf("a check without a name")
	}
	c := &check{name: name}
	for _, a := range e[1:] {
		sub, isList := a.([]any)
		if !isList {
			c.args = append(c.args, a)
			continue
		}
		s, err := build(sub)
		if err != nil {
			return nil, err
		}
		c.of = append(c.of, s)
	}
	return c, nil
}

// column is the i-th argument as a column's name.
func (c *check) column(i int) string {
	if i < len(c.args) {
		s, _ := c.args[i].(string)
		return s
	}
	return ""
}

// columns are all columns that the check looks at.
func (c *check) columns() []string {
	if c == nil {
		return nil
	}
	var out []string
	switch c.name {
	case "and", "or":
		for _, s := range c.of {
			out = append(out, s.columns()...)
		}
	case "rule":
	case "same", "differ", "distinct":
		out = append(out, c.column(0), c.column(1))
	case "product":
		out = append(out, c.column(0), c.column(1), c.column(2))
	default:
		out = append(out, c.column(0))
	}
	return out
}

// references are the rules that a composite is made of.
func (c *check) references() []string {
	if c == nil {
		return nil
	}
	if c.name == "rule" {
		return []string{c.column(0)}
	}
	var out []string
	for _, s := range c.of {
		out = append(out, s.references()...)
	}
	return out
}
