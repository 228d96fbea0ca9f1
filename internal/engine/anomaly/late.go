package anomaly

// punctual gives the costs of a leaf with late days put back where they belong:
// a day with next to nothing, and what lacked there on one of the next days on
// top of its own. It gives the costs as they are when nothing came late.
func punctual(cost []float64, p *profile) []float64 {
	out := cost
	for t := 0; t < len(cost); t++ {
		if p.expected(t) <= tiny || cost[t] > 0.3*p.expected(t) {
			continue
		}
		lack, from := 0.0, t
		for ; t < len(cost) && t-from < longestLate && cost[t] <= 0.3*p.expected(t)+tiny; t++ {
			lack += p.expected(t) - cost[t]
		}
		if t >= len(cost) || lack <= tiny {
			continue
		}
		extra := cost[t] - p.expected(t)
		if extra < 0.4*lack || extra > 2.5*lack {
			continue
		}
		if &out[0] == &cost[0] {
			out = append([]float64(nil), cost...)
		}
		share := min(1, extra/lack)
		for d := from; d < t; d++ {
			back := (p.expected(d) - cost[d]) * share
			out[d] += back
			out[t] -= back
		}
	}
	return out
}

// longestLate is how many days may come late at once.
const longestLate = 4
