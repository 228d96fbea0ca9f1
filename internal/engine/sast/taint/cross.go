package taint

import (
	"slices"
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// away notes a fact that gets out of its function by a variable that others
// see: it holds whoever called, and is followed once, from the root.
func (s *solver) away(e *exploration, to fact, rules set, from fact) {
	if e.root {
		s.add(e, to, rules, pred{from: from})
		return
	}
	if rules &^= e.away[to]; rules == 0 {
		return
	}
	if e.away == nil {
		e.away = map[fact]set{}
	}
	e.away[to] |= rules
	x := exit{fact: from, rules: rules, kind: exitAway, to: to}
	e.exits = append(e.exits, x)
	for _, d := range slices.Clone(e.deps) {
		s.answer(d, e, x)
	}
}

// replaced says whether every function that a call may mean says what it
// leaves of an argument's object; index -1 is the receiver's.
func (s *solver) replaced(cr callRef, index int) bool {
	if !s.crossing {
		return false
	}
	targets := s.p.resolve(cr)
	c := &s.p.graph(cr.g).Calls[cr.c]
	for _, t := range targets {
		fn := &s.p.graph(t.g).Funcs[t.f]
		if fn.Exhausted {
			return false
		}
		if index < 0 {
			if fn.SelfO == flow.None {
				return false
			}
			continue
		}
		k := slices.Index(fn.Params, parameter(fn, c, index))
		if k < 0 || k >= len(fn.Outs) || fn.Outs[k] == flow.None {
			return false
		}
	}
	return len(targets) > 0
}

// enter hands an argument to the functions that a call may mean.
func (s *solver) enter(e *exploration, f fact, rules set, cr callRef, index int) {
	if !s.crossing {
		return
	}
	c := &s.p.graph(cr.g).Calls[cr.c]
	for _, t := range s.p.resolve(cr) {
		fn := &s.p.graph(t.g).Funcs[t.f]
		if spreads(c, index) {
			for i, p := range fn.Params {
				if given(fn, c, index, i) {
					continue
				}
				if path, ok := s.p.paths.apply(flow.Load, s.p.spreadKey(fn, c, index, i), f.path); ok {
					s.enterAt(e, f, rules, cr, t, p, s.p.paths.cut(path, maxEntry))
				}
			}
			continue
		}
		var to flow.Node
		switch {
		case index < 0:
			switch {
			case extends(fn, c):
				to = fn.Params[0]
			case c.Kind == flow.Method || c.Kind == flow.SelfCall:
				to = fn.Self
			}
		default:
			to = parameter(fn, c, index)
		}
		path := s.p.paths.cut(f.path, maxEntry)
		if to != flow.None && index >= 0 && fn.Rest && to == fn.Params[len(fn.Params)-1] {
			path = s.p.paths.push(f.path, s.p.paths.any)
		}
		s.enterAt(e, f, rules, cr, t, to, path)
	}
}

// enterAt goes on in a function, at a parameter or the receiver.
func (s *solver) enterAt(e *exploration, f fact, rules set, cr callRef, t ref, to flow.Node, path pathID) {
	if to == flow.None || s.idle(t.g, to) {
		return
	}
	in := fact{t.g, to, path, f.label}
	callee := s.entries[in]
	if callee == nil {
		callee = &exploration{entry: in, held: map[place]*held{}}
		s.entries[in] = callee
		s.add(callee, in, ^set(0), pred{})
	}
	dep := dependent{e, f, cr, rules}
	k := depKey{e, f, cr}
	if i, ok := callee.dep[k]; ok {
		callee.deps[i].rules |= rules
	} else {
		if callee.dep == nil {
			callee.dep = map[depKey]int{}
		}
		callee.dep[k] = len(callee.deps)
		callee.deps = append(callee.deps, dep)
	}
	for _, x := range slices.Clone(callee.exits) {
		s.answer(dep, callee, x)
	}
	for i := range callee.hits {
		s.relay(dep, callee, i)
	}
}

// extends says whether a call's receiver is the first parameter.
func extends(fn *flow.Func, c *flow.Call) bool {
	return fn.Extension && c.Kind == flow.Method && len(fn.Params) > 0
}

// constructs says whether a call of a function makes an object.
func constructs(c *flow.Call, fn *flow.Func) bool {
	return c.Kind == flow.Constructor || c.Kind == flow.Qualified && fn.Name == flow.ConstructorName && c.Name == fn.Class
}

// spreads says whether an argument stands for several.
func spreads(c *flow.Call, index int) bool {
	return index >= 0 && index < len(c.Names) && (c.Names[index] == flow.SpreadList || c.Names[index] == flow.SpreadMap)
}

// given says whether another argument is a parameter's, so that one that
// stands for several has none for it.
func given(fn *flow.Func, c *flow.Call, spread, param int) bool {
	if c.Names[spread] == flow.SpreadList && param < spread {
		return true
	}
	for i := range c.Args {
		if i != spread && !spreads(c, i) && (i < spread || i < len(c.Names) && c.Names[i] != "") && parameter(fn, c, i) == fn.Params[param] {
			return true
		}
	}
	return false
}

// spreadKey is the element of an argument that stands for several which a
// parameter gets.
func (p *Project) spreadKey(fn *flow.Func, c *flow.Call, index, parameter int) int32 {
	if fn.Rest && parameter == len(fn.Params)-1 {
		return p.paths.any
	}
	if c.Names[index] == flow.SpreadMap {
		return p.paths.key(fn.Names[parameter])
	}
	return p.paths.key(strconv.Itoa(parameter - index))
}

// idle says whether nothing comes of a node.
func (s *solver) idle(g int32, n flow.Node) bool {
	return s.p.graph(g).Dead(n) && len(s.sinks[g][n]) == 0 && len(s.relabel[g][n]) == 0 && len(s.props[g][n]) == 0
}

// parameter is the parameter that an argument becomes.
func parameter(fn *flow.Func, c *flow.Call, index int) flow.Node {
	if index < len(c.Names) && c.Names[index] != "" {
		if i := slices.Index(fn.Names, c.Names[index]); i >= 0 {
			return fn.Params[i]
		}
	}
	if extends(fn, c) {
		index++ // the first is the receiver
	}
	if index >= len(fn.Params) {
		if !fn.Rest || len(fn.Params) == 0 {
			return flow.None
		}
		index = len(fn.Params) - 1
	}
	return fn.Params[index]
}

// leave notes a fact that goes out of its function.
func (s *solver) leave(e *exploration, f fact, rules set) {
	if !s.crossing {
		return
	}
	g := s.p.graph(f.g)
	fi := g.Values[f.node].Func
	fn := &g.Funcs[fi]
	x := exit{fact: f, rules: rules}
	switch {
	case f.node == fn.Return:
		if s.p.enums[fn.Result] && f.path == 0 {
			x.rules &^= s.numbers // one of the names in the text
		}
		rules = x.rules
	case f.node == fn.SelfO:
		x.kind = exitSelf
	default:
		i := slices.Index(fn.Outs, f.node)
		if i < 0 {
			return
		}
		x.kind, x.arg = exitArg, i
	}
	if !e.root {
		e.exits = append(e.exits, x)
		for _, d := range slices.Clone(e.deps) {
			s.answer(d, e, x)
		}
		return
	}
	for _, cr := range s.p.callers(ref{f.g, fi}) {
		s.add(e, s.outside(cr, fn, x), rules, pred{from: f})
	}
	if x.kind == exitSelf && fn.Name == flow.ConstructorName && f.path != 0 {
		for n := range made(g, fn) {
			s.add(e, fact{f.g, n, f.path, f.label}, rules&s.functions, pred{from: f})
		}
	}
	if fn.Getter && x.kind == exitReturn {
		for _, r := range s.readers(f.g, fn.Name) {
			s.add(e, fact{r.g, r.to, f.path, f.label}, rules, pred{from: f})
		}
	}
}

// made are the receivers of the methods that an object has which a constructor
// makes: what the constructor itself puts into a field is there whoever calls.
// Only rules about values ask, which say so by following no unknown function.
// Where fields are declared, they are read with their declaration.
func made(g *flow.Graph, constructor *flow.Func) func(yield func(flow.Node) bool) {
	return func(yield func(flow.Node) bool) {
		if !undeclared(g.Language) {
			return
		}
		for i := range g.Funcs {
			m := &g.Funcs[i]
			if m.Class == constructor.Class && m.Class != "" && m.Name != flow.ConstructorName && m.Self != flow.None && !yield(m.Self) {
				return
			}
		}
	}
}

// undeclared says whether a language's fields are what constructors set.
func undeclared(language string) bool {
	return language == "python" || language == "ruby" || language == "php"
}

// outside is an exit as the caller sees it.
func (s *solver) outside(cr callRef, fn *flow.Func, x exit) fact {
	if cr.c < 0 {
		out := fact{g: cr.g, path: x.fact.path, label: x.fact.label}
		if x.kind == exitReturn {
			out.node = s.reads[^cr.c].to
		}
		return out
	}
	c := &s.p.graph(cr.g).Calls[cr.c]
	out := fact{g: cr.g, path: x.fact.path, label: x.fact.label}
	switch x.kind {
	case exitReturn:
		out.node = c.Result
	case exitSelf:
		out.node = c.RecvOut
		if constructs(c, fn) {
			out.node = c.Result
		}
	case exitArg:
		for i := range c.Outs {
			if parameter(fn, c, i) == fn.Params[x.arg] {
				out.node = c.Outs[i]
			}
		}
	}
	return out
}

// answer brings a summary's exit to one that waits for it.
func (s *solver) answer(d dependent, callee *exploration, x exit) {
	if d.rules&x.rules == 0 {
		return
	}
	if x.kind == exitAway {
		if d.e.root {
			s.add(d.e, x.to, d.rules&x.rules, pred{from: d.at, via: callee, exit: x.fact})
		} else {
			s.away(d.e, x.to, d.rules&x.rules, d.at)
		}
		return
	}
	g := s.p.graph(x.fact.g)
	fn := &g.Funcs[g.Values[x.fact.node].Func]
	s.add(d.e, s.outside(d.call, fn, x), d.rules&x.rules, pred{from: d.at, via: callee, exit: x.fact})
}

// relay tells a caller of a sink in its callee.
func (s *solver) relay(d dependent, callee *exploration, i int) {
	h := callee.hits[i]
	if d.e.hit[hitKey{h.rule, h.sink, h.g, h.l}] || s.hits > maxHits {
		return
	}
	if s.reported(d.e, d.at, h.rule, false) {
		return
	}
	if d.rules&(1<<h.rule) != 0 {
		s.hit(d.e, hit{rule: h.rule, g: h.g, sink: h.sink, at: d.at, via: callee, deep: i, l: h.l})
	}
}
