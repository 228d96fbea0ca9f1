package search

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
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
	want := e.early(f.conditions)
	found := map[*Formula][]Match{}
	if slices.ContainsFunc(order, (*Formula).wide) {
		for _, k := range order {
			if k.wide() {
				continue
			}
			if found[k] = e.evalSome(k, in, want); len(found[k]) == 0 {
				return nil
			}
		}
		want.match = e.beside(found, want)
	}
	var cur []Match
	for i, k := range order {
		ms, known := found[k]
		if !known {
			ms = e.evalSome(k, in, want)
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
func (e *evaluator) early(conditions []*condition) wanted {
	var asked []*condition
	for _, c := range conditions {
		if c.regex != nil {
			asked = append(asked, c)
		}
	}
	if len(asked) == 0 {
		return wanted{}
	}
	known := make([]map[ast.ID]bool, len(asked))
	bind := func(b *pattern.Binding) bool {
		for i, c := range asked {
			if c.metavar != b.Name {
				continue
			}
			ok, seen := known[i][b.Node]
			if !seen || b.Node == ast.None {
				if ok = e.holds(Match{Env: pattern.Env{*b}}, c); b.Node != ast.None {
					if known[i] == nil {
						known[i] = map[ast.ID]bool{}
					}
					known[i][b.Node] = ok
				}
			}
			if !ok {
				return false
			}
		}
		return true
	}
	return wanted{bind: bind, match: func(m Match) bool {
		for i := range m.Env {
			if !bind(&m.Env[i]) {
				return false
			}
		}
		return true
	}}
}

// wide says whether the formula is a metavariable alone, which matches nearly
// all there is: what stands beside it says which matches are needed.
func (f *Formula) wide() bool {
	return f.kind == ruleset.Pattern && f.pattern.File().Kind(f.pattern.File().Root) == ast.Metavar
}

// beside takes the matches that may be joined to one of each set found.
func (e *evaluator) beside(found map[*Formula][]Match, want wanted) func(Match) bool {
	return func(m Match) bool {
		if !want.takes(m) {
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
