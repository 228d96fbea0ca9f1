package anomaly

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// resolver makes alerts of candidates: one for each move.
type resolver struct {
	c        *cube
	profiles []*profile
	o        Options
	// byNode lists what each node's series shows, chance or not.
	byNode map[int32][]event
	told   []told
	// toldAt lists, by leaf, what was told of it.
	toldAt [][]int32
}

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

func newResolver(c *cube, profiles []*profile, events []event, o Options) *resolver {
	r := &resolver{c: c, profiles: profiles, o: o, byNode: map[int32][]event{}, toldAt: make([][]int32, len(c.leaves))}
	for _, e := range events {
		r.byNode[e.node] = append(r.byNode[e.node], e)
	}
	return r
}

const (
	// restZ is how far what is left after other alerts must stand out.
	restZ = 4.5
	// restShare is how much of a candidate's move must be left then.
	restShare = 0.3
	// leastRatio is the least relative move of an alert's node.
	leastRatio = 0.15
	// faintZ is how far a move stands out in a node's series at least.
	faintZ = 2.5
	// clearZ is how far a move stands out whose day is known well.
	clearZ = 8
	// wholeShare is how much of a node must begin or end for it to be new or vanished.
	wholeShare = 0.8
)

// order sorts candidates: what begins and ends, widest first; then changes of
// level; then spikes.
func (r *resolver) order(e event) int {
	switch e.kind {
	case assay.AnomalyNew, assay.AnomalyVanished:
		return -len(r.c.nodes[e.node].leaves)
	case assay.AnomalySpike:
		return 2
	}
	return 1
}

// resolve goes through the candidates in order, clearest first.
func (r *resolver) resolve(ctx context.Context, events []event) error {
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(r.order(a), r.order(b)), cmp.Compare(b.z, a.z), cmp.Compare(a.node, b.node), cmp.Compare(a.from, b.from))
	})
	for i := range events {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.ask(events[i])
	}
	return nil
}

