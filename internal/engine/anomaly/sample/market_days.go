package sample

import (
	"math"
	"time"
)

// rhythm is on which days a good has cost.
type rhythm int

// The rhythms of goods.
const (
	everyDay rhythm = iota
	workdays
	weekends
	oneWeekday
	monthOpening // the first days of a month
	monthClosing // its last days
	now          // now and then
	fixed        // a monthly fee, day by day, without noise
	alternating  // a job of ten days each month
)

// run gives the goods their days.
func (m *market) run() {
	type habit struct {
		growth, phase, opening float64
		week                   [7]float64
		traffic                []float64
	}
	habits := make([]habit, m.services)
	for s := range habits {
		h := habit{growth: m.within(m.growth), phase: m.Float64() * 2 * math.Pi, opening: 1, traffic: make([]float64, m.days)}
		if m.chance(0.15) {
			h.opening = 1.2 + 0.6*m.Float64()
		}
		weekend := m.within(m.weekend)
		for d := range h.week {
			h.week[d] = 0.93 + 0.14*m.Float64()
		}
		h.week[0], h.week[6] = weekend*(0.95+0.1*m.Float64()), weekend
		x := 0.0
		for t := range h.traffic {
			x = 0.5*x + m.traffic*math.Sqrt(0.75)*m.NormFloat64()
			h.traffic[t] = math.Exp(x)
		}
		habits[s] = h
	}
	for i := range m.goods {
		g := &m.goods[i]
		g.cost, g.cv = make([]float64, m.days), m.within(m.gentle)
		if m.chance(m.odd) {
			g.rhythm = []rhythm{workdays, workdays, weekends, oneWeekday, monthOpening, monthClosing, now, fixed, alternating}[m.IntN(9)]
		}
		h, noise, shift := habits[g.service], m.noise(g.cv), m.IntN(28)
		for t := range g.cost {
			date := time.Unix(int64(m.first+t)*86400, 0).UTC()
			if !m.runs(g.rhythm, date, shift) {
				continue
			}
			if g.rhythm == fixed {
				g.cost[t] = g.level * 30 / float64(date.AddDate(0, 1, -date.Day()).Day())
				continue
			}
			year := float64(t) / 365
			v := g.level * math.Pow(1+h.growth, year) * (1 + m.season*math.Sin(h.phase+2*math.Pi*year)) * h.week[date.Weekday()] * h.traffic[t]
			if date.Day() == 1 {
				v *= h.opening
			}
			if g.rhythm == now {
				v *= math.Exp(0.5 * m.NormFloat64())
			}
			g.cost[t] = v * noise()
		}
	}
}

// runs says whether a rhythm has cost on a day.
func (m *market) runs(r rhythm, date time.Time, shift int) bool {
	weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
	switch r {
	case workdays:
		return !weekend
	case weekends:
		return weekend
	case oneWeekday:
		return int(date.Weekday()) == shift%7
	case monthOpening:
		return date.Day() <= 1+shift%4
	case monthClosing:
		return date.AddDate(0, 0, 1+shift%4).Day() <= 1+shift%4
	case now:
		return m.chance(0.15)
	case alternating:
		return date.Day() > shift/2 && date.Day() <= shift/2+10
	}
	return true
}

// noise gives a source of noise with mean 1: gamma, counts of things that have a
// price, or logarithmic with memory.
func (m *market) noise(cv float64) func() float64 {
	switch m.IntN(4) {
	case 0:
		return func() float64 { return gamma(m.Rand, 1/cv/cv) }
	case 1:
		mean := 1 / cv / cv
		return func() float64 { return poisson(m.Rand, mean) / mean }
	case 2:
		memory, x := 0.2+0.5*m.Float64(), 0.0
		return func() float64 {
			x = memory*x + cv*math.Sqrt(1-memory*memory)*m.NormFloat64()
			return math.Exp(x)
		}
	}
	// One day in ten is twice as uncertain as others.
	return func() float64 {
		s := cv
		if m.chance(0.1) {
			s *= 2
		}
		return math.Exp(s * m.NormFloat64())
	}
}

// holidays lower some services around the end of the year, and for a week in
// spring.
func (m *market) holidays() {
	for s := range m.services {
		winter, spring := 0.4+0.6*m.Float64(), 1.0
		if m.chance(0.4) {
			spring = 0.6 + 0.3*m.Float64()
		}
		for i := range m.goods {
			g := &m.goods[i]
			if g.service != s || g.rhythm == fixed {
				continue
			}
			for t := range g.cost {
				switch date := time.Unix(int64(m.first+t)*86400, 0).UTC(); {
				case date.YearDay() >= 358 || date.YearDay() <= 2:
					g.cost[t] *= winter
				case date.YearDay() >= 92 && date.YearDay() < 97:
					g.cost[t] *= spring
				}
			}
		}
	}
}
