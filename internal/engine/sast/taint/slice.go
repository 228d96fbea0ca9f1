package taint

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// slice finds, going back from the sinks, the nodes from which data may reach
// one, for each rule. Of a path it keeps the outermost key, and it takes no
// notice of which caller a function returns to: following data forward does,
// and needs to look at nothing outside the slice.
type slice struct {
	s     *solver
	nodes [][]set          // by graph, nil where nothing was reached
	whole [][]set          // by graph: the nodes that matter as a whole
	parts []map[uint64]set // by graph: what is under a key of a node
	back  []*reverse
	queue []step
}

// want is what matters of a node: the whole, or what is under a key.
type want struct {
	g    int32
	node flow.Node
	key  int32 // global key and 1; 0 is the whole
}

type step struct {
	want
	rules set
}

// reverse is a graph read backwards.
type reverse struct {
	first []int32 // by node: where its edges begin in from
	edges []int32 // that arrive
	from  []flow.Node
	param map[flow.Node]int32   // parameters and receivers: their function
	exits map[flow.Node][]int32 // results and what calls leave: their calls
}

func (s *solver) slice() *slice {
	n := len(s.p.Graphs)
	sl := &slice{s: s, nodes: make([][]set, n), whole: make([][]set, n), parts: make([]map[uint64]set, n), back: make([]*reverse, n)}
	for g := range n {
		for node, refs := range s.sinks[g] {
			var rules set
			for _, r := range refs {
				rules |= 1 << r.rule
			}
			sl.add(want{int32(g), node, 0}, rules&s.sliced)
		}
	}
	for len(sl.queue) > 0 {
		x := sl.queue[len(sl.queue)-1]
		sl.queue = sl.queue[:len(sl.queue)-1]
		sl.visit(x)
	}
	return sl
}

// rules are those for which a node lies in the slice.
func (sl *slice) rules(g int32, n flow.Node) set {
	if nodes := sl.nodes[g]; int(n) < len(nodes) {
		return nodes[n]
	}
	return 0
}

func (sl *slice) add(w want, rules set) {
	if w.node == flow.None || rules == 0 {
		return
	}
	graph := sl.s.p.graph(w.g)
	if int(w.node) >= len(graph.Values) {
		return
	}
	if graph.Values[w.node].Number {
		rules &^= sl.s.numbers
	}
	if sl.nodes[w.g] == nil {
		sl.nodes[w.g], sl.whole[w.g] = make([]set, len(graph.Values)), make([]set, len(graph.Values))
		sl.parts[w.g] = map[uint64]set{}
	}
	if rules &^= sl.whole[w.g][w.node]; rules == 0 {
		return
	}
	if w.key == 0 {
		sl.whole[w.g][w.node] |= rules
	} else {
		part := uint64(w.node)<<32 | uint64(uint32(w.key))
		have := sl.parts[w.g][part]
		if rules &^= have; rules == 0 {
			return
		}
		sl.parts[w.g][part] = have | rules
	}
	sl.nodes[w.g][w.node] |= rules
	sl.queue = append(sl.queue, step{w, rules})
}

// before is what matters of the value at an edge's start, when key matters at
// its end, and whether anything does.
func (sl *slice) before(e *flow.Edge, g, key int32) (int32, bool) {
	any := sl.s.p.paths.any + 1
	own := int32(0)
	switch e.Op {
	case flow.Store, flow.Load, flow.Kill:
		own = sl.s.p.keys[g][e.Key] + 1
	}
	switch e.Op {
	case flow.Store:
		return 0, key == 0 || key == own || key == any || own == any
	case flow.Load:
		return own, true
	case flow.Kill:
		return key, key != own
	case flow.Shift:
		if key != 0 {
			return any, true
		}
		return 0, true
	case flow.Collect:
		return 0, true
	case flow.Keep:
		return 0, false // the caller's edge Stay leads there
	}
	return key, true
}

func (sl *slice) visit(x step) {
	s := sl.s
	g := s.p.graph(x.g)
	r := sl.reversed(x.g, g)
	for i := r.first[x.node]; i < r.first[x.node+1]; i++ {
		if key, ok := sl.before(&g.Edges[r.edges[i]], x.g, x.key); ok {
			sl.add(want{x.g, r.from[i], key}, x.rules)
		}
	}
	for _, p := range s.backProps[x.g][x.node] {
		sl.add(want{x.g, p.to, 0}, x.rules&p.rules)
	}
	if !s.crossing {
		return
	}
	for t := range s.p.twins(x.g, x.node) {
		sl.add(want{t.g, t.node, x.key}, x.rules)
	}
	if fi, ok := r.param[x.node]; ok {
		fn := &g.Funcs[fi]
		for _, cr := range s.p.callers(ref{x.g, fi}) {
			c := &s.p.graph(cr.g).Calls[cr.c]
			if x.node == fn.Self {
				sl.add(want{cr.g, c.Recv, x.key}, x.rules)
			}
			for i, a := range c.Args {
				if parameter(fn, c, i) == x.node {
					sl.add(want{cr.g, a, x.key}, x.rules)
				}
			}
		}
	}
	for _, ci := range r.exits[x.node] {
		c := &g.Calls[ci]
		for _, t := range s.p.resolve(callRef{x.g, ci}) {
			fn := &s.p.graph(t.g).Funcs[t.f]
			if c.Result == x.node {
				sl.add(want{t.g, fn.Return, x.key}, x.rules)
				if c.Kind == flow.Constructor {
					sl.add(want{t.g, fn.SelfO, x.key}, x.rules)
				}
			}
			if c.RecvOut == x.node {
				sl.add(want{t.g, fn.SelfO, x.key}, x.rules)
			}
			for i, o := range c.Outs {
				if o != x.node {
					continue
				}
				if k := slices.Index(fn.Params, parameter(fn, c, i)); k >= 0 && k < len(fn.Outs) {
					sl.add(want{t.g, fn.Outs[k], x.key}, x.rules)
				}
			}
		}
	}
}

// reversed reads a graph backwards, once.
func (sl *slice) reversed(gi int32, g *flow.Graph) *reverse {
	if sl.back[gi] != nil {
		return sl.back[gi]
	}
	r := &reverse{first: make([]int32, len(g.Values)+1), param: map[flow.Node]int32{}, exits: map[flow.Node][]int32{}}
	sl.back[gi] = r
	for n := range g.Values {
		for e := range g.Out(flow.Node(n)) {
			if e.Op != flow.Arg {
				r.first[e.To+1]++
			}
		}
	}
	for i := 1; i < len(r.first); i++ {
		r.first[i] += r.first[i-1]
	}
	r.from = make([]flow.Node, r.first[len(r.first)-1])
	r.edges = make([]int32, len(r.from))
	at := slices.Clone(r.first)
	for n := range g.Values {
		for i, e := range g.Numbered(flow.Node(n)) {
			if e.Op != flow.Arg {
				r.from[at[e.To]], r.edges[at[e.To]] = flow.Node(n), i
				at[e.To]++
			}
		}
	}
	for i := range g.Funcs {
		f := &g.Funcs[i]
		if f.Self != flow.None {
			r.param[f.Self] = int32(i)
		}
		for _, p := range f.Params {
			r.param[p] = int32(i)
		}
	}
	for i := range g.Calls {
		c := &g.Calls[i]
		note := func(n flow.Node) {
			if n != flow.None {
				r.exits[n] = append(r.exits[n], int32(i))
			}
		}
		note(c.Result)
		note(c.RecvOut)
		for _, o := range c.Outs {
			note(o)
		}
	}
	return r
}
