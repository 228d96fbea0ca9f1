package sample

import "time"

// mishaps are days that come late, never, or not yet.
func (m *market) mishaps() {
	for range 4 {
		t, account, length := 30+m.IntN(m.days-60), m.goods[m.IntN(len(m.goods))].values[1], 1+m.IntN(2)
		for i := range m.goods {
			g := &m.goods[i]
			if g.values[1] != account || m.near(g, t-6, t+6) {
				continue
			}
			for k := range length {
				g.cost[t+length] += g.cost[t+k]
				g.cost[t+k] = 0
			}
		}
	}
	lost, service := 30+m.IntN(m.days-60), m.IntN(m.services)
	for i := range m.goods {
		g := &m.goods[i]
		if g.service == service && !m.near(g, lost-6, lost+6) {
			g.cost[lost] = 0
		}
		g.cost[m.days-1] *= 0.25
		g.cost[m.days-2] *= 0.8
	}
}

// near says that something planted touches a good in these days.
func (m *market) near(g *good, from, to int) bool {
	for _, b := range g.busy {
		if from <= b[1] && to >= b[0] {
			return true
		}
	}
	return false
}

// extras are fees, purchases, credits, refunds and restatements.
func (m *market) extras() {
	anyOf := func() *good { return &m.goods[m.IntN(len(m.goods))] }
	seat, desk, licence := anyOf(), anyOf(), anyOf()
	for t := range m.days {
		date := time.Unix(int64(m.first+t)*86400, 0).UTC()
		switch {
		case date.Day() == 1:
			m.line([]string{seat.values[0], seat.values[1], "", seat.values[0] + "/seats", ""}, t, "Usage", "", 400+float64(date.Month()))
			m.line([]string{"Support", desk.values[1], "", "support", ""}, t, "Usage", "", 700*(0.95+0.1*m.Float64()))
			m.line([]string{"Tax", desk.values[1], "", "tax", ""}, t, "Tax", "", 900)
		case date.AddDate(0, 0, 1).Day() == 1:
			m.line(desk.values, t, "Usage", "", 4*desk.level)
		case date.YearDay() == 40:
			m.line(licence.values, t, "Purchase", "", 400*licence.level)
			m.line([]string{"Market", licence.values[1], "", "yearly licence", ""}, t, "Usage", "", 12_000)
		}
	}
	for range 8 {
		g := anyOf()
		t := m.IntN(m.days)
		m.line(g.values, t, "Credit", "", -g.level*(1+20*m.Float64()))
		m.line(g.values, m.IntN(m.days), "Usage", "Correction", g.level*(10*m.Float64()-5))
		m.line(g.values, m.IntN(m.days), "Adjustment", "", -g.level*4)
		g = anyOf()
		m.line(g.values, m.IntN(m.days), "Credit", "Correction", -g.level*8)
	}
}
