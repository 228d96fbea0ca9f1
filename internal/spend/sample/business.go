package sample

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Metrics are the bank's business by day, for unit costs.
func Metrics(last assay.Month, seed uint64) (File, error) {
	end, ok := last.First()
	if !ok {
		return File{}, fmt.Errorf("%q is no month", last)
	}
	rng := rand.New(rand.NewPCG(seed, 11))
	var b bytes.Buffer
	b.WriteString("day,service,metric,value,revenue,currency\n")
	first := end.AddDate(0, 1-Months, 0)
	for day := first; day.Before(end.AddDate(0, 1, 0)); day = day.AddDate(0, 0, 1) {
		for _, s := range []struct {
			service, metric       string
			value, weekend, price float64
		}{
			{"payment-gateway", "transactions", 138_000, 0.9, 0.011},
			{"mobile-banking", "logins", 185_000, 1.05, 0.0063},
			{"trading-platform", "orders", 41_000, 0.3, 0.045},
			{"fraud-detection", "api calls", 296_000, 0.9, 0.0017},
		} {
			value := s.value * math.Pow(1.15, day.Sub(first).Hours()/24/365) * (1 + float64(0.02*rng.NormFloat64()))
			if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
				value *= s.weekend
			}
			fmt.Fprintf(&b, "%s,%s,%s,%d,%s,USD\n", day.Format(time.DateOnly), s.service, s.metric, int64(value), strconv.FormatFloat(value*s.price, 'f', 2, 64))
		}
	}
	return File{"metrics.csv", b.Bytes()}, nil
}

// Deploys are what the bank shipped: one of them brought the debug logs.
func Deploys(last assay.Month, seed uint64) (File, error) {
	end, ok := last.First()
	if !ok {
		return File{}, fmt.Errorf("%q is no month", last)
	}
	m := &maker{rng: rand.New(rand.NewPCG(seed, 13)), first: end.AddDate(0, 1-Months, 0)}
	var b bytes.Buffer
	b.WriteString("at,service,environment,commit,ticket\n")
	row := func(at time.Time, service string) {
		fmt.Fprintf(&b, "%s,%s,production,%016x%016x%08x,CHG-%04d\n", at.Format(time.RFC3339), service, m.rng.Uint64(), m.rng.Uint64(), m.rng.Uint32(), 1000+m.rng.IntN(9000))
	}
	for i := range Months {
		for _, s := range bank() {
			if s.name != "" {
				row(m.on(i, 2+m.rng.IntN(3)).Add(10*time.Hour), s.name)
			}
		}
		if i == shiftMonth {
			row(m.on(shiftMonth, shiftDay-1).Add(15*time.Hour), "payment-gateway")
		}
	}
	return File{"deploys.csv", b.Bytes()}, nil
}
