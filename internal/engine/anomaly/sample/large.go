package sample

import (
	"math"
	"math/rand/v2"
	"strconv"

	"github.com/assay-dev/assay/internal/engine/anomaly"
)

// Large is a bill with so many series, for measuring time; some have a spike.
func Large(seed uint64, series, days int) *anomaly.Bill {
	r := rand.New(rand.NewPCG(seed, 1))
	b := &anomaly.Bill{Dimensions: Dimensions[:4], First: 19_800, Days: days}
	for i := range series {
		s := anomaly.Series{Currency: "USD", Cost: make([]float64, days), Values: []string{
			"service-" + strconv.Itoa(i%20), "account-" + strconv.Itoa(i/20%10), "region-" + strconv.Itoa(i/200%5), "sku-" + strconv.Itoa(i%20) + "-" + strconv.Itoa(i/1000),
		}}
		level := math.Exp(1 + 4*r.Float64())
		for t := range s.Cost {
			s.Cost[t] = level * math.Exp(0.001*float64(t)+0.1*r.NormFloat64())
		}
		if i%100 == 0 {
			s.Cost[60+r.IntN(days-80)] *= 6
		}
		b.Series = append(b.Series, s)
	}
	return b
}
