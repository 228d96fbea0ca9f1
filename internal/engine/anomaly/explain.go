package anomaly

import (
	"cmp"
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

const (
	// leastRatio is the least relative move of an alert's node.
	leastRatio = 0.15
	// faintZ is how far a move stands out in a node's series at least.
	faintZ = 2.5
	// wholeShare is how much of a node must begin or end for it to be new or vanished.
	wholeShare = 0.8
)

// explain finds the node whose leaves' moves one ratio explains best, among
// those that the leaves that moved most belong to; negative for none.
func (r *resolver) explain(e event, moves map[int32]move, open []int32) int32 {
	chi := func(l int32) float64 {
		m := moves[l]
		if m.v <= 0 || m.d > 0 != e.up {
			return 0
		}
		return m.d * m.d / m.v
	}
	money := slices.Clone(open)
	slices.SortStableFunc(open, func(a, b int32) int { return cmp.Or(cmp.Compare(chi(b), chi(a)), cmp.Compare(a, b)) })
	slices.SortStableFunc(money, func(a, b int32) int {
		return cmp.Or(cmp.Compare(math.Abs(moves[b].d), math.Abs(moves[a].d)), cmp.Compare(a, b))
	})
	const top = 3
	var nodes []int32
	for _, l := range slices.Concat(open[:min(top, len(open))], money[:min(top, len(money))]) {
		nodes = append(nodes, r.c.at[l]...)
	}
	slices.Sort(nodes)
	best, score := int32(-1), 0.0
	for _, n := range slices.Compact(nodes) {
		if _, ok := r.own(n, e); !ok && e.level() {
			continue
		}
		fit := matched{}
		for _, l := range r.c.nodes[n].leaves {
			m, ok := moves[l]
			if !ok {
				if r.explained(l, e) {
					continue
				}
				if m = r.move(l, e); r.apart(l, e) {
					m.d = 0
				}
				moves[l] = m
			}
			fit.add(m)
		}
		if e.whole() && math.Abs(fit.d) < wholeShare*fit.size {
			continue
		}
		if z := fit.z(); fit.d > 0 == e.up && z > score*1.0001 {
			best, score = n, z
		}
	}
	if score < restZ {
		return -1
	}
	return best
}

// own is the node's own view of an event, and whether it has one. A level that
// changes shows in the node's own series, or the node is not what moved; spikes
// may be lost there among days with and without cost.
func (r *resolver) own(node int32, e event) (event, bool) {
	if e.whole() {
		e.node = node
		return e, true
	}
	best, far, ok := e, 22, false
	best.node = node
	for _, o := range r.byNode[node] {
		limit := far
		if e.level() && (o.kind == assay.AnomalyRamp || e.kind == assay.AnomalyRamp) {
			limit += 18
		}
		if d := abs(o.from - e.from); o.level() == e.level() && o.up == e.up && (o.z > faintZ || !e.level()) && d < limit {
			best, far, ok = o, d, true
		}
	}
	return best, ok
}

// weigh sums an event's money up, and says whether it is worth an alert.
func (r *resolver) weigh(e event) (told, bool) {
	p, cost := r.profiles[e.node], r.c.nodes[e.node].cost
	t := told{event: e}
	seen := 0.0
	before := mean(p, cost, e.from-28, e.from-1)
	for d := e.from; d <= e.to; d++ {
		seen += cost[d]
		if e.level() {
			t.expect += before
		} else {
			t.expect += usual(p, cost, d, e)
		}
	}
	t.impact = seen - t.expect
	if math.Abs(t.impact) < r.o.Floor || t.impact > 0 != e.up {
		return t, false
	}
	if e.level() && !e.whole() && t.expect < 0.05*seen {
		return t, false // there was no level to change
	}
	return t, math.Abs(ratioOf(t.impact, t.expect)) >= leastRatio
}

// cause is the dimension whose value alone explains the move best, among those
// that it takes to name the node.
func (r *resolver) cause(node int32, e event) int {
	best, score := -1, 0.0
	for d := range r.c.bill.Dimensions {
		if r.c.naming(node)>>d&1 == 0 || !r.c.shared(node, d) {
			continue
		}
		fit := matched{}
		for _, l := range r.c.with(r.c.nodes[node].leaves[0], d) {
			fit.add(r.move(l, e))
		}
		if z := fit.z(); best < 0 || z > score*1.001 {
			best, score = d, z
		}
	}
	return best
}
