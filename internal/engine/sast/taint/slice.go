package taint

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// slice finds, going back from the sinks, the nodes from which data may reach
// one, for each rule. Of a path it keeps the outermost key. A call's result is
// looked for in the functions it means by a descent of its own, which comes
// back to this call alone, so that the slice stays as small as what can reach
// the sinks; following data forward needs to look at nothing outside it.
type slice struct {
	s        *solver
	nodes    [][]set // by graph, nil where nothing was reached
	root     *descent
	descents map[want]*descent
	back     []*reverse
	queue    []step
}

// descent looks back within a function from one of its exits; the root's looks
// back from the sinks, and to every caller.
type descent struct {
	held    map[want]set
	reached []step // its function's parameters
	callers []asker
}

// asker is a call that waits for what reaches a descent's exit.
type asker struct {
	in    *descent
	call  callRef
	rules set
}

// want is what matters of a node: the whole, or what is under a key.
type want struct {
	g    int32
	node flow.Node
	key  int32 // global key and 1; 0 is the whole
}

type step struct {
	in *descent
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

// fewSinks are always looked back from: one source may reach half of a program.
const fewSinks = 200

// Backward says whether a rule's data is looked for from the sinks first: they
// are few, or much fewer than its sources.
func Backward(sources, sinks int) bool { return sinks < fewSinks || sources > 4*sinks }

// maxSlice bounds the work of a slice; what is larger narrows nothing.
const maxSlice = maxFacts / 4

// slice looks back from the sinks of the rules that are sliced. Where that is
// too much work, they are followed from their sources alone.
func (s *solver) slice() *slice {
	n := len(s.p.Graphs)
	sl := &slice{s: s, nodes: make([][]set, n), root: &descent{held: map[want]set{}}, descents: map[want]*descent{}, back: make([]*reverse, n)}
	for r := range s.rules {
		for g, m := range s.rules[r].Marks {
			if m == nil || s.sliced&(1<<r) == 0 {
				continue
			}
			for i := range m.Sinks {
				for _, node := range m.Sinks[i].Nodes {
					sl.add(sl.root, want{int32(g), node, 0}, 1<<r)
				}
			}
		}
	}
	for at := 0; len(sl.queue) > 0; at++ {
		if at == maxSlice {
			s.sliced = 0
			break
		}
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

func (sl *slice) add(d *descent, w want, rules set) {
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
	if rules &^= d.held[want{w.g, w.node, 0}] | d.held[w]; rules == 0 {
		return
	}
	d.held[w] |= rules
	if sl.nodes[w.g] == nil {
		sl.nodes[w.g] = make([]set, len(graph.Values))
	}
	sl.nodes[w.g][w.node] |= rules
	sl.queue = append(sl.queue, step{d, w, rules})
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
	}
	return key, true
}

func (sl *slice) visit(x step) {
	s := sl.s
	g := s.p.graph(x.g)
	r := sl.reversed(x.g, g)
	for i := r.first[x.node]; i < r.first[x.node+1]; i++ {
		edge := &g.Edges[r.edges[i]]
		if edge.Op == flow.Load && s.crossing {
			for t, cr := range s.getters(read{x.g, r.from[i], x.node}, s.p.keys[x.g][edge.Key]) {
				sl.exit(x, cr, want{t.g, s.p.Graphs[t.g].Funcs[t.f].Return, x.key})
			}
		}
		if key, ok := sl.before(edge, x.g, x.key); ok {
			in := x.in
			if g.Values[r.from[i]].Func != g.Values[x.node].Func {
				in = sl.root // by a variable around a function
			}
			sl.add(in, want{x.g, r.from[i], key}, x.rules)
		}
	}
	for _, p := range s.backProps[x.g][x.node] {
		sl.add(x.in, want{x.g, p.to, 0}, x.rules&p.rules)
	}
	if !s.crossing {
		return
	}
	for t := range s.p.twins(x.g, x.node) {
		sl.add(sl.root, want{t.g, t.node, x.key}, x.rules)
	}
	if fi, ok := r.param[x.node]; ok {
		if m := &g.Funcs[fi]; undeclared(g.Language) && m.Self == x.node && m.Class != "" && m.Name != flow.ConstructorName {
			for _, t := range s.p.byName[method{m.Class, flow.ConstructorName}] {
				if t.g == x.g {
					sl.add(sl.root, want{x.g, g.Funcs[t.f].SelfO, x.key}, x.rules&s.functions)
				}
			}
		}
		if x.in == sl.root {
			for _, cr := range s.p.callers(ref{x.g, fi}) {
				sl.ask(asker{sl.root, cr, x.rules}, x)
			}
		} else {
			x.in.reached = append(x.in.reached, x)
			for _, a := range slices.Clone(x.in.callers) {
				sl.ask(a, x)
			}
		}
	}
	for _, ci := range r.exits[x.node] {
		sl.descend(x, callRef{x.g, ci})
	}
}

// ask goes on from a parameter at a call.
func (sl *slice) ask(a asker, param step) {
	g := sl.s.p.graph(param.g)
	fn := &g.Funcs[g.Values[param.node].Func]
	if a.call.c < 0 {
		if param.node == fn.Self {
			sl.add(a.in, want{a.call.g, sl.s.reads[^a.call.c].from, param.key}, a.rules&param.rules)
		}
		return
	}
	c := &sl.s.p.graph(a.call.g).Calls[a.call.c]
	if param.node == fn.Self || extends(fn, c) && param.node == fn.Params[0] {
		sl.add(a.in, want{a.call.g, c.Recv, param.key}, a.rules&param.rules)
	}
	for i, n := range c.Args {
		if spreads(c, i) {
			if k := slices.Index(fn.Params, param.node); k >= 0 {
				sl.add(a.in, want{a.call.g, n, sl.s.p.spreadKey(fn, c, i, k) + 1}, a.rules&param.rules)
			}
			continue
		}
		if parameter(fn, c, i) == param.node {
			sl.add(a.in, want{a.call.g, n, param.key}, a.rules&param.rules)
		}
	}
}

// descend looks for what a call gives in the functions it may mean.
func (sl *slice) descend(x step, cr callRef) {
	c := &sl.s.p.graph(cr.g).Calls[cr.c]
	for _, t := range sl.s.p.resolve(cr) {
		fn := &sl.s.p.graph(t.g).Funcs[t.f]
		if c.Result == x.node {
			sl.exit(x, cr, want{t.g, fn.Return, x.key})
			if constructs(c, fn) {
				sl.exit(x, cr, want{t.g, fn.SelfO, x.key})
			}
		}
		if c.RecvOut == x.node {
			sl.exit(x, cr, want{t.g, fn.SelfO, x.key})
		}
		for i, o := range c.Outs {
			if o != x.node {
				continue
			}
			if k := slices.Index(fn.Params, parameter(fn, c, i)); k >= 0 && k < len(fn.Outs) {
				sl.exit(x, cr, want{t.g, fn.Outs[k], x.key})
			}
		}
	}
}

// exit looks back from an exit of a function, for one call.
func (sl *slice) exit(x step, cr callRef, w want) {
	d := sl.descents[w]
	if d == nil {
		d = &descent{held: map[want]set{}}
		sl.descents[w] = d
	}
	a := asker{x.in, cr, x.rules}
	if i := slices.IndexFunc(d.callers, func(o asker) bool { return o.in == a.in && o.call == a.call }); i >= 0 {
		if d.callers[i].rules|a.rules == d.callers[i].rules {
			return
		}
		d.callers[i].rules |= a.rules
	} else {
		d.callers = append(d.callers, a)
	}
	sl.add(d, w, x.rules)
	for _, p := range slices.Clone(d.reached) {
		sl.ask(a, p)
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
