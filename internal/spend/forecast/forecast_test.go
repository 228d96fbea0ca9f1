package forecast

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// from is the first day of the series of these tests, a Monday.
var from = dayOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))

func series(days int, cost func(day int, t time.Time) float64) Series {
	s := Series{First: from}
	for i := range days {
		s.Days = append(s.Days, cost(i, timeOf(from+i)))
	}
	return s
}

// until is how many days there are to the first of a month of 2024 or later.
func until(month int) int {
	return dayOf(time.Date(2024, time.Month(month), 1, 0, 0, 0, 0, time.UTC)) - from
}

func near(t *testing.T, what string, got, want, part float64) {
	t.Helper()
	if !(math.Abs(got-want) <= part*math.Abs(want)+1e-6) {
		t.Errorf("%s is %.2f, want %.2f", what, got, want)
	}
}

func TestMonths(t *testing.T) {
	weekly := func(t time.Time) float64 {
		if d := t.Weekday(); d == 0 || d == 6 {
			return 20
		}
		return 100
	}
	sumOf := func(month int, cost func(time.Time) float64) float64 {
		x := 0.0
		for d := from + until(month); d < from+until(month+1); d++ {
			x += cost(timeOf(d))
		}
		return x
	}
	for _, c := range []struct {
		name  string
		month int // forecast
		cost  func(day int, t time.Time) float64
		want  float64
		part  float64
	}{
		{"month length", 9, func(int, time.Time) float64 { return 10 }, 300, 0.001},
		{"weeks", 9, func(_ int, t time.Time) float64 { return weekly(t) }, sumOf(9, weekly), 0.02},
		{"nothing", 6, func(int, time.Time) float64 { return 0 }, 0, 0},
		{"credits alone", 6, func(int, time.Time) float64 { return -5 }, -150, 0.001},
		{"a fee on the first", 6, func(_ int, t time.Time) float64 {
			if t.Day() == 1 {
				return 500
			}
			return 10
		}, 500 + 29*10, 0.01},
		{"only a fee on the third", 6, func(_ int, t time.Time) float64 {
			if t.Day() == 3 {
				return 500
			}
			return 0
		}, 500, 0.001},
		{"a fee each quarter", 10, func(_ int, t time.Time) float64 {
			if t.Day() == 1 && t.Month()%3 == 1 {
				return 900
			}
			return 10
		}, 900 + 30*10, 0.02},
		{"no fee of a quarter in between", 9, func(_ int, t time.Time) float64 {
			if t.Day() == 1 && t.Month()%3 == 1 {
				return 900
			}
			return 10
		}, 300, 0.01},
		{"a purchase is not repeated", 6, func(day int, _ time.Time) float64 {
			if day == until(6)-12 {
				return 5000
			}
			return 10
		}, 300, 0.01},
		{"a new level counts", 6, func(day int, _ time.Time) float64 {
			if day >= until(6)-10 {
				return 30
			}
			return 10
		}, 900, 0.05},
		{"a spike of four days does not", 6, func(day int, _ time.Time) float64 {
			if d := until(6) - day; d > 10 && d <= 14 {
				return 100
			}
			return 10
		}, 300, 0.05},
		{"what is gone stays gone", 6, func(day int, _ time.Time) float64 {
			if day >= until(6)-12 {
				return 0
			}
			return 10
		}, 0, 0},
		{"lost days", 6, func(day int, _ time.Time) float64 {
			if day%11 == 3 {
				return math.NaN()
			}
			return 10
		}, 300, 0.01},
		{"a steady rise", 9, func(day int, _ time.Time) float64 { return 100 + float64(day)/2 }, 30*100 + 30*(float64(until(9))+14.5)/2, 0.02},
		{"ends of months", 9, func(_ int, t time.Time) float64 {
			if t.AddDate(0, 0, 2).Month() != t.Month() {
				return 30
			}
			return 10
		}, 28*10 + 2*30, 0.06},
	} {
		f := Make(series(until(c.month), c.cost), 1)
		m := f.Months[0]
		near(t, c.name, m.Mid, c.want, c.part)
		if !(m.Low <= m.Mid && m.Mid <= m.High) {
			t.Errorf("%s: the interval is %.2f to %.2f around %.2f", c.name, m.Low, m.High, m.Mid)
		}
	}
}

