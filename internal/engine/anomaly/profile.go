package anomaly

import (
	"math"
	"slices"
	"time"
)

// profile is a series without its patterns: what its days should have cost.
type profile struct {
	spans []span
	// z is the cost without weekly and monthly pattern, in money; NaN where
	// nothing is expected or known: off days, holes, days outside of spans.
	z []float64
	// factor is the pattern by day; 0 on off days. week is its weekly part.
	factor, week []float64
	// base is the running median of z, in money.
	base []float64
	// dip is what is left of base in times of little, as holidays; 1 on other days.
	dip []float64
	// e is the logarithm of z over base; NaN where z is.
	e []float64
	// sigma is the robust spread of e: calm by its middle, sigma by its upper
	// flank too, for tails are heavier than normal.
	calm, sigma float64
	// wild is by how much its outliers are wilder than normal ones; memory is how
	// much of a day's noise is left on the next, 0 to 1.
	wild, memory float64
	// spread is that of the cost of a day, in money, whatever its pattern.
	spread float64
}

// span is a stretch of activity between long silences, inclusive.
type span struct {
	from, to int
	active   int // days with cost
	// gap is the typical number of days from one day with cost to the next.
	gap int
	// steady says that it has cost on the same weekdays throughout.
	steady bool
	off    [7]bool // weekdays without cost
}

const (
	// silence is how many days without cost end a daily span, at least.
	silence = 10
	// reach is how many days to each side the running median looks.
	reach = 21
	// leastSigma is the least spread that is believed, of the logarithm of a day's cost.
	leastSigma = 0.02
)

// weekday of a day since 1970, Thursday being the first.
func weekday(day int) int { return ((day+4)%7 + 7) % 7 }

// profileOf studies a series whose first day is first.
func profileOf(cost []float64, first int, gone []bool) *profile {
	n := len(cost)
	p := &profile{z: nans(n), base: nans(n), e: nans(n), factor: make([]float64, n), week: make([]float64, n), dip: make([]float64, n)}
	for t := range p.dip {
		p.dip[t] = 1
	}
	p.spans = spansOf(cost, first, gone)
	for _, s := range p.spans {
		if s.steady {
			p.weekly(cost, first, gone, s)
			p.monthly(first, s)
			p.rebase(s)
		}
	}
	p.measure(cost)
	for _, s := range p.spans {
		if s.steady {
			p.dips(s)
		}
	}
	return p
}

func nans(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.NaN()
	}
	return v
}

// spansOf divides a series at its long silences. Silences are long by the
// series' own habit: one with cost once a month is not silent for three weeks.
func spansOf(cost []float64, first int, gone []bool) []span {
	var active []int
	for t, v := range cost {
		if v > tiny {
			active = append(active, t)
		}
	}
	if len(active) == 0 {
		return nil
	}
	gaps := make([]int, 0, len(active))
	for i := 1; i < len(active); i++ {
		gaps = append(gaps, active[i]-active[i-1])
	}
	limit := silence
	if len(gaps) > 0 {
		sorted := slices.Sorted(slices.Values(gaps))
		usual := sorted[int(0.9*float64(len(sorted)-1))]
		if usual > 1 {
			limit = max(limit, 3*usual)
		}
	}
	var out []span
	from := 0
	for i := range active {
		if i == len(active)-1 || gaps[i] > limit {
			out = append(out, newSpan(cost, first, gone, active[from:i+1]))
			from = i + 1
		}
	}
	return out
}

func newSpan(cost []float64, first int, gone []bool, active []int) span {
	s := span{from: active[0], to: active[len(active)-1], active: len(active), gap: 1}
	if len(active) > 2 {
		gaps := make([]float64, 0, len(active))
		for i := 1; i < len(active); i++ {
			gaps = append(gaps, float64(active[i]-active[i-1]))
		}
		s.gap = int(median(gaps))
	}
	var on, all [7]int
	for t := s.from; t <= s.to; t++ {
		if !gone[t] {
			all[weekday(first+t)]++
			if cost[t] > tiny {
				on[weekday(first+t)]++
			}
		}
	}
	s.steady = true
	kept := 0
	for d := range on {
		switch share := float64(on[d]) / float64(max(all[d], 1)); {
		case all[d] < 3 && len(active) > 6: // too few to tell
			kept++
		case share < 0.15:
			s.off[d] = true
		case share < 0.75:
			s.steady = false
		default:
			kept++
		}
	}
	if kept == 0 || s.to-s.from < 6 && len(active) < s.to-s.from+1 {
		s.steady = false
	}
	return s
}

// weekly divides by the pattern of weekdays: the median, over weeks, of a
// day's share in the week around it.
func (p *profile) weekly(cost []float64, first int, gone []bool, s span) {
	var ratio [7][]float64
	sum := 0.0
	for t := s.from; t <= s.to; t++ {
		if sum += cost[t]; t-s.from < 6 {
			continue
		}
		if t-s.from > 6 {
			sum -= cost[t-7]
		}
		if mid := t - 3; sum > tiny && !gone[mid] {
			d := weekday(first + mid)
			ratio[d] = append(ratio[d], cost[mid]*7/sum)
		}
	}
	w, total := [7]float64{1, 1, 1, 1, 1, 1, 1}, 0.0
	if s.to-s.from >= 27 {
		for d := range w {
			if w[d] = 0; !s.off[d] {
				w[d] = max(median(ratio[d]), 0.01)
			}
			total += w[d]
		}
	} else {
		for d := range w {
			if s.off[d] {
				w[d] = 0
			}
			total += w[d]
		}
	}
	for t := s.from; t <= s.to; t++ {
		d := weekday(first + t)
		p.week[t] = w[d] * 7 / total
		p.factor[t] = p.week[t]
		if p.factor[t] > 0 && cost[t] > tiny && !gone[t] {
			p.z[t] = cost[t] / p.factor[t]
		}
	}
}

