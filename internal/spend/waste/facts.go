package waste

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/commitment"
	"github.com/assay-dev/assay/internal/spend/join"
)

// amount is what lines of a meter come to in one month.
type amount struct {
	cost     money.Number // effective
	quantity *money.Number
	lines    int64
	// demand says that all of it was paid on demand.
	demand bool
}

// usage is a meter of one type.
type usage struct {
	meter meter
	kind  string
}

// thing is a resource on the bill, or what an account pays in a region without one.
type thing struct {
	billed                                    join.Billed
	serviceName, region, environment, service string
	currency                                  string
	months                                    map[assay.Month]map[usage]*amount
	match                                     join.Match
	matched                                   bool
	commitment                                string
	unused                                    amount // commitment that nothing used, in the last month
}

// work is a search under way.
type work struct {
	*Question
	things []*thing
	found  *join.Found
	out    []Finding
	notes  []string
	billed map[string]bool // addresses that a bill names
}

func (q *Question) gather(rows []lake.Row) *work {
	w := &work{Question: q, billed: map[string]bool{}}
	at := map[[6]string]*thing{}
	for i := range rows {
		r := &rows[i]
		v := r.Values
		if v[14] != "Usage" && v[14] != "" && v[13] != commitment.Unused { // tax, credits, purchases
			continue
		}
		region, plan := "", ""
		if v[2] == "" { // what has no resource is apart by region and commitment
			region = v[4]
		}
		if v[13] == commitment.Unused {
			plan = cmp.Or(v[12], "-")
		}
		k := [6]string{v[1], v[2], v[3], region, r.Currency, plan}
		t, ok := at[k]
		if !ok {
			t = &thing{billed: join.Billed{Account: v[1], Key: v[2], Tags: map[string]string{}}, serviceName: v[3], currency: r.Currency, months: map[assay.Month]map[usage]*amount{}, commitment: plan}
			at[k] = t
			w.things = append(w.things, t)
		}
		t.add(r, q.To)
	}
	var billed []join.Billed
	for _, t := range w.things {
		if t.billed.Key != "" {
			billed = append(billed, t.billed)
		}
	}
	w.found = join.Find(q.Resources, q.State, billed)
	for _, t := range w.things {
		if t.match, t.matched = w.found.Of(t.billed); t.matched {
			w.billed[t.match.Address] = true
		}
	}
	return w
}

func (t *thing) add(r *lake.Row, last assay.Month) {
	v := r.Values
	t.region, t.environment, t.service = cmp.Or(v[4], t.region), cmp.Or(v[5], t.environment), cmp.Or(v[6], t.service)
	for i, tag := range join.Tags() {
		if s := v[len(keys)+i]; s != "" {
			t.billed.Tags[tag] = s
		}
	}
	month := assay.Month(v[0])
	if t.commitment != "" {
		if month == last {
			t.unused.cost = t.unused.cost.Add(r.Effective)
			t.unused.lines += r.Lines
		}
		return
	}
	m, kind := read(v[7], v[8], v[3])
	if m == other && strings.Contains(v[9], ".") && strings.Contains(strings.ToLower(v[10]), "h") { // CUR's instance type
		if m, kind = machine, v[9]; strings.HasPrefix(kind, "db.") {
			m = database
		}
	}
	if t.months[month] == nil {
		t.months[month] = map[usage]*amount{}
	}
	a := t.months[month][usage{m, kind}]
	if a == nil {
		a = &amount{demand: true}
		t.months[month][usage{m, kind}] = a
	}
	a.cost = a.cost.Add(r.Effective)
	a.lines += r.Lines
	a.demand = a.demand && (v[11] == "" || v[11] == "Standard") && v[12] == ""
	if r.Quantity != nil {
		sum := zero(a.quantity).Add(*r.Quantity)
		a.quantity = &sum
	}
}

// of are the usages of a meter in a month, sorted by type.
func (t *thing) of(month assay.Month, m meter) []usage {
	var out []usage
	for u := range t.months[month] {
		if u.meter == m {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b usage) int { return strings.Compare(a.kind, b.kind) })
	return out
}

// sum is what a meter comes to in a month.
func (t *thing) sum(month assay.Month, m meter) (out amount) {
	for _, u := range t.of(month, m) {
		a := t.months[month][u]
		out.cost = out.cost.Add(a.cost)
		out.lines += a.lines
		if a.quantity != nil {
			q := zero(out.quantity).Add(*a.quantity)
			out.quantity = &q
		}
	}
	return out
}

// hours of a month.
func hoursOf(m assay.Month) int64 {
	first, ok := m.First()
	if !ok {
		return 730
	}
	return int64(first.AddDate(0, 1, 0).Sub(first).Hours())
}

func quantityText(n *money.Number, unit string) string {
	if n == nil {
		return "an unknown number of " + unit
	}
	return money.Grouped(*n, 0) + " " + unit
}

// finding begins one on a thing: the cost of a part of it, for a year.
func (w *work) finding(k Kind, t *thing, a amount) Finding {
	f := Finding{
		Kind: k, Account: t.billed.Account, Resource: t.billed.Key, ServiceName: t.serviceName, Region: t.region,
		Environment: t.environment, Service: t.service, Currency: t.currency, Lines: a.lines,
	}
	yearly := a.cost.Mul(money.NumberOf(12))
	f.Yearly = &yearly
	if t.matched {
		f.Address = t.match.Address
		f.Path, f.Line = t.match.Place()
	}
	return f
}

// save says that a share of the cost is saved: part of whole.
func (f *Finding) save(part, whole money.Number) {
	saving := *f.Yearly
	if !part.Equal(whole) {
		saving = saving.Mul(part).DivRound(whole, 12)
	}
	saving = minOf(saving, *f.Yearly)
	f.Saving = &saving
}

func (f *Finding) all() { f.save(money.NumberOf(1), money.NumberOf(1)) }

func (w *work) put(f Finding) { w.out = append(w.out, f) }

// edit is a change of an attribute of code where the code is known; else what to do by hand.
func (f *Finding) edit(r *assay.Resource, attribute, value, byHand string) {
	if r == nil {
		f.Change = byHand
		return
	}
	f.Change = fmt.Sprintf("%s = %s", attribute[strings.LastIndexByte(attribute, '.')+1:], value)
	if a, ok := r.Attribute(attribute); ok && a.Location.Path != "" {
		f.Path, f.Line = a.Location.Path, a.Location.Start.Line
	}
}

// remove is taking a resource out of code where the code is known; else by hand.
func (f *Finding) remove(byHand string) {
	f.Change = byHand
	if f.Path != "" {
		f.Change = "remove " + f.Address
	}
}
