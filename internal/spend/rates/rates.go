// Package rates learns what a customer pays for a unit from the customer's own
// bills, so that estimates rest on it and not on list prices.
//
//	learned, err := rates.Learn(ctx, l, book)
//	err = learned.Write(w) // a price book, for rates.File
//
// It looks at use on demand in the last three closed months: no commitments, no
// credits, no corrections. A meter of AWS that stands for a product of the price
// book gives that product's own price. Where the lines of a service in a region
// agree on one share of the list price, the book's list prices of that service
// are brought down by it. What lines do not agree on, and what stands for no
// product, gives nothing: a rate is never guessed.
//
// It does not know rates that no line of a bill shows, nor steps of a price that
// were not reached: those of the price book are scaled.
package rates

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/pricebook"
)

// File is where a repository keeps its own rates, in the form of a price book.
const File = ".assay/rates.tsv"

// MaxSize bounds that file, in bytes.
const MaxSize = 8 << 20

const (
	months = 3
	// leastLines must show a product's price.
	leastLines = 3
	// leastOfService lines of leastSKUs different things must show a service's share
	// of list: what holds for one of them need not hold for all.
	leastOfService = 20
	leastSKUs      = 3
	// currency is what estimates are in; in others only shares of list are learned.
	currency = "USD"
)

var (
	one = decimal.NewFromInt(1)
	// near is how far lines that agree may lie apart: 1 %.
	near = decimal.RequireFromString("0.01")
	// listed is how near a share of list is to list itself: 0.1 %.
	listed = decimal.RequireFromString("0.001")
	// apart is how many times a price may be another's; beyond, units differ.
	apart = decimal.NewFromInt(4)
)

// Rate is the own price of a product.
type Rate struct {
	Provider, Region, Product, Unit string
	Price                           pricebook.Price
	// List is what the price book says for the first unit; nil when it says nothing.
	List *money.Number
	// Lines of bills show it.
	Lines int64
	// Whole says that it is the service's share of list, and not the product's own.
	Whole bool
}

// Discount is what a service in a region costs, as a share of its list price.
type Discount struct {
	Provider, Service, Region string
	Share                     money.Number
	Lines                     int64
	// Products are how many prices of the book it changes.
	Products int
}

// Learned is what bills show.
type Learned struct {
	// First and Last are the closed months that were looked at.
	First, Last assay.Month
	Rates       []Rate     // sorted by provider, region and product
	Discounts   []Discount // other than list, sorted by provider, service and region
	Notes       []string
}

// Learn looks at the bills of a lake. A lake without a closed month is
// fault.NotFound.
func Learn(ctx context.Context, l lake.Lake, book *pricebook.Book) (*Learned, error) {
	parts, err := l.Partitions(ctx)
	if err != nil {
		return nil, err
	}
	parts = closed(parts)
	if len(parts) == 0 {
		return nil, fault.New(fault.NotFound, "no month of the bills is closed").WithHelp("assay cost ingest FILE reads a bill; assay cost ingest --list says what is there")
	}
	x := &learner{book: book, out: &Learned{First: parts[0].Month, Last: parts[0].Month}, have: map[string]bool{}}
	for _, p := range parts {
		x.out.First, x.out.Last = min(x.out.First, p.Month), max(x.out.Last, p.Month)
	}
	seen, err := metersSeen(ctx, l, parts)
	if err != nil {
		return nil, err
	}
	x.products(seen)
	services, err := servicesSeen(ctx, l, parts)
	if err != nil {
		return nil, err
	}
	x.discounts(services)
	slices.SortFunc(x.out.Rates, func(a, b Rate) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Product, b.Product))
	})
	return x.out, nil
}

// closed are the partitions of the last closed months.
func closed(parts []lake.Partition) []lake.Partition {
	var known []assay.Month
	parts = slices.DeleteFunc(slices.Clone(parts), func(p lake.Partition) bool {
		_, ok := p.Month.First()
		if ok = ok && !p.Estimated && p.Lines > 0; ok {
			known = append(known, p.Month)
		}
		return !ok
	})
	slices.Sort(known)
	known = slices.Compact(known)
	known = known[max(0, len(known)-months):]
	return slices.DeleteFunc(parts, func(p lake.Partition) bool { return !slices.Contains(known, p.Month) })
}

type learner struct {
	book *pricebook.Book
	out  *Learned
	have map[string]bool // provider, region, product
}

// spread is what lines say of one number: how many do, the number in the middle,
// and those that 95 % of the lines lie between.
type spread struct {
	lines        int64
	low, mid, up money.Number
}

// agree says that enough lines say the same, within 1 %.
func (s *spread) agree(least int64) bool {
	return s.lines >= least && s.mid.IsPositive() && !apartBy(s.low, s.mid) && !apartBy(s.up, s.mid)
}

func apartBy(n, mid money.Number) bool { return n.Sub(mid).Abs().GreaterThan(mid.Mul(near)) }

// join adds other lines. What most of them say stays in the middle.
func (s *spread) join(o spread) {
	if s.lines == 0 {
		*s = o
		return
	}
	if o.lines == 0 {
		return
	}
	if o.lines > s.lines {
		s.mid = o.mid
	}
	s.lines += o.lines
	s.low, s.up = decimal.Min(s.low, o.low), decimal.Max(s.up, o.up)
}

// seen is what the lines of a product in a region and a month say.
type seen struct {
	region, product, unit, currency string
	tiered                          bool
	month                           assay.Month
	price, share                    spread
}

