package anomaly

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// node is a set of leaves that share values, as one series.
type node struct {
	leaves []int32 // ascending
	cost   []float64
	// cuboid says which dimensions it was grouped by.
	cuboid uint64
}

// cube is a bill of one currency with all its nodes.
type cube struct {
	bill     *Bill
	currency string
	leaves   []Series
	// ids are the values of each leaf by dimension, as numbers.
	ids [][]int32
	// nodes: the first len(leaves) are the leaves themselves.
	nodes []node
	// at lists the nodes of each leaf.
	at [][]int32
	// days that count: late ones at the end are cut off.
	days int
	// gone marks days without any cost at all.
	gone []bool
}

// base is how many dimensions are combined with each other; those that follow
// (tags) are combined with one of these at a time.
const base = 4

// cuboids lists the sets of dimensions that are summed by.
func cuboids(n int) []uint64 {
	var out []uint64
	all := uint64(1)<<n - 1
	for m := uint64(1); m < 1<<min(n, base); m++ {
		if m != all && bits.OnesCount64(m) <= 3 {
			out = append(out, m)
		}
	}
	for d := base; d < n; d++ {
		out = append(out, 1<<d)
		for e := range base {
			if m := uint64(1<<d | 1<<e); m != all {
				out = append(out, m)
			}
		}
	}
	slices.SortFunc(out, func(a, b uint64) int {
		if c := bits.OnesCount64(a) - bits.OnesCount64(b); c != 0 {
			return c
		}
		return int(a) - int(b)
	})
	return out
}

// newCube sums the leaves of a currency into nodes. Nodes of the same leaves
// count once, and a cuboid is left out where the nodes would be too many.
func newCube(b *Bill, currency string, most int) *cube {
	c := &cube{bill: b, currency: currency}
	for _, s := range b.Series {
		if s.Currency == currency {
			c.leaves = append(c.leaves, s)
		}
	}
	c.trim()
	c.number()
	seen := map[string]bool{}
	for i := range c.leaves {
		cost := c.leaves[i].Cost[:c.days]
		c.leaves[i].Cost = punctual(cost, profileOf(cost, b.First, c.gone))
		c.add(node{leaves: []int32{int32(i)}, cost: c.leaves[i].Cost, cuboid: 1<<len(b.Dimensions) - 1}, seen)
	}
	for _, m := range cuboids(len(b.Dimensions)) {
		groups, order := map[string][]int32{}, []string{}
		for i := range c.leaves {
			k := c.key(i, m)
			if k == "" {
				continue
			}
			if groups[k] == nil {
				order = append(order, k)
			}
			groups[k] = append(groups[k], int32(i))
		}
		if len(c.nodes)+len(order) > most {
			continue
		}
		for _, k := range order {
			c.add(node{leaves: groups[k], cuboid: m}, seen)
		}
	}
	return c
}

// key names the values of a leaf in some dimensions; empty when a single
// dimension has no value there.
func (c *cube) key(leaf int, m uint64) string {
	var k []byte
	for d := range c.bill.Dimensions {
		if m>>d&1 == 1 {
			if c.leaves[leaf].Values[d] == "" {
				return ""
			}
			k = strconv.AppendInt(append(k, ','), int64(c.ids[leaf][d]), 10)
		}
	}
	return string(k)
}

func (c *cube) add(n node, seen map[string]bool) {
	h := fnv.New128a()
	for _, l := range n.leaves {
		h.Write(binary.LittleEndian.AppendUint32(nil, uint32(l)))
	}
	k := string(h.Sum(nil))
	if seen[k] {
		return
	}
	seen[k] = true
	if n.cost == nil {
		n.cost = make([]float64, c.days)
		for _, l := range n.leaves {
			for t, v := range c.leaves[l].Cost {
				n.cost[t] += v
			}
		}
	}
	for _, l := range n.leaves {
		c.at[l] = append(c.at[l], int32(len(c.nodes)))
	}
	c.nodes = append(c.nodes, n)
}

// number gives each value of a dimension a number.
func (c *cube) number() {
	c.ids, c.at = make([][]int32, len(c.leaves)), make([][]int32, len(c.leaves))
	for i := range c.ids {
		c.ids[i] = make([]int32, len(c.bill.Dimensions))
	}
	for d := range c.bill.Dimensions {
		numbers := map[string]int32{}
		for i, s := range c.leaves {
			n, ok := numbers[s.Values[d]]
			if !ok {
				n = int32(len(numbers))
				numbers[s.Values[d]] = n
			}
			c.ids[i][d] = n
		}
	}
}

// lateDays is how many of the last days may be cut off as incomplete.
const lateDays = 4

// trim cuts off last days whose total is much less than on the days a week
// before, for bills are filled up late, and marks days without any cost.
func (c *cube) trim() {
	c.days = c.bill.Days
	total := make([]float64, c.days)
	for _, s := range c.leaves {
		for t, v := range s.Cost {
			total[t] += v
		}
	}
	for cut := 0; cut < lateDays && c.days > 28; cut++ {
		t := c.days - 1
		usual := median([]float64{total[t-7], total[t-14], total[t-21]})
		if total[t] >= 0.6*usual {
			break
		}
		c.days--
	}
	c.gone = make([]bool, c.days)
	for t := range c.gone {
		c.gone[t] = math.Abs(total[t]) < tiny
	}
}

// naming is the smallest set of dimensions whose values mean just a node's
// leaves; tags are asked where the dimensions before them do not say it.
func (c *cube) naming(node int32) uint64 {
	first := uint64(1)<<min(base, len(c.bill.Dimensions)) - 1
	sets := append(cuboids(len(c.bill.Dimensions)), first)
	slices.SortStableFunc(sets, func(a, b uint64) int { return cmp.Compare(a&^first, b&^first) })
	for _, m := range sets {
		if c.names(node, m) {
			return m
		}
	}
	return 1<<len(c.bill.Dimensions) - 1
}

// names says that the values of some dimensions mean just a node's leaves.
func (c *cube) names(node int32, m uint64) bool {
	leaves := c.nodes[node].leaves
	k := c.key(int(leaves[0]), m)
	if k == "" {
		return false
	}
	n := 0
	for i := range c.leaves {
		if c.key(i, m) == k {
			n++
		}
	}
	return n == len(leaves) && !slices.ContainsFunc(leaves, func(l int32) bool { return c.key(int(l), m) != k })
}

// shared says that all leaves of a node have one value of a dimension.
func (c *cube) shared(node int32, d int) bool {
	leaves := c.nodes[node].leaves
	id := c.ids[leaves[0]][d]
	return c.leaves[leaves[0]].Values[d] != "" && !slices.ContainsFunc(leaves, func(l int32) bool { return c.ids[l][d] != id })
}

// value is that of a node's first leaf in a dimension.
func (c *cube) value(node int32, d int) int32 { return c.ids[c.nodes[node].leaves[0]][d] }

// with lists the leaves that share a leaf's value of a dimension.
func (c *cube) with(leaf int32, d int) []int32 {
	var out []int32
	for i := range c.leaves {
		if c.ids[i][d] == c.ids[leaf][d] {
			out = append(out, int32(i))
		}
	}
	return out
}
