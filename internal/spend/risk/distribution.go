package risk

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// z95 is the 95 % quantile of the standard normal distribution.
const z95 = 1.6448536269514722

// Shape is a kind of distribution.
type Shape string

// The shapes.
const (
	Point     Shape = "point"     // one number
	Lognormal Shape = "lognormal" // by its 5 % and 95 % quantiles
	PERT      Shape = "pert"      // by least, likeliest and most; a beta distribution with weight 4
)

// Distribution is a number that is not known for certain.
type Distribution struct {
	Shape Shape `json:"shape"`
	// Low and High are the 5 % and 95 % quantiles of a lognormal one, the least and
	// the most of PERT, and both the number of a point.
	Low    float64 `json:"low"`
	Likely float64 `json:"likely,omitempty"` // of PERT
	High   float64 `json:"high"`
}

// Exactly is a number that is known.
func Exactly(x float64) Distribution { return Distribution{Shape: Point, Low: x, High: x} }

// Check says what is wrong with the numbers.
func (d Distribution) Check() error {
	for _, x := range []float64{d.Low, d.Likely, d.High} {
		if math.IsNaN(x) || x < 0 || x > 1e15 {
			return fmt.Errorf("%v is not between 0 and 1e15", x)
		}
	}
	switch {
	case d.Shape == Lognormal && (d.Low <= 0 || d.High <= d.Low):
		return fmt.Errorf("a lognormal range from %v to %v: it needs 0 < low < high", d.Low, d.High)
	case d.Shape == PERT && (d.Likely < d.Low || d.High < d.Likely || d.High <= d.Low):
		return fmt.Errorf("a PERT range of %v, %v, %v: it needs low ≤ likely ≤ high", d.Low, d.Likely, d.High)
	}
	return nil
}

// lognormal gives mean and standard deviation of the logarithm.
func (d Distribution) lognormal() (mu, sigma float64) {
	return (math.Log(d.Low) + math.Log(d.High)) / 2, (math.Log(d.High) - math.Log(d.Low)) / (2 * z95)
}

// Mean is the expected value, exactly.
func (d Distribution) Mean() float64 {
	switch d.Shape {
	case Lognormal:
		mu, sigma := d.lognormal()
		return math.Exp(mu + sigma*sigma/2)
	case PERT:
		return (d.Low + 4*d.Likely + d.High) / 6
	}
	return d.Low
}

// draw takes one number.
func (d Distribution) draw(r *rand.Rand) float64 {
	switch d.Shape {
	case Lognormal:
		mu, sigma := d.lognormal()
		return math.Exp(mu + sigma*r.NormFloat64())
	case PERT:
		width := d.High - d.Low
		a, b := 1+4*(d.Likely-d.Low)/width, 1+4*(d.High-d.Likely)/width
		x, y := gamma(r, a), gamma(r, b)
		return d.Low + width*x/(x+y)
	}
	return d.Low
}

// gamma draws from the gamma distribution with shape k ≥ 1 and scale 1, after
// Marsaglia and Tsang (2000), "A simple method for generating gamma variables".
func gamma(r *rand.Rand, k float64) float64 {
	d := k - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := r.Float64()
		if math.Log(u) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// poisson draws a number of events: by multiplying for small rates (Knuth), from
// the normal distribution for large ones.
func poisson(r *rand.Rand, rate float64) int {
	if rate > 500 {
		return max(0, int(math.Round(rate+math.Sqrt(rate)*r.NormFloat64())))
	}
	n, p, limit := 0, r.Float64(), math.Exp(-rate)
	for p > limit {
		n++
		p *= r.Float64()
	}
	return n
}

// extreme is the distribution pinned to its lower or upper end, for the question
// what an assumption matters.
func (d Distribution) extreme(high bool) Distribution {
	switch {
	case d.Shape == Point && high:
		return Exactly(d.Low * 2)
	case d.Shape == Point:
		return Exactly(d.Low / 2)
	case high:
		return Exactly(d.High)
	}
	return Exactly(d.Low)
}

// Range says in words what a distribution is.
func (d Distribution) Range() string {
	switch d.Shape {
	case Lognormal:
		return fmt.Sprintf("%s to %s (5–95 %%)", short(d.Low), short(d.High))
	case PERT:
		return fmt.Sprintf("%s to %s, likely %s", short(d.Low), short(d.High), short(d.Likely))
	}
	return short(d.Low)
}

func short(x float64) string {
	switch {
	case x >= 1e9:
		return fmt.Sprintf("%.3g bn", x/1e9)
	case x >= 1e6:
		return fmt.Sprintf("%.3g M", x/1e6)
	case x >= 1e3:
		return fmt.Sprintf("%.3g k", x/1e3)
	}
	return fmt.Sprintf("%.3g", x)
}
