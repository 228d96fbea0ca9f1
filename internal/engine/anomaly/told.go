package anomaly

import (
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// told is a candidate that became an alert.
type told struct {
	event  // of the node that explains it
	impact float64
	expect float64
	cause  int // dimension
	// joined are other nodes that moved with this one.
	joined []int32
	// silent ones are what a series with cost now and then does: they explain,
	// but are no alert.
	silent bool
}

// covers says that an event lies in the days in which an alert moves things.
func (t *told) covers(e event) bool {
	near := func(lo, hi int) bool { return e.from <= hi && e.settle >= lo }
	switch {
	case !t.level() && !e.level():
		return near(t.from-3, t.to+3)
	case !t.level():
		return near(t.from-7, t.to+21)
	case t.kind == assay.AnomalyRamp && !e.level():
		// A climb leaves days above the running median.
		return near(t.from-7, t.settle+14) || near(t.to-7, t.to+14)
	case t.kind == assay.AnomalyRamp || e.kind == assay.AnomalyRamp:
		return near(t.from-30, t.settle+30) || near(t.to-21, t.to+30)
	}
	return near(t.from-14, t.settle+21) || near(t.to-14, t.to+21)
}

// explained says that an alert explains what an event shows at a leaf.
func (r *resolver) explained(leaf int32, e event) bool {
	return slices.ContainsFunc(r.toldAt[leaf], func(i int32) bool { return r.told[i].covers(e) && !r.beyond(leaf, &r.told[i], e) })
}

const (
	// leastBeyond is how far above both levels of a shift another must be, as a
	// logarithm, for it to be more than that shift.
	leastBeyond = 2 * leastShift
	// spikeBeyond is the same for some days, which are less sure.
	spikeBeyond = math.Ln2
)

// beyond says that a leaf rises to far more than what it was before and after a
// shift: for good after a fall, or for some days.
func (r *resolver) beyond(leaf int32, t *told, e event) bool {
	p, cost := r.profiles[leaf], r.c.nodes[leaf].cost
	switch {
	case t.kind != assay.AnomalyShift || !e.up || e.from <= t.settle:
		return false
	case e.kind == assay.AnomalyShift:
		return !t.up && mean(p, cost, e.settle, e.settle+13) > math.Exp(leastBeyond)*mean(p, cost, t.from-28, t.from-1)
	case e.kind != assay.AnomalySpike:
		return false
	}
	high, spent, factor := 0.0, 0.0, 0.0
	for d := max(0, t.from-14); d <= min(len(cost)-1, t.settle+28); d++ {
		if p.base[d] > high {
			high = p.base[d]
		}
	}
	for d := e.from; d <= e.to; d++ {
		spent, factor = spent+cost[d], factor+p.factor[d]
	}
	return high > 0 && spent > math.Exp(spikeBeyond)*high*factor
}

// known says that alerts explain an event at most leaves of its node.
func (r *resolver) known(e event) bool {
	leaves := r.c.nodes[e.node].leaves
	n := 0
	for _, l := range leaves {
		if r.explained(l, e) {
			n++
		}
	}
	return 2*n > len(leaves)
}

// beside says that an alert began with an event, and shares leaves with it: what
// is left of one move is no second one.
func (r *resolver) beside(e event) bool {
	return slices.ContainsFunc(r.c.nodes[e.node].leaves, func(l int32) bool {
		return slices.ContainsFunc(r.toldAt[l], func(i int32) bool {
			t, far := &r.told[i], 1
			if e.level() {
				far = 4
			}
			if t.kind == assay.AnomalyRamp && e.kind == assay.AnomalyRamp {
				far = 14
			}
			return t.up == e.up && t.level() == e.level() && abs(t.from-e.from) <= far
		})
	})
}

// hush makes alerts silent that are but the end of another: what goes the other
// way, on leaves of its own, when that one ends.
func (r *resolver) hush() {
	for i := range r.told {
		a := &r.told[i]
		if a.kind != assay.AnomalyShift {
			continue
		}
		for _, l := range r.c.nodes[a.node].leaves {
			a.silent = a.silent || slices.ContainsFunc(r.toldAt[l], func(j int32) bool {
				b := &r.told[j]
				return !r.beyond(l, b, a.event) && b.level() && !b.whole() && b.up != a.up && b.settle < a.from && abs(b.to+1-a.from) <= 4
			})
		}
	}
}

// sibling is the alert that an event belongs to though it shares no leaf with it:
// it began on the same days, and has service or SKU and another value in common.
// Negative for none. Spikes are no siblings: their days tell them apart.
func (r *resolver) sibling(e event) int {
	return slices.IndexFunc(r.told, func(t told) bool {
		far := 3
		if t.kind == assay.AnomalyRamp || e.kind == assay.AnomalyRamp {
			far = 8
		}
		if !e.level() || t.silent || t.whole() || e.whole() || t.up != e.up || t.level() != e.level() || abs(t.from-e.from) > far {
			return false
		}
		both, own := 0, false
		for d, name := range r.c.bill.Dimensions {
			if r.c.shared(t.node, d) && r.c.shared(e.node, d) && r.c.value(t.node, d) == r.c.value(e.node, d) {
				both++
				own = own || name == "ServiceName" || name == "SkuId"
			}
		}
		return own && both > 1
	})
}

// join counts what a sibling moved to an alert.
func (r *resolver) join(i int, t told) {
	to := &r.told[i]
	to.impact, to.expect, to.joined = to.impact+t.impact, to.expect+t.expect, append(to.joined, t.node)
	for _, l := range r.c.nodes[t.node].leaves {
		r.toldAt[l] = append(r.toldAt[l], int32(i))
	}
}

// common says that all leaves of an alert have one value of a dimension.
func (r *resolver) common(t *told, d int) bool {
	return r.c.shared(t.node, d) && !slices.ContainsFunc(t.joined, func(n int32) bool {
		return !r.c.shared(n, d) || r.c.value(n, d) != r.c.value(t.node, d)
	})
}
