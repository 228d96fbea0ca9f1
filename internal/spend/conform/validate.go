package conform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
)

// State is how a rule fares.
type State string

// The states.
const (
	Passed        State = "passed"
	Failed        State = "failed"
	NotApplicable State = "not applicable"
	NotChecked    State = "not checked"
)

// Result is how a bill fares by a rule.
type Result struct {
	ID      string `json:"id"`      // as the specification has it
	Keyword string `json:"keyword"` // MUST, MUST NOT, SHOULD, MAY, RECOMMENDED: failing the first two is an error
	Kind    string `json:"kind"`    // Presence, Type, Format, Nullability, Validation or Composite
	State   State  `json:"state"`   // how the bill fares
	// Says is the rule in our words; absent for those that are made of others.
	Says  string `json:"says,omitempty"`
	Lines int64  `json:"lines,omitempty"` // how many lines break it
	First int64  `json:"first,omitempty"` // the first of them, from 1, across files
	// Why explains what was not applicable or not checked.
	Why string `json:"why,omitempty"`
}

// Must says that failing is an error.
func (r *Result) Must() bool { return r.Keyword == "MUST" || r.Keyword == "MUST NOT" }

// Report is how a bill fares.
type Report struct {
	Lines int64 `json:"lines"` // of the bill
	// Unreadable are the lines that are no line of CSV: no rule can be asked of them.
	Unreadable int64    `json:"unreadable"`
	Results    []Result `json:"results"` // by rule, in the order of the specification
	// Assumed is what the provider was taken to support, because the bill shows it or
	// because all was assumed.
	Assumed []string `json:"assumed"`
}

// Count counts results of a state; must narrows it to those that are errors.
func (r *Report) Count(s State, must bool) int {
	n := 0
	for i := range r.Results {
		if x := &r.Results[i]; x.State == s && (!must || x.Must()) {
			n++
		}
	}
	return n
}

// Options say what to assume.
type Options struct {
	// All takes the provider to support everything that FOCUS makes conditional.
	All bool
}

// Checker evaluates conditions over the lines of files.
type Checker interface {
	Look(ctx context.Context, files []lake.File) (*lake.Sight, error)
	Check(ctx context.Context, files []lake.File, checks []lake.Check) (*lake.Checked, error)
}

// validation is one under way.
type validation struct {
	*Rules
	table   table
	shown   map[string]bool // what the provider supports
	results map[string]*Result
	checks  []lake.Check
}

// Validate holds files of one format, in the columns of FOCUS, against all rules.
func (r *Rules) Validate(ctx context.Context, l Checker, files []lake.File, o Options) (*Report, error) {
	sight, err := l.Look(ctx, files)
	if err != nil {
		return nil, err
	}
	v := &validation{Rules: r, table: table{sight, files[0].Parquet, r.currencies}, shown: map[string]bool{}, results: map[string]*Result{}}
	v.support(o.All)
	for i := range r.list {
		v.plan(&r.list[i])
	}
	done, err := l.Check(ctx, files, v.checks)
	if err != nil {
		return nil, err
	}
	for i, c := range v.checks {
		x := v.results[c.ID]
		x.State = Passed
		if n := done.Broken[i]; n.Lines > 0 {
			x.State, x.Lines, x.First = Failed, n.Lines, n.First
		}
	}
	out := &Report{Lines: done.Lines, Unreadable: done.Unreadable, Results: []Result{}, Assumed: []string{}}
	for i := range r.list {
		out.Results = append(out.Results, *v.settle(&r.list[i], 0))
	}
	for s := range v.shown {
		out.Assumed = append(out.Assumed, s)
	}
	slices.Sort(out.Assumed)
	return out, nil
}

// support sees what the provider supports: columns that only exist for it show it.
func (v *validation) support(all bool) {
	for i := range v.list {
		r := &v.list[i]
		for _, a := range r.Applies {
			if all || r.Kind == "Presence" && v.table.has(r.Require.column(0)) && len(r.Applies) == 1 {
				v.shown[a] = true
			}
		}
	}
}

