package anomaly

import "math"

// nearDays is how many days to each side tell of a time of little.
const nearDays = 5

// dips finds the days of a span amid many that cost much less than what the
// weeks around them do: what is much on such a day is little otherwise.
func (p *profile) dips(s span) {
	least := max(0.1, 2.5*p.calm)
	near := runningMedian(p.e[s.from:s.to+1], nearDays, nearDays, nearDays)
	low := func(from, to int) (n int) {
		for t := max(s.from, from); t <= min(s.to, to); t++ {
			if p.e[t] < -least/2 {
				n++
			}
		}
		return n
	}
	for t := s.from; t <= s.to; t++ {
		if x := near[t-s.from]; x < -least && low(t-nearDays, t-1) >= 2 && low(t+1, t+nearDays) >= 2 {
			p.dip[t] = math.Exp(x)
		}
	}
}
