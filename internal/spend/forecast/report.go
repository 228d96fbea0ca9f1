package forecast

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// Question is what to forecast.
type Question struct {
	// Ask says by which keys and of which charges; its days are bounded by Now.
	Ask lake.Ask
	// Months is how many; the one that has begun counts.
	Months int
	// Billed asks for billed cost, not effective.
	Billed bool
	Now    time.Time
	// Known is what will come and the bills cannot know.
	Known []Known
	// Notes are the report's first.
	Notes []string
}

// Line is the forecast of one series.
type Line struct {
	// Values are those of the keys; nil in a total.
	Values   []string
	Currency string
	// Known names an amount that was told, and Others counts the small series that
	// a line adds up; then there are no values.
	Known  string
	Others int
	Forecast
}

// Report is what a lake's bills say of months to come.
type Report struct {
	Keys   []assay.CostKey
	Cost   string // effective or billed
	Totals []Total
	Lines  []Line // by currency, the dearest first
	Notes  []string
}

// Total is what the lines of a currency come to; AsOf is the last day known.
type Total struct {
	Line
	AsOf time.Time
}

// mostLines is how many series are forecast each; smaller ones together.
const mostLines = 60

// mostDays bounds how far back days are looked at: four years.
const mostDays = 4 * 366

// Find forecasts what a lake's bills say. A lake without such charges is fault.NotFound.
func Find(ctx context.Context, l lake.Lake, q Question) (*Report, error) {
	r := &Report{Keys: q.Ask.By, Cost: "effective", Notes: slices.Clone(q.Notes)}
	if q.Billed {
		r.Cost = "billed"
	}
	ask := q.Ask
	ask.ToDay = q.Now
	ask.FromDay = q.Now.AddDate(0, 0, -mostDays)
	series, err := l.Days(ctx, ask)
	if err != nil {
		return nil, err
	}
	if len(series) == 0 {
		return nil, fault.New(fault.NotFound, "there are no charges to forecast from").WithHelp("assay cost ingest FILE reads a bill in; assay cost report shows what is there")
	}
	byCurrency := map[string][]lake.Series{}
	for _, s := range series {
		byCurrency[s.Currency] = append(byCurrency[s.Currency], s)
	}
	for _, k := range q.Known {
		if c := k.Month.Currency(); byCurrency[c] == nil {
			r.Notes = append(r.Notes, "no charges in "+c+": what is known as "+k.Name+" stands in no forecast")
		}
	}
	for _, currency := range slices.Sorted(keysOf(byCurrency)) {
		if err := r.add(ctx, currency, byCurrency[currency], q); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// add forecasts the series of a currency.
func (r *Report) add(ctx context.Context, currency string, list []lake.Series, q Question) error {
	days, first := align(list, q.Billed)
	last := first + len(days[0]) - 1
	recent := func(d []float64) float64 {
		x := 0.0
		for _, v := range known(d[max(0, len(d)-92):]) {
			x += math.Abs(v)
		}
		return x
	}
	order := make([]int, len(list))
	size := make([]float64, len(list))
	for i := range list {
		order[i], size[i] = i, recent(days[i])
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	var lines []Line
	for n, i := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n >= mostLines {
			break
		}
		lines = append(lines, Line{Values: list[i].Values, Currency: currency, Forecast: Make(fromFirst(first, days[i]), q.Months)})
	}
	rest := order[len(lines):]
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(b.Months[0].Mid, a.Months[0].Mid) })
	if len(rest) > 0 {
		sum := slices.Clone(days[rest[0]])
		for _, i := range rest[1:] {
			for d, v := range days[i] {
				sum[d] += v
			}
		}
		lines = append(lines, Line{Currency: currency, Others: len(rest), Forecast: Make(Series{first, sum}, q.Months)})
	}
	var all []Forecast
	for i := range lines {
		all = append(all, lines[i].Forecast)
	}
	for i := range q.Known {
		if k := &q.Known[i]; k.Month.Currency() == currency {
			f, changes := k.forecast(all[0].Months, timeOf(last))
			if !changes {
				r.Notes = append(r.Notes, "known as "+k.Name+": it changes no month here; it is in the bills already, or comes later")
				continue
			}
			lines, all = append(lines, Line{Currency: currency, Known: k.Name, Forecast: f}), append(all, f)
		}
	}
	r.Totals = append(r.Totals, Total{Line{Currency: currency, Forecast: Add(all)}, timeOf(last)})
	r.Lines = append(r.Lines, lines...)
	return nil
}

