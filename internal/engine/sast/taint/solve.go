package taint

import (
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

// Each calls f for every node that is marked.
func (m *Marks) Each(f func(*flow.Node)) {
	for i := range m.Sources {
		f(&m.Sources[i].Node)
	}
	for i := range m.Sinks {
		for k := range m.Sinks[i].Nodes {
			f(&m.Sinks[i].Nodes[k])
		}
	}
	for i := range m.Blocked {
		f(&m.Blocked[i])
	}
	for i := range m.Propagators {
		f(&m.Propagators[i].From)
		f(&m.Propagators[i].To)
	}
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

// Rule is one taint rule: what it sees in each file, in the order of the
// project's graphs, nil where it sees nothing, and how it wants data to be
// followed.
type Rule struct {
	Marks []*Marks
	Options
}

// Options say how a rule wants data to be followed.
type Options struct {
	SafeNumbers   bool // numbers and booleans carry nothing
	SafeFunctions bool // calls of unknown functions return nothing of their arguments
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

// Batch is how many rules are solved together at most.
const Batch = 64

// maxFacts bounds the work of one batch.
const maxFacts = 12_000_000

// ManySources is from where on a rule's sinks are looked at first.
const ManySources = 3000

// set is a set of the batch's rules.
type set uint64

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

// arrival is a way to a fact, for the rules that came by it first.
type arrival struct {
	path  pathID
	rules set
	pred
}

// place is a node under a label.
type place uint64

func (f *fact) place() place { return place(f.g)<<40 | place(f.label)<<32 | place(uint32(f.node)) }

// held is what a place holds: the ways to it, in the order of their coming.
type held struct {
	ways  []arrival
	paths []pathRules // for which rules each path is held
}

type pathRules struct {
	path  pathID
	rules set
}

// rules are those for which a path is held.
func (h *held) rules(path pathID) set {
	for i := range h.paths {
		if h.paths[i].path == path {
			return h.paths[i].rules
		}
	}
	return 0
}

// hold notes a path for rules.
func (h *held) hold(path pathID, rules set) {
	for i := range h.paths {
		if h.paths[i].path == path {
			h.paths[i].rules |= rules
			return
		}
	}
	h.paths = append(h.paths, pathRules{path, rules})
}

// exploration is the search from the sources, or from one entry of a function.
type exploration struct {
	entry fact
	root  bool
	held  map[place]*held
	exits []exit
	away  map[fact]set // what got out by variables that functions share
	hits  []hit
	deps  []dependent
}

// exit is a fact that leaves a function.
type exit struct {
	fact  fact
	rules set
	kind  exitKind
	arg   int
	to    fact // of exitAway: where it arrives, whoever called
}

type exitKind uint8

const (
	exitReturn exitKind = iota
	exitArg
	exitSelf
	exitAway
)

// hit is a sink that was reached: here, or in a function that is called.
type hit struct {
	rule int
	g    int32
	sink int
	at   fact         // in this exploration: the sink's node, or the argument
	via  *exploration // the callee's
	deep int          // index of the callee's hit
	l    int16
}

// dependent waits for what a summary says.
type dependent struct {
	e     *exploration
	at    fact
	call  callRef
	rules set
}

// sinkRef is a sink of a rule in a file.
type sinkRef struct {
	rule, index int
}

// extra is an edge that rules add.
type extra struct {
	to    flow.Node
	rules set
}

// way is how a path first came to be held for a rule.
func (h *held) way(path pathID, rule int) pred {
	for i := range h.ways {
		if w := &h.ways[i]; (w.path == path || w.path == 0) && w.rules&(1<<rule) != 0 {
			return w.pred
		}
	}
	return pred{}
}

// solver is one run of a batch of rules over the project. All rules are
// followed at once: every fact says for which of them it holds.
type solver struct {
	p         *Project
	rules     []Rule
	crossing  bool // calls are answered by the functions they mean
	numbers   set  // rules to which numbers carry nothing
	functions set

	sinks     []map[flow.Node][]sinkRef
	blocked   []map[flow.Node]set
	props     []map[flow.Node][]extra
	backProps []map[flow.Node][]extra
	active    set // rules that have sources and sinks
	sliced    set // rules with so many sources that looking back from the sinks is quicker
	within    *slice
	relabel   []map[flow.Node][]sinkRef
	entries   map[fact]*exploration
	queue     []work
	spent     int
	exhausted bool
}

type work struct {
	e     *exploration
	f     fact
	rules set
}

// Solve finds, for each of at most Batch rules, every sink that data from a
// source reaches. Without interprocedural, calls of functions of the project
// are as unknown as others.
func (p *Project) Solve(rules []Rule, interprocedural bool) (findings [][]Finding, exhausted bool) {
	n := len(p.Graphs)
	s := &solver{
		p: p, rules: rules, crossing: interprocedural, entries: map[fact]*exploration{},
		sinks: make([]map[flow.Node][]sinkRef, n), blocked: make([]map[flow.Node]set, n),
		props: make([]map[flow.Node][]extra, n), backProps: make([]map[flow.Node][]extra, n), relabel: make([]map[flow.Node][]sinkRef, n),
	}
	for r := range rules {
		if rules[r].SafeNumbers {
			s.numbers |= 1 << r
		}
		if rules[r].SafeFunctions {
			s.functions |= 1 << r
		}
		sources, sinks := 0, 0
		for g, m := range rules[r].Marks {
			if m != nil {
				s.mark(r, g, m)
				sources, sinks = sources+len(m.Sources), sinks+len(m.Sinks)
			}
		}
		if sources > 0 && sinks > 0 {
			s.active |= 1 << r
			if sources > ManySources && sources > 4*sinks {
				s.sliced |= 1 << r
			}
		}
	}
	s.within = s.slice()
	root := &exploration{root: true, held: map[place]*held{}}
	for g := range n {
		for r := range rules {
			m := rules[r].Marks[g]
			if m == nil {
				continue
			}
			for i := range m.Sources {
				src := &m.Sources[i]
				// What is clean as it comes is no source.
				if need(rules[r].SourceNeeds, src.Spec) == nil && s.blocked[g][src.Node]&(1<<r) == 0 {
					s.add(root, fact{g: int32(g), node: src.Node, label: src.Label}, 1<<r, pred{})
				}
			}
		}
	}
	s.run()
	return s.report(root), s.exhausted
}

// mark enters what a rule sees in a file.
func (s *solver) mark(r, g int, m *Marks) {
	if s.sinks[g] == nil {
		s.sinks[g], s.blocked[g] = map[flow.Node][]sinkRef{}, map[flow.Node]set{}
		s.props[g], s.relabel[g], s.backProps[g] = map[flow.Node][]extra{}, map[flow.Node][]sinkRef{}, map[flow.Node][]extra{}
	}
	for i := range m.Sinks {
		for _, n := range m.Sinks[i].Nodes {
			s.sinks[g][n] = append(s.sinks[g][n], sinkRef{r, i})
		}
	}
	for _, n := range m.Blocked {
		s.blocked[g][n] |= 1 << r
	}
	for _, x := range m.Propagators {
		s.props[g][x.From] = append(s.props[g][x.From], extra{x.To, 1 << r})
		s.backProps[g][x.To] = append(s.backProps[g][x.To], extra{x.From, 1 << r})
	}
	for i := range m.Sources {
		if src := &m.Sources[i]; need(s.rules[r].SourceNeeds, src.Spec) != nil {
			s.relabel[g][src.Node] = append(s.relabel[g][src.Node], sinkRef{r, i})
		}
	}
}

// known are the rules for which a fact holds.
func (e *exploration) known(f fact) set {
	if h := e.held[f.place()]; h != nil {
		return h.rules(f.path)
	}
	return 0
}

// add notes a fact for some rules.
func (s *solver) add(e *exploration, f fact, rules set, why pred) {
	if rules &= s.active; rules&s.sliced != 0 {
		rules &^= s.sliced &^ s.within.rules(f.g, f.node)
	}
	if rules == 0 {
		return
	}
	// A graph that a cache has spoilt holds nothing.
	if f.node == flow.None || int(f.node) >= len(s.p.graph(f.g).Values) {
		return
	}
	if why.from.node != flow.None && s.blocked[f.g] != nil {
		rules &^= s.blocked[f.g][f.node]
	}
	if s.p.Graphs[f.g].Values[f.node].Number {
		rules &^= s.numbers
	}
	if rules == 0 {
		return
	}
	h := e.held[f.place()]
	if h == nil {
		h = &held{}
		e.held[f.place()] = h
	}
	// The whole value covers its parts.
	own := h.rules(f.path)
	if rules &^= own | h.rules(0); rules == 0 {
		return
	}
	if f.path != 0 && own == 0 {
		if len(h.paths) >= maxParts {
			f.path = 0
			if rules &^= h.rules(0); rules == 0 {
				return
			}
		}
	}
	if s.spent++; s.spent > maxFacts {
		s.exhausted = true
		return
	}
	h.hold(f.path, rules)
	h.ways = append(h.ways, arrival{f.path, rules, why})
	s.queue = append(s.queue, work{e, f, rules})
}

func (s *solver) run() {
	for at := 0; at < len(s.queue); at++ {
		w := s.queue[at]
		s.step(w.e, w.f, w.rules)
		if at > 1<<16 && at > len(s.queue)/2 {
			s.queue = append(s.queue[:0], s.queue[at+1:]...)
			at = -1
		}
	}
}

// step follows the edges that leave a fact.
func (s *solver) step(e *exploration, f fact, rules set) {
	g := s.p.graph(f.g)
	why := pred{from: f}
	for _, ref := range s.sinks[f.g][f.node] {
		if s.p.paths.inKeys(f.path) {
			break // a map is not what its keys are
		}
		if rules&(1<<ref.rule) != 0 && !s.reported(e, f, ref.rule, true) {
			s.hit(e, hit{rule: ref.rule, g: f.g, sink: ref.index, at: f, l: f.label})
		}
	}
	for _, ref := range s.relabel[f.g][f.node] {
		if rules&(1<<ref.rule) == 0 {
			continue
		}
		r := &s.rules[ref.rule]
		src := &r.Marks[f.g].Sources[ref.index]
		if need(r.SourceNeeds, src.Spec)(s.labels(e, f, ref.rule)) {
			to := f
			to.label, to.path = src.Label, 0
			s.add(e, to, 1<<ref.rule, why)
		}
	}
	for _, x := range s.props[f.g][f.node] {
		s.add(e, fact{f.g, x.to, f.path, f.label}, rules&x.rules, why)
	}
	if s.crossing {
		for t := range s.p.twins(f.g, f.node) {
			s.away(e, fact{t.g, t.node, f.path, f.label}, rules, f)
		}
	}
	for edge := range g.Out(f.node) {
		if edge.Op == flow.Arg {
			s.enter(e, f, rules, callRef{f.g, edge.Key}, int(edge.Index))
			continue
		}
		on := rules
		if edge.Op == flow.Stay {
			if s.replaced(callRef{f.g, edge.Guard}, int(edge.Index)) {
				continue
			}
		} else if edge.Guard >= 0 {
			if s.crossing && len(s.p.resolve(callRef{f.g, edge.Guard})) > 0 {
				continue
			}
			if edge.Op == flow.Collect {
				on &^= s.functions
			}
		}
		key := int32(0)
		switch edge.Op {
		case flow.Store, flow.Load, flow.Kill, flow.Shift:
			key = s.p.keys[f.g][edge.Key]
		}
		if path, ok := s.p.paths.apply(edge.Op, key, f.path); ok && on != 0 {
			to := fact{f.g, edge.To, path, f.label}
			if g.Values[edge.To].Func != g.Values[f.node].Func {
				s.away(e, to, on, f) // by a variable around a function
			} else {
				s.add(e, to, on, why)
			}
		}
	}
	s.leave(e, f, rules)
}

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

// labels are the labels that a node has for a rule in an exploration.
func (s *solver) labels(e *exploration, f fact, rule int) uint64 {
	out := uint64(0)
	for l := range int16(64) {
		x := f
		x.label = l
		if e.known(x)&(1<<rule) != 0 {
			out |= 1 << l
		}
	}
	return out
}

// enter hands an argument to the functions that a call may mean.
func (s *solver) enter(e *exploration, f fact, rules set, cr callRef, index int) {
	if !s.crossing {
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
		if to == flow.None || s.idle(t.g, to) {
			continue
		}
		in := fact{t.g, to, s.p.paths.cut(f.path, maxEntry), f.label}
		if index >= 0 && fn.Rest && to == fn.Params[len(fn.Params)-1] {
			in.path = s.p.paths.push(f.path, s.p.paths.any)
		}
		callee := s.entries[in]
		if callee == nil {
			callee = &exploration{entry: in, held: map[place]*held{}}
			s.entries[in] = callee
			s.add(callee, in, ^set(0), pred{})
		}
		dep := dependent{e, f, cr, rules}
		if i := slices.IndexFunc(callee.deps, func(d dependent) bool { return d.e == e && d.at == f && d.call == cr }); i >= 0 {
			callee.deps[i].rules |= rules
		} else {
			callee.deps = append(callee.deps, dep)
		}
		for _, x := range slices.Clone(callee.exits) {
			s.answer(dep, callee, x)
		}
		for i := range callee.hits {
			s.relay(dep, callee, i)
		}
	}
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

// hit notes a sink and tells those that wait.
func (s *solver) hit(e *exploration, h hit) {
	for i := range e.hits {
		if o := &e.hits[i]; o.rule == h.rule && o.g == h.g && o.sink == h.sink && o.l == h.l {
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
	if s.reported(d.e, d.at, h.rule, false) {
		return
	}
	if d.rules&(1<<h.rule) != 0 {
		s.hit(d.e, hit{rule: h.rule, g: h.g, sink: h.sink, at: d.at, via: callee, deep: i, l: h.l})
	}
}
