package anomaly

import (
	"math"
	"slices"
)

// tiny is a cost that is none.
const tiny = 1e-9

// madSD makes a standard deviation of a median absolute deviation of normal noise.
const madSD = 1.4826

// median of values, which it sorts; NaN for none.
func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	slices.Sort(v)
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

// medianOf is the median of the numbers among values, which stay as they are.
func medianOf(v []float64) float64 {
	c := make([]float64, 0, len(v))
	for _, x := range v {
		if !math.IsNaN(x) {
			c = append(c, x)
		}
	}
	return median(c)
}

// quantile q of sorted values; NaN for none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

// window is a running median: a sorted list of the numbers in it.
type window struct{ v []float64 }

func (w *window) add(x float64) {
	if !math.IsNaN(x) {
		i, _ := slices.BinarySearch(w.v, x)
		w.v = slices.Insert(w.v, i, x)
	}
}

func (w *window) remove(x float64) {
	if !math.IsNaN(x) {
		if i, ok := slices.BinarySearch(w.v, x); ok {
			w.v = slices.Delete(w.v, i, i+1)
		}
	}
}

func (w *window) median() float64 {
	switch n := len(w.v); {
	case n == 0:
		return math.NaN()
	case n%2 == 0:
		return (w.v[n/2-1] + w.v[n/2]) / 2
	default:
		return w.v[n/2]
	}
}

// runningMedian of the numbers among v from back days before to ahead days
// after, both inclusive; NaN where there are fewer than least.
func runningMedian(v []float64, back, ahead, least int) []float64 {
	out := make([]float64, len(v))
	w := window{make([]float64, 0, back+ahead+1)}
	for t := range min(ahead, len(v)) {
		w.add(v[t])
	}
	for t := range v {
		if t+ahead < len(v) && t+ahead >= 0 {
			w.add(v[t+ahead])
		}
		if out[t] = math.NaN(); len(w.v) >= least {
			out[t] = w.median()
		}
		if t-back >= 0 {
			w.remove(v[t-back])
		}
	}
	return out
}

// tail is the chance that normal noise exceeds z.
func tail(z float64) float64 { return 0.5 * math.Erfc(z/math.Sqrt2) }

func abs(n int) int { return max(n, -n) }
