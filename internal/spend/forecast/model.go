package forecast

import (
	"math"

	"github.com/assay-dev/assay/internal/assay"
)

// The ways are all of one shape: level × week × place in the month × time of
// year, and amounts that come once a month. They differ in how many days the
// level is taken from, in the trend, and in how the time of year is known.
const (
	windows  = 2 // short, long
	trends   = 2 // none, damped
	seasons  = 3 // none, by last years with changes of level taken out, by last years as they were
	ways     = windows * trends * seasons
	levelOf0 = 9
	levelOf1 = 28
)

// tries are the ways' sums over spans.
type tries struct {
	sums [ways][]float64
	has  [ways]bool
}

// candidates asks every way for the sums of spans that follow the days.
func candidates(s Series, spans []span) *tries {
	p := prepare(s)
	var out tries
	for w := range ways {
		window, trend, season := [windows]int{levelOf0, levelOf1}[w%windows], w/windows%trends == 1, w/windows/trends
		if season > 0 && p.year[season-1] == nil || trend && len(s.Days) < 2*fewDays {
			continue
		}
		out.has[w] = true
		var year *profile
		if season > 0 {
			year = p.year[season-1]
		}
		level, slope := p.level(window, year), 0.0
		if trend {
			slope = p.slope(year)
		}
		for _, sp := range spans {
			x := p.lumps.expect(sp)
			for d := sp.from; d < sp.to; d++ {
				x += (level + slope*damped(float64(d-p.end)+1+float64(window)/2)) * year.at(d) * p.week[weekday(d)] * p.place.at(d)
			}
			out.sums[w] = append(out.sums[w], x)
		}
	}
	return &out
}

// damping is what is left of a trend after a week.
const damping = 0.94

// damped is how many days of trend have come after so many days.
func damped(days float64) float64 {
	phi := math.Pow(damping, 1.0/7)
	return (1 - math.Pow(phi, days)) / (1 - phi)
}

func weekday(day int) int { return ((day+4)%7 + 7) % 7 }

// prepared is a series taken apart.
type prepared struct {
	first, end int // days; end is the first that is not known
	week       [7]float64
	place      places
	lumps      lumps
	z          []float64 // days without week, place and lumps
	even       []float64 // z with changes of level taken out, at today's level
	shift      int       // index of the first day of today's level
	year       [2]*profile
}

func prepare(s Series) *prepared {
	p := &prepared{first: s.First, end: s.First + len(s.Days)}
	y, lumps := splitLumps(s)
	p.lumps = lumps
	p.week = weekOf(s.First, y)
	p.z = make([]float64, len(y))
	for i, v := range y {
		p.z[i] = math.NaN()
		if w := p.week[weekday(s.First+i)]; w > 0.05 {
			p.z[i] = v / w
		}
	}
	p.place = placesOf(s.First, p.z)
	for i := range p.z {
		p.z[i] /= p.place.at(s.First + i)
	}
	p.even, p.shift = levelled(p.z)
	p.year[0] = profileOf(s.First, p.even)
	p.year[1] = profileOf(s.First, p.z)
	return p
}

// level is today's, from so many days and none before the last change of it:
// their mean, with what is far off drawn in, and without the time of year.
func (p *prepared) level(window int, year *profile) float64 {
	from := max(p.shift, len(p.z)-window)
	if len(known(p.z[from:])) == 0 {
		from = 0
	}
	var days []float64
	for i := from; i < len(p.z); i++ {
		if v := p.z[i]; !math.IsNaN(v) {
			days = append(days, v/year.at(p.first+i))
		}
	}
	if len(days) == 0 {
		return 0
	}
	return drawnMean(days)
}

