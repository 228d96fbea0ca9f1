package taint

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// slice finds, going back from the sinks, the nodes from which data may reach
// one, for each rule. It takes no notice of paths, nor of which caller a
// function returns to: following data forward does, and needs to look at
// nothing outside the slice.
type slice struct {
	s     *solver
	nodes [][]set // by graph, nil where nothing was reached
	back  []*reverse
	queue []step
}

type step struct {
	g     int32
	node  flow.Node
	rules set
}

// reverse is a graph read backwards.
type reverse struct {
	first []int32 // by node: where its edges begin in from
	from  []flow.Node
	param map[flow.Node]int32   // parameters and receivers: their function
	exits map[flow.Node][]int32 // results and what calls leave: their calls
}

func (s *solver) slice() *slice {
	n := len(s.p.Graphs)
	sl := &slice{s: s, nodes: make([][]set, n), back: make([]*reverse, n)}
	for g := range n {
		for node, refs := range s.sinks[g] {
			var rules set
			for _, r := range refs {
				rules |= 1 << r.rule
			}
			sl.add(int32(g), node, rules&s.sliced)
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
	if sl.nodes[g] == nil {
		return 0
	}
	return sl.nodes[g][n]
}

func (sl *slice) add(g int32, n flow.Node, rules set) {
	graph := sl.s.p.graph(g)
	if n == flow.None || int(n) >= len(graph.Values) || rules == 0 {
		return
	}
	if graph.Values[n].Number {
		rules &^= sl.s.numbers
	}
	if sl.nodes[g] == nil {
		sl.nodes[g] = make([]set, len(graph.Values))
	}
	if rules &^= sl.nodes[g][n]; rules == 0 {
		return
	}
	sl.nodes[g][n] |= rules
	sl.queue = append(sl.queue, step{g, n, rules})
}

func (sl *slice) visit(x step) {
	s := sl.s
	g := s.p.graph(x.g)
	r := sl.reversed(x.g, g)
	for _, u := range r.from[r.first[x.node]:r.first[x.node+1]] {
		sl.add(x.g, u, x.rules)
	}
	for _, p := range s.backProps[x.g][x.node] {
		sl.add(x.g, p.to, x.rules&p.rules)
	}
	if !s.crossing {
		return
	}
	if fi, ok := r.param[x.node]; ok {
		fn := &g.Funcs[fi]
		for _, cr := range s.p.callers(ref{x.g, fi}) {
			c := &s.p.graph(cr.g).Calls[cr.c]
			if x.node == fn.Self {
				sl.add(cr.g, c.Recv, x.rules)
			}
			for i, a := range c.Args {
				if parameter(fn, c, i) == x.node {
					sl.add(cr.g, a, x.rules)
				}
			}
		}
	}
	for _, ci := range r.exits[x.node] {
		c := &g.Calls[ci]
		for _, t := range s.p.resolve(callRef{x.g, ci}) {
			fn := &s.p.graph(t.g).Funcs[t.f]
			if c.Result == x.node {
				sl.add(t.g, fn.Return, x.rules)
				if c.Kind == flow.Constructor {
					sl.add(t.g, fn.SelfO, x.rules)
				}
			}
			if c.RecvOut == x.node {
				sl.add(t.g, fn.SelfO, x.rules)
			}
			for i, o := range c.Outs {
				if o != x.node {
					continue
				}
				if k := slices.Index(fn.Params, parameter(fn, c, i)); k >= 0 && k < len(fn.Outs) {
					sl.add(t.g, fn.Outs[k], x.rules)
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
	at := slices.Clone(r.first)
	for n := range g.Values {
		for e := range g.Out(flow.Node(n)) {
			if e.Op != flow.Arg {
				r.from[at[e.To]] = flow.Node(n)
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
