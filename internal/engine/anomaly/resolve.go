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
	// leafZ is how far a spike of one leaf stands out by its own habit: in the sum
	// with others that may be forgotten.
	leafZ = 5
	// clearZ is how far a move stands out whose day is known well.
	clearZ = 8
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
	r.hush()
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
	e, seen := r.own(best, e)
	if seen && !e.level() && len(r.c.nodes[best].leaves) == 1 && e.z < leafZ {
		return
	}
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
