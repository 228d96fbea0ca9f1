package forecast

import "math"

// scores remember how well each way has done one month ahead.
type scores struct {
	squares [ways]float64
	weight  float64
}

func newScores() *scores { return &scores{} }

const (
	// sharp is how strongly a way that did better counts for more.
	sharp = 2
	// faith is what a way is off before anything is known of it.
	faith = 0.05
	// fade is how much a month counts that is one month older.
	fade = 0.9
)

// mix is the mean of the ways' sums over a span, by what they have been worth.
func (s *scores) mix(c *tries, i int) float64 {
	sum, weights := 0.0, 0.0
	for w := range ways {
		if !c.has[w] {
			continue
		}
		v := (s.squares[w] + faith*faith) / (s.weight + 1)
		weight := math.Pow(v, -sharp)
		sum += weight * c.sums[w][i]
		weights += weight
	}
	return sum / weights
}

// learn holds what the ways said against what came. A way that had nothing to say
// is taken to be as far off as the worst that had.
func (s *scores) learn(c *tries, actual, scale float64) {
	if scale == 0 {
		return
	}
	worst := 0.0
	var off [ways]float64
	for w := range ways {
		if c.has[w] {
			e := math.Min(math.Abs(c.sums[w][0]-actual)/scale, 1)
			off[w] = e * e
			worst = math.Max(worst, off[w])
		}
	}
	for w := range ways {
		if !c.has[w] {
			off[w] = worst
		}
		s.squares[w] = s.squares[w]*fade + off[w]
	}
	s.weight = s.weight*fade + 1
}