// plan decides what becomes of a rule, and adds what lines must be asked.
func (v *validation) plan(r *Rule) {
	x := &Result{ID: r.ID, Keyword: r.Keyword, Kind: r.Kind}
	v.results[r.ID] = x
	if r.Require == nil {
		x.State, x.Why = NotChecked, "no program can check it"
		return
	}
	if parts := r.Require.references(); len(parts) > 0 {
		if r.Require.name == "or" {
			v.either(r, x, parts)
		}
		return // else made of others
	}
	if r.of != nil && r.of.Require.name == "or" {
		x.Says, x.State, x.Why = says(r), NotApplicable, "one of the alternatives of "+r.of.ID
		return
	}
	x.Says = says(r)
	for _, a := range r.Applies {
		if !v.shown[a] {
			x.State, x.Why = NotApplicable, "the bill shows nothing of "+strings.ToLower(strings.ReplaceAll(a, "_", " "))
			return
		}
	}
	if r.Require.name == "present" {
		x.State = Passed
		if !v.table.has(r.Require.column(0)) {
			x.State = Failed
			if r.Keyword == "MAY" || r.Keyword == "RECOMMENDED" {
				x.State, x.Why = NotApplicable, "the column is optional"
			}
		}
		return
	}
	needed := r.Require.columns()
	for _, c := range r.conditions() {
		needed = append(needed, c.columns()...)
	}
	for _, c := range needed {
		if !v.table.has(c) {
			x.State, x.Why = NotApplicable, "there is no column "+c
			return
		}
	}
	v.ask(r, x)
}

func (v *validation) ask(r *Rule, x *Result) {
	if r.Keyword == "MAY" {
		x.State, x.Why = NotApplicable, "it allows, and forbids nothing"
		return
	}
	c := lake.Check{ID: r.ID}
	if r.Require.name == "distinct" {
		a, b := v.table.quoted(r.Require.column(0)), v.table.quoted(r.Require.column(1))
		c.Group, c.SQL = a, fmt.Sprintf("count(DISTINCT %s) > %v", b, r.Require.args[len(r.Require.args)-1])
		v.checks = append(v.checks, c)
		return
	}
	keeps, ok := v.table.sql(r.Require)
	if !ok {
		x.State, x.Why = NotChecked, "assay has no check for "+r.Require.name
		return
	}
	c.SQL = "NOT coalesce((" + keeps + "), false)"
	for _, when := range r.conditions() {
		cond, ok := v.condition(when)
		if !ok {
			x.State, x.Why = NotChecked, "assay has no check for its condition"
			return
		}
		c.SQL += " AND coalesce((" + cond + "), false)"
	}
	if r.mended {
		x.Why = mended
	}
	v.checks = append(v.checks, c)
}

// conditions are a rule's own and those of the composite that it is part of.
func (r *Rule) conditions() []*check {
	var out []*check
	for _, c := range []*Rule{r, r.of} {
		if c != nil && c.OnlyWhen != nil {
			out = append(out, c.OnlyWhen)
		}
	}
	return out
}

// either asks for lines that keep none of a composite's alternatives.
func (v *validation) either(r *Rule, x *Result, parts []string) {
	var any []string
	var words []string
	for _, id := range parts {
		part := v.byID[id]
		if part == nil || part.Require == nil {
			x.State, x.Why = NotChecked, "no program can check "+id
			return
		}
		for _, c := range append(part.Require.columns(), part.OnlyWhen.columns()...) {
			if !v.table.has(c) {
				x.State, x.Why = NotApplicable, "there is no column "+c
				return
			}
		}
		keeps, ok := v.table.sql(part.Require)
		if !ok || len(part.Require.references()) > 0 {
			x.State, x.Why = NotChecked, "assay has no check for "+id
			return
		}
		any = append(any, "coalesce(("+keeps+"), false)")
		words = append(words, says(part))
	}
	x.Says = strings.Join(words, ", or ")
	v.checks = append(v.checks, lake.Check{ID: r.ID, SQL: "NOT (" + strings.Join(any, " OR ") + ")"})
}

// condition is when a rule counts: a missing value makes a comparison false there.
func (v *validation) condition(c *check) (string, bool) {
	sql, ok := v.table.sql(c)
	return strings.ReplaceAll(sql, ", true)", ", false)"), ok
}

// settle makes composites from their parts: failed when one failed.
func (v *validation) settle(r *Rule, depth int) *Result {
	x := v.results[r.ID]
	if x.State != "" || depth > 20 {
		return x
	}
	x.State = NotApplicable
	for _, id := range r.Require.references() {
		part := v.byID[id]
		if part == nil {
			continue
		}
		switch p := v.settle(part, depth+1); {
		case p.State == Failed && p.Must():
			x.State = Failed
		case p.State == Passed && x.State != Failed:
			x.State = Passed
		}
	}
	return x
}
