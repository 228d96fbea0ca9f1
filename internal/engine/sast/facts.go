package sast

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/pack"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// encode writes what is remembered of a file besides its findings: the graph,
// and for each taint rule, by its number among all, what it marks there.
func (u *unit) encode() []byte {
	if u.graph == nil {
		return nil
	}
	w := &pack.Writer{}
	rules := make([]int, 0, len(u.marks))
	for r := range u.marks {
		rules = append(rules, r)
	}
	slices.Sort(rules)
	w.Num(len(rules))
	for _, r := range rules {
		m := u.marks[r]
		w.Num(r)
		w.Num(len(m.Sources))
		for i := range m.Sources {
			s := &m.Sources[i]
			w.Num(int(s.Node))
			w.Num(int(s.Label))
			w.Num(int(s.Spec))
			w.Num(int(s.Start))
			w.Num(int(s.End))
		}
		w.Num(len(m.Sinks))
		for i := range m.Sinks {
			s := &m.Sinks[i]
			nodes(w, s.Nodes)
			w.Num(int(s.Spec))
			w.Num(int(s.Start))
			w.Num(int(s.End))
			w.Num(int(s.Tag))
		}
		nodes(w, m.Blocked)
		w.Num(len(m.Propagators))
		for _, p := range m.Propagators {
			w.Num(int(p.From))
			w.Num(int(p.To))
		}
	}
	return append(w.Bytes, u.graph.Encode()...)
}

func nodes(w *pack.Writer, ns []flow.Node) {
	w.Num(len(ns))
	for _, n := range ns {
		w.Num(int(n))
	}
}

// decode reads what encode wrote. What is spoilt is no unit.
func (u *unit) decode(data string) bool {
	r := &pack.Reader{Rest: data}
	node := func() flow.Node { return flow.Node(r.Num()) }
	list := func() []flow.Node {
		out := make([]flow.Node, r.Count())
		for i := range out {
			out[i] = node()
		}
		return out
	}
	n := r.Count()
	u.marks = make(map[int]*taint.Marks, n)
	for range n {
		m := &taint.Marks{}
		u.marks[r.Num()] = m
		m.Sources = make([]taint.Source, r.Count())
		for i := range m.Sources {
			m.Sources[i] = taint.Source{Node: node(), Label: int16(r.Num()), Spec: int32(r.Num()), Start: uint32(r.Num()), End: uint32(r.Num())}
		}
		m.Sinks = make([]taint.Sink, r.Count())
		for i := range m.Sinks {
			m.Sinks[i] = taint.Sink{Nodes: list(), Spec: int32(r.Num()), Start: uint32(r.Num()), End: uint32(r.Num()), Tag: int32(r.Num())}
		}
		m.Blocked = list()
		m.Propagators = make([]taint.Propagator, r.Count())
		for i := range m.Propagators {
			m.Propagators[i] = taint.Propagator{From: node(), To: node()}
		}
	}
	if r.Bad {
		return false
	}
	g, err := flow.Decode(r.Rest)
	u.graph = g
	return err == nil
}
