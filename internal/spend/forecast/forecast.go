package forecast

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Series is the cost of days, one after the other.
type Series struct {
	// First is the first day, counted from 1 January 1970.
	First int
	// Days are costs; NaN where nobody knows.
	Days []float64
}

// Month is a month to come, or the rest of the one that has begun.
type Month struct {
	Month assay.Month
	// Actual is what days of it have cost already, and Begun says that there are such.
	Actual float64
	Begun  bool
	// Mid is the forecast of the whole month, Actual included; the month lies
	// between Low and High in four of five cases.
	Low, Mid, High float64
}

// Paid is a month and what it cost.
type Paid struct {
	Month assay.Month
	Cost  float64
}

// Past is a month that was forecast on the last day before it, and what came.
type Past struct {
	Month                              assay.Month
	Forecast, Actual, LastYear, Scaled float64
	// HasYear says that LastYear, the same month a year before, is known.
	HasYear bool
}

// Error is how far off forecasts were, one month ahead.
type Error struct {
	// Months is how many were tried.
	Months int
	// MAPE is the mean of |forecast − actual| / |actual|.
	MAPE float64
	// Naive is the same of the better of two simple ways: the same month last
	// year, or the last month, scaled by the number of days.
	Naive float64
}

// Forecast is what comes, with what it rests on.
type Forecast struct {
	Months []Month
	// History are whole months that are known, a year at most, oldest first.
	History []Paid
	// Past are the months that it was tried on, oldest first.
	Past []Past
	// Error is nil when there was no month to try it on.
	Error *Error
	// Few says that there are too few days for more than a guess.
	Few bool
}

const (
	fewDays   = 28 // with fewer, a forecast is a guess
	leastDays = 45 // before a month that is tried
	mostTries = 12
	// MostMonths is how far ahead a forecast goes.
	MostMonths = 24
)

// Make forecasts so many months: the rest of the one that the days end in, if
// they end within one, and those after it. Without a single known day there are none.
func Make(s Series, months int) Forecast {
	s = trim(s)
	months = min(max(months, 1), MostMonths)
	f := Forecast{Few: len(s.Days) < fewDays}
	if len(s.Days) == 0 {
		return f
	}
	totals := monthly(s)
	last := s.First + len(s.Days) // first day that is not known
	f.History = history(s, totals)
	scores := newScores()
	for _, origin := range origins(s) {
		m := monthOf(origin)
		cands := candidates(cutAt(s, origin), []span{{origin, nextMonth(origin)}})
		p := Past{Month: m, Forecast: scores.mix(cands, 0), Actual: totals[m]}
		before := totals[m.Add(-1)]
		p.Scaled = before / float64(length(origin-1)) * float64(length(origin))
		if first, ok := m.Add(-12).First(); ok && dayOf(first) >= s.First {
			p.LastYear, p.HasYear = totals[m.Add(-12)], true
		}
		f.Past = append(f.Past, p)
		scores.learn(cands, p.Actual, scale(totals, m))
	}
	f.Error = errorOf(f.Past)
	var spans []span
	for from := last; len(spans) < months; from = nextMonth(from) {
		spans = append(spans, span{from, nextMonth(from)})
	}
	cands := candidates(s, spans)
	spread := f.spread(s)
	least := slices.Min(append(known(s.Days), 0))
	for i, sp := range spans {
		m := Month{Month: monthOf(sp.from)}
		if firstOf(sp.from) != sp.from {
			m.Actual, m.Begun = sum(s, firstOf(sp.from), sp.from), true
		}
		rest := scores.mix(cands, i)
		// What has been paid is certain; errors of months further away add up.
		part := float64(sp.to-sp.from) / float64(sp.to-firstOf(sp.from))
		wide := width80 * spread * math.Abs(rest) * math.Sqrt(float64(i)+1/math.Sqrt(part))
		m.Mid = m.Actual + rest
		m.Low, m.High = m.Mid-wide, m.Mid+wide
		if least >= 0 {
			m.Low = max(m.Low, m.Actual)
		}
		f.Months = append(f.Months, m)
	}
	return f
}

// width80 is how many standard deviations hold four of five cases, with the tails
// that costs have.
const width80 = 1.3

// spread is the relative standard deviation of errors one month ahead: what the
// tried months say, drawn to a guess while they are few.
func (f *Forecast) spread(s Series) float64 {
	guess, weight := 0.06, 1.0
	if len(s.Days) < 2*fewDays {
		guess = 0.2
	}
	if f.Few {
		guess = 0.4
	}
	sq := guess * guess * weight
	for _, p := range f.Past {
		e := 1.0
		if p.Forecast != 0 {
			e = min(math.Abs((p.Actual-p.Forecast)/p.Forecast), 1)
		}
		sq, weight = sq+e*e, weight+1
	}
	return math.Sqrt(sq / weight)
}

