package anomaly

import (
	"math"

	"github.com/assay-dev/assay/internal/assay"
)

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
			sum += p.level(t)
		}
	}
	return sum / float64(hi-lo+1)
}
