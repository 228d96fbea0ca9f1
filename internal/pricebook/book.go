// Package pricebook is what cloud providers charge: prices by provider, region
// and product, each with a source and a date. A price without both is no price:
// Parse refuses it, and what is not in the book is unknown, never free.
//
//	book, err := pricebook.Parse(file)
//	price, ok := book.Find("aws", "eu-central-1", "ec2/t3.micro")
//
// It knows list prices on demand only: no commitments, no spot market, no tax,
// no free tier of an account. A customer's own rates lie over it (Over).
package pricebook

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/money"
)

// Source says where prices come from.
type Source struct {
	ID   string `json:"id"`
	Date string `json:"date"` // 2024-08: the month that they were true in
	Text string `json:"text"`
}

// Tier is a step of a price: from so many units a month on, each costs so much.
type Tier struct {
	From money.Number `json:"from"`
	Each money.Number `json:"each"`
	// Open says that nobody told what units cost from here on; only the last is.
	Open bool `json:"open,omitempty"`
}

// Price is what a unit of a product costs.
type Price struct {
	Unit     string // hour, GB-month, GB, request …
	Currency string // ISO 4217
	Tiers    []Tier // by From, the first from 0
	Source   Source
}

// Each is the price of the first unit.
func (p *Price) Each() money.Number { return p.Tiers[0].Each }

// Of is what a number of units in one month comes to, tier by tier; ok is false
// where some of them fall into an open one.
func (p *Price) Of(quantity money.Number) (sum money.Number, ok bool) {
	for i, t := range p.Tiers {
		if !quantity.GreaterThan(t.From) {
			break
		}
		if t.Open {
			return sum, false
		}
		in := quantity.Sub(t.From)
		if i+1 < len(p.Tiers) {
			in = decimalMin(in, p.Tiers[i+1].From.Sub(t.From))
		}
		sum = sum.Add(in.Mul(t.Each))
	}
	return sum, true
}

// Limit is how many units of a month have a price, and whether more have none.
func (p *Price) Limit() (from money.Number, open bool) {
	last := p.Tiers[len(p.Tiers)-1]
	return last.From, last.Open
}

func decimalMin(a, b money.Number) money.Number {
	if a.LessThan(b) {
		return a
	}
	return b
}

// Everywhere is the region of prices that hold in all regions of a provider that
// have none of their own.
const Everywhere = "*"

// entry is a price as it is kept: its amount is read when it is asked for.
type entry struct {
	unit, currency, amount string
	source                 *Source
}

func (e *entry) price() (Price, error) {
	tiers, err := parseTiers(e.amount)
	return Price{Unit: e.unit, Currency: e.currency, Tiers: tiers, Source: *e.source}, err
}

// Book holds prices. It is safe for use by several goroutines; the zero value
// is empty.
type Book struct {
	prices map[string]entry
	under  *Book
}

// Find looks a price up: that of the region, else the one that holds everywhere.
func (b *Book) Find(provider, region, product string) (Price, bool) {
	for ; b != nil; b = b.under {
		for _, r := range []string{region, Everywhere} {
			if e, ok := b.prices[key(provider, r, product)]; ok {
				p, err := e.price() // read once before, by Parse
				return p, err == nil
			}
		}
	}
	return Price{}, false
}

func key(provider, region, product string) string {
	return provider + "\t" + region + "\t" + product
}

// Over lays this book over another: its prices come first. No book lies over
// nothing.
func (b *Book) Over(under *Book) *Book {
	if b == nil {
		return under
	}
	return &Book{prices: b.prices, under: under}
}

// Products lists what has a price in a region, or everywhere, sorted.
func (b *Book) Products(provider, region string) []string {
	var out []string
	for ; b != nil; b = b.under {
		for k := range b.prices {
			for _, r := range []string{region, Everywhere} {
				if product, ok := strings.CutPrefix(k, key(provider, r, "")); ok {
					out = append(out, product)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Len is how many prices there are.
func (b *Book) Len() (n int) {
	for ; b != nil; b = b.under {
		n += len(b.prices)
	}
	return n
}

// Provider is how many prices a book has of one provider, and the newest month
// that any of them is from.
type Provider struct {
	Name   string
	Prices int
	Newest string
}

// Providers sums the book up, by name.
func (b *Book) Providers() []Provider {
	sums := map[string]*Provider{}
	for ; b != nil; b = b.under {
		for k, e := range b.prices {
			name, _, _ := strings.Cut(k, "\t")
			if sums[name] == nil {
				sums[name] = &Provider{Name: name}
			}
			sums[name].Prices++
			sums[name].Newest = max(sums[name].Newest, e.source.Date)
		}
	}
	out := make([]Provider, 0, len(sums))
	for _, p := range sums {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Provider) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
