package taint

import "github.com/assay-dev/assay/internal/engine/sast/flow"

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

// way is how a path first came to be held for a rule.
func (h *held) way(path pathID, rule int) pred {
	for i := range h.ways {
		if w := &h.ways[i]; (w.path == path || w.path == 0) && w.rules&(1<<rule) != 0 {
			return w.pred
		}
	}
	return pred{}
}
