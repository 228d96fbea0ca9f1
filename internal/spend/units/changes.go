package units

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// Of the days around a deploy: the most on each side, the fewest for certainty, which
// is a week, for a weekend costs what its few transactions do not pay.
const (
	around  = 14
	week    = 7
	mostOut = 100_000 // rows
)

// DayCost is what usage of a service cost on a day, by one source of bills.
type DayCost struct {
	Day                       time.Time
	Service, Source, Currency string
	Effective                 money.Number
	Estimated                 bool
}

// Side are the days before, or after, a deploy.
type Side struct {
	From       string        `json:"from"`             // the first of these days, as 2025-03-01
	To         string        `json:"to"`               // the last of these days
	Days       int           `json:"days"`             // how many of them are known; the amounts are of these
	Value      *money.Number `json:"value"`            // of the metric
	Cost       *money.Number `json:"cost"`             // effective cost
	Revenue    *money.Number `json:"revenue"`          // as the metrics say
	CostPer    *money.Number `json:"cost_per_unit"`    // Cost by Value, to eight places
	RevenuePer *money.Number `json:"revenue_per_unit"` // Revenue by Value, to eight places
	MarginPer  *money.Number `json:"margin_per_unit"`  // Revenue less Cost, by Value, to eight places
}

// Change is what a unit cost before and after the deploys of a day. What is not known
// is nil, and Why says why.
type Change struct {
	Day      string         `json:"day"`            // of the deploys, as 2025-03-15
	Service  string         `json:"service"`        // that was deployed
	Deploys  []assay.Deploy `json:"deploys"`        // of that day
	Metric   string         `json:"metric"`         // its name
	Currency string         `json:"currency"`       // ISO 4217, or a provider's own; empty without any cost
	Before   Side           `json:"before"`         // the days before it
	After    Side           `json:"after"`          // the days after it
	Change   *money.Number  `json:"change_percent"` // of the cost of a unit, in percent
	Certain  bool           `json:"certain"`        // a week is known on both sides
	// AsBefore says that a unit after it costs what it did on some day before.
	AsBefore  bool   `json:"as_before"`
	Estimated bool   `json:"estimated"`         // some of the bills were still open when they were read
	Why       string `json:"unknown,omitempty"` // why something is null
}

// Changes are those of a question, by service and day.
type Changes struct {
	List  []Change
	Notes []string
}

// Deploys are what to look at: all that there were, for they bound each other's days,
// and the months, both inclusive, of those that are wanted; empty: no bound.
type Deploys struct {
	List     []assay.Deploy
	From, To assay.Month
}

func (d *Deploys) wants(day int64) bool {
	m := assay.MonthOf(timeOf(day))
	return (d.From == "" || m >= d.From) && (d.To == "" || m <= d.To)
}

// AskDays is the question for the cost of the metrics' days: usage as it is, without
// purchases, tax, credits, corrections and what commitments left unused, for these come
// on a day and say nothing of it. Without days there is none to ask.
func (m Metrics) AskDays(virtual []lake.Virtual) (lake.Ask, bool) {
	if len(m.Days) == 0 {
		return lake.Ask{}, false
	}
	byDay := func(a, b Metric) int { return a.Day.Compare(b.Day) }
	return lake.Ask{
		By:      []assay.CostKey{assay.ByDay, assay.ByService, assay.BySource},
		FromDay: slices.MinFunc(m.Days, byDay).Day, ToDay: slices.MaxFunc(m.Days, byDay).Day,
		Where: []lake.Filter{
			{Key: assay.ByChargeCategory, Values: []string{"Usage", ""}},
			{Key: assay.ByChargeClass, Values: []string{"Correction"}, Not: true},
			{Key: assay.ByCommitmentUse, Values: []string{"Unused"}, Not: true},
		},
		Virtual: virtual,
	}, true
}

// DayCosts reads what a lake answered to AskDays.
func DayCosts(rows []lake.Row) ([]DayCost, error) {
	var out []DayCost
	for _, r := range rows {
		day, err := time.Parse(time.DateOnly, r.Values[0])
		if err != nil {
			return nil, fmt.Errorf("day of a charge: %w", err)
		}
		out = append(out, DayCost{day, r.Values[1], r.Values[2], r.Currency, r.Effective, r.Estimated})
	}
	return out, nil
}

