package taint

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// maxGetters bounds the getters that one member may mean: its object's class
// is not known.
const maxGetters = 2

// read is a member that is read: its object, and its value.
type read struct {
	g        int32
	from, to flow.Node
}

// getters are the functions that reading a member of a name may call, as calls
// of theirs.
func (s *solver) getters(r read, key int32) func(yield func(ref, callRef) bool) {
	return func(yield func(ref, callRef) bool) {
		all := s.p.getters[key]
		if len(all) == 0 {
			return
		}
		var own []ref
		for _, t := range all {
			if sameFamily(s.p.Graphs[t.g].Language, s.p.Graphs[r.g].Language) {
				own = append(own, t)
			}
		}
		if len(own) > maxGetters {
			return
		}
		c, ok := s.readings[r]
		if !ok {
			c = int32(len(s.reads))
			s.reads = append(s.reads, r)
			s.readings[r] = c
		}
		for _, t := range own {
			if !yield(t, callRef{r.g, ^c}) {
				return
			}
		}
	}
}

// readers are the members that may call a getter of a file.
func (s *solver) readers(g int32, name string) []read {
	key := s.p.paths.key(name)
	if all, ok := s.reading[readKey{g, key}]; ok {
		return all
	}
	var all []read
	for i := range s.p.Graphs {
		if !slices.Contains(s.p.keys[i], key) || !sameFamily(s.p.Graphs[i].Language, s.p.Graphs[g].Language) {
			continue
		}
		graph := s.p.graph(int32(i))
		for n := range graph.Values {
			for e := range graph.Out(flow.Node(n)) {
				r := read{int32(i), flow.Node(n), e.To}
				if e.Op != flow.Load || s.p.keys[i][e.Key] != key {
					continue
				}
				for range s.getters(r, key) {
					all = append(all, r)
					break
				}
			}
		}
	}
	s.reading[readKey{g, key}] = all
	return all
}

// readKey is a getter's name, of a file.
type readKey struct{ g, key int32 }
