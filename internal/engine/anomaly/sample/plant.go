package sample

import (
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// plant puts anomalies in.
func (m *maker) plant() {
	kinds := []assay.AnomalyKind{assay.AnomalySpike, assay.AnomalySpike, assay.AnomalySpike, assay.AnomalyShift, assay.AnomalyShift, assay.AnomalyRamp, assay.AnomalyNew, assay.AnomalyVanished}
	want := 24
	if m.habit == Faint {
		want = 14
	}
	for tries := 0; len(m.out.Planted) < want && tries < 20*want; tries++ {
		kind := kinds[len(m.out.Planted)%len(kinds)]
		switch kind {
		case assay.AnomalyNew:
			m.plantNew()
		default:
			m.plantMove(kind)
		}
	}
}

// scope is what an anomaly is put in by: dimensions and the leaves they mean.
func (m *maker) scope(kind assay.AnomalyKind) ([]int, []int) {
	shapes := [][]int{{0, 1, 2, 3}, {0, 1, 2, 3}, {0, 3}, {0, 1}, {0, 2}, {4}, {1}}
	if m.habit == Restless {
		shapes = [][]int{{0, 1, 2, 3}, {3}, {0}, {1, 3}, {0, 4}, {2}, {4}, {0, 1, 2}}
	}
	if kind == assay.AnomalyVanished {
		shapes = [][]int{{0, 1, 2, 3}, {0, 3}, {0, 1}}
	}
	dims := shapes[m.IntN(len(shapes))]
	of := m.leaves[m.IntN(len(m.leaves))]
	var in []int
	for i, l := range m.leaves {
		same := true
		for _, d := range dims {
			same = same && l.values[d] == of.values[d] && l.values[d] != ""
		}
		if same {
			in = append(in, i)
		}
	}
	return dims, in
}

// plantMove changes what leaves cost from a day on.
func (m *maker) plantMove(kind assay.AnomalyKind) {
	dims, in := m.scope(kind)
	start := 45 + m.IntN(m.days-45-50)
	length := map[assay.AnomalyKind]int{
		assay.AnomalySpike: 1 + m.IntN(4), assay.AnomalyShift: 25 + m.IntN(60),
		assay.AnomalyRamp: 30 + m.IntN(40), assay.AnomalyVanished: m.days,
	}[kind]
	end := min(start+length, m.days) - 1
	factor := map[assay.AnomalyKind]float64{assay.AnomalySpike: m.between(2.2, 7), assay.AnomalyShift: m.between(1.5, 3), assay.AnomalyRamp: m.between(1.8, 3.2)}[kind]
	if m.habit == Faint {
		factor = map[assay.AnomalyKind]float64{assay.AnomalySpike: m.between(1.8, 3.5), assay.AnomalyShift: m.between(1.35, 1.9), assay.AnomalyRamp: m.between(1.5, 2.2)}[kind]
	}
	for _, i := range in {
		daily := m.leaves[i].shape == "daily" || m.leaves[i].shape == "weekdays"
		if !m.free(i, start, end) || !daily && len(in) == 1 || m.leaves[i].level < 5 && len(in) == 1 {
			return
		}
	}
	if !m.matters(in, start) || kind == assay.AnomalySpike && !m.costs(in, start, end) {
		return
	}
	for _, i := range in {
		own := factor
		if m.habit == Restless && kind != assay.AnomalyVanished {
			own *= m.between(0.85, 1.15)
		}
		for t := start; t <= end; t++ {
			f := own
			if kind == assay.AnomalyRamp {
				f = 1 + (own-1)*float64(t-start)/float64(length)
				if m.habit == Restless {
					f = math.Pow(own, float64(t-start)/float64(length))
				}
			}
			m.leaves[i].cost[t] *= f
		}
		m.busy[i] = append(m.busy[i], [2]int{start, end})
	}
	m.note(kind, dims, m.leaves[in[0]].values, start, end)
}

// matters says that leaves cost something on most days before one.
func (m *maker) matters(in []int, start int) bool {
	days := 0
	for t := start - 28; t < start; t++ {
		sum := 0.0
		for _, i := range in {
			sum += m.leaves[i].cost[t]
		}
		if sum > 5 {
			days++
		}
	}
	return days >= 19
}

// costs says that leaves cost something on each of some days: many times nothing
// is nothing.
func (m *maker) costs(in []int, from, to int) bool {
	for t := from; t <= to; t++ {
		if !slices.ContainsFunc(in, func(i int) bool { return m.leaves[i].cost[t] > 0 }) {
			return false
		}
	}
	return true
}

// plantNew adds a service, or a known SKU in a region where it was not.
func (m *maker) plantNew() {
	start := 45 + m.IntN(m.days-45-30)
	n := string(rune('a' + len(m.out.Planted)%26))
	values := []string{"New service " + n, "acct-1", "region-1", "SKU-NEW-" + n, ""}
	dims := []int{0}
	if m.IntN(2) == 0 {
		of := m.leaves[m.IntN(len(m.leaves))]
		values = []string{of.values[0], of.values[1], "region-new-" + n, of.values[3], of.values[4]}
		dims = []int{0, 1, 2, 3}
	}
	end := m.days - 1
	if m.IntN(3) == 0 {
		end = min(end, start+4+m.IntN(20))
	}
	l := leaf{values: values, shape: "daily", cost: make([]float64, m.days), from: start, to: end + 1, level: m.between(30, 300)}
	for t := start; t <= end; t++ {
		l.cost[t] = l.level * math.Exp(0.08*m.NormFloat64())
	}
	m.leaves = append(m.leaves, l)
	m.busy = append(m.busy, [][2]int{{start, m.days}})
	m.note(assay.AnomalyNew, dims, values, start, end)
}

func (m *maker) note(kind assay.AnomalyKind, dims []int, values []string, start, end int) {
	p := Planted{Kind: kind, Dims: map[string]string{}, Start: m.first + start, End: m.first + end}
	for _, d := range dims {
		p.Dims[Dimensions[d]] = values[d]
	}
	m.out.Planted = append(m.out.Planted, p)
}