// ask makes an alert of a candidate unless others explain it.
func (r *resolver) ask(e event) {
	leaves := r.c.nodes[e.node].leaves
	moves := make(map[int32]move, len(leaves))
	all, rest := matched{}, matched{}
	var open []int32
	for _, l := range leaves {
		m := r.move(l, e)
		all.add(m)
		if r.explained(l, e) {
			continue
		}
		if r.apart(l, e) {
			m.d = 0
		}
		rest.add(m)
		moves[l] = m
		open = append(open, l)
	}
	if len(open) == 0 || len(open) < len(leaves) && (rest.z() < restZ || math.Abs(rest.d) < restShare*math.Abs(all.d)) {
		return
	}
	if rest.d > 0 != e.up {
		return
	}
	best := r.explain(e, moves, open)
	if best < 0 {
		return
	}
	e, _ = r.own(best, e)
	if r.known(e) || r.beside(e) {
		return
	}
	t, ok := r.weigh(e)
	if !ok {
		return
	}
	t.silent = r.habitual(e)
	if i := r.sibling(e); i >= 0 {
		r.join(i, t)
		return
	}
	t.cause = r.cause(best, e)
	for _, l := range r.c.nodes[best].leaves {
		r.toldAt[l] = append(r.toldAt[l], int32(len(r.told)))
	}
	r.told = append(r.told, t)
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

// habitual says that a spike is what the leaf that moved most does now and then,
// or every month, or comes late, where another node's series did not show that.
func (r *resolver) habitual(e event) bool {
	seen := func(node int32) bool {
		return slices.ContainsFunc(r.byNode[node], func(o event) bool { return o.from <= e.to && o.to >= e.from })
	}
	if e.level() || seen(e.node) {
		return false
	}
	top, most := int32(-1), 0.0
	for _, l := range r.c.nodes[e.node].leaves {
		if m := r.move(l, e); top < 0 || m.d > most {
			top, most = l, m.d
		}
	}
	if seen(top) {
		return false
	}
	p, cost := r.profiles[top], r.c.nodes[top].cost
	return !steadyAt(p, e.from) || p.late(cost, e) || p.recurs(cost, r.c.bill.First, e)
}

// move is how the cost of a leaf differs after from before.
type move struct {
	d    float64 // after less before
	size float64 // the mean of both
	v    float64 // variance of d
}

// matched collects how well one ratio explains the moves of many leaves.
type matched struct{ ds, ss, d, size float64 }

func (m *matched) add(x move) {
	if x.v > 0 {
		m.ds += x.d * x.size / x.v
		m.ss += x.size * x.size / x.v
		m.d += x.d
		m.size += 2 * x.size
	}
}

// z is how many standard deviations the common ratio stands out.
func (m *matched) z() float64 {
	if m.ss <= 0 {
		return 0
	}
	return math.Abs(m.ds) / math.Sqrt(m.ss)
}

// move compares a leaf in the days of an event with the days before.
func (r *resolver) move(leaf int32, e event) move {
	p, cost := r.profiles[leaf], r.c.nodes[leaf].cost
	var before, after float64
	n := 1.0
	if e.level() {
		n = 14
		before, after = mean(p, cost, e.from-28, e.from-1), 0
		if e.kind == assay.AnomalyVanished || e.kind == assay.AnomalyNew || !e.ongoing || e.settle < r.c.days-14 {
			after = mean(p, cost, e.settle, min(e.settle+13, max(e.to, e.settle+6), r.c.days-1))
		} else {
			after = mean(p, cost, max(e.from, e.to-13), e.to)
		}
	} else {
		n = float64(e.to - e.from + 1)
		for t := e.from; t <= e.to; t++ {
			after += cost[t]
			before += usual(p, cost, t, e)
		}
	}
	m := move{d: after - before, size: (math.Abs(after) + math.Abs(before)) / 2}
	sigma := max(p.sigma, 0.05)
	m.v = m.size * m.size * (sigma*sigma/n + 0.05*0.05)
	if !steadyAt(p, e.from) {
		if spread := p.spread * p.spread; e.level() {
			m.v += spread / n
		} else {
			m.v += spread * n
		}
	}
	return m
}

// steadyAt says whether a day lies in a steady span, or in none.
func steadyAt(p *profile, t int) bool {
	for _, s := range p.spans {
		if t >= s.from && t <= s.to {
			return s.steady
		}
	}
	return true
}

// usual is what a leaf usually costs on a day of an event.
func usual(p *profile, cost []float64, t int, e event) float64 {
	for _, s := range p.spans {
		if s.steady && t >= s.from && t <= s.to && s.to-s.from > 14 {
			return p.expected(t)
		}
	}
	var v []float64
	for _, k := range []int{-28, -21, -14, -7, 7, 14, 21, 28} {
		if i := t + k; i >= 0 && i < len(cost) && (i < e.from-1 || i > e.to+1) {
			v = append(v, cost[i])
		}
	}
	if len(v) == 0 {
		return 0
	}
	return median(v)
}

// mean cost of the days from lo to hi, without spikes and dips; whole weeks
// where there are any.
func mean(p *profile, cost []float64, lo, hi int) float64 {
	lo, hi = max(lo, 0), min(hi, len(cost)-1)
	if n := hi - lo + 1; n > 7 {
		hi -= n % 7
	}
	if hi < lo {
		return 0
	}
	sum := 0.0
	for t := lo; t <= hi; t++ {
		if math.IsNaN(p.e[t]) || math.Abs(p.e[t]) <= 3*p.calm {
			sum += cost[t]
		} else {
			sum += p.expected(t)
		}
	}
	return sum / float64(hi-lo+1)
}

// apart says that a leaf clearly moved too, but at another time: its move is
// another one's.
func (r *resolver) apart(leaf int32, e event) bool {
	if !e.level() || e.whole() {
		return false
	}
	other := false
	for _, o := range r.byNode[leaf] {
		if !o.level() || o.up != e.up || o.z < clearZ {
			continue
		}
		far := 6
		if o.kind == assay.AnomalyRamp || e.kind == assay.AnomalyRamp {
			far = 15
		}
		switch d := abs(o.from - e.from); {
		case d <= far:
			return false
		case d <= 28:
			other = true
		}
	}
	return other
}

// explained says that an alert explains what an event shows at a leaf.
func (r *resolver) explained(leaf int32, e event) bool {
	return slices.ContainsFunc(r.toldAt[leaf], func(i int32) bool { return r.told[i].covers(e) })
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

func abs(n int) int { return max(n, -n) }

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

// naming is the smallest set of dimensions whose values mean just a node's
// leaves, those of the bill before tags.
func (c *cube) naming(node int32) uint64 {
	leaves := c.nodes[node].leaves
	for _, m := range cuboids(len(c.bill.Dimensions)) {
		k := c.key(int(leaves[0]), m)
		if k == "" {
			continue
		}
		n, all := 0, true
		for i := range c.leaves {
			if c.key(i, m) == k {
				n++
			}
		}
		for _, l := range leaves {
			all = all && c.key(int(l), m) == k
		}
		if all && n == len(leaves) {
			return m
		}
	}
	return 1<<len(c.bill.Dimensions) - 1
}

// shared says that all leaves of a node have one value of a dimension.
func (c *cube) shared(node int32, d int) bool {
	leaves := c.nodes[node].leaves
	id := c.ids[leaves[0]][d]
	return c.leaves[leaves[0]].Values[d] != "" && !slices.ContainsFunc(leaves, func(l int32) bool { return c.ids[l][d] != id })
}

// value is that of a node's first leaf in a dimension.
func (c *cube) value(node int32, d int) int32 { return c.ids[c.nodes[node].leaves[0]][d] }

// common says that all leaves of an alert have one value of a dimension.
func (r *resolver) common(t *told, d int) bool {
	return r.c.shared(t.node, d) && !slices.ContainsFunc(t.joined, func(n int32) bool {
		return !r.c.shared(n, d) || r.c.value(n, d) != r.c.value(t.node, d)
	})
}

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
