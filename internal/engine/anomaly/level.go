package anomaly

import (
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

const (
	// leastShift is the least change of level, as a logarithm.
	leastShift = 0.17
	// leastRise is the same for a ramp: what climbs by a quarter or so is a season's growth.
	leastRise = 0.25
	// leastStay is how many days a lower level must last to be told.
	leastStay = 28
	// leastClimb is how many days a ramp takes.
	leastClimb = 20
)

// change is a move of a span's level from a to b, both logarithms.
type change struct {
	from, settle int
	a, b, z      float64
	// drift is the growth of a day that a and b leave out, from day 0 on.
	drift float64
	ramp  bool
}

// swallows says that a spike is no more than the higher level of a change in
// the weeks beside it.
func (ch *change) swallows(p *profile, e event) bool {
	if e.to < ch.from-reach || e.from > ch.settle+reach {
		return false
	}
	var v []float64
	for t := e.from; t <= e.to; t++ {
		if !math.IsNaN(p.z[t]) {
			v = append(v, math.Log(p.z[t]))
		}
	}
	high := max(ch.a, ch.b) + ch.drift*float64(e.from)
	return len(v) > 0 && median(v) <= high+3*p.calm/math.Sqrt(float64(len(v)))+0.05
}

// levels finds lasting changes of a span's level, by day of the bill.
func levels(p *profile, s span) []change {
	l := p.smooth(s)
	n := len(l)
	if n < 28 {
		return nil
	}
	per := 0
	for _, v := range l {
		if !math.IsNaN(v) {
			per++
		}
	}
	half := 14
	if per < n/3 {
		half = 28
	}
	drift := drift(l, half)
	for t := range l {
		l[t] -= drift * float64(t)
	}
	all := episodes(l, half, p.calm)
	for _, e := range episodes(l, 2*half, p.calm) {
		if !slices.ContainsFunc(all, func(o episode) bool { return o.up == e.up && e.lo <= o.hi && o.lo <= e.hi }) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b episode) int { return a.lo - b.lo })
	var found []change
	for i, e := range all {
		lo, hi := max(0, e.lo-e.half), min(n-1, e.hi+e.half)
		// What goes the other way is not this one's.
		if i > 0 && all[i-1].up != e.up {
			lo = max(lo, min(e.lo, all[i-1].hi-e.half/4))
		}
		if i+1 < len(all) && all[i+1].up != e.up {
			hi = min(hi, max(e.hi, all[i+1].lo+e.half/4))
		}
		ch, ok := fit(l, lo, hi, e.noise)
		if ok && ch.b > ch.a == e.up && !slices.ContainsFunc(found, func(o change) bool { return o.b > o.a == e.up && abs(o.from-ch.from) < 5 }) {
			found = append(found, ch)
		}
	}
	slices.SortFunc(found, func(a, b change) int { return a.from - b.from })
	found = climbs(l, found, half)
	for i := range found {
		ch := &found[i]
		ch.from, ch.settle, ch.drift = ch.from+s.from, ch.settle+s.from, drift
		ch.a, ch.b = ch.a-drift*float64(s.from), ch.b-drift*float64(s.from)
		if !ch.ramp {
			ch.refine(p, s)
		}
	}
	return found
}

// refine moves a step to the day that divides the days around it best, as they
// are, by the distance from both levels.
func (ch *change) refine(p *profile, s span) {
	const around = 10
	lo, hi := max(s.from, ch.from-around), min(s.to, ch.from+around)
	gain, best, at := 0.0, 0.0, lo
	for t := lo; t <= hi; t++ {
		if math.IsNaN(p.z[t]) {
			continue
		}
		y := math.Log(p.z[t]) - ch.drift*float64(t)
		y = max(min(ch.a, ch.b), min(max(ch.a, ch.b), y))
		// What it gains to count the day to the level before.
		if gain += math.Abs(y-ch.b) - math.Abs(y-ch.a); gain > best {
			best, at = gain, t+1
		}
	}
	at = min(at, hi)
	ch.from, ch.settle = at, at
}

// climbs joins steps that follow each other in one direction to a ramp, where
// that describes the days better than one step.
func climbs(l []float64, found []change, half int) []change {
	var out []change
	for _, ch := range found {
		if n := len(out); n > 0 && out[n-1].b > out[n-1].a == (ch.b > ch.a) && ch.from-out[n-1].settle <= 4*half {
			last := out[n-1]
			noise := math.Abs(ch.b-ch.a) / ch.z
			if both, ok := fit(l, max(0, last.from-half), min(len(l)-1, ch.settle+half), noise); ok && both.ramp && math.Abs(both.b-both.a) > max(math.Abs(ch.b-ch.a), math.Abs(last.b-last.a)) {
				out[n-1] = both
				continue
			}
		}
		out = append(out, ch)
	}
	return out
}

// smooth is the logarithm of a span's level without spikes and dips.
func (p *profile) smooth(s span) []float64 {
	l := make([]float64, s.to-s.from+1)
	for i := range l {
		t := s.from + i
		l[i] = math.NaN()
		if !math.IsNaN(p.e[t]) {
			if l[i] = math.Log(p.base[t]); math.Abs(p.e[t]) < 3*p.calm {
				l[i] += p.e[t]
			}
		}
	}
	return l
}

// drift is the usual growth of a day.
func drift(l []float64, half int) float64 {
	const over = 28
	if len(l) < 6*half {
		return 0
	}
	m := runningMedian(l, half/2, half/2, half/4)
	var v []float64
	for t := 0; t+over < len(m); t++ {
		if d := m[t+over] - m[t]; !math.IsNaN(d) {
			v = append(v, d)
		}
	}
	if len(v) == 0 {
		return 0
	}
	return median(v) / over
}

