// Command forecast measures how far off forecasts of made series are one month
// ahead, against seasonal-naive:
//
//	go run ./bench/forecast [-series N] [-from SEED] [-months N] [-habit office|shop]
//
// The rival is the better, over all series of a habit, of two simple ways: the same
// month last year, and last month scaled by the number of days. office is the
// habit that the forecast was tuned on, shop is the one that it was not. It prints
// how many months lay within the 80 % interval, too. It says nothing of real bills.
package main

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/assay-dev/assay/internal/spend/forecast"
)

func main() {
	series := flag.Int("series", 60, "series of each habit")
	from := flag.Int("from", 1, "first seed")
	months := flag.Int("months", 30, "months of history at most; the last 6 are forecast")
	only := flag.String("habit", "", "only this habit")
	flag.Parse()
	for _, h := range []struct {
		name string
		make func(*rand.Rand, int) []float64
	}{{"office", office}, {"shop", shop}} {
		if *only != "" && *only != h.name {
			continue
		}
		var s score
		start := time.Now()
		for seed := *from; seed < *from+*series; seed++ {
			rng := rand.New(rand.NewPCG(uint64(seed), 41))
			s.measure(h.make(rng, *months), *months)
		}
		n := float64(s.n)
		rival := math.Min(s.year, s.scaled) / n
		fmt.Printf("%-7s %4d months: MAPE %.2f %%, last year %.2f %%, last month scaled %.2f %%: %.0f %% lower than the better; %.0f %% within the interval, whose half is %.1f %%; %.1f ms a forecast\n",
			h.name, s.n, 100*s.ours/n, 100*s.year/n, 100*s.scaled/n, 100*(1-s.ours/n/rival), 100*float64(s.within)/n, 100*s.wide/n, float64(time.Since(start).Milliseconds())/n)
	}
}

// begin is the first day of every series.
var begin = time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)

func day(months int) int {
	return int(begin.AddDate(0, months, 0).Unix() / 86400)
}

type score struct {
	n, within                int
	ours, year, scaled, wide float64
}

func (s *score) measure(days []float64, months int) {
	first := day(0)
	sum := func(m int) float64 {
		x := 0.0
		for _, v := range days[day(m)-first : day(m+1)-first] {
			x += v
		}
		return x
	}
	for m := months - 6; m < months; m++ {
		f := forecast.Make(forecast.Series{First: first, Days: days[:day(m)-first]}, 1).Months[0]
		actual := sum(m)
		off := func(x float64) float64 { return math.Abs(x-actual) / actual }
		s.n++
		s.ours += off(f.Mid)
		s.year += off(sum(m - 12))
		s.scaled += off(sum(m-1) / float64(day(m)-day(m-1)) * float64(day(m+1)-day(m)))
		s.wide += (f.High - f.Low) / 2 / actual
		if f.Low <= actual && actual <= f.High {
			s.within++
		}
	}
}

// office: weekdays, ends of months, a gentle year, growth, now and then a new level,
// a fee on the first, noise that remembers.
func office(rng *rand.Rand, months int) []float64 {
	level, growth := math.Exp(3+3*rng.Float64()), 0.3*rng.Float64()
	weekend, end := 0.3+0.7*rng.Float64(), 1+0.3*rng.Float64()
	year, phase := 0.05+0.15*rng.Float64(), 2*math.Pi*rng.Float64()
	fee := 0.0
	if rng.Float64() < 0.5 {
		fee = level * 5 * rng.Float64()
	}
	noise := 0.0
	var out []float64
	for i := range day(months) - day(0) {
		t := begin.AddDate(0, 0, i)
		if rng.Float64() < 1.0/300 {
			level *= math.Exp(0.5 * (rng.Float64() - 0.4))
		}
		noise = 0.6*noise + 0.03*rng.NormFloat64()
		x := level * math.Exp(growth*float64(i)/365+noise+year*math.Sin(2*math.Pi*float64(i)/365.25+phase))
		if w := t.Weekday(); w == time.Saturday || w == time.Sunday {
			x *= weekend
		}
		if t.AddDate(0, 0, 2).Month() != t.Month() {
			x *= end
		}
		if t.Day() == 1 {
			x += fee
		}
		out = append(out, x)
	}
	return out
}

// shop: a weekly wave, a year of steps with a peak before Christmas, one-off
// purchases, spikes with heavy tails, growth that turns, credits at times, lost days.
func shop(rng *rand.Rand, months int) []float64 {
	level := math.Exp(2 + 4*rng.Float64())
	var steps [12]float64
	for i := range steps {
		steps[i] = math.Exp(0.08 * rng.NormFloat64())
	}
	steps[10] *= 1.15 + 0.2*rng.Float64()
	steps[11] *= 1.25 + 0.3*rng.Float64()
	var week [7]float64
	for i := range week {
		week[i] = math.Exp(0.2 * rng.NormFloat64())
	}
	slope := 0.0
	var out []float64
	for i := range day(months) - day(0) {
		t := begin.AddDate(0, 0, i)
		if i%120 == 0 {
			slope = 0.0008 * rng.NormFloat64()
		}
		level *= math.Exp(slope)
		x := level * steps[t.Month()-1] * week[t.Weekday()] * math.Exp(0.06*rng.NormFloat64())
		if rng.Float64() < 0.01 {
			x *= 1 + 2*rng.ExpFloat64()
		}
		if rng.Float64() < 1.0/400 {
			x += level * 10 * rng.Float64()
		}
		if t.Day() == 1 {
			x -= level * 0.5
		}
		if rng.Float64() < 0.003 {
			x = 0
		}
		out = append(out, x)
	}
	return out
}
