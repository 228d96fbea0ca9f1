package taint

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// pathID is an access path: 0 the whole value, else a key and the path under
// it.
type pathID int32

// Bounds of access paths: what lies deeper is the whole value there, and a
// value of which very many parts hold something is taken as a whole.
const (
	maxPath  = 3
	maxEntry = 2  // when a path goes into a function
	maxParts = 12 // paths of one node
)

type paths struct {
	names map[string]int32
	keys  []string
	cells []cell // cells[0] is the empty path
	index map[cell]pathID
	any   int32
	// mapKeys is the key of a map's keys: no element has it.
	mapKeys int32
}

// cell is the outermost key and the path under it.
type cell struct {
	key  int32
	rest pathID
}

func newPaths() *paths {
	p := &paths{names: map[string]int32{}, cells: make([]cell, 1), index: map[cell]pathID{}}
	p.any, p.mapKeys = p.key(flow.AnyKey), p.key(flow.KeysKey)
	return p
}

func (p *paths) key(s string) int32 {
	if k, ok := p.names[s]; ok {
		return k
	}
	k := int32(len(p.keys))
	p.keys = append(p.keys, s)
	p.names[s] = k
	return k
}

// inKeys says whether a path leads to a map's keys.
func (p *paths) inKeys(x pathID) bool { return x != 0 && p.cells[x].key == p.mapKeys }

func (p *paths) depth(x pathID) int {
	n := 0
	for ; x != 0; x = p.cells[x].rest {
		n++
	}
	return n
}

// push puts a path under a key.
func (p *paths) push(x pathID, key int32) pathID {
	if p.depth(x) >= maxPath {
		x = p.cut(x, maxPath-1)
	}
	c := cell{key, x}
	if id, ok := p.index[c]; ok {
		return id
	}
	p.cells = append(p.cells, c)
	id := pathID(len(p.cells) - 1)
	p.index[c] = id
	return id
}

// cut keeps the outer n keys of a path.
func (p *paths) cut(x pathID, n int) pathID {
	if n == 0 || x == 0 {
		return 0
	}
	c := p.cells[x]
	return p.push(p.cut(c.rest, n-1), c.key)
}

// apply is what an edge does to a path, and whether anything goes on.
func (p *paths) apply(op flow.Op, key int32, x pathID) (pathID, bool) {
	switch op {
	case flow.Store:
		return p.push(x, key), true
	case flow.Load:
		if x == 0 {
			return 0, true
		}
		if c := p.cells[x]; c.key == key || c.key != p.mapKeys && key != p.mapKeys && (key == p.any || c.key == p.any) {
			return c.rest, true
		}
		return 0, false
	case flow.Kill:
		if x != 0 && p.cells[x].key == key {
			return 0, false
		}
	case flow.Shift:
		if x == 0 {
			return 0, true
		}
		i, err1 := strconv.Atoi(p.keys[key])
		j, err2 := strconv.Atoi(p.keys[p.cells[x].key])
		if err1 != nil || err2 != nil || j < i {
			return x, true
		}
		if i == j {
			return 0, false
		}
		return p.push(p.cells[x].rest, p.key(strconv.Itoa(j-1))), true
	case flow.Collect:
		return 0, true
	}
	return x, true
}
