// Package price says what infrastructure code costs a month: each resource as
// lines of a component, its quantity, the unit price with source and date, and
// what that comes to. Two estimates are compared by Compare.
//
//	e, err := price.Of(ctx, resources, price.Options{Book: book})
//
// Every line has a state. Fixed follows from the files. Assumed rests on a number
// that somebody gave for it: the usage file. Unknown has no amount, and says why:
// nobody told how much is used, the files leave an attribute open, or the price
// book has no price. An unknown line is never taken for zero.
//
// It prices on demand: no commitments, no spot market, no free tier, no tax. It
// says nothing on what is deployed, only on what the files ask for.
package price

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/pricebook"
)

// Hours is how many hours a month has: 8760 / 12.
const Hours = 730

// Version changes with what is priced, and how.
const Version = "1"

// State says how well a line is known.
type State string

// The states.
const (
	Fixed   State = "fixed"
	Assumed State = "assumed"
	Unknown State = "unknown"
)

// Line is one component of what a resource costs.
type Line struct {
	Component string `json:"component"` // what of the resource costs: instance, root volume, …
	// State is fixed where it follows from the files, assumed where it rests on a number
	// that somebody gave for it, and unknown where it has no amount.
	State State `json:"state"`
	// Quantity is units a month; nil when unknown.
	Quantity *money.Number `json:"quantity,omitempty"`
	Unit     string        `json:"unit"` // that Quantity counts and Each is the price of
	// Each is the price of a unit, of the first tier where there are several; nil
	// when the book has none.
	Each *money.Number `json:"unit_price,omitempty"`
	// Monthly is what it costs a month; nil when unknown.
	Monthly *money.Number `json:"monthly,omitempty"`
	// Product is what the price book calls it.
	Product string `json:"product,omitempty"`
	Source  string `json:"source,omitempty"` // where the price is from
	Date    string `json:"date,omitempty"`   // of the source, as 2024-08
	// Why says what is assumed, or what is missing and how to give it.
	Why string `json:"why,omitempty"`
}

// Resource is what one resource costs.
type Resource struct {
	Address  string         `json:"address"`          // in its code, as aws_instance.web
	Root     string         `json:"root,omitempty"`   // folder or file that it is evaluated from
	Type     string         `json:"type"`             // as its code calls it
	Provider string         `json:"provider"`         // aws, azure or google
	Region   string         `json:"region,omitempty"` // as the files say, else the one that is assumed
	Location assay.Location `json:"location"`         // where it stands
	Lines    []Line         `json:"lines"`            // what it costs, by component
	// Monthly is the sum of the lines that are known.
	Monthly money.Number `json:"monthly"`
	// Unknown counts the lines that are not.
	Unknown int `json:"unknown"`
}

// State is unknown when no line is known, assumed when one is, fixed otherwise.
func (r *Resource) State() State {
	if r.Unknown == len(r.Lines) {
		return Unknown
	}
	for _, l := range r.Lines {
		if l.State == Assumed {
			return Assumed
		}
	}
	return Fixed
}

// Estimate is what infrastructure costs a month.
type Estimate struct {
	Currency string `json:"currency"` // of all amounts: ISO 4217
	// Monthly is the sum of what is known.
	Monthly money.Number `json:"monthly"`
	// Resources cost something, sorted by root and address.
	Resources []Resource `json:"resources"`
	// Free counts resources that cost nothing themselves.
	Free int `json:"free"`
	// FreeTypes are the types of those, sorted.
	FreeTypes []string `json:"free_types"`

	Whole    int `json:"priced"`            // resources whose lines are all known
	Partly   int `json:"partly"`            // resources with lines that are known and lines that are not
	Unpriced int `json:"unpriced"`          // resources without any line that is known
	Lines    int `json:"components"`        // lines of all resources
	Known    int `json:"components_priced"` // lines with an amount
	// Oldest is the month of the oldest price that was used, as 2024-08.
	Oldest string `json:"prices_from,omitempty"`
	Newest string `json:"prices_to,omitempty"` // the month of the newest
	// Notes are sentences on what was taken for given.
	Notes []string `json:"notes,omitempty"`
}

// Share is the share of components that have an amount, in percent; 100 without any.
func (e *Estimate) Share() int {
	if e.Lines == 0 {
		return 100
	}
	return 100 * e.Known / e.Lines
}

// Options is what an estimate is made with. Book is required.
type Options struct {
	Book *pricebook.Book
	// Usage says how much is used; nil: nobody said.
	Usage *Usage
	// Region stands in for those that the files do not say, by provider; without
	// it, DefaultRegion does.
	Region string
	// Plans are the Terraform plans among the resources: what they cover is not
	// counted from the code beside them.
	Plans []assay.Plan
}

// DefaultRegion is assumed, and named as an assumption, where the files do not
// say a region.
var DefaultRegion = map[string]string{"aws": "us-east-1", "google": "us-central1", "azure": "eastus"}

// Currency is what estimates are in: the price book's prices in another one are
// not counted.
const Currency = "USD"

// Of estimates resources. Those that are no cloud's (Kubernetes objects,
// Dockerfiles, helpers of Terraform) are left out.
func Of(ctx context.Context, resources []assay.Resource, o Options) (*Estimate, error) {
	return newEstimator(o).of(ctx, resources)
}

func newEstimator(o Options) *estimator {
	return &estimator{Options: o, byAddress: map[string]*assay.Resource{}, est: &Estimate{Currency: Currency, Resources: []Resource{}, FreeTypes: []string{}}, assumed: map[string]int{}, left: map[string]int{}}
}

