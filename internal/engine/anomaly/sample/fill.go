package sample

import (
	"math"
	"time"
)

// fill gives a leaf its normal days.
func (m *maker) fill(l *leaf) {
	l.cost, l.from, l.to = make([]float64, m.days), 0, m.days
	l.shape = m.pick("daily", "daily", "daily", "daily", "daily", "daily", "weekdays", "weekly", "month-end", "sparse")
	sigma, growth := m.between(0.03, 0.15), m.between(-0.0003, 0.0015)
	l.level = math.Exp(m.between(2, 6))
	week := [7]float64{1, 1, 1, 1, 1, 1, 1}
	if weekend := m.between(0.5, 1); m.IntN(2) == 0 {
		week[0], week[6] = weekend, weekend
	}
	season, phase := 0.0, m.between(0, 2*math.Pi)
	if m.habit == Faint {
		season = m.between(0, 0.15)
	}
	memory, heavy := 0.0, m.IntN(5) == 0
	if m.IntN(4) == 0 {
		memory = 0.4
	}
	if m.habit == Restless {
		sigma, growth = m.between(0.02, 0.22), m.between(-0.001, 0.003)
		memory, heavy = m.between(0, 0.6), m.IntN(3) == 0
		l.level = math.Exp(m.between(1, 7))
		for d := range week {
			week[d] = m.between(0.8, 1.25)
		}
	}
	end := 1.0
	if m.IntN(5) == 0 {
		end = m.between(1.1, 1.6)
	}
	day, noise := m.IntN(7), 0.0
	for t := range l.cost {
		date := time.Unix(int64(m.first+t)*86400, 0).UTC()
		step := m.NormFloat64() * sigma
		if heavy {
			step = m.student(4) * sigma * 0.7
		}
		noise = memory*noise + math.Sqrt(1-memory*memory)*step
		v := l.level * math.Exp(growth*float64(t)+season*math.Sin(phase+2*math.Pi*float64(t)/365)) * week[date.Weekday()]
		if m.habit == Restless {
			v = l.level * max(0.2, 1+growth*float64(t)) * week[date.Weekday()] * max(0.1, 1+noise)
		} else {
			v *= math.Exp(noise)
		}
		left := date.AddDate(0, 1, -date.Day()).Day() - date.Day()
		if left < 2 {
			v *= end
		}
		if m.active(l.shape, date, day, left) {
			l.cost[t] = v
		}
	}
}

// active says whether a shape has cost on a day.
func (m *maker) active(shape string, date time.Time, day, left int) bool {
	switch shape {
	case "weekdays":
		return date.Weekday() != time.Sunday && date.Weekday() != time.Saturday
	case "weekly":
		return int(date.Weekday()) == day
	case "month-end":
		return left < 3
	case "sparse":
		return m.Float64() < 0.07
	}
	return true
}

// student is a draw of Student's t with n degrees of freedom.
func (m *maker) student(n int) float64 {
	sum := 0.0
	for range n {
		x := m.NormFloat64()
		sum += x * x
	}
	return m.NormFloat64() / math.Sqrt(sum/float64(n))
}

// dip lowers everything over the holidays.
func (m *maker) dip() {
	depth := m.between(0.45, 0.8)
	for t := range m.days {
		date := time.Unix(int64(m.first+t)*86400, 0).UTC()
		holiday := date.Month() == time.December && date.Day() >= 23 || date.Month() == time.January && date.Day() <= 1
		if m.habit == Restless {
			holiday = holiday || date.Month() == time.August && date.Day() >= 8 && date.Day() <= 17
		}
		if !holiday {
			continue
		}
		for i := range m.leaves {
			if m.habit != Faint || i%3 > 0 {
				m.leaves[i].cost[t] *= depth
			}
		}
	}
}

// delay lets days come late: nothing on one, twice on the next; and leaves the
// last day half empty.
func (m *maker) delay() {
	for range 6 {
		t := 20 + m.IntN(m.days-40)
		for i := range m.leaves {
			l := &m.leaves[i]
			if m.habit == Restless && l.values[1] != "acct-1" || l.shape != "daily" || !m.free(i, t-5, t+5) {
				continue
			}
			l.cost[t+1] += l.cost[t]
			l.cost[t] = 0
		}
	}
	for i := range m.leaves {
		m.leaves[i].cost[m.days-1] *= 0.4
	}
}

// traps adds what is no anomaly: fees, credits, restatements, purchases, tax.
func (m *maker) traps() {
	for t := range m.days {
		date := time.Unix(int64(m.first+t)*86400, 0).UTC()
		if date.Day() == 1 {
			m.add([]string{"Support", "acct-0", "", "SKU-SUPPORT", ""}, t, "Usage", "", 900+m.between(0, 60))
			m.add(m.leaves[0].values, t, "Usage", "", 5*m.leaves[0].level)
			m.add([]string{"Tax", "acct-0", "", "SKU-TAX", ""}, t, "Tax", "", 2000)
		}
	}
	for range 6 {
		t := m.IntN(m.days)
		l := m.leaves[m.IntN(len(m.leaves))]
		m.add(l.values, t, "Credit", "", -l.level*m.between(1, 20))
		m.add(l.values, m.IntN(m.days), "Usage", "Correction", l.level*m.between(-9, 9))
		m.add(l.values, m.IntN(m.days), "Purchase", "", l.level*300)
	}
}
