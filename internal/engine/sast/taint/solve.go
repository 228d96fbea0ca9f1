package taint

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// Batch is how many rules are solved together at most.
const Batch = 64

// maxFacts bounds the work of one batch.
const maxFacts = 12_000_000

// maxHits bounds the sinks that functions are known to reach, each counted for
// every function that reaches it: functions that call each other in a circle
// reach all that any of them does.
const maxHits = 1_000_000

func (f *fact) place() place { return place(f.g)<<40 | place(f.label)<<32 | place(uint32(f.node)) }

// exploration is the search from the sources, or from one entry of a function.
type exploration struct {
	entry fact
	root  bool
	held  map[place]*held
	exits []exit
	away  map[fact]set // what got out by variables that functions share
	hits  []hit
	hit   map[hitKey]bool // what is in hits
	deps  []dependent
	dep   map[depKey]int // where in deps
}

// hitKey tells hits apart.
type hitKey struct {
	rule, sink int
	g          int32
	l          int16
}

// depKey tells dependents apart.
type depKey struct {
	e    *exploration
	at   fact
	call callRef
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
	sliced    set // rules that are looked at from the sinks first
	within    *slice
	relabel   []map[flow.Node][]sinkRef
	entries   map[fact]*exploration
	reads     []read
	readings  map[read]int32
	reading   map[readKey][]read
	queue     []work
	spent     int
	hits      int
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
		p: p, rules: rules, crossing: interprocedural, entries: map[fact]*exploration{}, readings: map[read]int32{}, reading: map[readKey][]read{},
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
			if Backward(sources, sinks) {
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
		if edge.Op == flow.Load && s.crossing {
			for t, cr := range s.getters(read{f.g, f.node, edge.To}, key) {
				s.enterAt(e, f, on, cr, t, s.p.Graphs[t.g].Funcs[t.f].Self, f.path)
			}
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

// hit notes a sink and tells those that wait.
func (s *solver) hit(e *exploration, h hit) {
	k := hitKey{h.rule, h.sink, h.g, h.l}
	if e.hit[k] {
		return
	}
	if s.hits++; s.hits > maxHits {
		s.exhausted = true
		return
	}
	if e.hit == nil {
		e.hit = map[hitKey]bool{}
	}
	e.hit[k] = true
	e.hits = append(e.hits, h)
	for _, d := range slices.Clone(e.deps) {
		s.relay(d, e, len(e.hits)-1)
	}
}