func (x *estimator) of(ctx context.Context, resources []assay.Resource) (*Estimate, error) {
	resources = translated(resources)
	for i := range resources {
		r := &resources[i]
		x.byAddress[r.Root+"\x00"+r.Address] = r
		if base := assay.WithoutIndex(r.Address); base != r.Address && x.byAddress[r.Root+"\x00"+base] == nil {
			x.byAddress[r.Root+"\x00"+base] = r // any of them: references name no instance
		}
	}
	covered := covers(x.Plans, resources)
	for i := range resources {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if covered.has(&resources[i]) {
			x.planned++
			continue
		}
		x.resource(&resources[i])
	}
	x.transfers()
	x.finish()
	return x.est, nil
}

// Any says whether resources are any that could cost something.
func Any(resources []assay.Resource) bool {
	return slices.ContainsFunc(resources, func(r assay.Resource) bool {
		_, _, ok := kindOf(&r)
		return ok
	})
}

// estimator is one estimate under way.
type estimator struct {
	Options
	byAddress map[string]*assay.Resource
	asked     func(r *assay.Resource, path string) // in tests
	est       *Estimate
	assumed   map[string]int // resources by region that was assumed
	left      map[string]int // resources by the condition that leaves them out
	planned   int            // resources that a plan beside them speaks for
	linux     bool           // a machine was priced whose image is not known
	sustained bool           // a machine of Google's was priced
}

func (x *estimator) resource(r *assay.Resource) {
	kind, provider, ok := kindOf(r)
	if !ok {
		return
	}
	if r.Made == assay.MadeNot {
		x.left[r.Condition]++
		return
	}
	price := pricers[kind]
	if price == nil && free(kind) {
		if len(x.Usage.unpriced(r)) == 0 {
			x.free(r)
			return
		}
		price = func(*item) {} // somebody says that it is used
	}
	it := &item{estimator: x, r: r, kind: kind, provider: provider, out: Resource{
		Address: r.Address, Root: r.Root, Type: r.Type, Provider: provider, Location: r.Location,
	}}
	if r.Made == assay.MadeUnknown {
		it.doubt = "whether there is one is not known from the files: condition " + r.Condition
	}
	it.region()
	if price != nil {
		price(it)
	} else {
		it.missing("everything", "", "what "+r.Type+" costs is not worked out yet")
	}
	for _, key := range x.Usage.unpriced(r) {
		it.missing(key, "", "the usage file says how much, and there is no price for it here")
	}
	if len(it.out.Lines) == 0 {
		x.free(r)
		return
	}
	if it.regionAssumed {
		x.assumed[it.out.Region]++
	}
	x.est.Resources = append(x.est.Resources, it.out)
}

// free counts a resource that costs nothing itself.
func (x *estimator) free(r *assay.Resource) {
	x.est.Free++
	if i, there := slices.BinarySearch(x.est.FreeTypes, r.Type); !there {
		x.est.FreeTypes = slices.Insert(x.est.FreeTypes, i, r.Type)
	}
}

// kindOf is a resource's type in Terraform's words, and its cloud.
func kindOf(r *assay.Resource) (kind, provider string, ok bool) {
	if strings.HasPrefix(r.Address, "data.") || strings.Contains(r.Address, ".data.") {
		return "", "", false
	}
	switch r.Source {
	case "terraform", "terraform-plan":
		for prefix, name := range map[string]string{"aws_": "aws", "azurerm_": "azure", "google_": "google"} {
			if strings.HasPrefix(r.Type, prefix) {
				return r.Type, name, true
			}
		}
	case "cloudformation":
		if strings.HasPrefix(r.Type, "AWS::") {
			return kindInTerraform(r), "aws", true
		}
	}
	return "", "", false
}

func (x *estimator) finish() {
	e := x.est
	slices.SortFunc(e.Resources, func(a, b Resource) int {
		return cmp.Or(cmp.Compare(a.Root, b.Root), cmp.Compare(a.Address, b.Address))
	})
	for i := range e.Resources {
		r := &e.Resources[i]
		for _, l := range r.Lines {
			e.Lines++
			if l.Monthly == nil {
				r.Unknown++
				continue
			}
			e.Known++
			r.Monthly = r.Monthly.Add(*l.Monthly)
			if e.Oldest == "" || l.Date < e.Oldest {
				e.Oldest = l.Date
			}
			e.Newest = max(e.Newest, l.Date)
		}
		e.Monthly = e.Monthly.Add(r.Monthly)
		switch r.Unknown {
		case 0:
			e.Whole++
		case len(r.Lines):
			e.Unpriced++
		default:
			e.Partly++
		}
	}
	for _, region := range slices.Sorted(mapsKeys(x.assumed)) {
		e.Notes = append(e.Notes, "the files name no region for "+count(x.assumed[region], "resource")+": "+region+" is assumed (--region)")
	}
	for _, name := range slices.Sorted(mapsKeys(x.left)) {
		e.Notes = append(e.Notes, count(x.left[name], "resource")+" under condition "+name+", which does not hold with the parameters' defaults: not counted")
	}
	if x.planned > 0 {
		e.Notes = append(e.Notes, count(x.planned, "resource")+" of the code: the plan beside it counts, and not both")
	}
	if x.linux {
		e.Notes = append(e.Notes, "machines of AWS are priced as Linux: what is in an image, the files do not say")
	}
	if x.sustained {
		e.Notes = append(e.Notes, "machines of Google are priced at list, without the discount for sustained use")
	}
	e.Notes = append(e.Notes, x.Usage.unused()...)
}
