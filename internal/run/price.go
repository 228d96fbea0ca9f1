package run

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pricebook"
	"github.com/assay-dev/assay/internal/spend/rates"
)

// PriceRequest says what to price, and with what.
type PriceRequest struct {
	Request
	// Usage is the text of a usage file, and UsageName its name; without a name, the
	// folder's own counts.
	Usage     []byte
	UsageName string
	// ListPrices leaves the folder's own rates out.
	ListPrices bool
	// Region stands in where the files name none.
	Region string
}

// Prices is what a folder's infrastructure costs.
type Prices struct {
	Name     string
	Estimate *price.Estimate
	// Change is what differs from Base, and from what Plans say was before them; nil
	// without either.
	Change *price.Diff
	Base   string
	Plans  []string
	// Gaps are places of infrastructure code that could not be evaluated.
	Gaps  []assay.Gap
	Notes []string
}

// Price estimates what the infrastructure code of a folder costs a month. With
// req.Base, or with uncommitted work, also what the change does to it.
func (s *Service) Price(ctx context.Context, req PriceRequest) (*Prices, error) {
	usage, err := readUsage(&req)
	if err != nil {
		return nil, err
	}
	req.Gate, req.Engines = true, []assay.EngineID{assay.EngineIaC}
	j := &job{Service: s, req: req.Request, started: s.Now(), stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if err := j.look(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	<-j.saveCache() // a cache that can't be kept changes no answer
	head, base, err := j.estates(ctx)
	if err != nil {
		return nil, interruptedOr(ctx, err)
	}
	out := &Prices{Name: j.name(), Notes: j.notes}
	book := s.Prices()
	if book.Err != nil {
		return nil, book.Err
	}
	if book.Note != "" {
		out.Notes = append(out.Notes, book.Note)
	}
	o := price.Options{Book: book.Book, Usage: usage, Region: req.Region, Plans: head.plans}
	var own *pricebook.Book
	if !req.ListPrices {
		if own, err = readRates(req.Dir); err != nil {
			return nil, err
		}
		o.Book = own.Over(o.Book)
	}
	if out.Estimate, err = price.Of(ctx, head.resources, o); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	sayRates(out.Estimate, own)
	if err := j.compare(ctx, out, head, base, o); err != nil {
		return nil, err
	}
	for _, g := range j.head.Gaps {
		if slices.Contains(priceScopes, g.Scope) {
			out.Gaps = append(out.Gaps, g)
		}
	}
	return out, nil
}

// compare says what differs from the base, where there is one, and from what plans
// say was before them.
func (j *job) compare(ctx context.Context, p *Prices, head, base estate, o price.Options) error {
	p.Plans = tellers(head.plans)
	if j.base == nil {
		if len(p.Plans) == 0 {
			return nil
		}
		base = head // nothing changed
	}
	o.Plans = base.plans
	if j.base != nil && (j.req.Base != "" || len(p.Plans) == 0 || price.Untold(base.resources, head.resources, head.plans) || price.Untold(head.resources, head.resources, head.plans)) {
		p.Base = cmp.Or(j.req.Base, j.base.Source)
	}
	before, err := price.Of(ctx, price.Before(base.resources, head.resources, head.plans), o)
	if err != nil {
		return interruptedOr(ctx, err)
	}
	p.Change = price.Compare(before, p.Estimate)
	return nil
}

// tellers are the files of the plans that tell what was before them.
func tellers(plans []assay.Plan) (out []string) {
	for i := range plans {
		if plans[i].Told {
			out = append(out, plans[i].Root)
		}
	}
	return out
}

// priceScopes are those whose gaps leave holes in the estimate.
var priceScopes = []assay.Scope{assay.ScopeTerraform, assay.ScopeTerraformPlan, assay.ScopeCloudFormation}

// readRates reads the own rates of a folder; nil without any.
func readRates(dir string) (*pricebook.Book, error) {
	data, err := change.ReadFile(dir, rates.File, rates.MaxSize)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", rates.File, err)
	}
	return parseRates(rates.File, data)
}

func parseRates(name string, data []byte) (*pricebook.Book, error) {
	return pricebook.Parse([]string{name}, bytes.NewReader(data))
}

// sayRates notes that an estimate rests on own rates.
func sayRates(e *price.Estimate, own *pricebook.Book) {
	if n := own.Len(); n > 0 {
		e.Notes = append(e.Notes, fmt.Sprintf("%d own rates of %s count before list prices", n, rates.File))
	}
}

func readUsage(req *PriceRequest) (*price.Usage, error) {
	if req.UsageName != "" {
		return price.ParseUsage(req.UsageName, req.Usage)
	}
	data, err := change.ReadFile(req.Dir, price.UsageFile, price.MaxUsageSize)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", price.UsageFile, err)
	}
	return price.ParseUsage(price.UsageFile, data)
}