// fromFirst lets a series begin with its first cost, but end with the others.
func fromFirst(first int, days []float64) Series {
	for len(days) > 1 && (days[0] == 0 || math.IsNaN(days[0])) {
		first, days = first+1, days[1:]
	}
	return Series{first, days}
}

// Days are the series of one currency, on the same days.
type Days struct {
	First  int
	values [][]string
	rows   [][]float64
}

// Align takes the series of a currency; nil without any. See align.
func Align(list []lake.Series, currency string) *Days {
	var mine []lake.Series
	for _, s := range list {
		if s.Currency == currency {
			mine = append(mine, s)
		}
	}
	if len(mine) == 0 {
		return nil
	}
	rows, first := align(mine, false)
	d := &Days{First: first, rows: rows}
	for _, s := range mine {
		d.values = append(d.values, s.Values)
	}
	return d
}

// Last is the last day known.
func (d *Days) Last() time.Time { return timeOf(d.First + len(d.rows[0]) - 1) }

// Knows says that some day of months is known.
func (d *Days) Knows(from, to assay.Month) bool {
	a, okA := from.First()
	b, okB := to.Add(1).First()
	if !okA || !okB {
		return false
	}
	lo, hi := max(dayOf(a)-d.First, 0), min(dayOf(b)-d.First, len(d.rows[0]))
	return lo < hi && slices.ContainsFunc(d.rows[0][lo:hi], func(x float64) bool { return !math.IsNaN(x) })
}

// Any says whether there is a series whose values are wanted.
func (d *Days) Any(want func(values []string) bool) bool { return slices.ContainsFunc(d.values, want) }

// Sum adds the effective cost of those series up whose values are wanted; of none it
// is nothing on every day.
func (d *Days) Sum(want func(values []string) bool) Series {
	sum := make([]float64, len(d.rows[0]))
	for i, row := range d.rows {
		keep := want(d.values[i])
		for k, v := range row {
			switch {
			case math.IsNaN(v):
				sum[k] = v
			case keep:
				sum[k] += v
			}
		}
	}
	return fromFirst(d.First, sum)
}

// Between is what the days of two months, and those between them, have cost.
func (s Series) Between(from, to assay.Month) float64 {
	a, okA := from.First()
	b, okB := to.Add(1).First()
	if !okA || !okB {
		return 0
	}
	return sum(s, dayOf(a), dayOf(b))
}

// align gives all series the same days. A day on which none has a line is not known
// (but see idle); on others a series without a line has cost nothing. A last day, or
// two, with less than half of the same days of weeks before is late, and left out.
func align(list []lake.Series, billed bool) (days [][]float64, first int) {
	first, last := math.MaxInt, math.MinInt
	for _, s := range list {
		for _, d := range s.Days {
			first, last = min(first, int(d)), max(last, int(d))
		}
	}
	total := make([]float64, last-first+1)
	for i := range total {
		total[i] = math.NaN()
	}
	for _, s := range list {
		cost := s.Effective
		if billed {
			cost = s.Billed
		}
		row := make([]float64, len(total))
		for i, d := range s.Days {
			k := int(d) - first
			row[k] = cost[i]
			if math.IsNaN(total[k]) {
				total[k] = 0
			}
			total[k] += cost[i]
		}
		days = append(days, row)
	}
	end := len(total)
	for end > len(total)-2 && late(total[:end]) {
		end--
	}
	free := idle(first, total)
	for _, row := range days {
		for k, v := range total {
			if math.IsNaN(v) && !free[k] {
				row[k] = math.NaN()
			}
		}
	}
	for i := range days {
		days[i] = days[i][:end]
	}
	return days, first
}

// idle are days without a line that have cost nothing: those of months with lines,
// where most days of such months have none. Bills then come once a month or week; a
// month with lines on more than three days in a row has daily bills, and lacks days.
func idle(first int, total []float64) map[int]bool {
	paid, daily := map[assay.Month]bool{}, map[assay.Month]bool{}
	row := 0
	for k, v := range total {
		if math.IsNaN(v) {
			row = 0
			continue
		}
		row++
		m := monthOf(first + k)
		paid[m] = true
		daily[m] = daily[m] || row > 3
	}
	free := map[int]bool{}
	for k, v := range total {
		if m := monthOf(first + k); math.IsNaN(v) && paid[m] && !daily[m] {
			free[k] = true
		}
	}
	if len(free) <= len(known(total)) {
		return nil
	}
	return free
}

func late(total []float64) bool {
	n := len(total)
	if n < 29 {
		return false
	}
	last := total[n-1]
	for _, back := range []int{7, 14, 21, 28} {
		if v := total[n-1-back]; math.IsNaN(v) || v <= 0 || last >= v/2 {
			return false
		}
	}
	return true
}
