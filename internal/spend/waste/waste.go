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
	Kind        Kind   `json:"kind"`                   // of waste; there may come more
	Account     string `json:"account,omitempty"`      // SubAccountId
	Resource    string `json:"resource,omitempty"`     // its key, as reports by resource name it; absent when only the code is known
	ServiceName string `json:"service_name,omitempty"` // the provider's service
	Region      string `json:"region,omitempty"`       // RegionId
	Environment string `json:"environment,omitempty"`  // by tags and rules
	Service     string `json:"service,omitempty"`      // of the catalogue
	Currency    string `json:"currency"`               // ISO 4217, or a provider's own
	// Yearly is the cost that the saving stands on: twelve times that of the last
	// month; nil when it is not known.
	Yearly *money.Number `json:"yearly"`
	// Saving is a year's; nil when unknown.
	Saving  *money.Number `json:"saving"`
	Unknown string        `json:"unknown,omitempty"` // why the saving is not known
	// Evidence says what shows it.
	Evidence string `json:"evidence"`
	Lines    int64  `json:"lines,omitempty"`   // of the bill, that show it
	Change   string `json:"change"`            // what would end it
	Address  string `json:"address,omitempty"` // of its infrastructure code, where that is known
	Path     string `json:"path,omitempty"`    // the file of its code
	Line     int    `json:"line,omitempty"`    // where in the file, from 1
	// Counted is the part of Saving in totals: what is saved twice on one resource
	// counts once.
	Counted money.Number `json:"counted"`
}

// Total is what a service, or everything, could save in a year.
type Total struct {
	Name     string       `json:"name"`     // the provider's service; empty for everything, and where the bill names none
	Currency string       `json:"currency"` // ISO 4217, or a provider's own
	Saving   money.Number `json:"saving"`   // a year's, of those that are known
	Findings int          `json:"findings"` // how many
	Unknown  int          `json:"unknown"`  // of them, those whose saving is not known
}

// Report is what was found.
type Report struct {
	From     assay.Month `json:"from"`            // the first month
	To       assay.Month `json:"to"`              // the last month, inclusive
	Findings []Finding   `json:"findings"`        // largest saving first
	Totals   []Total     `json:"totals"`          // by currency
	Services []Total     `json:"services"`        // by the provider's service
	Notes    []string    `json:"notes,omitempty"` // sentences on what was not looked at
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
