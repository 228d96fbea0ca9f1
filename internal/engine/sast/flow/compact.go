package flow

import "slices"

// Compact removes what no answer needs: values that lead nowhere, and values
// that only hand on to another on the same line. keep are the marked nodes;
// line maps an offset to its line. It returns the new number of each node, None
// for those that are gone.
func (g *Graph) Compact(keep map[Node]bool, line func(uint32) int) []Node {
	c := &compactor{g: g, keep: make([]bool, len(g.Values)), into: make([]Node, len(g.Values))}
	for n := range keep {
		c.keep[n] = true
	}
	for i := range g.Funcs {
		f := &g.Funcs[i]
		c.keep[f.Self], c.keep[f.SelfO], c.keep[f.Return] = true, true, true
		for _, n := range f.Params {
			c.keep[n] = true
		}
		for _, n := range f.Outs {
			c.keep[n] = true
		}
	}
	for i := range g.Shared {
		c.keep[g.Shared[i].Node] = true
	}
	c.index()
	c.prune()
	c.contract(line)
	return c.rebuild()
}

type compactor struct {
	g    *Graph
	keep []bool
	in   [][]int32 // edges that arrive, by node
	from []Node    // where an edge leaves, by edge
	gone []bool    // edges that are dropped
	out  []int32   // how many edges leave a node
	into []Node    // what a contracted node became
}

func (c *compactor) index() {
	g := c.g
	c.in = make([][]int32, len(g.Values))
	c.from = make([]Node, len(g.Edges))
	c.gone = make([]bool, len(g.Edges))
	c.out = make([]int32, len(g.Values))
	for n := range g.Values {
		for i := g.Values[n].first; i != 0; i = g.Edges[i].next {
			c.from[i] = Node(n)
			c.out[n]++
			if g.Edges[i].Op != Arg {
				c.in[g.Edges[i].To] = append(c.in[g.Edges[i].To], i)
			}
		}
	}
}

// prune drops nodes from which nothing goes on.
func (c *compactor) prune() {
	var queue []Node
	for n := len(c.out) - 1; n > 0; n-- {
		if c.out[n] == 0 && !c.keep[n] {
			queue = append(queue, Node(n))
		}
	}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, e := range c.in[n] {
			if c.gone[e] {
				continue
			}
			c.gone[e] = true
			u := c.from[e]
			if c.out[u]--; c.out[u] == 0 && !c.keep[u] {
				queue = append(queue, u)
			}
		}
		c.in[n] = nil
	}
}

// contract joins a node with the only one that it hands on to.
func (c *compactor) contract(line func(uint32) int) {
	g := c.g
	for n := range g.Values {
		if n == 0 || c.keep[n] || c.out[n] != 1 {
			continue
		}
		var only *Edge
		for i := g.Values[n].first; i != 0; i = g.Edges[i].next {
			if !c.gone[i] {
				only = &g.Edges[i]
			}
		}
		if only == nil || only.Op != Pass || only.Guard >= 0 || only.To == Node(n) {
			continue
		}
		v := &g.Values[only.To]
		if g.Values[n].Number != v.Number || g.Values[n].Func != v.Func || g.Values[n].End == 0 || line(g.Values[n].Start) != line(v.Start) {
			continue
		}
		if c.final(only.To) == Node(n) {
			continue // a ring
		}
		c.into[n] = only.To
	}
}

// final is what a node has become.
func (c *compactor) final(n Node) Node {
	for range 1000 {
		if c.into[n] == None {
			return n
		}
		n = c.into[n]
	}
	return n
}

// rebuild numbers the nodes and edges that are left.
func (c *compactor) rebuild() []Node {
	g := c.g
	number := make([]Node, len(g.Values))
	values := make([]Value, 1, len(g.Values)/2+1)
	for n := 1; n < len(g.Values); n++ {
		if c.into[n] == None && (c.keep[n] || c.out[n] > 0) {
			v := g.Values[n]
			v.first = 0
			values = append(values, v)
			number[n] = Node(len(values) - 1)
		}
	}
	at := func(n Node) Node {
		if n == None {
			return None
		}
		return number[c.final(n)]
	}
	edges := make([]Edge, 1, len(g.Edges)/2+1)
	type link struct {
		from, to Node
		key      int32
		guard    int32
		index    int16
		op       Op
	}
	var links []link
	for n := 1; n < len(g.Values); n++ {
		if c.into[n] != None {
			continue
		}
		links = links[:0]
		for i := g.Values[n].first; i != 0; i = g.Edges[i].next {
			e := &g.Edges[i]
			to := at(e.To)
			if c.gone[i] || to == None && e.Op != Arg || to == number[n] && e.Op == Pass {
				continue
			}
			l := link{number[n], to, e.Key, e.Guard, e.Index, e.Op}
			if !slices.Contains(links, l) {
				links = append(links, l)
			}
		}
		for i := len(links) - 1; i >= 0; i-- {
			l := links[i]
			edges = append(edges, Edge{To: l.to, Key: l.key, Guard: l.guard, Index: l.index, Op: l.op, next: values[l.from].first})
			values[l.from].first = int32(len(edges) - 1)
		}
	}
	for i := range g.Calls {
		k := &g.Calls[i]
		k.Recv, k.RecvOut, k.Result = at(k.Recv), at(k.RecvOut), at(k.Result)
		renumber(k.Args, at)
		renumber(k.Outs, at)
	}
	for i := range g.Funcs {
		f := &g.Funcs[i]
		f.Self, f.SelfO, f.Return = at(f.Self), at(f.SelfO), at(f.Return)
		renumber(f.Params, at)
		renumber(f.Outs, at)
	}
	for i := range g.Shared {
		g.Shared[i].Node = at(g.Shared[i].Node)
	}
	out := make([]Node, len(number))
	for n := range out {
		out[n] = at(Node(n))
	}
	g.Values, g.Edges = values, edges
	return out
}

func renumber(ns []Node, at func(Node) Node) {
	for i := range ns {
		ns[i] = at(ns[i])
	}
}
