package sample

import (
	"math"
	"math/rand/v2"
)

// gamma is a draw of the gamma distribution with mean 1 and so many degrees of
// freedom (Marsaglia and Tsang 2000); shape is at least 1.
func gamma(r *rand.Rand, shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v / shape
		}
	}
}

// poisson is a draw of the number of events whose mean is given: by counting
// for small ones, as a rounded normal draw for others.
func poisson(r *rand.Rand, mean float64) float64 {
	if mean > 60 {
		return max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
	}
	limit, n, p := math.Exp(-mean), 0.0, r.Float64()
	for p > limit {
		n++
		p *= r.Float64()
	}
	return n
}
