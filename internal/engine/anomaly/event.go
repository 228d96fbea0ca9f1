package anomaly

import (
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// event is a move of one node's series: a candidate.
type event struct {
	node int32
	kind assay.AnomalyKind
	// from is the first day, to the last, by index; settle is where a climb ends.
	from, settle, to int
	ongoing          bool
	up               bool
	// z is how many standard deviations it stands out.
	z float64
}

// level says that it changed the level of a series, where a spike passes.
func (e *event) level() bool { return e.kind != assay.AnomalySpike }

// whole says that it is from nothing or to nothing.
func (e *event) whole() bool {
	return e.kind == assay.AnomalyNew || e.kind == assay.AnomalyVanished
}

// certainZ stands for moves that no noise explains: from nothing, to nothing.
const certainZ = 30

// events of a node.
func (c *cube) events(id int32, p *profile) []event {
	n := &c.nodes[id]
	var out []event
	var moved []change
	for _, s := range p.spans {
		if s.steady {
			changes := levels(p, s)
			moved = append(moved, changes...)
			out = append(out, tell(p, changes, s, c.days)...)
		}
	}
	for _, e := range spikes(p, n.cost, c.bill.First) {
		if !slices.ContainsFunc(moved, func(ch change) bool { return ch.swallows(p, e) }) {
			out = append(out, e)
		}
	}
	out = append(out, presence(p, n.cost, c.days)...)
	for i := range out {
		out[i].node = id
	}
	return out
}

const (
	// newAfter is how many days of history something must be missing from to be new.
	newAfter = 14
	// shortAfter is the same for what lasts some days only, for it may come each month.
	shortAfter = 35
	// newRun is how many days new spend must last.
	newRun = 3
	// knownFor is how many days something must have been there to vanish.
	knownFor = 28
	// goneFor is how many days it must be away, if it comes back.
	goneFor = 30
)

// presence finds spend that begins and spend that ends.
func presence(p *profile, cost []float64, days int) []event {
	var out []event
	pause := p.pause()
	for i, s := range p.spans {
		last := i == len(p.spans)-1
		next := days
		if !last {
			next = p.spans[i+1].from
		}
		if !s.steady {
			continue
		}
		if i == 0 && s.from >= max(newAfter, 2*pause) && s.active >= newRun {
			e := event{kind: assay.AnomalyNew, from: s.from, settle: s.from, to: s.to, up: true, z: certainZ, ongoing: last && days-1-s.to < silence}
			if s.to-s.from < 7 && !e.ongoing {
				e.kind = assay.AnomalySpike
			}
			if e.level() || s.from >= shortAfter {
				out = append(out, e)
			}
		}
		away := next - 1 - s.to
		long := max(silence, 3*s.gap, 2*pause)
		if !last {
			long = max(goneFor, 2*pause)
		}
		if s.to-s.from+1 >= knownFor && away >= long && (i > 0 || s.from < newAfter || s.to-s.from >= 2*knownFor) {
			out = append(out, event{kind: assay.AnomalyVanished, from: s.to + 1, settle: s.to + 1, to: next - 1, z: certainZ, ongoing: last})
		}
	}
	return out
}

// pause is the usual number of days between spans, of a series that pauses
// again and again; 0 of others.
func (p *profile) pause() int {
	if len(p.spans) < 4 {
		return 0
	}
	var v []float64
	for i := 1; i < len(p.spans); i++ {
		v = append(v, float64(p.spans[i].from-p.spans[i-1].to-1))
	}
	return int(median(v))
}

const (
	// leastSpike is the least ratio, as a logarithm, that a spike's best day has.
	leastSpike = 0.3
	// longestSpike is how many days a spike may last.
	longestSpike = 21
)

// spikes finds short runs of days above what was to be expected.
func spikes(p *profile, cost []float64, first int) []event {
	var out []event
	for _, s := range p.spans {
		if !s.steady {
			out = append(out, sparse(s, cost, first)...)
			continue
		}
		low := max(2.5*p.sigma, 0.1)
		for t := s.from; t <= s.to; t++ {
			if excess(p, cost, t) <= low {
				continue
			}
			e := event{kind: assay.AnomalySpike, from: t, to: t, up: true}
			n, sum, best := 0.0, 0.0, 0.0
			for quiet := 0; t <= s.to && quiet < 2; t++ {
				x := excess(p, cost, t)
				switch {
				case x > low:
					n, sum, best, quiet, e.to = n+1, sum+x, max(best, x), 0, t
				case p.factor[t] > 0:
					quiet++
				}
			}
			e.settle, e.z = e.to, sum/p.noise(n)
			e.ongoing = e.to == len(cost)-1
			if best >= leastSpike && e.to-e.from < longestSpike && !p.late(cost, e) && !p.recurs(cost, first, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// excess is the logarithm of a day's cost over what was to be expected; on a
// day off, of both together over what a day costs.
func excess(p *profile, cost []float64, t int) float64 {
	switch {
	case p.base[t] <= tiny || math.IsNaN(p.base[t]) || cost[t] <= tiny:
		return 0
	case p.factor[t] <= 0:
		busy := 1.0
		for d := max(0, t-6); d <= min(len(cost)-1, t+6); d++ {
			busy = max(busy, p.factor[d])
		}
		return math.Log1p(cost[t] / p.base[t] / p.dip[t] / busy)
	}
	return math.Log(cost[t] / p.expected(t))
}

// late says that a spike is what was missing in the days around it.
func (p *profile) late(cost []float64, e event) bool {
	extra := 0.0
	for t := e.from; t <= e.to; t++ {
		extra += cost[t] - p.expected(t)
	}
	lack := 0.0
	for t := max(0, e.from-5); t <= min(len(cost)-1, e.to+3); t++ {
		// In a time of little, little is no lack.
		if x := p.level(t) * min(p.dip[t], p.dip[e.from]); cost[t] < 0.7*x {
			lack += x - cost[t]
		}
	}
	return lack >= 0.6*extra
}

// recurs says that a spike comes back every month, quarter or year.
func (p *profile) recurs(cost []float64, first int, e event) bool {
	peak := e.from
	for t := e.from; t <= e.to; t++ {
		if cost[t]-p.plain(t) > cost[peak]-p.plain(peak) {
			peak = t
		}
	}
	size := cost[peak] - p.plain(peak)
	return recurring(first+peak, func(day int) (float64, bool) {
		t := day - first
		if t < 0 || t >= len(cost) || t >= e.from-3 && t <= e.to+3 {
			return 0, false
		}
		return (cost[t] - p.plain(t)) / size, true
	})
}

// sparse finds, among days that have cost now and then, those that are far
// beyond the others.
func sparse(s span, cost []float64, first int) []event {
	var v, all []float64
	for t := s.from; t <= s.to; t++ {
		if cost[t] > tiny {
			v = append(v, math.Log(cost[t]))
		}
	}
	if len(v) < 8 {
		return nil
	}
	mid := medianOf(v)
	for _, x := range v {
		all = append(all, math.Abs(x-mid))
	}
	slices.Sort(all)
	sigma := max(0.25, madSD*all[len(all)/2], quantile(all, 0.9)/1.64)
	var out []event
	for t := s.from; t <= s.to; t++ {
		if cost[t] <= tiny {
			continue
		}
		// What days before lack may come late.
		share := 1.0
		for d := t - 1; d >= s.from && t-d <= longestLate && cost[d] <= tiny; d-- {
			share++
		}
		e := event{kind: assay.AnomalySpike, from: t, settle: t, to: t, up: true, z: (math.Log(cost[t]/share) - mid) / sigma, ongoing: t == len(cost)-1}
		if e.z > 4 && !recurring(first+t, func(day int) (float64, bool) {
			i := day - first
			if i < 0 || i >= len(cost) || i == t {
				return 0, false
			}
			return cost[i] / cost[t], true
		}) {
			out = append(out, e)
		}
	}
	return out
}
