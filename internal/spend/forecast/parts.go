package forecast

import (
	"math"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// splitLumps takes days that stand out from the same days of the weeks around
// them out of a series, unless they stand out in a row: then the level moved.
func splitLumps(s Series) ([]float64, lumps) {
	n := len(s.Days)
	y := slices.Clone(s.Days)
	usual := make([]float64, n)
	off := make([]float64, n)
	var offs []float64
	for i, v := range s.Days {
		var around []float64
		for _, d := range []int{-21, -14, -7, 7, 14, 21} {
			if k := i + d; k >= 0 && k < n && !math.IsNaN(s.Days[k]) {
				around = append(around, s.Days[k])
			}
		}
		usual[i], off[i] = v, 0
		if len(around) >= 2 && !math.IsNaN(v) {
			usual[i] = median(around)
			off[i] = v - usual[i]
			offs = append(offs, math.Abs(off[i]))
		}
	}
	l := lumps{by: map[assay.Month][]lump{}, from: monthOf(nextMonth(s.First - 1)), open: monthOf(s.First + n)}
	if len(offs) == 0 {
		return y, l
	}
	noise := 1.4826 * median(offs)
	out := func(i int) bool {
		return i >= 0 && i < n && math.Abs(off[i]) > 5*noise && math.Abs(off[i]) > 0.4*math.Abs(usual[i])
	}
	for i := range y {
		if !out(i) || out(i-1) && (out(i-2) || out(i+1)) || out(i+1) && out(i+2) {
			continue
		}
		m := monthOf(s.First + i)
		l.by[m] = append(l.by[m], lump{timeOf(s.First + i).Day(), off[i]})
		y[i] = usual[i]
	}
	return y, l
}

// weekOf are factors of the days of the week, Sunday first, by the last quarter;
// all 1 with less than three weeks.
func weekOf(first int, y []float64) [7]float64 {
	week := [7]float64{1, 1, 1, 1, 1, 1, 1}
	var ratios [7][]float64
	for i := max(3, len(y)-14*7); i+3 < len(y); i++ {
		around := known(y[i-3 : i+4])
		if len(around) < 7 {
			continue
		}
		m := mean(around)
		if math.Abs(m) > 1e-9 {
			k := weekday(first + i)
			ratios[k] = append(ratios[k], min(max(y[i]/m, 0), 7))
		}
	}
	total := 0.0
	for k, r := range ratios {
		if len(r) < 2 {
			return [7]float64{1, 1, 1, 1, 1, 1, 1}
		}
		n := float64(len(r))
		week[k] = 1 + (median(r)-1)*n/(n+0.5)
		total += week[k]
	}
	for k := range week {
		week[k] *= 7 / total
	}
	return week
}

// placesOf compares the edges of months with the days before and after them.
func placesOf(first int, z []float64) places {
	var p places
	var start, end [edge][]float64
	for i := max(0, len(z)-400); i < len(z); i++ {
		day := first + i
		a, b := day-firstOf(day), nextMonth(day)-1-day
		if a >= edge && b >= edge || math.IsNaN(z[i]) {
			continue
		}
		// Days beside the edge, of the same month.
		from, to := i+edge-a, i+edge-a+10
		if b < edge {
			from, to = i-10-edge+b+1, i-edge+b+1
		}
		if from < 0 || to > len(z) {
			continue
		}
		m := median(known(z[from:to]))
		if math.IsNaN(m) || math.Abs(m) < 1e-9 {
			continue
		}
		if r := min(max(z[i]/m, 0.1), 10); a < edge {
			start[a] = append(start[a], r)
		} else {
			end[b] = append(end[b], r)
		}
	}
	for k := range edge {
		p.start[k], p.end[k] = shrunk(start[k]), shrunk(end[k])
	}
	return p
}

// shrunk is a factor by what was seen, drawn to 1 while that is little, and 1
// where it does not stand out of its own spread.
func shrunk(seen []float64) float64 {
	if len(seen) < 2 {
		return 1
	}
	m := median(seen)
	var offs []float64
	for _, v := range seen {
		offs = append(offs, math.Abs(v-m))
	}
	n := float64(len(seen))
	if math.Abs(m-1) < 2*1.4826*median(offs)/math.Sqrt(n) || math.Abs(m-1) < 0.02 {
		return 1
	}
	return 1 + (m-1)*n/(n+1)
}

// Of a change of level: days that are compared, the fewest after it, how far it
// must stand out.
const (
	shiftSide  = 14
	shiftLeast = 5
	shiftPart  = 0.12
	shiftSigma = 4.0
)

// levelled takes changes of level out: days before one are scaled to the level
// after it. It gives the first day of today's level too.
func levelled(z []float64) ([]float64, int) {
	even := slices.Clone(z)
	last := 0
	var steps []float64
	for i := 1; i < len(z); i++ {
		if d := math.Abs(z[i] - z[i-1]); !math.IsNaN(d) {
			steps = append(steps, d)
		}
	}
	if len(steps) < shiftSide {
		return even, 0
	}
	type found struct {
		at            int
		before, after float64
		worth         float64
	}
	noise := 1.4826 * median(steps) / math.Sqrt2
	var best []found
	for i := shiftLeast; i+shiftLeast <= len(z); i++ {
		a, b := known(z[max(0, i-shiftSide):i]), known(z[i:min(len(z), i+shiftSide)])
		if len(a) < shiftLeast || len(b) < shiftLeast {
			continue
		}
		before, after := median(a), median(b)
		d := math.Abs(after - before)
		err := 1.25 * noise * math.Sqrt(1/float64(len(a))+1/float64(len(b)))
		// Both sides must be flat, or it is a ramp.
		if d < shiftSigma*err || d < shiftPart*math.Max(math.Abs(before), math.Abs(after)) || !abrupt(a, b, before, after) {
			continue
		}
		f := found{i, before, after, d - noise*closeness(z, i, before, after)}
		if k := len(best) - 1; k >= 0 && i-best[k].at < shiftSide {
			if f.worth > best[k].worth {
				best[k] = f
			}
			continue
		}
		best = append(best, f)
	}
	for _, f := range best {
		if f.before > 0 && f.after > 0 {
			for i := range f.at {
				even[i] *= f.after / f.before
			}
		}
		last = f.at
	}
	return even, last
}

// abrupt says that the days next to the change are at their side's level.
func abrupt(a, b []float64, before, after float64) bool {
	mid := (before + after) / 2
	la, fb := median(a[len(a)-min(3, len(a)):]), median(b[:min(3, len(b))])
	return (la-mid)*(before-mid) > 0 && (fb-mid)*(after-mid) > 0 &&
		math.Abs(la-before) < 0.35*math.Abs(after-before) && math.Abs(fb-after) < 0.35*math.Abs(after-before)
}

// closeness counts the days beside a change that are nearer to the other side's level.
func closeness(z []float64, at int, before, after float64) float64 {
	n := 0.0
	for d := 1; d <= 7; d++ {
		if k := at - d; k >= 0 && math.Abs(z[k]-after) < math.Abs(z[k]-before) {
			n++
		}
		if k := at + d - 1; k < len(z) && math.Abs(z[k]-before) < math.Abs(z[k]-after) {
			n++
		}
	}
	return n
}

func mean(list []float64) float64 {
	x := 0.0
	for _, v := range list {
		x += v
	}
	return x / float64(len(list))
}

// median is NaN of nothing.
func median(list []float64) float64 {
	n := len(list)
	if n == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(list))
	return (s[(n-1)/2] + s[n/2]) / 2
}

// lowMedian is the median; of an even number, the one nearer to nothing.
func lowMedian(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	a, b := s[(len(s)-1)/2], s[len(s)/2]
	if math.Abs(a) < math.Abs(b) {
		return a
	}
	return b
}

// drawnMean is the mean of values drawn in to three deviations of their median.
func drawnMean(list []float64) float64 {
	m := median(list)
	var offs []float64
	for _, v := range list {
		offs = append(offs, math.Abs(v-m))
	}
	far := 3 * 1.4826 * median(offs)
	x := 0.0
	for _, v := range list {
		x += min(max(v, m-far), m+far)
	}
	return x / float64(len(list))
}
