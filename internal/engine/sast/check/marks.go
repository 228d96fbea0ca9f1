package check

import (
	"cmp"
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/search"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// labels numbers the labels of a rule; sources without one have number 0.
func (t *Taint) labels() map[string]int16 {
	out := map[string]int16{"__SOURCE__": 0}
	add := func(l string) {
		if _, ok := out[l]; !ok && l != "" && len(out) < 63 {
			out[l] = int16(len(out))
		}
	}
	for _, s := range t.Sources {
		add(s.Label)
		for _, l := range s.Requires.Labels() {
			add(l)
		}
	}
	for _, s := range t.Sinks {
		for _, l := range s.Requires.Labels() {
			add(l)
		}
	}
	return out
}

func requires(r *ruleset.Requires, labels map[string]int16) func(uint64) bool {
	if r == nil {
		return nil
	}
	return func(have uint64) bool {
		return r.Holds(func(l string) bool {
			i, ok := labels[l]
			return ok && have&(1<<i) != 0
		})
	}
}

// Follow says how the rule wants data to be followed.
func (r *Rule) Follow() taint.Options {
	o := taint.Options{
		SafeNumbers:   r.Rule.Options.AssumeSafeNumbers || r.Rule.Options.AssumeSafeBooleans,
		SafeFunctions: r.Rule.Options.AssumeSafeFunctions,
	}
	labels := r.Taint.labels()
	for i := range r.Taint.Sources {
		o.SourceNeeds = append(o.SourceNeeds, requires(r.Taint.Sources[i].Requires, labels))
	}
	for i := range r.Taint.Sinks {
		o.SinkNeeds = append(o.SinkNeeds, requires(r.Taint.Sinks[i].Requires, labels))
	}
	return o
}

// Marks finds what a taint rule sees in a file. The index of a sink's Tag is
// that of its match.
func (r *Rule) Marks(f *File, g *flow.Graph) (*taint.Marks, []search.Match) {
	if r.Taint == nil || r.silent(f) {
		return nil, nil
	}
	k := &marker{f: f, g: g}
	labels := r.Taint.labels()
	out := &taint.Marks{}
	var sinks []search.Match
	var clean ranges
	for i := range r.Taint.Sanitizers {
		s := &r.Taint.Sanitizers[i]
		for _, m := range f.eval(s.Formula) {
			if s.NotConflict && r.conflicts(f, m) {
				continue
			}
			out.Blocked = append(out.Blocked, k.sanitizer(m, s.BySideEffect)...)
			if !s.Exact {
				clean = append(clean, m)
			}
		}
	}
	clean.sort()
	for i := range r.Taint.Sinks {
		s := &r.Taint.Sinks[i]
		for _, m := range f.eval(s.Formula) {
			// What stands in a sanitizer is clean, arguments of a sink too.
			if clean.hold(m) {
				continue
			}
			nodes := k.sink(m, s.ExactSet && !s.Exact)
			if len(nodes) == 0 {
				continue
			}
			out.Sinks = append(out.Sinks, taint.Sink{Nodes: nodes, Spec: int32(i), Start: m.Start, End: m.End, Tag: int32(len(sinks))})
			sinks = append(sinks, m)
		}
	}
	for i := range r.Taint.Sources {
		s := &r.Taint.Sources[i]
		for _, m := range f.eval(s.Formula) {
			for _, n := range k.source(m, s.Spec) {
				out.Sources = append(out.Sources, taint.Source{Node: n, Label: labels[s.Label], Spec: int32(i), Start: m.Start, End: m.End})
			}
		}
	}
	for i := range r.Taint.Propagators {
		p := &r.Taint.Propagators[i]
		for _, m := range f.eval(p.Formula) {
			out.Propagators = append(out.Propagators, k.propagator(m, p.From, p.To)...)
		}
	}
	return out, sinks
}

// ranges are matches by where they start; each ends where the longest up to it
// does.
type ranges []search.Match

func (r ranges) sort() {
	slices.SortFunc(r, func(a, b search.Match) int { return cmp.Compare(a.Start, b.Start) })
	for i := range r {
		r[i].End = max(r[i].End, r[max(0, i-1)].End)
	}
}

// hold says whether a match lies in one of the ranges.
func (r ranges) hold(m search.Match) bool {
	i, _ := slices.BinarySearchFunc(r, m.Start+1, func(x search.Match, at uint32) int { return cmp.Compare(x.Start, at) })
	return i > 0 && r[i-1].End >= m.End
}

// conflicts says whether a match is that of a source or a sink, too.
func (r *Rule) conflicts(f *File, m search.Match) bool {
	for _, list := range [][]Spec{r.Taint.Sources, r.Taint.Sinks} {
		for i := range list {
			same := func(x search.Match) bool { return x.Start == m.Start && x.End == m.End }
			if slices.ContainsFunc(f.eval(list[i].Formula), same) {
				return true
			}
		}
	}
	return false
}

type marker struct {
	f *File
	g *flow.Graph
}

// roots are the syntax nodes that a match covers: its node, or, when it is a
// sequence or a text range, all that lie in the range.
func (k *marker) roots(m search.Match) []ast.ID {
	if m.Node != ast.None {
		if d := &k.f.Nodes[m.Node]; d.End >= m.End {
			return []ast.ID{m.Node}
		}
		var out []ast.ID
		for n := m.Node; n != ast.None && k.f.Nodes[n].Start < m.End; n = k.f.Next(n) {
			out = append(out, n)
		}
		return out
	}
	var out []ast.ID
	for i := 1; i < len(k.f.Nodes); i++ {
		d := &k.f.Nodes[i]
		if d.Kind != ast.Nil && d.Start >= m.Start && d.End <= m.End {
			out = append(out, ast.ID(i))
		}
	}
	return out
}

// values are the graph's nodes of all expressions under some syntax.
func (k *marker) values(roots []ast.ID, out []flow.Node) []flow.Node {
	for _, n := range roots {
		if v := k.g.At(n); v != flow.None {
			out = append(out, v)
		}
		for c := range k.f.Kids(n) {
			out = k.values([]ast.ID{c}, out)
		}
	}
	return out
}

func (k *marker) source(m search.Match, spec *ruleset.Spec) []flow.Node {
	var out []flow.Node
	for _, n := range k.roots(m) {
		if k.f.Kind(n) == ast.ExprStmt {
			n = k.f.First(n)
		}
		if up := k.f.Nodes[n].Parent; k.f.Kind(up) == ast.Pair && k.g.At(n) == flow.None {
			n = up // a name that is taken out of an object
		}
		switch k.f.Kind(n) {
		case ast.Pair:
			n = k.f.Kid(n, 1)
		case ast.VarDecl:
			out = k.values([]ast.ID{k.f.Kid(n, 2)}, out)
			n = k.f.Kid(n, 3)
		case ast.Assign:
			out = k.values([]ast.ID{k.f.First(n)}, out)
		case ast.Func, ast.Class, ast.Block, ast.If, ast.For, ast.ForEach, ast.While, ast.Try, ast.With, ast.Switch, ast.Params:
			out = k.values([]ast.ID{n}, out)
			continue
		}
		left := len(out)
		if spec.BySideEffect {
			out = k.after(n, out)
		}
		if v := k.g.At(n); v != flow.None && (!spec.OnlyEffect || len(out) == left) {
			out = append(out, v)
		}
	}
	return out
}

// after adds what variables under some syntax hold when a call has ended.
func (k *marker) after(n ast.ID, out []flow.Node) []flow.Node {
	if v := k.g.After(n); v != flow.None {
		out = append(out, v)
	}
	for c := range k.f.Kids(n) {
		out = k.after(c, out)
	}
	return out
}

func (k *marker) sink(m search.Match, inner bool) []flow.Node {
	var out []flow.Node
	for _, n := range k.roots(m) {
		if inner {
			out = k.values([]ast.ID{n}, out)
			continue
		}
		out = k.sinkNode(n, m.Focused, out)
	}
	return out
}

func (k *marker) sinkNode(n ast.ID, focused bool, out []flow.Node) []flow.Node {
	f := k.f
	at := func(n ast.ID) {
		if v := k.g.At(n); v != flow.None {
			out = append(out, v)
		}
	}
	switch f.Kind(n) {
	case ast.Call, ast.New:
		if focused || k.g.At(n) == flow.None {
			at(n)
			break
		}
		if callee := f.First(n); f.Kind(n) == ast.Call {
			if f.Kind(callee) == ast.Member {
				at(f.First(callee))
			} else {
				at(callee)
			}
		}
		for a := range f.Kids(f.Kid(n, 1)) {
			if f.Kind(a) == ast.KeyArg {
				a = f.Kid(a, 1)
			}
			at(a)
		}
		at(f.Kid(n, 2))
	case ast.VarDecl, ast.Assign:
		// What a call in it is given counts, not only what it returns.
		at(n)
		value := f.Kid(n, 1)
		if f.Kind(n) == ast.VarDecl {
			value = f.Kid(n, 3)
		}
		if kind := f.Kind(value); kind == ast.Call || kind == ast.New {
			out = k.sinkNode(value, focused, out)
		}
	case ast.ExprStmt:
		return k.sinkNode(f.First(n), focused, out)
	case ast.Args, ast.Index:
		if focused && f.Kind(n) == ast.Index {
			at(n) // the element is meant
			break
		}
		// An index decides what comes out; what is put in does not come out.
		if up := f.Nodes[n].Parent; f.Kind(up) != ast.Assign || f.First(up) != n {
			at(n)
		}
		for a := range f.Kids(n) {
			at(a)
		}
	case ast.Func, ast.Class, ast.Block, ast.If, ast.For, ast.ForEach, ast.While, ast.Try, ast.With, ast.Switch:
		out = k.values([]ast.ID{n}, out)
	default:
		at(n)
	}
	return out
}

func (k *marker) sanitizer(m search.Match, effect bool) []flow.Node {
	var out []flow.Node
	for _, n := range k.roots(m) {
		if up := k.f.Nodes[n].Parent; k.f.Kind(up) == ast.Pair && k.f.First(up) == n && k.f.Nodes[k.f.Kid(up, 1)].Start == k.f.Nodes[n].Start {
			n = k.f.Kid(up, 1) // {name} stands for its value
		}
		switch k.f.Kind(n) {
		case ast.Func, ast.Class, ast.Block, ast.If, ast.For, ast.ForEach, ast.While, ast.Try, ast.With, ast.Switch, ast.Return, ast.Assign, ast.VarDecl:
			out = k.values([]ast.ID{n}, out)
		case ast.ExprStmt:
			n = k.f.First(n)
			fallthrough
		default:
			if v := k.g.At(n); v != flow.None {
				out = append(out, v)
			}
		}
		if effect {
			out = k.after(n, out)
		}
	}
	return out
}

func (k *marker) propagator(m search.Match, from, to string) []taint.Propagator {
	a, b := m.Env.Get(from), m.Env.Get(to)
	if a == nil || b == nil {
		return nil
	}
	var out []taint.Propagator
	for _, x := range k.bound(a) {
		for _, y := range k.bound(b) {
			if v := k.g.At(x); v != flow.None {
				if w := k.g.After(y); w != flow.None {
					out = append(out, taint.Propagator{From: v, To: w})
				}
				if w := k.g.At(y); w != flow.None {
					out = append(out, taint.Propagator{From: v, To: w})
				}
			}
		}
	}
	return out
}

// bound are the syntax nodes of a binding.
func (k *marker) bound(b *pattern.Binding) []ast.ID {
	if b.Node != ast.None {
		return []ast.ID{b.Node}
	}
	return k.roots(search.Match{Start: b.Start, End: b.End})
}