// edge is how many days at the start and at the end of months may have a habit
// of their own.
const edge = 5

// position is a day's place at the edge of its month: 1 … edge from its start,
// −1 … −edge from its end, 0 between.
func position(day int) int {
	t := time.Unix(int64(day)*secondsOfDay, 0).UTC()
	if t.Day() <= edge {
		return t.Day()
	}
	if left := t.AddDate(0, 1, -t.Day()).Day() - t.Day(); left < edge {
		return -left - 1
	}
	return 0
}

// monthly divides by the habit of days at the edges of months, where three
// months or more agree on it.
func (p *profile) monthly(first int, s span) {
	p.rebase(s)
	var at [2*edge + 1][]float64
	var all []float64
	for t := s.from; t <= s.to; t++ {
		if !math.IsNaN(p.e[t]) {
			k := position(first+t) + edge
			at[k] = append(at[k], p.e[t])
			all = append(all, math.Abs(p.e[t]))
		}
	}
	sigma := max(leastSigma, madSD*median(all))
	for k, v := range at {
		if k == edge || len(v) < 3 {
			continue
		}
		slices.Sort(v)
		mid := median(v)
		agree := v[len(v)/4] > 0 && mid > 0 || v[(len(v)*3)/4] < 0 && mid < 0
		if !agree || math.Abs(mid) < max(0.05, 2.5*sigma/math.Sqrt(float64(len(v)))) {
			continue
		}
		for t := s.from; t <= s.to; t++ {
			if position(first+t)+edge == k {
				p.factor[t] *= math.Exp(mid)
				p.z[t] /= math.Exp(mid)
			}
		}
	}
}

// rebase takes the running median of z within a span, and what remains.
func (p *profile) rebase(s span) {
	// Weekdays off are left out, so that the same number of days counts.
	per := 0
	for _, off := range s.off {
		if !off {
			per++
		}
	}
	back := reach
	if per <= 2 {
		back = 2 * reach
	}
	copy(p.base[s.from:s.to+1], runningMedian(p.z[s.from:s.to+1], back, back, 1))
	for t := s.from; t <= s.to; t++ {
		p.e[t] = math.NaN()
		if p.base[t] > tiny && p.z[t] > tiny {
			p.e[t] = math.Log(p.z[t] / p.base[t])
		}
	}
}

// measure takes the spread of what remains, and that of plain days.
func (p *profile) measure(cost []float64) {
	var e, up []float64
	for _, v := range p.e {
		if !math.IsNaN(v) {
			e = append(e, math.Abs(v))
			up = append(up, v)
		}
	}
	p.calm, p.sigma = leastSigma, leastSigma
	if len(e) > 0 {
		slices.Sort(up)
		p.calm = max(leastSigma, madSD*median(e))
		p.sigma = max(p.calm, quantile(up, 0.97)/1.88)
	}
	p.temper()
	n, sum, sq := 0.0, 0.0, 0.0
	for _, v := range cost {
		n, sum, sq = n+1, sum+v, sq+v*v
	}
	if n > 0 {
		p.spread = math.Sqrt(max(0, sq/n-sum/n*sum/n))
	}
}

// temper looks at the outliers that are no events, and at neighbours. How wild it
// is, is asked twice, by the number of outliers and by how far the tail reaches,
// for either is a rough guess.
func (p *profile) temper() {
	at := func(t int) float64 {
		if t < 0 || t >= len(p.e) || math.IsNaN(p.e[t]) {
			return 0
		}
		return math.Abs(p.e[t] / p.calm)
	}
	var cross, square, odd float64
	var alone []float64
	for t := range p.e {
		z := at(t)
		x, y := math.Copysign(min(3, z), p.e[t]), 0.0
		if t+1 < len(p.e) {
			y = math.Copysign(min(3, at(t+1)), p.e[t+1])
		}
		cross, square = cross+x*y, square+x*x
		if z == 0 || max(at(t-2), at(t-1), at(t+1), at(t+2)) >= 2.5 {
			continue
		}
		alone = append(alone, z)
		if z > 3 && z < 6.5 {
			odd++
		}
	}
	if square > 0 {
		p.memory = max(0, min(0.9, cross/square))
	}
	p.wild = 1 + 0.1*max(0, odd-float64(len(p.e))/400)
	if len(alone) >= leastTail {
		slices.Sort(alone)
		// 1 for normal noise.
		far := (quantile(alone, 0.95)/1.96 + quantile(alone, 0.98)/2.33) / 2
		p.wild += 2.5 * max(0, min(far, 1.6)-1.1)
	}
}

// leastTail is how many days tell how far a tail reaches.
const leastTail = 60

// noise is the spread of the sum of e over n days.
func (p *profile) noise(n float64) float64 {
	v, rho := n, p.memory
	for k := 1.0; k < n; k++ {
		v += 2 * (n - k) * rho
		rho *= p.memory
	}
	return p.sigma * p.wild * math.Sqrt(v)
}

// level is what a day should have cost by the weeks around it.
func (p *profile) level(t int) float64 {
	if p.factor[t] <= 0 || math.IsNaN(p.base[t]) {
		return 0
	}
	return p.factor[t] * p.base[t]
}

// expected is what a day should have cost by the days around it.
func (p *profile) expected(t int) float64 {
	return p.level(t) * p.dip[t]
}

// plain is what a day should have cost but for the habits of months.
func (p *profile) plain(t int) float64 {
	if p.week[t] <= 0 || math.IsNaN(p.base[t]) {
		return 0
	}
	return p.week[t] * p.base[t] * p.dip[t]
}
