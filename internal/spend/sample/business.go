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

// Metrics are the bank's business by month, for unit costs.
func Metrics(last assay.Month, seed uint64) File {
	rng := rand.New(rand.NewPCG(seed, 11))
	var b bytes.Buffer
	b.WriteString("month,service,metric,value,revenue,currency\n")
	for i := range Months {
		month := last.Add(i + 1 - Months)
		for _, s := range []struct {
			service, metric string
			value, price    float64
		}{{"payment-gateway", "transactions", 4_100_000, 0.011}, {"mobile-banking", "customers", 182_000, 0.19}, {"trading-platform", "orders", 960_000, 0.045}, {"fraud-detection", "api calls", 8_800_000, 0.0017}} {
			value := s.value * math.Pow(1.012, float64(i)) * (1 + 0.02*rng.NormFloat64())
			fmt.Fprintf(&b, "%s,%s,%s,%d,%s,USD\n", month, s.service, s.metric, int64(value), strconv.FormatFloat(value*s.price, 'f', 2, 64))
		}
	}
	return File{"metrics.csv", b.Bytes()}
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