// Around holds the cost of a unit in the days before each deploy against that of the
// days after it: at most two weeks, whole weeks where it is one at least, up to the
// deploy next to it, and never the day itself. Deploys of one service and day are one
// change. More than 100,000 rows are fault.Invalid.
func (m Metrics) Around(deploys Deploys, costs []DayCost) (*Changes, error) {
	out := &Changes{List: []Change{}, Notes: []string{}}
	paid := spread(costs, out)
	metrics := map[string][]*daily{}
	at := map[[2]string]*daily{}
	for i := range m.Days {
		x := &m.Days[i]
		k := [2]string{x.Service, x.Name}
		if at[k] == nil {
			at[k] = &daily{name: x.Name, days: map[int64]*Metric{}}
			metrics[x.Service] = append(metrics[x.Service], at[k])
		}
		at[k].days[dayOf(x.Day)] = x
	}
	for _, g := range grouped(deploys.List) {
		if !deploys.wants(g.day) {
			continue
		}
		list := metrics[g.service]
		blank := Change{Day: timeOf(g.day).Format(time.DateOnly), Service: g.service, Deploys: g.deploys}
		switch {
		case len(m.Days) == 0:
			blank.Why = "the metrics are by month: a deploy needs days"
		case len(list) == 0:
			blank.Why = "no metric of the service"
		case len(paid.services[g.service]) == 0:
			blank.Why = "no cost of the service by day"
		}
		if len(out.List) > mostOut {
			return nil, fault.New(fault.Invalid, "more than %d rows of deploys and metrics", mostOut).WithHelp("narrow it with --from and --to")
		}
		if blank.Why != "" {
			out.List = append(out.List, blank)
			continue
		}
		for _, metric := range list {
			for _, currency := range paid.currencies(g.service) {
				c := blank
				c.Metric, c.Currency = metric.name, currency
				c.fill(&g, metric, paid)
				out.List = append(out.List, c)
			}
		}
	}
	return out, nil
}

// group are the deploys of a service on a day, with the days of those next to it.
type group struct {
	service        string
	day            int64
	before, behind int64
	deploys        []assay.Deploy
}

func grouped(deploys []assay.Deploy) []group {
	list := slices.Clone(deploys)
	slices.SortStableFunc(list, func(a, b assay.Deploy) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), a.At.Compare(b.At))
	})
	var out []group
	for _, d := range list {
		day := dayOf(d.At)
		n := len(out) - 1
		if n >= 0 && out[n].service == string(d.Service) && out[n].day == day {
			out[n].deploys = append(out[n].deploys, d)
			continue
		}
		g := group{service: string(d.Service), day: day, before: day - around - 1, behind: day + around + 1, deploys: []assay.Deploy{d}}
		if n >= 0 && out[n].service == g.service {
			g.before = max(g.before, out[n].day)
			out[n].behind = min(out[n].behind, day)
		}
		out = append(out, g)
	}
	return out
}

// daily is a metric by day.
type daily struct {
	name string
	days map[int64]*Metric
}

// fill looks at both sides.
func (c *Change) fill(g *group, m *daily, paid *ledger) {
	whole := func(n int64) int64 {
		if n >= week {
			return n - n%week
		}
		return n
	}
	before, after := whole(g.day-g.before-1), whole(g.behind-g.day-1)
	low, high := c.side(&c.Before, g.service, g.day-before, g.day-1, m, paid)
	c.side(&c.After, g.service, g.day+1, g.day+after, m, paid)
	c.Change = moved(c.Before.CostPer, c.After.CostPer)
	c.Certain = c.Change != nil && c.Before.Days >= week && c.After.Days >= week
	if per := c.After.CostPer; per != nil && low != nil {
		c.AsBefore = !per.LessThan(*low) && !per.GreaterThan(*high)
	}
	for _, s := range []struct {
		*Side
		word   string
		length int64
	}{{&c.Before, "before", before}, {&c.After, "after", after}} {
		switch {
		case c.Why != "" || s.CostPer != nil:
		case s.length == 0:
			c.Why = "another deploy is on the day " + s.word
		case s.Days == 0:
			c.Why = "no day " + s.word + " it has both metric and cost"
		default:
			c.Why = "the metric is zero " + s.word + " it"
		}
	}
}

