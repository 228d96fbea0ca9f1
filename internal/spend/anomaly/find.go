package anomaly

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	engine "github.com/assay-dev/assay/internal/engine/anomaly"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// Cost is which of a charge's costs is looked at.
type Cost string

// The costs. Effective spreads what was paid ahead over its days.
const (
	Effective Cost = "effective"
	Billed    Cost = "billed"
)

// Question is what to look for.
type Question struct {
	// From and To bound billing months, both inclusive; empty: no bound.
	From, To assay.Month
	// Where keeps charges by other keys.
	Where []lake.Filter
	// Virtual are keys that rules and the catalogue make: for Where, Keys and Tags.
	Virtual []lake.Virtual
	// Keys are looked by too, such as assay.ByService.
	Keys []assay.CostKey
	// Tags are keys to look by; nil is those that the lake has columns for.
	Tags []string
	// Cost is effective when empty.
	Cost Cost
	// Floor is the least impact, in the bill's currency; 0 is the engine's.
	Floor float64
	// Known are anomalies that people dismissed.
	Known Known
	// Deploys and Leaks may be behind an anomaly.
	Deploys []assay.Deploy
	Leaks   []Leak
}

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// Report is what was found.
type Report struct {
	Version   int             `json:"version"`
	Anomalies []assay.Anomaly `json:"anomalies"`       // most important first
	First     string          `json:"first,omitempty"` // the first day that was looked at, as 2025-03-01
	Last      string          `json:"last,omitempty"`  // the last day that was looked at
	Series    int             `json:"series"`          // how many combinations of values there were
	// Dimensions are what was looked by: keys that dims of an anomaly may have.
	Dimensions []string    `json:"dimensions"`
	Cost       Cost        `json:"cost"`            // which cost was looked at
	Dismissed  []Dismissed `json:"dismissed"`       // anomalies that are left out
	Notes      []string    `json:"notes,omitempty"` // sentences on what was not looked at
}

const (
	// mostValues is the most values that a tag may have to be looked by.
	mostValues = 300
	// mostTags is how many tags are looked by unless they are named.
	mostTags = 6
	// mostSeries is how many series are looked at; with more, tags are left out.
	mostSeries = 20_000
)

// dimension is a key of the lake by its column of FOCUS.
type dimension struct {
	key  assay.CostKey
	name string
}

var plain = []dimension{
	{assay.ByServiceName, "ServiceName"}, {assay.ByAccount, "SubAccountId"}, {assay.ByRegion, "RegionId"}, {assay.BySKU, "SkuId"},
}

// Find looks for anomalies in a lake. A cost or a tag that is none is
// fault.Invalid; a lake without charges of these months is fault.NotFound.
func Find(ctx context.Context, l lake.Lake, q Question) (*Report, error) {
	if q.Cost == "" {
		q.Cost = Effective
	}
	if q.Cost != Effective && q.Cost != Billed {
		return nil, fault.New(fault.Invalid, "there is no cost %q", q.Cost).WithHelp("use %s or %s", Effective, Billed)
	}
	r := &Report{Version: Version, Cost: q.Cost, Dismissed: []Dismissed{}, Anomalies: []assay.Anomaly{}}
	dims, err := r.dimensions(ctx, l, q)
	if err != nil {
		return nil, err
	}
	bill, err := r.bill(ctx, l, q, dims)
	if err != nil {
		return nil, err
	}
	found, err := engine.Detect(ctx, bill, engine.Options{Floor: q.Floor})
	if err != nil {
		return nil, err
	}
	kinds, err := kindsOf(ctx, l, q)
	if err != nil {
		return nil, err
	}
	for _, a := range found {
		if d, ok := q.Known.dismiss(&a); ok {
			r.Dismissed = append(r.Dismissed, d)
			continue
		}
		a.Changes = changesOf(&a, q.Deploys)
		meters := ""
		if len(r.Anomalies) < mostTraced && a.Impact.IsPositive() {
			if meters, err = r.meters(ctx, l, q, dims, &a); err != nil {
				return nil, err
			}
		}
		a.Suspect = suspect(&a, kinds[a.Dims["ServiceName"]], meters, q.Leaks)
		if len(r.Anomalies) < mostTraced {
			if a.Resources, err = r.resources(ctx, l, q, dims, &a); err != nil {
				return nil, err
			}
		}
		r.Anomalies = append(r.Anomalies, a)
	}
	return r, nil
}

