package taint

import (
	"cmp"
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// Marks are what one rule sees in one file.
type Marks struct {
	Sources     []Source
	Sinks       []Sink
	Blocked     []flow.Node // sanitizers: nothing comes through
	Propagators []Propagator
}

// Empty says that the rule sees nothing in the file.
func (m *Marks) Empty() bool {
	return m == nil || len(m.Sources)+len(m.Sinks)+len(m.Blocked)+len(m.Propagators) == 0
}

// Source is where data enters.
type Source struct {
	Node       flow.Node
	Label      int16
	Spec       int32 // the caller's
	Start, End uint32
}

// Sink is where data must not arrive.
type Sink struct {
	Nodes      []flow.Node
	Spec       int32 // the caller's
	Start, End uint32
	Tag        int32 // the caller's
}

// Propagator is an edge that a rule adds.
type Propagator struct {
	From, To flow.Node
}

// Options say how a rule wants data to be followed.
type Options struct {
	Interprocedural bool
	SafeNumbers     bool // numbers and booleans carry nothing
	SafeFunctions   bool // calls of unknown functions return nothing of their arguments
	// SourceNeeds and SinkNeeds say, by Spec, which labels must be there
	// already; nil or missing: nothing, and any.
	SourceNeeds []func(labels uint64) bool
	SinkNeeds   []func(labels uint64) bool
}

// need is the condition of a spec, or nil.
func need(list []func(uint64) bool, spec int32) func(uint64) bool {
	if int(spec) < len(list) {
		return list[spec]
	}
	return nil
}

// Finding is data that arrives.
type Finding struct {
	Graph int32
	Sink  *Sink
	Steps []Step // from the source to the sink
}

// Step is one place on the way.
type Step struct {
	Graph      int32
	Start, End uint32
}

// maxFacts bounds the work of one rule.
const maxFacts = 3_000_000

// fact says that a node holds something of a source under a path.
type fact struct {
	g     int32
	node  flow.Node
	path  pathID
	label int16
}

// pred is how a fact came to be.
type pred struct {
	from fact
	via  *exploration // a summary that led from there to here
	exit fact         // its exit
}

// exploration is the search from the sources, or from one entry of a function.
type exploration struct {
	entry fact
	root  bool
	facts map[fact]pred
	exits []exit
	hits  []hit
	deps  []dependent
}

// exit is a fact that leaves a function.
type exit struct {
	fact fact
	kind exitKind
	arg  int
}

type exitKind uint8

const (
	exitReturn exitKind = iota
	exitArg
	exitSelf
)

// hit is a sink that was reached: here, or in a function that is called.
type hit struct {
	g    int32
	sink int
	at   fact         // in this exploration: the sink's node, or the argument
	via  *exploration // the callee's
	deep int          // index of the callee's hit
	l    int16
}

// dependent waits for what a summary says.
type dependent struct {
	e    *exploration
	at   fact
	call callRef
}

// solver is one run of one rule.
type solver struct {
	p     *Project
	marks []*Marks
	opts  Options

	sinks     []map[flow.Node][]int
	blocked   []map[flow.Node]bool
	props     []map[flow.Node][]flow.Node
	relabel   []map[flow.Node][]int
	entries   map[fact]*exploration
	queue     []work
	spent     int
	Exhausted bool
}

type work struct {
	e *exploration
	f fact
}

// Solve finds every sink that data from a source reaches. marks stand in the
// order of the project's graphs; nil where the rule sees nothing.
func (p *Project) Solve(marks []*Marks, opts Options) (findings []Finding, exhausted bool) {
	s := &solver{
		p: p, marks: marks, opts: opts, entries: map[fact]*exploration{},
		sinks: make([]map[flow.Node][]int, len(marks)), blocked: make([]map[flow.Node]bool, len(marks)),
		props: make([]map[flow.Node][]flow.Node, len(marks)), relabel: make([]map[flow.Node][]int, len(marks)),
	}
	any := false
	for g, m := range marks {
		if m == nil {
			continue
		}
		any = any || len(m.Sinks) > 0
		s.sinks[g] = map[flow.Node][]int{}
		for i := range m.Sinks {
			for _, n := range m.Sinks[i].Nodes {
				s.sinks[g][n] = append(s.sinks[g][n], i)
			}
		}
		s.blocked[g] = map[flow.Node]bool{}
		for _, n := range m.Blocked {
			s.blocked[g][n] = true
		}
		s.props[g] = map[flow.Node][]flow.Node{}
		for _, x := range m.Propagators {
			s.props[g][x.From] = append(s.props[g][x.From], x.To)
		}
		s.relabel[g] = map[flow.Node][]int{}
	}
	if !any {
		return nil, false
	}
	root := &exploration{root: true, facts: map[fact]pred{}}
	for g, m := range marks {
		if m == nil {
			continue
		}
		for i := range m.Sources {
			src := &m.Sources[i]
			if need(opts.SourceNeeds, src.Spec) != nil {
				s.relabel[g][src.Node] = append(s.relabel[g][src.Node], i)
				continue
			}
			s.add(root, fact{g: int32(g), node: src.Node, label: src.Label}, pred{})
		}
	}
	s.run()
	return s.report(root), s.Exhausted
}

func (s *solver) add(e *exploration, f fact, why pred) {
	// A graph that a cache has spoilt holds nothing.
	if f.node == flow.None || int(f.node) >= len(s.p.graph(f.g).Values) {
		return
	}
	if _, ok := e.facts[f]; ok {
		return
	}
	// The whole value covers its parts.
	if f.path != 0 {
		whole := f
		whole.path = 0
		if _, ok := e.facts[whole]; ok {
			return
		}
	}
	if why.from.node != flow.None && s.blocked[f.g] != nil && s.blocked[f.g][f.node] {
		return
	}
	if s.opts.SafeNumbers && s.p.graph(f.g).Values[f.node].Number {
		return
	}
	if s.spent++; s.spent > maxFacts {
		s.Exhausted = true
		return
	}
	e.facts[f] = why
	s.queue = append(s.queue, work{e, f})
}

func (s *solver) run() {
	for len(s.queue) > 0 {
		w := s.queue[0]
		s.queue = s.queue[1:]
		s.step(w.e, w.f)
	}
}

// step follows the edges that leave a fact.
func (s *solver) step(e *exploration, f fact) {
	g := s.p.graph(f.g)
	why := pred{from: f}
	for _, i := range s.sinks[f.g][f.node] {
		s.hit(e, hit{g: f.g, sink: i, at: f, l: f.label})
	}
	for _, i := range s.relabel[f.g][f.node] {
		src := &s.marks[f.g].Sources[i]
		if need(s.opts.SourceNeeds, src.Spec)(s.labels(e, f)) {
			to := f
			to.label, to.path = src.Label, 0
			s.add(e, to, why)
		}
	}
	for _, to := range s.props[f.g][f.node] {
		s.add(e, fact{f.g, to, f.path, f.label}, why)
	}
	for edge := range g.Out(f.node) {
		if edge.Op == flow.Arg {
			s.enter(e, f, callRef{f.g, edge.Key}, int(edge.Index))
			continue
		}
		if edge.Guard >= 0 {
			if s.opts.Interprocedural && len(s.p.resolve(callRef{f.g, edge.Guard})) > 0 {
				continue
			}
			if s.opts.SafeFunctions && edge.Op == flow.Collect {
				continue
			}
		}
		key := int32(0)
		switch edge.Op {
		case flow.Store, flow.Load, flow.Kill, flow.Shift:
			key = s.p.keys[f.g][edge.Key]
		}
		if path, ok := s.p.paths.apply(edge.Op, key, f.path); ok {
			s.add(e, fact{f.g, edge.To, path, f.label}, why)
		}
	}
	s.leave(e, f)
}

// labels are the labels that a node has in an exploration.
func (s *solver) labels(e *exploration, f fact) uint64 {
	set := uint64(0)
	for l := range int16(64) {
		x := f
		x.label = l
		if _, ok := e.facts[x]; ok {
			set |= 1 << l
		}
	}
	return set
}

// enter hands an argument to the functions that a call may mean.
func (s *solver) enter(e *exploration, f fact, cr callRef, index int) {
	if !s.opts.Interprocedural {
		return
	}
	c := &s.p.graph(cr.g).Calls[cr.c]
	for _, t := range s.p.resolve(cr) {
		fn := &s.p.graph(t.g).Funcs[t.f]
		var to flow.Node
		switch {
		case index < 0:
			if c.Kind == flow.Method || c.Kind == flow.SelfCall {
				to = fn.Self
			}
		default:
			to = parameter(fn, c, index)
		}
		if to == flow.None {
			continue
		}
		in := fact{t.g, to, f.path, f.label}
		if index >= 0 && fn.Rest && to == fn.Params[len(fn.Params)-1] {
			in.path = s.p.paths.push(f.path, s.p.paths.any)
		}
		callee := s.entries[in]
		dep := dependent{e, f, cr}
		if callee == nil {
			callee = &exploration{entry: in, facts: map[fact]pred{}}
			s.entries[in] = callee
			callee.deps = append(callee.deps, dep)
			s.add(callee, in, pred{})
			continue
		}
		if slices.Contains(callee.deps, dep) {
			continue
		}
		callee.deps = append(callee.deps, dep)
		for _, x := range slices.Clone(callee.exits) {
			s.answer(dep, callee, x)
		}
		for i := range callee.hits {
			s.relay(dep, callee, i)
		}
	}
}

// parameter is the parameter that an argument becomes.
func parameter(fn *flow.Func, c *flow.Call, index int) flow.Node {
	if index < len(c.Names) && c.Names[index] != "" {
		if i := slices.Index(fn.Names, c.Names[index]); i >= 0 {
			return fn.Params[i]
		}
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
func (s *solver) leave(e *exploration, f fact) {
	if !s.opts.Interprocedural {
		return
	}
	g := s.p.graph(f.g)
	fi := g.Values[f.node].Func
	fn := &g.Funcs[fi]
	x := exit{fact: f}
	switch {
	case f.node == fn.Return:
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
		if g.Values[e.entry.node].Func != fi || e.entry.g != f.g {
			return
		}
		e.exits = append(e.exits, x)
		for _, d := range slices.Clone(e.deps) {
			s.answer(d, e, x)
		}
		return
	}
	for _, cr := range s.p.callers(ref{f.g, fi}) {
		s.add(e, s.outside(cr, fn, x), pred{from: f})
	}
}

// outside is an exit as the caller sees it.
func (s *solver) outside(cr callRef, fn *flow.Func, x exit) fact {
	c := &s.p.graph(cr.g).Calls[cr.c]
	out := fact{g: cr.g, path: x.fact.path, label: x.fact.label}
	switch x.kind {
	case exitReturn:
		out.node = c.Result
	case exitSelf:
		out.node = c.RecvOut
		if c.Kind == flow.Constructor {
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
	g := s.p.graph(x.fact.g)
	fn := &g.Funcs[g.Values[x.fact.node].Func]
	s.add(d.e, s.outside(d.call, fn, x), pred{from: d.at, via: callee, exit: x.fact})
}

// hit notes a sink and tells those that wait.
func (s *solver) hit(e *exploration, h hit) {
	for i := range e.hits {
		if o := &e.hits[i]; o.g == h.g && o.sink == h.sink && o.l == h.l {
			return
		}
	}
	e.hits = append(e.hits, h)
	for _, d := range slices.Clone(e.deps) {
		s.relay(d, e, len(e.hits)-1)
	}
}

// relay tells a caller of a sink in its callee.
func (s *solver) relay(d dependent, callee *exploration, i int) {
	h := callee.hits[i]
	s.hit(d.e, hit{g: h.g, sink: h.sink, at: d.at, via: callee, deep: i, l: h.l})
}

// report turns the sinks that the sources reached into findings, one for each
// sink, in the order of the source text.
func (s *solver) report(root *exploration) []Finding {
	type id struct {
		g    int32
		sink int
	}
	labels := map[id]uint64{}
	first := map[id]*hit{}
	var order []id
	for i := range root.hits {
		h := &root.hits[i]
		k := id{h.g, h.sink}
		if first[k] == nil {
			first[k] = h
			order = append(order, k)
		}
		labels[k] |= 1 << h.l
	}
	var out []Finding
	for _, k := range order {
		sink := &s.marks[k.g].Sinks[k.sink]
		if holds := need(s.opts.SinkNeeds, sink.Spec); holds != nil && !holds(labels[k]) {
			continue
		}
		f := Finding{Graph: k.g, Sink: sink}
		s.trace(root, first[k], &f.Steps, 0)
		f.Steps = append(f.Steps, Step{k.g, sink.Start, sink.End})
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Graph, b.Graph), cmp.Compare(a.Sink.Start, b.Sink.Start), cmp.Compare(a.Sink.End, b.Sink.End))
	})
	return out
}

// maxTrace bounds the steps of one finding.
const maxTrace = 200

// trace writes the way to a hit.
func (s *solver) trace(e *exploration, h *hit, out *[]Step, depth int) {
	s.way(e, h.at, out, depth)
	if h.via != nil && depth < 20 {
		s.trace(h.via, &h.via.hits[h.deep], out, depth+1)
	}
}

// way writes the steps to a fact, from where its exploration began.
func (s *solver) way(e *exploration, f fact, out *[]Step, depth int) {
	var chain []fact
	var whys []pred
	for len(chain) < maxTrace {
		w := e.facts[f]
		chain = append(chain, f)
		whys = append(whys, w)
		if w.from.node == flow.None {
			break
		}
		f = w.from
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if v := whys[i].via; v != nil && depth < 20 && len(*out) < maxTrace {
			s.way(v, whys[i].exit, out, depth+1)
		}
		d := &s.p.graph(chain[i].g).Values[chain[i].node]
		if d.End > d.Start && len(*out) < maxTrace {
			*out = append(*out, Step{chain[i].g, d.Start, d.End})
		}
	}
}