// products makes rates of what was seen, the latest month of each first.
func (x *learner) products(list []seen) {
	slices.SortStableFunc(list, func(a, b seen) int { return cmp.Compare(b.month, a.month) })
	differ := map[string]bool{}
	for i := range list {
		s := &list[i]
		k := key("aws", s.region, s.product)
		if x.have[k] || differ[k] {
			continue
		}
		p, ok := x.priceOf(s)
		switch {
		case s.price.lines < leastLines && s.share.lines < leastLines:
			continue // an earlier month may say more
		case !ok:
			differ[k] = true
			continue
		}
		x.have[k] = true
		x.out.Rates = append(x.out.Rates, Rate{Provider: "aws", Region: s.region, Product: s.product, Unit: p.Unit, Price: p, List: x.list("aws", s.region, s.product), Lines: max(s.price.lines, s.share.lines)})
	}
	if len(differ) > 0 {
		x.out.Notes = append(x.out.Notes, "no own rate, as lines differ by more than 1 %, are far from the price book, or show one step of several: "+names(differ))
	}
}

// names lists products, not too many.
func names(of map[string]bool) string {
	const most = 10
	var out []string
	for _, k := range slices.Sorted(maps.Keys(of)) {
		_, name, _ := strings.Cut(k, "\t")
		region, product, _ := strings.Cut(name, "\t")
		out = append(out, product+" ("+region+")")
	}
	if n := len(out) - most; n > 0 {
		out = append(out[:most], fmt.Sprintf("%d more", n))
	}
	return strings.Join(out, ", ")
}

// priceOf is the price that lines show: as it stands there, or where it has steps
// or another currency, as a share of the price book's.
func (x *learner) priceOf(s *seen) (pricebook.Price, bool) {
	from := pricebook.Source{Date: string(s.month), Text: fmt.Sprintf("own bill, %s, %d lines", s.month, s.price.lines)}
	under, known := x.book.Find("aws", s.region, s.product)
	tiered := s.tiered || known && len(under.Tiers) > 1
	if !tiered && s.currency == currency {
		if !s.price.agree(leastLines) || known && far(s.price.mid, under.Each()) {
			return pricebook.Price{}, false
		}
		return pricebook.Price{Unit: s.unit, Currency: currency, Tiers: []pricebook.Tier{{Each: s.price.mid}}, Source: from}, true
	}
	if !known || !s.share.agree(leastLines) || far(s.share.mid, one) {
		return pricebook.Price{}, false
	}
	from.Text = fmt.Sprintf("own bill, %s, %d lines: %s", s.month, s.share.lines, Against(s.share.mid))
	return scaled(under, s.share.mid, from), true
}

// far says that of two prices one is many times the other.
func far(a, b money.Number) bool {
	return !b.IsZero() && (a.GreaterThan(b.Mul(apart)) || b.GreaterThan(a.Mul(apart)))
}

// scaled is a price of which each step costs a share.
func scaled(p pricebook.Price, share money.Number, from pricebook.Source) pricebook.Price {
	out := pricebook.Price{Unit: p.Unit, Currency: p.Currency, Source: from}
	for _, t := range p.Tiers {
		out.Tiers = append(out.Tiers, pricebook.Tier{From: t.From, Each: t.Each.Mul(share).Round(14), Open: t.Open})
	}
	return out
}

func (x *learner) list(provider, region, product string) *money.Number {
	p, ok := x.book.Find(provider, region, product)
	if !ok || p.Currency != currency {
		return nil
	}
	n := p.Each()
	return &n
}

// service is what the lines of a service in a region say.
type service struct {
	provider, name, region string
	share                  spread
	skus                   int64 // different things that its lines are for
}

// discounts brings the list prices of services down that have no own rate yet.
func (x *learner) discounts(list []service) {
	for i := range list {
		s := &list[i]
		if s.skus < leastSKUs || !s.share.agree(leastOfService) || far(s.share.mid, one) || s.share.mid.Sub(one).Abs().LessThanOrEqual(listed) {
			continue
		}
		d := Discount{Provider: s.provider, Service: s.name, Region: s.region, Share: s.share.mid, Lines: s.share.lines}
		span := string(x.out.First)
		if x.out.Last != x.out.First {
			span += " to " + string(x.out.Last)
		}
		from := pricebook.Source{Date: string(x.out.Last), Text: fmt.Sprintf("own bills, %s, %d lines of %s: %s", span, d.Lines, s.name, Against(d.Share))}
		for _, product := range x.book.Products(s.provider, s.region) {
			k := key(s.provider, s.region, product)
			if x.have[k] || !belongs(s.provider, s.name, product) {
				continue
			}
			p, ok := x.book.Find(s.provider, s.region, product)
			if !ok {
				continue
			}
			x.have[k] = true
			d.Products++
			x.out.Rates = append(x.out.Rates, Rate{Provider: s.provider, Region: s.region, Product: product, Unit: p.Unit, Price: scaled(p, d.Share, from), List: x.list(s.provider, s.region, product), Lines: d.Lines, Whole: true})
		}
		x.out.Discounts = append(x.out.Discounts, d)
	}
}

// Against says how a share of list stands to it: "12.5 % below list".
func Against(share money.Number) string {
	p := one.Sub(share).Mul(decimal.NewFromInt(100)).Round(1)
	switch p.Sign() {
	case 1:
		return p.String() + " % below list"
	case -1:
		return p.Abs().String() + " % above list"
	}
	return "as listed"
}

func key(provider, region, product string) string {
	return strings.Join([]string{provider, region, product}, "\t")
}
