// Package waste finds what is paid for and hardly used: idle, unattached,
// oversized, of an old generation.
//
//	q := waste.Question{Resources: code, Prices: book.each, From: from, To: to}
//	report := q.Find(rowsOfTheLake) // rows for q.Ask()
//
// It judges by bills and infrastructure code. A saving is a year's, at the bill's own
// cost of the last month and the ratio of two list prices; without both prices it is
// unknown, never nothing, and it never exceeds the cost it stands on. What neither bill
// nor code can tell, such as whether a load balancer's few requests matter, it leaves
// to people; it changes nothing.
package waste

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/join"
)

// Kind is a kind of waste.
type Kind string

// The kinds.
const (
	Idle        Kind = "idle"
	Unattached  Kind = "unattached"
	Oversized   Kind = "oversized"
	Old         Kind = "old-generation"
	Growing     Kind = "growing"
	Unused      Kind = "unused-commitment"
	Schedule    Kind = "always-on"
	NoRetention Kind = "no-retention"
	NoLifecycle Kind = "no-lifecycle"
)

// Finding is one waste.
type Finding struct {
	Kind        Kind   `json:"kind"`
	Account     string `json:"account,omitempty"`
	Resource    string `json:"resource,omitempty"` // key; empty when only the code is known
	ServiceName string `json:"service_name,omitempty"`
	Region      string `json:"region,omitempty"`
	Environment string `json:"environment,omitempty"`
	Service     string `json:"service,omitempty"` // of the catalogue
	Currency    string `json:"currency"`
	// Yearly is the cost that the saving stands on: twelve times that of the last
	// month; nil when it is not known.
	Yearly *money.Number `json:"yearly"`
	// Saving is a year's; nil when unknown, and then Unknown says why.
	Saving  *money.Number `json:"saving"`
	Unknown string        `json:"unknown,omitempty"`
	// Evidence says what shows it, from Lines of the bill.
	Evidence string `json:"evidence"`
	Lines    int64  `json:"lines,omitempty"`
	// Change is what would end it, and where: in code, when that is known.
	Change  string `json:"change"`
	Address string `json:"address,omitempty"`
	Path    string `json:"path,omitempty"`
	Line    int    `json:"line,omitempty"`
	// Counted is the part of Saving in totals: what is saved twice on one resource
	// counts once.
	Counted money.Number `json:"counted"`
}

// Total is what a service, or everything, could save in a year.
type Total struct {
	Name     string       `json:"name"`
	Currency string       `json:"currency"`
	Saving   money.Number `json:"saving"`
	Findings int          `json:"findings"`
	Unknown  int          `json:"unknown"` // of them, savings that are not known
}

// Report is what was found.
type Report struct {
	From     assay.Month `json:"from"`
	To       assay.Month `json:"to"`
	Findings []Finding   `json:"findings"` // largest saving first
	Totals   []Total     `json:"totals"`   // by currency
	Services []Total     `json:"services"` // by the provider's service
	Notes    []string    `json:"notes,omitempty"`
}

// Priced is a component of infrastructure code at list prices.
type Priced struct {
	Address, Region, Product, Currency string
	Monthly                            *money.Number // nil when unknown
	Resource                           *assay.Resource
}

// Question is what waste is looked for with.
type Question struct {
	From, To  assay.Month // To is the month that costs are of
	Resources []assay.Resource
	State     *join.State
	// Code prices what the code asks for; it counts where no bill names it.
	Code []Priced
	// Price is AWS's list price of a product in a region; false when nobody knows it.
	Price func(region, product string) (money.Number, bool)
	// Part says that the rows are only some of the bill: code that they do not name
	// may be on the rest, and nothing is said of it.
	Part bool
	// Used says how much of machines is used; nil: nobody measured.
	Used Utilisation
}

// keys are what rows hold, in their order.
var keys = []assay.CostKey{
	assay.ByMonth, assay.ByAccount, assay.ByResource, assay.ByServiceName, assay.ByRegion, assay.ByEnvironment, assay.ByService,
	assay.ByMeter, assay.ByDescription, assay.ByResourceType, assay.ByUnit, assay.ByPricing, assay.ByCommitment, assay.ByCommitmentUse, assay.ByChargeCategory,
}

// Ask is the question for the lake, with the keys that rules make.
func (q *Question) Ask(virtual []lake.Virtual) lake.Ask {
	a := lake.Ask{By: slices.Clone(keys), From: q.From, To: q.To, Virtual: virtual}
	for _, t := range join.Tags() {
		a.By = append(a.By, assay.TagKey(t))
	}
	a.Where = []lake.Filter{{Key: assay.ByChargeClass, Values: []string{"Correction"}, Not: true}}
	return a
}

// Find reads what the lake answered to Ask.
func (q *Question) Find(rows []lake.Row) *Report {
	w := q.gather(rows)
	w.idle()
	w.volumes()
	w.sizes()
	w.alwaysOn()
	w.growing()
	w.commitments()
	w.codeOnly()
	w.keeping()
	r := &Report{From: q.From, To: q.To, Findings: w.out, Notes: w.notes}
	r.settle()
	return r
}

// settle sorts the findings and adds them up. Of several on one resource the later
// count for what the earlier leave of its cost.
func (r *Report) settle() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(zero(b.Saving).Cmp(zero(a.Saving)), zero(b.Yearly).Cmp(zero(a.Yearly)), strings.Compare(string(a.Kind), string(b.Kind)),
			strings.Compare(a.Resource, b.Resource), strings.Compare(a.Account, b.Account), strings.Compare(a.Address, b.Address), strings.Compare(a.Currency, b.Currency))
	})
	left := map[[5]string]money.Number{} // what a resource costs
	id := func(f *Finding) [5]string {
		k := [5]string{f.Account, f.Resource, f.Address, f.Currency}
		if f.Resource == "" && f.Address == "" { // charges without a resource
			k[4] = string(f.Kind) + f.Region
		}
		return k
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if cost := zero(f.Yearly); cost.GreaterThan(left[id(f)]) {
			left[id(f)] = cost
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Saving != nil {
			f.Counted = minOf(*f.Saving, left[id(f)])
			left[id(f)] = left[id(f)].Sub(f.Counted)
		}
		r.Totals = tally(r.Totals, "", f)
		r.Services = tally(r.Services, f.ServiceName, f)
	}
	slices.SortFunc(r.Totals, func(a, b Total) int { return strings.Compare(a.Currency, b.Currency) })
	slices.SortStableFunc(r.Services, func(a, b Total) int {
		return cmp.Or(b.Saving.Cmp(a.Saving), strings.Compare(a.Name, b.Name), strings.Compare(a.Currency, b.Currency))
	})
}

func tally(list []Total, name string, f *Finding) []Total {
	i := slices.IndexFunc(list, func(t Total) bool { return t.Name == name && t.Currency == f.Currency })
	if i < 0 {
		list, i = append(list, Total{Name: name, Currency: f.Currency}), len(list)
	}
	list[i].Saving = list[i].Saving.Add(f.Counted)
	list[i].Findings++
	if f.Saving == nil {
		list[i].Unknown++
	}
	return list
}

func zero(n *money.Number) money.Number {
	if n == nil {
		return money.Number{}
	}
	return *n
}

func minOf(a, b money.Number) money.Number {
	if a.LessThan(b) {
		return a
	}
	return b
}