// side adds the known days up. It gives the cost of one on its cheapest and on its
// dearest day, nil without such a day.
func (c *Change) side(s *Side, service string, from, to int64, m *daily, paid *ledger) (low, high *money.Number) {
	if from > to {
		return nil, nil
	}
	s.From, s.To = timeOf(from).Format(time.DateOnly), timeOf(to).Format(time.DateOnly)
	var value, cost, revenue money.Number
	earned := true
	for day := from; day <= to; day++ {
		x, spent, ok := m.days[day], money.Number{}, false
		if x != nil {
			spent, ok = paid.on(service, c.Currency, day)
		}
		if !ok {
			continue
		}
		s.Days++
		value, cost = value.Add(x.Value), cost.Add(spent)
		c.Estimated = c.Estimated || paid.estimated[key{service, c.Currency, day}]
		if x.Revenue == nil || x.Currency != c.Currency {
			earned = false
		} else {
			revenue = revenue.Add(*x.Revenue)
		}
		if per := over(&spent, &x.Value); per != nil {
			if low == nil || per.LessThan(*low) {
				low = per
			}
			if high == nil || per.GreaterThan(*high) {
				high = per
			}
		}
	}
	if s.Days == 0 {
		return nil, nil
	}
	s.Value, s.Cost, s.CostPer = &value, &cost, over(&cost, &value)
	if earned {
		margin := revenue.Sub(cost)
		s.Revenue, s.RevenuePer, s.MarginPer = &revenue, over(&revenue, &value), over(&margin, &value)
	}
	return low, high
}

type key struct {
	service, currency string
	day               int64
}

// ledger is the cost of services by day, and the days that each source of bills knows.
type ledger struct {
	sums      map[key]money.Number
	estimated map[key]bool
	sources   map[string]map[int64]bool
	services  map[string]map[string]map[string]bool // service, source, currencies
}

// spread sorts costs by service and day. A source with lines on fewer than half of the
// days from its first to its last does not bill by day, and is left out with a note.
func spread(costs []DayCost, out *Changes) *ledger {
	l := &ledger{map[key]money.Number{}, map[key]bool{}, map[string]map[int64]bool{}, map[string]map[string]map[string]bool{}}
	for _, c := range costs {
		if l.sources[c.Source] == nil {
			l.sources[c.Source] = map[int64]bool{}
		}
		l.sources[c.Source][dayOf(c.Day)] = true
	}
	var names []string
	for source, days := range l.sources {
		first, last := int64(1)<<62, int64(-1)<<62
		for d := range days {
			first, last = min(first, d), max(last, d)
		}
		if n := int64(len(days)); n == 1 || 2*n < last-first+1 {
			names = append(names, source)
			delete(l.sources, source)
		}
	}
	slices.Sort(names)
	for _, n := range names {
		out.Notes = append(out.Notes, "bills of "+n+" are not by day: what they cost is not in the cost around deploys")
	}
	for _, c := range costs {
		if l.sources[c.Source] == nil {
			continue
		}
		if l.services[c.Service] == nil {
			l.services[c.Service] = map[string]map[string]bool{}
		}
		if l.services[c.Service][c.Source] == nil {
			l.services[c.Service][c.Source] = map[string]bool{}
		}
		l.services[c.Service][c.Source][c.Currency] = true
		k := key{c.Service, c.Currency, dayOf(c.Day)}
		l.sums[k] = l.sums[k].Add(c.Effective)
		l.estimated[k] = l.estimated[k] || c.Estimated
	}
	return l
}

// on is what a service cost on a day; false when a source that bills it knows nothing
// of that day. Of a day that they know, no line means no cost.
func (l *ledger) on(service, currency string, day int64) (money.Number, bool) {
	for source, currencies := range l.services[service] {
		if currencies[currency] && !l.sources[source][day] {
			return money.Number{}, false
		}
	}
	return l.sums[key{service, currency, day}], true
}

func (l *ledger) currencies(service string) []string {
	var out []string
	for _, currencies := range l.services[service] {
		for c := range currencies {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return out
}

func dayOf(t time.Time) int64 { return t.UTC().Unix() / 86400 }

func timeOf(day int64) time.Time { return time.Unix(day*86400, 0).UTC() }
