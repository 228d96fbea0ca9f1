package taint

import "github.com/assay-dev/assay/internal/engine/sast/flow"

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