// episode is a stretch of days on which a level moves one way.
type episode struct {
	lo, hi, half int
	up           bool
	noise        float64
}

// episodes finds where the median of half days after differs from that of half
// days before.
func episodes(l []float64, half int, sigma float64) []episode {
	count := 0
	for _, v := range l {
		if !math.IsNaN(v) {
			count++
		}
	}
	least := max(3, half*count/len(l)/2)
	before := runningMedian(l, half, -1, least)
	after := runningMedian(l, 0, half-1, least)
	d := make([]float64, len(l))
	var known []float64
	for t := range l {
		if d[t] = after[t] - before[t]; !math.IsNaN(d[t]) {
			known = append(known, math.Abs(d[t]))
		}
	}
	if len(known) == 0 {
		return nil
	}
	points := float64(half) * float64(len(known)) / float64(len(l))
	noise := max(madSD*median(known)*0.8, 1.25*sigma*math.Sqrt(2/points))
	limit := max(0.11, 3*noise)
	var out []episode
	for t := 0; t < len(d); t++ {
		if math.IsNaN(d[t]) || math.Abs(d[t]) <= limit {
			continue
		}
		u, up := t, d[t] > 0
		for t+1 < len(d) && !math.IsNaN(d[t+1]) && math.Abs(d[t+1]) > 0.8*limit && d[t+1] > 0 == up {
			t++
		}
		out = append(out, episode{u, t, half, up, noise})
	}
	return out
}

// fit finds the step or the climb that describes the days from lo to hi best,
// by least squares.
func fit(l []float64, lo, hi int, noise float64) (change, bool) {
	step, stepErr := change{}, math.Inf(1)
	for s := max(lo+3, 7); s <= hi-2; s++ {
		if a, b, e := regress(l, lo, hi, s, s); e < stepErr {
			step, stepErr = change{from: s, settle: s, a: a, b: b}, e
		}
	}
	ramp, rampErr := change{}, math.Inf(1)
	for s := lo; s+leastClimb <= hi; s += 2 {
		for e := s + leastClimb; e <= hi; e += 2 {
			if a, b, err := regress(l, lo, hi, s, e); err < rampErr {
				ramp, rampErr = change{from: s, settle: e, a: a, b: b, ramp: true}, err
			}
		}
	}
	best := step
	if rampErr*1.25 < stepErr {
		best = ramp
	}
	least := leastShift
	if best.ramp {
		least = leastRise
	}
	best.z = math.Abs(best.b-best.a) / noise
	return best, !math.IsInf(min(stepErr, rampErr), 1) && math.Abs(best.b-best.a) >= least
}

// regress fits level a before s and b from e on, with a straight climb between.
func regress(l []float64, lo, hi, s, e int) (a, b, err float64) {
	var n, sp, spp, sy, syp, syy float64
	for t := lo; t <= hi; t++ {
		y := l[t]
		if math.IsNaN(y) {
			continue
		}
		phi := 0.0
		switch {
		case t >= e:
			phi = 1
		case t >= s:
			phi = float64(t-s) / float64(e-s)
		}
		n, sp, spp, sy, syp, syy = n+1, sp+phi, spp+phi*phi, sy+y, syp+y*phi, syy+y*y
	}
	det := n*spp - sp*sp
	if n < 6 || det < 1e-9 {
		return 0, 0, math.Inf(1)
	}
	slope := (n*syp - sp*sy) / det
	a = (sy - slope*sp) / n
	return a, a + slope, max(0, syy-a*sy-slope*syp)
}

// tell makes events of changes: away from every level that was normal before,
// and not back to one.
func tell(p *profile, found []change, s span, days int) []event {
	var out []event
	var normal []float64
	for i, ch := range found {
		up := ch.b > ch.a
		if back(normal, ch) {
			continue
		}
		end, ongoing := s.to, s.to >= days-silence
		if i+1 < len(found) && found[i+1].b > found[i+1].a != up {
			end, ongoing = found[i+1].from-1, false
		}
		normal = append(normal, ch.a)
		e := event{kind: assay.AnomalyShift, from: ch.from, settle: ch.settle, to: end, ongoing: ongoing, up: up, z: ch.z}
		if ch.ramp {
			e.kind = assay.AnomalyRamp
		}
		if !up && (ch.ramp || end-e.settle+1 < leastStay || p.seenBelow(ch)) {
			continue // a slow decline is no harm, and a short one a dip
		}
		out = append(out, e)
	}
	return out
}

// seenBelow says that a lower level was seen on many of the days before.
func (p *profile) seenBelow(ch change) bool {
	const longAgo, share = 200, 0.1
	var below, all float64
	for t := max(0, ch.from-longAgo); t < ch.from; t++ {
		if !math.IsNaN(p.z[t]) {
			if all++; math.Log(p.z[t])-ch.drift*float64(t) < ch.b+0.3*(ch.a-ch.b) {
				below++
			}
		}
	}
	return below > share*all
}

// back says that a change leads towards a level that was normal before.
func back(normal []float64, ch change) bool {
	for _, n := range normal {
		if ch.b > ch.a && n > ch.a && ch.b <= n+0.4*(ch.b-ch.a) || ch.b < ch.a && n < ch.a && ch.b >= n-0.4*(ch.a-ch.b) {
			return true
		}
	}
	return false
}