// TestYear: with two years of days, the time of year counts.
func TestYear(t *testing.T) {
	f := Make(series(until(24), func(_ int, t time.Time) float64 {
		if t.Month() == time.December {
			return 200
		}
		return 100
	}), 1)
	if m := f.Months[0]; m.Month != "2025-12" || m.Mid < 3100*1.2 {
		t.Errorf("December is forecast as %+v after one of 6200", m)
	}
}

// TestOpenMonth: what is paid is certain, and the rest is forecast.
func TestOpenMonth(t *testing.T) {
	f := Make(series(until(6)+20, func(int, time.Time) float64 { return 10 }), 3)
	if len(f.Months) != 3 || f.Months[0].Month != "2024-06" || f.Months[2].Month != "2024-08" {
		t.Fatalf("%+v", f.Months)
	}
	near(t, "actual", f.Months[0].Actual, 200, 0)
	near(t, "June", f.Months[0].Mid, 300, 0.001)
	near(t, "July", f.Months[1].Mid, 310, 0.001)
	if f.Months[0].Low < 200 {
		t.Errorf("less than what is paid: %+v", f.Months[0])
	}
	if a, b := f.Months[0].High-f.Months[0].Mid, f.Months[1].High-f.Months[1].Mid; a >= b {
		t.Errorf("ten days are as unsure (%.1f) as a month (%.1f)", a, b)
	}
}

func TestFewDays(t *testing.T) {
	if f := Make(Series{}, 3); len(f.Months) != 0 || f.Error != nil {
		t.Errorf("of nothing comes %+v", f)
	}
	if f := Make(Series{First: from, Days: []float64{math.NaN()}}, 3); len(f.Months) != 0 {
		t.Errorf("of an unknown day comes %+v", f)
	}
	for n := 1; n < 70; n++ {
		f := Make(series(n, func(int, time.Time) float64 { return 10 }), 2)
		near(t, "the month after few days", f.Months[1].Mid, 10*float64(length(nextMonth(from+n))), 0.001)
		if f.Few != (n < fewDays) {
			t.Errorf("%d days: few %v", n, f.Few)
		}
	}
}

// TestError: the error that is shown is that of forecasts that could not know, and
// it is far below the naive one where there is something to know.
func TestError(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	s := series(until(25), func(_ int, t time.Time) float64 {
		x := 100 * math.Exp(0.02*rng.NormFloat64()+0.15*math.Sin(2*math.Pi*float64(t.YearDay())/365))
		if d := t.Weekday(); d == 0 || d == 6 {
			x /= 4
		}
		return x
	})
	f := Make(s, 1)
	if f.Error == nil || f.Error.Months != mostTries || f.Error.MAPE > 0.75*f.Error.Naive {
		t.Fatalf("%+v", f.Error)
	}
	p := f.Past[len(f.Past)-1]
	again := Make(cutAt(s, from+until(24)), 1)
	near(t, "the last try", p.Forecast, again.Months[0].Mid, 0.02)
}

func TestAdd(t *testing.T) {
	a := Make(series(until(7), func(int, time.Time) float64 { return 10 }), 2)
	b := Make(series(until(7), func(int, time.Time) float64 { return 30 }), 2)
	sum := Add([]Forecast{a, b})
	for i, m := range sum.Months {
		near(t, "the sum", m.Mid, a.Months[i].Mid+b.Months[i].Mid, 0)
		wide := func(m Month) float64 { return m.High - m.Low }
		if wide(m) <= wide(b.Months[i]) || wide(m) >= wide(a.Months[i])+wide(b.Months[i]) {
			t.Errorf("interval of the sum %+v", m)
		}
	}
	if n := len(sum.Past); n != len(a.Past) || sum.Past[0].Actual != a.Past[0].Actual+b.Past[0].Actual {
		t.Errorf("tries of the sum %+v", sum.Past)
	}
}

func FuzzMake(f *testing.F) {
	f.Add([]byte{0, 1, 2, 255, 0, 0, 0, 9}, uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, scale uint8) {
		var days []float64
		for _, c := range data {
			x := (float64(c) - 64) * math.Pow(10, float64(scale%20)-8)
			if c == 255 {
				x = math.NaN()
			}
			days = append(days, x, x/3, 0)
		}
		for _, m := range Make(Series{First: from, Days: days}, 3).Months {
			if math.IsNaN(m.Mid+m.Low+m.High) || math.IsInf(m.Mid+m.Low+m.High, 0) || m.Low > m.Mid || m.Mid > m.High {
				t.Fatalf("%v gives %+v", days, m)
			}
		}
	})
}
