package run

import (
	"context"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/waste"
)

// wasteMonths are the billing months that waste is looked for in, where nobody
// named any: enough to see what grows.
const wasteMonths = 4

// Waste finds what is paid for and hardly used, in bills and the infrastructure code
// of a folder; used may be nil.
func (s *Service) Waste(ctx context.Context, l lake.Lake, req SpendRequest, used waste.Utilisation) (*waste.Report, []string, error) {
	books, err := ReadBooks(req.Dir)
	if err != nil {
		return nil, nil, err
	}
	c, err := s.readCode(ctx, req)
	if err != nil {
		return nil, nil, err
	}
	book := s.Prices()
	if book.Err != nil {
		return nil, nil, book.Err
	}
	if book.Note != "" {
		c.notes = append(c.notes, book.Note)
	}
	q := waste.Question{
		Resources: c.resources, State: req.State, Used: used, Part: len(req.Where) > 0,
		Price: func(region, product string) (money.Number, bool) {
			p, ok := book.Book.Find("aws", region, product)
			if !ok || p.Currency != price.Currency {
				return money.Number{}, false
			}
			return p.Each(), true
		},
	}
	if q.Code, err = priced(ctx, c.resources, price.Options{Book: book.Book, Plans: c.plans}); err != nil {
		return nil, nil, interruptedOr(ctx, err)
	}
	if q.From, q.To, err = newest(ctx, l, req.From, req.To, wasteMonths); err != nil {
		return nil, nil, err
	}
	ask := q.Ask(books.Virtual())
	ask.Where = append(ask.Where, req.Where...)
	rows, err := l.Sum(ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	return q.Find(rows), c.notes, nil
}

// priced are the components of code at list prices.
func priced(ctx context.Context, resources []assay.Resource, o price.Options) ([]waste.Priced, error) {
	e, err := price.Of(ctx, resources, o)
	if err != nil {
		return nil, err
	}
	at := map[[2]string]*assay.Resource{}
	for i := range resources {
		at[[2]string{resources[i].Root, resources[i].Address}] = &resources[i]
	}
	var out []waste.Priced
	for i := range e.Resources {
		r := &e.Resources[i]
		code := at[[2]string{r.Root, r.Address}]
		if r.Provider != "aws" || code == nil {
			continue
		}
		for k := range r.Lines {
			line := &r.Lines[k]
			out = append(out, waste.Priced{Address: r.Address, Region: r.Region, Product: line.Product, Currency: e.Currency, Monthly: line.Monthly, Resource: code})
		}
	}
	return out, nil
}