// slope is the change of a day: the median of slopes between means of weeks, of
// the last quarter, without changes of level. Without the time of year if asked.
func (p *prepared) slope(year *profile) float64 {
	var weeks []float64
	for end := len(p.even); end >= 7 && len(weeks) < 13; end -= 7 {
		days := known(p.even[end-7 : end])
		if len(days) < 3 {
			weeks = append(weeks, math.NaN())
			continue
		}
		weeks = append(weeks, median(days)/year.at(p.first+end-4))
	}
	var slopes []float64
	for i := range weeks {
		for j := i + 3; j < len(weeks); j++ {
			if s := (weeks[i] - weeks[j]) / float64(7*(j-i)); !math.IsNaN(s) {
				slopes = append(slopes, s)
			}
		}
	}
	if len(slopes) < 6 {
		return 0
	}
	return median(slopes)
}

// profile is the time of year: a factor for each day of it.
type profile struct{ days [366]float64 }

// at is a day's factor; 1 without a profile.
func (p *profile) at(day int) float64 {
	if p == nil {
		return 1
	}
	return p.days[timeOf(day).YearDay()-1]
}

// yearDays is how many days of history say anything about the time of year: a
// year, and the month after it.
const yearDays = 390

// profileOf is nil with too few days, or with days about zero. It holds each day
// against the trend of its year and smooths over half a month.
func profileOf(first int, z []float64) *profile {
	if len(z) < yearDays {
		return nil
	}
	growth := 0.0
	var ratios []float64
	for i := 365; i+28 <= len(z); i += 7 {
		a, b := median(known(z[i-365:i-337])), median(known(z[i:i+28]))
		if a > 0 && b > 0 {
			ratios = append(ratios, math.Log(b/a))
		}
	}
	if len(ratios) == 0 {
		return nil
	}
	growth = median(ratios) / 365
	var sums, counts [366]float64
	for i, v := range z {
		if !math.IsNaN(v) && v > 0 {
			k := timeOf(first+i).YearDay() - 1
			sums[k] += math.Log(v) - growth*float64(i)
			counts[k]++
		}
	}
	var p profile
	mean, n := 0.0, 0.0
	for k := range 366 {
		s, c := 0.0, 0.0
		for d := -smooth; d <= smooth; d++ {
			j := (k + d + 366) % 366
			s, c = s+sums[j], c+counts[j]
		}
		if c == 0 {
			return nil
		}
		p.days[k] = s / c
		mean, n = mean+s/c, n+1
	}
	for k := range p.days {
		p.days[k] = math.Exp(min(max(p.days[k]-mean/n, -1.6), 1.6))
	}
	return &p
}

// smooth is half the days that a day's factor is taken from.
const smooth = 8

// lumps are amounts of single days that stand out, by month and day.
type lumps struct {
	from, open assay.Month // first whole month; first that is not, after it
	by         map[assay.Month][]lump
}

type lump struct {
	day    int // of the month
	amount float64
}

// expect is what comes in a span: what most of the last three months had in the
// same days, else what came each quarter, else each year.
func (l *lumps) expect(sp span) float64 {
	after := timeOf(sp.from).Day()
	m := monthOf(sp.from)
	had := func(back int, from assay.Month) (float64, bool) {
		k := from.Add(-back)
		if k < l.from {
			return 0, false
		}
		x := 0.0
		for _, one := range l.by[k] {
			if one.day >= after {
				x += one.amount
			}
		}
		return x, true
	}
	var recent []float64
	for i := 1; i <= 3; i++ {
		if x, ok := had(i, l.open); ok {
			recent = append(recent, x)
		}
	}
	if len(recent) >= 2 {
		if x := lowMedian(recent); x != 0 {
			return x
		}
	}
	for _, every := range []int{3, 6, 12} {
		back := every
		for m.Add(-back) >= l.open {
			back += every
		}
		a, okA := had(back, m)
		b, okB := had(back+every, m)
		if okA && okB && a*b > 0 && math.Abs(a-b) <= 0.3*math.Abs(a) {
			return a
		}
	}
	return 0
}

// places are factors of the first and last days of months.
type places struct{ start, end [edge]float64 }

const edge = 4

func (p *places) at(day int) float64 {
	if d := day - firstOf(day); d < edge {
		return p.start[d]
	}
	if d := nextMonth(day) - 1 - day; d < edge {
		return p.end[d]
	}
	return 1
}
