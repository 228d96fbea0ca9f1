package units

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Cost is what a service cost in a month, in one currency.
type Cost struct {
	Month             assay.Month
	Service, Currency string
	Effective         money.Number
	Estimated         bool
}

// Row is a metric of a month with its cost. What is not known is nil, and Why says
// why.
type Row struct {
	Month      assay.Month   `json:"month"`             // calendar month
	Service    string        `json:"service"`           // of the catalogue; empty for all
	Metric     string        `json:"metric"`            // its name
	Currency   string        `json:"currency"`          // ISO 4217, or a provider's own; empty without any cost
	Value      *money.Number `json:"value"`             // of the metric
	Cost       *money.Number `json:"cost"`              // effective cost
	Estimated  bool          `json:"estimated"`         // some of the bills were still open when they were read
	Revenue    *money.Number `json:"revenue"`           // as the metrics say
	Margin     *money.Number `json:"margin"`            // Revenue less Cost
	CostPer    *money.Number `json:"cost_per_unit"`     // Cost by Value, to eight places
	RevenuePer *money.Number `json:"revenue_per_unit"`  // Revenue by Value, to eight places
	MarginPer  *money.Number `json:"margin_per_unit"`   // Margin by Value, to eight places
	Change     *money.Number `json:"change_percent"`    // of CostPer against the month before, in percent
	Trend      *money.Number `json:"trend_percent"`     // of CostPer against the mean of the three months before, in percent
	Why        string        `json:"unknown,omitempty"` // why something is null
}

// Divide makes a row for each metric, service, currency and month between the first
// metric and the last.
func Divide(metrics []Metric, costs []Cost) []Row {
	type series struct{ service, name string }
	values := map[series]map[assay.Month]*Metric{}
	var order []series
	for i := range metrics {
		m := &metrics[i]
		k := series{m.Service, m.Name}
		if values[k] == nil {
			values[k], order = map[assay.Month]*Metric{}, append(order, k)
		}
		values[k][m.Month] = m
	}
	slices.SortFunc(order, func(a, b series) int { return strings.Compare(a.service+"\x00"+a.name, b.service+"\x00"+b.name) })
	var out []Row
	for _, k := range order {
		paid, currencies := costsOf(costs, k.service)
		for _, currency := range currencies {
			from := len(out)
			for _, month := range months(metrics) {
				r := Row{Month: month, Service: k.service, Metric: k.name, Currency: currency}
				r.fill(values[k][month], paid[currency][month])
				out = append(out, r)
				out[len(out)-1].compare(out[from : len(out)-1])
			}
		}
	}
	return out
}

// costsOf adds up what a service cost, by currency and month; of an empty service,
// what all cost. Without any cost there is one currency, unnamed.
func costsOf(costs []Cost, service string) (map[string]map[assay.Month]*Cost, []string) {
	out := map[string]map[assay.Month]*Cost{}
	var currencies []string
	for _, c := range costs {
		if service != "" && c.Service != service {
			continue
		}
		if out[c.Currency] == nil {
			out[c.Currency], currencies = map[assay.Month]*Cost{}, append(currencies, c.Currency)
		}
		x := out[c.Currency][c.Month]
		if x == nil {
			x = &Cost{}
			out[c.Currency][c.Month] = x
		}
		x.Effective, x.Estimated = x.Effective.Add(c.Effective), x.Estimated || c.Estimated
	}
	if currencies == nil {
		currencies = []string{""}
	}
	slices.Sort(currencies)
	return out, currencies
}

func (r *Row) fill(m *Metric, c *Cost) {
	if c != nil {
		r.Cost, r.Estimated = &c.Effective, c.Estimated
	}
	if m != nil {
		r.Value = &m.Value
		if m.Revenue != nil && (c == nil || m.Currency == r.Currency) {
			r.Revenue = m.Revenue
		}
	}
	switch {
	case m == nil:
		r.Why = "no metric"
	case c == nil:
		r.Why = "no cost in the bills"
	case m.Value.IsZero():
		r.Why = "the metric is zero: nothing to divide by"
	case m.Revenue != nil && m.Currency != r.Currency:
		r.Why = "revenue is in " + m.Currency
	}
	if m != nil && !m.whole() {
		r.Value, r.Revenue, r.Why = nil, nil, fmt.Sprintf("the metric has %d of %d days", m.Days, lengthOf(m.Month))
		return
	}
	if r.Cost != nil && r.Revenue != nil {
		margin := r.Revenue.Sub(*r.Cost)
		r.Margin = &margin
	}
	r.CostPer, r.RevenuePer, r.MarginPer = over(r.Cost, r.Value), over(r.Revenue, r.Value), over(r.Margin, r.Value)
}

// over divides, to eight places; nil without both, or by nothing.
func over(a, b *money.Number) *money.Number {
	if a == nil || b == nil || b.IsZero() {
		return nil
	}
	n := a.DivRound(*b, 8)
	return &n
}

// compare holds the cost of a unit against the months before.
func (r *Row) compare(before []Row) {
	n := len(before)
	if n >= 1 {
		r.Change = moved(before[n-1].CostPer, r.CostPer)
	}
	if n < 3 {
		return
	}
	sum := money.Number{}
	for _, b := range before[n-3:] {
		if b.CostPer == nil {
			return
		}
		sum = sum.Add(*b.CostPer)
	}
	mean := sum.DivRound(money.NumberOf(3), 12)
	r.Trend = moved(&mean, r.CostPer)
}

// moved is how far b is from a, in percent of that, to one place; nil when one is not
// known, or a is nothing.
func moved(a, b *money.Number) *money.Number {
	if a == nil || b == nil || !a.IsPositive() {
		return nil
	}
	n := b.Sub(*a).Mul(money.NumberOf(100)).DivRound(*a, 1)
	return &n
}
