package sample

import (
	"fmt"
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// plant puts anomalies in: some of each kind, in turn.
func (m *market) plant() {
	kinds := []func() bool{m.spike, m.shift, m.spike, m.ramp, m.spike, m.arrival, m.shift, m.departure, m.spike, m.ramp, m.removal}
	want := max(5, int(m.planted*float64(len(m.goods))/100))
	for tries := 0; len(m.out.Planted) < want && tries < 60*want; tries++ {
		kinds[(tries/6)%len(kinds)]()
	}
}

// target chooses goods that share some values, and are quiet from one day to another.
func (m *market) target(from, to int) ([]int, []int) {
	of := m.goods[m.IntN(len(m.goods))]
	shapes := [][]int{{0, 1, 2, 3}, {0, 1, 2, 3}, {0, 1, 2, 3}, {0}, {3}, {0, 1}, {0, 2}, {1, 2}, {1}, {1, 3}, {4}}
	dims := shapes[m.IntN(len(shapes))]
	in := m.sharing(of.values, dims)
	for _, i := range in {
		if slices.ContainsFunc(m.goods[i].busy, func(b [2]int) bool { return from <= b[1]+30 && to >= b[0]-30 }) {
			return nil, nil
		}
	}
	return dims, in
}

// seen says that a move stands out of what the goods do anyway, as a person would
// say: the money of it, and by day against their noise.
func (m *market) seen(in []int, from, days int, share float64) bool {
	const before = 28
	mean, noise, on := 0.0, 0.0, 0
	for t := from - before; t < from; t++ {
		sum := 0.0
		for _, i := range in {
			sum += m.goods[i].cost[t]
		}
		if sum > 0 {
			on++
		}
		mean += sum / before
	}
	for _, i := range in {
		g := &m.goods[i]
		own := 0.0
		for t := from - before; t < from; t++ {
			own += g.cost[t] / before
		}
		cv := g.cv
		if g.rhythm == now {
			cv = 2
		}
		noise += cv * cv * own * own
	}
	noise += m.traffic * m.traffic * mean * mean
	return on >= 19 && mean*share*float64(days) > 40 && mean*share > 5*math.Sqrt(noise)
}

// ordinary says that days cost what they do otherwise: they are no holidays, and
// no days off.
func (m *market) ordinary(in []int, from, days int) bool {
	for t := from; t < from+days; t++ {
		sum, before := 0.0, 0.0
		for _, i := range in {
			sum += m.goods[i].cost[t]
			before += (m.goods[i].cost[t-7] + m.goods[i].cost[t-14]) / 2
		}
		if sum < 0.75*before || sum == 0 {
			return false
		}
	}
	return true
}

// apply multiplies goods by a shape of the days from one on; or adds as much to
// each day.
func (m *market) apply(in []int, from int, shape []float64) {
	add := len(in) == 1 && m.chance(m.add)
	for _, i := range in {
		g := &m.goods[i]
		usual := 0.0
		for t := from - 28; t < from; t++ {
			usual += g.cost[t] / 28
		}
		for k, f := range shape {
			if add && g.cost[from+k] > 0 {
				g.cost[from+k] += (f - 1) * usual
			} else {
				g.cost[from+k] *= f
			}
		}
		g.busy = append(g.busy, [2]int{from, from + len(shape) - 1})
	}
}

func (m *market) spike() bool {
	days, from := 1+m.IntN(4), 50+m.IntN(m.days-80)
	f := m.within(m.trait.spike)
	dims, in := m.target(from, from+days)
	if len(in) == 0 || !m.seen(in, from, days, f-1) || !m.ordinary(in, from, days) {
		return false
	}
	shape := make([]float64, days)
	fade := m.chance(0.4)
	for k := range shape {
		if shape[k] = f; fade {
			shape[k] = 1 + (f-1)*math.Pow(0.6, float64(k))
		}
	}
	m.apply(in, from, shape)
	m.note(assay.AnomalySpike, dims, in, from, from+days-1)
	return true
}

func (m *market) shift() bool {
	from := 60 + m.IntN(m.days-110)
	days := 25 + m.IntN(70)
	if m.chance(0.4) {
		days = m.days
	}
	days = min(days, m.days-from)
	f := m.within(m.trait.shift)
	if days > 40 && m.chance(0.2) {
		f = 1 / f
	}
	dims, in := m.target(from, from+days)
	if len(in) == 0 || !m.seen(in, from, days, math.Abs(f-1)) {
		return false
	}
	shape := make([]float64, days)
	for k := range shape {
		shape[k] = f
	}
	m.apply(in, from, shape)
	m.note(assay.AnomalyShift, dims, in, from, from+days-1)
	return true
}

func (m *market) ramp() bool {
	climb := 20 + m.IntN(45)
	from := 60 + m.IntN(m.days-60-climb-5)
	days := climb
	if m.chance(0.5) {
		days = min(m.days-from, climb+20+m.IntN(100))
	}
	f := m.within(m.trait.ramp)
	dims, in := m.target(from, from+days)
	if len(in) == 0 || !m.seen(in, from, days/2, (f-1)/2) {
		return false
	}
	shape := make([]float64, days)
	curve := m.IntN(3)
	for k := range shape {
		x := min(1, float64(k)/float64(climb))
		switch curve {
		case 0:
			shape[k] = 1 + (f-1)*x
		case 1:
			shape[k] = math.Pow(f, x)
		default:
			shape[k] = 1 + (f-1)*x*x*(3-2*x)
		}
	}
	m.apply(in, from, shape)
	m.note(assay.AnomalyRamp, dims, in, from, from+days-1)
	return true
}

// arrival starts a service of one to three goods, or a known one elsewhere; for
// good or for some weeks.
func (m *market) arrival() bool {
	from := 50 + m.IntN(m.days-75)
	to := m.days - 1
	if m.chance(0.3) {
		to = min(to, from+8+m.IntN(40))
	}
	n := len(m.out.Planted)
	of := m.goods[m.IntN(len(m.goods))]
	values, dims, goods := []string{fmt.Sprintf("fresh%02d", n), of.values[1], of.values[2], "", of.values[4]}, []int{0}, 1+m.IntN(3)
	if m.chance(0.4) {
		values, dims, goods = []string{of.values[0], of.values[1], fmt.Sprintf("zone-%d", n), of.values[3], of.values[4]}, []int{0, 1, 2, 3}, 1
	}
	var in []int
	for k := range goods {
		g := good{values: slices.Clone(values), service: of.service, level: 15 + 150*m.Float64(), cv: 0.1, cost: make([]float64, m.days), busy: [][2]int{{0, m.days}}}
		if values[3] == "" {
			g.values[3] = fmt.Sprintf("fresh%02d/%d", n, k)
		}
		for t := from; t <= to; t++ {
			g.cost[t] = g.level * gamma(m.Rand, 100)
		}
		in = append(in, len(m.goods))
		m.goods = append(m.goods, g)
	}
	m.note(assay.AnomalyNew, dims, in, from, to)
	return true
}

// departure ends goods that had cost.
func (m *market) departure() bool {
	from := 80 + m.IntN(m.days-120)
	dims, in := m.target(from, m.days)
	if len(in) == 0 || slices.Equal(dims, []int{4}) || slices.Equal(dims, []int{1}) || !m.seen(in, from, 1, 1) {
		return false
	}
	m.apply(in, from, make([]float64, m.days-from))
	m.note(assay.AnomalyVanished, dims, in, from, m.days-1)
	return true
}

// removal moves half of what a good costs to the same elsewhere, or all of it.
func (m *market) removal() bool {
	from := 80 + m.IntN(m.days-120)
	for range 20 {
		i := m.IntN(len(m.goods))
		j := slices.IndexFunc(m.goods, func(o good) bool {
			g := &m.goods[i]
			return o.values[0] == g.values[0] && o.values[1] == g.values[1] && o.values[3] == g.values[3] && o.values[2] != g.values[2]
		})
		if j < 0 || len(m.goods[i].busy)+len(m.goods[j].busy) > 0 || m.goods[i].rhythm != everyDay || m.goods[j].rhythm != everyDay {
			continue
		}
		a, b := &m.goods[i], &m.goods[j]
		if a.level < 0.6*b.level || a.level > 5*b.level || !m.seen([]int{i}, from, 30, 0.8) || !m.seen([]int{j}, from, 30, 0.8*a.level/b.level) {
			continue
		}
		for t := from; t < m.days; t++ {
			b.cost[t] += 0.8 * a.cost[t]
			a.cost[t] *= 0.2
		}
		a.busy, b.busy = [][2]int{{from, m.days}}, [][2]int{{from, m.days}}
		m.note(assay.AnomalyShift, []int{0, 1, 2, 3}, []int{i}, from, m.days-1)
		m.note(assay.AnomalyShift, []int{0, 1, 2, 3}, []int{j}, from, m.days-1)
		return true
	}
	return false
}

// note writes down what was planted in goods that share values.
func (m *market) note(kind assay.AnomalyKind, dims, in []int, from, to int) {
	p := Planted{Kind: kind, Dims: map[string]string{}, Same: map[string]string{}, Start: m.first + from, End: m.first + to}
	values := m.goods[in[0]].values
	for _, d := range dims {
		p.Dims[Dimensions[d]] = values[d]
	}
	for e := range Dimensions {
		for k, d := range dims {
			other := slices.Clone(dims)
			if other[k] = e; e != d && !slices.Contains(dims, e) && slices.Equal(m.sharing(values, other), in) {
				p.Same[Dimensions[e]] = values[e]
			}
		}
	}
	m.out.Planted = append(m.out.Planted, p)
}

// sharing lists the goods that have some of these values.
func (m *market) sharing(values []string, dims []int) []int {
	var in []int
	for i, g := range m.goods {
		if !slices.ContainsFunc(dims, func(d int) bool { return g.values[d] != values[d] || g.values[d] == "" }) {
			in = append(in, i)
		}
	}
	return in
}
