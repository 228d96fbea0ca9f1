package allocate

import (
	"math/bits"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// column is one key's values, by number, each with the direct rules that accept it.
type column struct {
	key     assay.CostKey
	ids     map[string]int32
	values  []string
	accepts [][]uint64 // by value: a bit for each rule
	targets []int32    // by value: the target of this name, or -1 while nobody asked
	rules   []int      // that name the key
	any     []uint64   // all rules, for values of keys that no rule names
}

// matcher finds the first direct rule that takes a charge. Each pattern is held
// against each distinct value once.
type matcher struct {
	rules   []Direct // and what pools are shared like
	direct  int      // how many are direct rules
	words   int
	columns []*column
	found   []uint64
}

func newMatcher(r *Rules) *matcher {
	m := &matcher{rules: r.matched(), direct: len(r.Direct)}
	m.words = (len(m.rules) + 63) / 64
	m.found = make([]uint64, m.words)
	for _, k := range r.Needs() {
		c := &column{key: k, ids: map[string]int32{}, any: make([]uint64, m.words)}
		for w := range c.any {
			c.any[w] = ^uint64(0)
		}
		for i := range m.rules {
			if m.rules[i].names(k) {
				c.rules = append(c.rules, i)
			}
		}
		m.columns = append(m.columns, c)
	}
	return m
}

// id is the number of a value.
func (m *matcher) id(c *column, value string) int32 {
	if id, ok := c.ids[value]; ok {
		return id
	}
	id := int32(len(c.values))
	c.ids[value] = id
	c.values = append(c.values, value)
	c.targets = append(c.targets, -1)
	accepts := c.any
	if len(c.rules) > 0 {
		accepts = slices.Clone(c.any)
		for _, i := range c.rules {
			if !m.rules[i].accepts(c.key, value) {
				accepts[i/64] &^= 1 << (i % 64)
			}
		}
	}
	c.accepts = append(c.accepts, accepts)
	return id
}

// names says whether a rule depends on a key.
func (d *Direct) names(key assay.CostKey) bool {
	return d.By == key || slices.ContainsFunc(d.Where, func(c Condition) bool { return c.Key == key })
}

// accepts says whether a value of one key lets a rule match.
func (d *Direct) accepts(key assay.CostKey, value string) bool {
	if d.By == key && value == "" {
		return false
	}
	for _, c := range d.Where {
		if c.Key == key && !matches(c.Patterns, value) {
			return false
		}
	}
	return true
}

// first is the first direct rule that accepts a value of each column; -1 for none.
func (m *matcher) first(ids []int32) int {
	for w := range m.found {
		m.found[w] = ^uint64(0)
	}
	for i, c := range m.columns {
		for w, a := range c.accepts[ids[i]] {
			m.found[w] &= a
		}
	}
	for w, f := range m.found {
		if f != 0 {
			if i := w*64 + bits.TrailingZeros64(f); i < m.direct {
				return i
			}
			return -1
		}
	}
	return -1
}

// also says whether rule i, after the direct ones, accepts what first was asked for.
func (m *matcher) also(i int) bool { return m.found[i/64]&(1<<(i%64)) != 0 }