// Add adds forecasts of one currency up: of months, and of the months that were
// tried, so that the error is that of the sum.
func Add(list []Forecast) Forecast {
	var out Forecast
	past := map[assay.Month]*Past{}
	months := map[assay.Month]int{}
	for i := range list {
		f := &list[i]
		out.Few = out.Few || f.Few
		for _, h := range f.History {
			k, ok := slices.BinarySearchFunc(out.History, h.Month, func(a Paid, m assay.Month) int { return cmp.Compare(a.Month, m) })
			if !ok {
				out.History = slices.Insert(out.History, k, Paid{Month: h.Month})
			}
			out.History[k].Cost += h.Cost
		}
		for _, p := range f.Past {
			q := past[p.Month]
			if q == nil {
				q = &Past{Month: p.Month}
				past[p.Month] = q
			}
			q.Forecast, q.Actual, q.LastYear, q.Scaled = q.Forecast+p.Forecast, q.Actual+p.Actual, q.LastYear+p.LastYear, q.Scaled+p.Scaled
			q.HasYear = q.HasYear || p.HasYear
		}
		for _, m := range f.Months {
			k, ok := months[m.Month]
			if !ok {
				k = len(out.Months)
				months[m.Month], out.Months = k, append(out.Months, Month{Month: m.Month})
			}
			o := &out.Months[k]
			o.Actual, o.Mid, o.Begun = o.Actual+m.Actual, o.Mid+m.Mid, o.Begun || m.Begun
			// Half of what they are off they have in common.
			o.Low, o.High = join(o.Low, m.Mid-m.Low), join(o.High, m.High-m.Mid)
		}
	}
	for i := range out.Months {
		o := &out.Months[i]
		o.Low, o.High = o.Mid-o.Low, o.Mid+o.High
	}
	for _, p := range past {
		out.Past = append(out.Past, *p)
	}
	slices.SortFunc(out.Past, func(a, b Past) int { return cmp.Compare(a.Month, b.Month) })
	out.Error = errorOf(out.Past)
	return out
}

// join adds widths whose errors correlate by a half: between the root of squares and the sum.
func join(a, b float64) float64 { return math.Sqrt(a*a + b*b + a*b) }

// errorOf is nil without a month whose actual is not zero.
func errorOf(past []Past) *Error {
	var e Error
	var scaled, year, scaledYear float64
	years := 0
	for _, p := range past {
		if p.Actual == 0 {
			continue
		}
		off := func(x float64) float64 { return math.Abs((x - p.Actual) / p.Actual) }
		e.Months++
		e.MAPE += off(p.Forecast)
		scaled += off(p.Scaled)
		if p.HasYear {
			years++
			year += off(p.LastYear)
			scaledYear += off(p.Scaled)
		}
	}
	if e.Months == 0 {
		return nil
	}
	n := float64(e.Months)
	e.MAPE, e.Naive = e.MAPE/n, scaled/n
	if years == e.Months && year < scaledYear {
		e.Naive = year / n
	}
	return &e
}

// Calendar, in days since 1970.

type span struct{ from, to int }

func timeOf(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

func dayOf(t time.Time) int { return int(t.Unix() / 86400) }

func monthOf(day int) assay.Month { return assay.MonthOf(timeOf(day)) }

func firstOf(day int) int { return day - timeOf(day).Day() + 1 }

func nextMonth(day int) int {
	t := timeOf(day)
	return dayOf(time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC))
}

func length(day int) int { return nextMonth(day) - firstOf(day) }

// origins are firsts of whole months with enough days before them, the latest.
func origins(s Series) []int {
	var out []int
	end := s.First + len(s.Days)
	for o := nextMonth(s.First - 1); nextMonth(o) <= end; o = nextMonth(o) {
		if o-s.First >= leastDays {
			out = append(out, o)
		}
	}
	return out[max(0, len(out)-mostTries):]
}

func cutAt(s Series, day int) Series { return Series{s.First, s.Days[:day-s.First]} }

// trim leaves out unknown days at both ends.
func trim(s Series) Series {
	for len(s.Days) > 0 && math.IsNaN(s.Days[len(s.Days)-1]) {
		s.Days = s.Days[:len(s.Days)-1]
	}
	for len(s.Days) > 0 && math.IsNaN(s.Days[0]) {
		s.First, s.Days = s.First+1, s.Days[1:]
	}
	return s
}

func known(days []float64) []float64 {
	out := make([]float64, 0, len(days)+1)
	for _, v := range days {
		if !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	return out
}

// sum adds known days up.
func sum(s Series, from, to int) float64 {
	x := 0.0
	for d := max(from, s.First); d < min(to, s.First+len(s.Days)); d++ {
		if v := s.Days[d-s.First]; !math.IsNaN(v) {
			x += v
		}
	}
	return x
}

func monthly(s Series) map[assay.Month]float64 {
	out := map[assay.Month]float64{}
	for d := firstOf(s.First); d < s.First+len(s.Days); d = nextMonth(d) {
		out[monthOf(d)] = sum(s, d, nextMonth(d))
	}
	return out
}

// history are the last whole months, a year of them at most.
func history(s Series, totals map[assay.Month]float64) []Paid {
	var out []Paid
	end := s.First + len(s.Days)
	for d := nextMonth(s.First - 1); nextMonth(d) <= end; d = nextMonth(d) {
		out = append(out, Paid{monthOf(d), totals[monthOf(d)]})
	}
	return out[max(0, len(out)-12):]
}

// scale is the size of recent months, to hold errors against.
func scale(totals map[assay.Month]float64, m assay.Month) float64 {
	most := 0.0
	for i := range 4 {
		most = max(most, math.Abs(totals[m.Add(-i)]))
	}
	return most
}
