package taint

import (
	"cmp"
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// maxHanded is how far back from a call a sink is looked for.
const maxHanded = 20

// maxTrace bounds the steps of one finding.
const maxTrace = 200

// reported says whether a fact comes out of a sink of the same rule: a call
// whose argument is a sink, and whose result goes on. That sink is the one to
// report; it is where something can be done. The fact's own node counts unless
// it is the sink that is asked for.
func (s *solver) reported(e *exploration, f fact, rule int, self bool) bool {
	if !s.crossing {
		return false // the rule's own tests want every sink
	}
	for range maxHanded {
		if !self && slices.ContainsFunc(s.sinks[f.g][f.node], func(own sinkRef) bool { return own.rule == rule }) {
			return true
		}
		self = false
		h := e.held[f.place()]
		if h == nil {
			return false
		}
		from := h.way(f.path, rule).from
		if from.node == flow.None || from.g != f.g {
			return false
		}
		// A variable that was handed to a call is not what came out of it.
		a, b := &s.p.graph(f.g).Values[f.node], &s.p.graph(f.g).Values[from.node]
		if a.Start == b.Start && a.End == b.End {
			return false
		}
		f = from
	}
	return false
}

// report turns the sinks that the sources reached into findings, for each rule
// one for each sink, in the order of the source text.
func (s *solver) report(root *exploration) [][]Finding {
	type id struct {
		rule int
		g    int32
		sink int
	}
	labels := map[id]uint64{}
	first := map[id]*hit{}
	var order []id
	for i := range root.hits {
		h := &root.hits[i]
		k := id{h.rule, h.g, h.sink}
		if first[k] == nil {
			first[k] = h
			order = append(order, k)
		}
		labels[k] |= 1 << h.l
	}
	out := make([][]Finding, len(s.rules))
	for _, k := range order {
		r := &s.rules[k.rule]
		sink := &r.Marks[k.g].Sinks[k.sink]
		if holds := need(r.SinkNeeds, sink.Spec); holds != nil && !holds(labels[k]) {
			continue
		}
		f := Finding{Graph: k.g, Sink: sink}
		s.trace(root, first[k], &f.Steps, 0)
		f.Steps = append(f.Steps, Step{k.g, sink.Start, sink.End})
		out[k.rule] = append(out[k.rule], f)
	}
	for _, fs := range out {
		slices.SortStableFunc(fs, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Graph, b.Graph), cmp.Compare(a.Sink.Start, b.Sink.Start), cmp.Compare(a.Sink.End, b.Sink.End))
		})
	}
	return out
}

// trace writes the way to a hit.
func (s *solver) trace(e *exploration, h *hit, out *[]Step, depth int) {
	s.way(e, h.at, h.rule, out, depth)
	if h.via != nil && depth < 20 {
		s.trace(h.via, &h.via.hits[h.deep], out, depth+1)
	}
}

// way writes the steps to a fact, from where its exploration began.
func (s *solver) way(e *exploration, f fact, rule int, out *[]Step, depth int) {
	var chain []fact
	var whys []pred
	for len(chain) < maxTrace {
		var w pred
		if h := e.held[f.place()]; h != nil {
			w = h.way(f.path, rule)
		}
		chain = append(chain, f)
		whys = append(whys, w)
		if w.from.node == flow.None {
			break
		}
		f = w.from
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if v := whys[i].via; v != nil && depth < 20 && len(*out) < maxTrace {
			s.way(v, whys[i].exit, rule, out, depth+1)
		}
		d := &s.p.graph(chain[i].g).Values[chain[i].node]
		if d.End > d.Start && len(*out) < maxTrace {
			*out = append(*out, Step{chain[i].g, d.Start, d.End})
		}
	}
}