// ask asks for charges for use: what the engine does not look at is not asked for.
func ask(q Question, by ...assay.CostKey) lake.Ask {
	return lake.Ask{By: by, From: q.From, To: q.To, Virtual: q.Virtual, Where: append(slices.Clone(q.Where),
		lake.Filter{Key: assay.ByChargeCategory, Values: []string{"Credit", "Tax", "Purchase", "Adjustment"}, Not: true},
		lake.Filter{Key: assay.ByChargeClass, Values: []string{"Correction"}, Not: true},
		lake.Filter{Key: assay.ByFrequency, Values: []string{"One-Time"}, Not: true})}
}

// dimensions are the plain ones, the keys asked for and those tags that tell groups apart.
func (r *Report) dimensions(ctx context.Context, l lake.Lake, q Question) ([]dimension, error) {
	dims := slices.Clone(plain)
	for _, k := range q.Keys {
		dims = append(dims, dimension{k, string(k)})
	}
	least := len(dims)
	tags, named := q.Tags, q.Tags != nil
	if !named {
		parts, err := l.Partitions(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			tags = append(tags, p.Tags...)
		}
		slices.Sort(tags)
		tags = slices.Compact(tags)
	}
	for _, tag := range tags {
		rows, err := l.Sum(ctx, ask(q, assay.TagKey(tag)))
		if err != nil {
			return nil, err
		}
		values := map[string]bool{}
		for _, row := range rows {
			values[row.Values[0]] = true
		}
		delete(values, "")
		switch {
		case len(values) == 0 && named:
			return nil, fault.New(fault.NotFound, "no charge has the tag %q", tag).WithHelp("assay cost report --by tag:%s", tag)
		case len(values) == 0, len(dims) == least+mostTags && !named:
			continue
		case len(values) > mostValues:
			r.Notes = append(r.Notes, fmt.Sprintf("tag %s has %d values and is not looked by", tag, len(values)))
			continue
		}
		dims = append(dims, dimension{assay.TagKey(tag), string(assay.TagKey(tag))})
	}
	for len(dims) > least {
		rows, err := l.Sum(ctx, ask(q, keys(dims)...))
		if err != nil {
			return nil, err
		}
		if len(rows) <= mostSeries {
			break
		}
		r.Notes = append(r.Notes, fmt.Sprintf("more than %d series: %s is not looked by", mostSeries, dims[len(dims)-1].name))
		dims = dims[:len(dims)-1]
	}
	for _, d := range dims {
		r.Dimensions = append(r.Dimensions, d.name)
	}
	return dims, nil
}

func keys(dims []dimension) []assay.CostKey {
	out := make([]assay.CostKey, 0, len(dims)+1)
	for _, d := range dims {
		out = append(out, d.key)
	}
	return out
}

// bill asks for the sums of each day.
func (r *Report) bill(ctx context.Context, l lake.Lake, q Question, dims []dimension) (*engine.Bill, error) {
	question := ask(q, keys(dims)...)
	if err := within(ctx, l, &question); err != nil {
		return nil, err
	}
	series, err := l.Days(ctx, question)
	if err != nil {
		return nil, err
	}
	if len(series) == 0 {
		return nil, fault.New(fault.NotFound, "there are no charges to look at").WithHelp("assay cost ingest FILE reads a bill")
	}
	b := engine.NewBuilder(r.Dimensions)
	for _, s := range series {
		cost := s.Effective
		if q.Cost == Billed {
			cost = s.Billed
		}
		b.AddDays(engine.Row{Values: s.Values, Currency: s.Currency}, s.Days, cost)
	}
	bill := b.Bill()
	r.Series = len(bill.Series)
	if bill.Days > 0 {
		r.First, r.Last = engine.DateOf(bill.First), engine.DateOf(bill.First+bill.Days-1)
	}
	if bill.Days < 28 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d days of charges are too few to say what is usual", bill.Days))
	}
	return bill, nil
}

// within keeps to the days of the billing months and of the month before the first: a
// charge for a day far from its bill would make all that lies between look vanished.
func within(ctx context.Context, l lake.Lake, a *lake.Ask) error {
	parts, err := l.Partitions(ctx)
	if err != nil {
		return err
	}
	for _, p := range parts {
		first, ok := p.Month.First()
		if !ok || p.Lines == 0 {
			continue
		}
		if from := first.AddDate(0, -1, 0); a.FromDay.IsZero() || from.Before(a.FromDay) {
			a.FromDay = from
		}
		if to := first.AddDate(0, 1, -1); to.After(a.ToDay) {
			a.ToDay = to
		}
	}
	return nil
}

// kindsOf tells the category of each service, in lower case.
func kindsOf(ctx context.Context, l lake.Lake, q Question) (map[string]string, error) {
	rows, err := l.Sum(ctx, ask(q, assay.ByServiceName, assay.ByServiceCategory))
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, row := range rows {
		if row.Values[1] != "" {
			out[row.Values[0]] = strings.ToLower(row.Values[1])
		}
	}
	return out, nil
}
