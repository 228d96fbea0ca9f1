package anomaly

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Row is the cost of one day of one combination of values; rows that agree add up.
type Row struct {
	// Day counts days since 1 January 1970, in UTC: see DayOf.
	Day int
	// Values are those of the builder's dimensions; empty for none.
	Values   []string
	Currency string
	// Category and Class are ChargeCategory and ChargeClass of FOCUS 1.2: only
	// Usage (or nothing) that is no Correction counts.
	Category, Class string
	Cost            float64
}

// Series is the daily cost of one combination of values.
type Series struct {
	Values   []string
	Currency string
	Cost     []float64 // by day from the bill's first; 0 where there was none
}

// Bill is what Detect looks at.
type Bill struct {
	Dimensions []string
	First      int // day of the first cost
	Days       int
	Series     []Series // sorted by currency and values
}

// secondsOfDay is a day's length.
const secondsOfDay = 24 * 60 * 60

// DayOf is the day of a time, in UTC.
func DayOf(t time.Time) int { return int(t.Unix() / secondsOfDay) }

// DateOf writes a day as "2025-03-01".
func DateOf(day int) string {
	return time.Unix(int64(day)*secondsOfDay, 0).UTC().Format(time.DateOnly)
}

// Builder makes a bill of rows in any order.
type Builder struct {
	dimensions []string
	sums       map[string]*cells
	// first and last day that any row names, whatever its category.
	first, last int
	any         bool
}

type cells struct {
	values   []string
	currency string
	days     []int32
	cost     []float64
}

// NewBuilder makes one for rows with values of these dimensions.
func NewBuilder(dimensions []string) *Builder {
	return &Builder{dimensions: slices.Clone(dimensions), sums: map[string]*cells{}}
}

// Counts says whether charges of this category and class are looked at.
func Counts(category, class string) bool {
	return (category == "" || strings.EqualFold(category, "Usage")) && !strings.EqualFold(class, "Correction")
}

// Add adds a row. One without a value for each dimension, of a day out of all
// reason, or whose cost is no number of a bill is left out.
func (b *Builder) Add(r Row) {
	b.AddDays(r, []int32{int32(max(-1, min(r.Day, lastDay+1)))}, []float64{r.Cost})
}

// AddDays adds rows that differ in day and cost only.
func (b *Builder) AddDays(r Row, days []int32, cost []float64) {
	if !Counts(r.Category, r.Class) || len(r.Values) != len(b.dimensions) {
		return
	}
	var c *cells
	for i, day := range days {
		if day < 0 || day > lastDay || !(math.Abs(cost[i]) < mostCost) {
			continue
		}
		if c == nil {
			c = b.cells(&r)
		}
		c.days, c.cost = append(c.days, day), append(c.cost, cost[i])
		if !b.any || int(day) < b.first {
			b.first = int(day)
		}
		if !b.any || int(day) > b.last {
			b.last = int(day)
		}
		b.any = true
	}
}

// cells are those of a row's values.
func (b *Builder) cells(r *Row) *cells {
	key := r.Currency + "\x00" + strings.Join(r.Values, "\x00")
	c := b.sums[key]
	if c == nil {
		c = &cells{values: slices.Clone(r.Values), currency: r.Currency}
		b.sums[key] = c
	}
	return c
}

const (
	// lastDay is in the year 2243.
	lastDay = 100_000
	// mostCost is more than any day costs.
	mostCost = 1e15
)

// mostDays bounds a bill's length: what is older than six years is left out.
const mostDays = 6 * 366

// Bill is the bill of what was added.
func (b *Builder) Bill() *Bill {
	out := &Bill{Dimensions: b.dimensions}
	if !b.any {
		return out
	}
	out.First = max(b.first, b.last-mostDays+1)
	out.Days = b.last - out.First + 1
	keys := make([]string, 0, len(b.sums))
	for k := range b.sums {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		c := b.sums[k]
		s := Series{Values: c.values, Currency: c.currency, Cost: make([]float64, out.Days)}
		for i, day := range c.days {
			if t := int(day) - out.First; t >= 0 {
				s.Cost[t] += c.cost[i]
			}
		}
		out.Series = append(out.Series, s)
	}
	return out
}
