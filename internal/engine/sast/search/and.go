package search

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// and intersects what must match, then takes away what must not, then checks
// the conditions, and last moves to the metavariables in focus. Conditions
// that only look at what is bound are checked as soon as it is: they take no
// part in the work that follows.
func (e *evaluator) and(f *Formula, in *part) []Match {
	// What gives the match comes first, contexts after it; an empty set ends
	// the work.
	order := slices.Clone(f.kids)
	slices.SortStableFunc(order, func(a, b *Formula) int { return rank(a) - rank(b) })
	keep := e.early(f.conditions)
	found := map[*Formula][]Match{}
	if slices.ContainsFunc(order, (*Formula).wide) {
		for _, k := range order {
			if k.wide() {
				continue
			}
			if found[k] = e.evalSome(k, in, keep); len(found[k]) == 0 {
				return nil
			}
		}
		keep = e.beside(found, keep)
	}
	var cur []Match
	for i, k := range order {
		ms, known := found[k]
		if !known {
			ms = e.evalSome(k, in, keep)
		}
		if i == 0 {
			cur = ms
		} else {
			cur = e.intersect(cur, ms)
		}
		if len(cur) == 0 {
			return nil
		}
	}
	if len(order) == 0 {
		if in == nil {
			return nil
		}
		cur = []Match{{Start: in.start, End: in.end, Node: in.node, Env: in.env}}
	}
	for _, c := range f.conditions {
		if c.formula == nil && !c.late {
			cur = e.filter(cur, c)
		}
	}
	if len(cur) == 0 {
		return nil
	}
	for _, n := range f.not {
		cur = e.subtract(cur, e.eval(n, in), n)
		if len(cur) == 0 {
			return nil
		}
	}
	for _, c := range f.conditions {
		if c.formula != nil || c.late {
			cur = e.filter(cur, c)
		}
	}
	return e.focus(cur, f.focus)
}

// early says which matches a conjunction with conditions may need: those whose
// bindings its regular expressions take.
func (e *evaluator) early(conditions []*condition) func(Match) bool {
	return func(m Match) bool {
		for _, c := range conditions {
			if c.regex != nil && m.Env.Get(c.metavar) != nil && !e.holds(m, c) {
				return false
			}
		}
		return true
	}
}

// wide says whether the formula is a metavariable alone, which matches nearly
// all there is: what stands beside it says which matches are needed.
func (f *Formula) wide() bool {
	return f.kind == ruleset.Pattern && f.pattern.File().Kind(f.pattern.File().Root) == ast.Metavar
}

// beside takes the matches that may be joined to one of each set found.
func (e *evaluator) beside(found map[*Formula][]Match, keep func(Match) bool) func(Match) bool {
	return func(m Match) bool {
		if !keep(m) {
			return false
		}
		for _, set := range found {
			if !slices.ContainsFunc(set, func(o Match) bool { return (within(m, o) || within(o, m)) && e.agree(m.Env, o.Env) }) {
				return false
			}
		}
		return true
	}
}

func rank(f *Formula) int {
	switch {
	case f.inside:
		return 2
	case f.kind == ruleset.Regex:
		return 1
	}
	return 0
}
