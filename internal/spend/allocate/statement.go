package allocate

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// Period is who pays for a month, in coins, and how that reconciles with each invoice.
type Period struct {
	Month      assay.Month     `json:"month"`      // billing period
	Basis      string          `json:"basis"`      // the cost that is charged: effective or billed
	Keys       []assay.CostKey `json:"keys"`       // that the values of lines are of
	Invoices   []Invoice       `json:"invoices"`   // by source and invoice
	Statements []Statement     `json:"statements"` // cost centres first, then what nobody pays and what is left out
	// Corrections are of the invoices of closed months.
	Corrections []Correction `json:"corrections,omitempty"`
	Notes       []string     `json:"notes"` // sentences on what could not be shared, or needs a look
}

// Invoice is a bill, and how its total becomes what is charged on:
// Billed + Purchases + Used + Unused + Other = Effective, and
// Effective + Rounding = Charged + Unshared + LeftOut.
// With basis billed, Effective is Billed.
type Invoice struct {
	Source    string       `json:"source"`    // the bill's name in the lake
	Invoice   string       `json:"invoice"`   // InvoiceId; empty where the bill has none
	Currency  string       `json:"currency"`  // ISO 4217, or a provider's own
	Estimated bool         `json:"estimated"` // of a billing period that is still open
	Lines     int64        `json:"lines"`     // how many lines of the bill
	Billed    money.Number `json:"billed"`    // what the invoice asks for
	// Purchases is what was paid for commitments and is used in other months, as a
	// negative amount.
	Purchases money.Number `json:"purchases"`
	Used      money.Number `json:"used"`      // the month's part of commitments that was used
	Unused    money.Number `json:"unused"`    // the month's part of commitments that was not used
	Other     money.Number `json:"other"`     // what no commitment explains
	Effective money.Number `json:"effective"` // Billed + Purchases + Used + Unused + Other
	Rounding  money.Number `json:"rounding"`  // what makes whole coins of Effective
	Charged   money.Number `json:"charged"`   // with cost centres
	Unshared  money.Number `json:"unshared"`  // in pools that nobody pays
	LeftOut   money.Number `json:"left_out"`  // left out by rule
}

// Statement is what a target pays in a currency.
type Statement struct {
	Target      string       `json:"target"`                // who pays
	Kind        Kind         `json:"kind"`                  // what the target is
	Code        string       `json:"code,omitempty"`        // of the cost centre in the ledger, by the rules
	Entity      string       `json:"entity,omitempty"`      // legal entity, by the rules
	Currency    string       `json:"currency"`              // ISO 4217, or a provider's own
	Lines       []Line       `json:"lines"`                 // what it pays for
	Adjustments []Adjustment `json:"adjustments,omitempty"` // corrections of closed months
	Charges     money.Number `json:"charges"`               // the sum of lines
	Total       money.Number `json:"total"`                 // with adjustments
}

// Line is cost of one invoice that came to a target by one way.
type Line struct {
	Source    string       `json:"source"`              // the bill's name in the lake
	Invoice   string       `json:"invoice"`             // InvoiceId; empty where the bill has none
	Estimated bool         `json:"estimated,omitempty"` // of a billing period that is still open
	Via       string       `json:"via"`                 // the direct rule or the pool
	Shared    bool         `json:"shared,omitempty"`    // it came from a pool
	Category  string       `json:"charge_category"`     // ChargeCategory
	Values    []string     `json:"values"`              // by the period's keys
	Exact     money.Number `json:"exact"`               // before it was rounded
	Amount    money.Number `json:"amount"`              // in whole coins
}

// bill is one invoice's slices and cells.
type bill struct {
	first  *slice
	slices []int32
	cells  []cell
}

// Period writes the statements of a month. Coins are handed out from the top: an
// invoice's total is rounded half to even, then goes to targets, to their ways
// and to their lines by largest remainders; so all sums of lines agree.
func (r *Result) Period(month assay.Month) *Period {
	p := &Period{Month: month, Basis: r.rules.Basis, Keys: r.rules.Dims()[len(always):], Notes: []string{}, Invoices: []Invoice{}, Statements: []Statement{}}
	p.Notes = append(p.Notes, r.rules.notes()...)
	prefix := string(month) + ": "
	for _, n := range r.Notes {
		if len(n) > len(prefix) && n[:len(prefix)] == prefix {
			p.Notes = append(p.Notes, n[len(prefix):])
		}
	}
	statements := map[recipientIn]*Statement{}
	for _, b := range r.bills(month) {
		i := r.invoice(b, statements)
		if i.Billed.IsZero() && i.Effective.IsZero() && len(b.cells) == 0 {
			continue // allocations of a cluster bill nothing
		}
		p.Invoices = append(p.Invoices, i)
		if !i.Other.Round(int32(digits(i.Currency))).IsZero() {
			p.Notes = append(p.Notes, fmt.Sprintf("%s: billed and effective cost differ by %s %s that no commitment explains", i.Source, i.Other, i.Currency))
		}
	}
	for _, s := range statements {
		s.Total = s.Charges
		p.Statements = append(p.Statements, *s)
	}
	p.sort()
	return p
}

type recipientIn struct {
	recipient
	currency string
}

// statement is an empty one.
func (r *Rules) statement(to recipientIn) Statement {
	s := Statement{Target: to.name, Kind: to.kind, Currency: to.currency, Lines: []Line{}}
	if to.kind == Target {
		c := r.Centres[to.name]
		s.Code, s.Entity = c.Code, cmp.Or(c.Entity, r.Ledger.Entity)
	}
	return s
}

func (p *Period) sort() {
	slices.SortFunc(p.Statements, func(a, b Statement) int {
		return cmp.Or(cmp.Compare(kindRank[a.Kind], kindRank[b.Kind]), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Currency, b.Currency))
	})
}

// bills groups a month's slices and cells by invoice. Slices are sorted, so bills are.
func (r *Result) bills(month assay.Month) []*bill {
	var out []*bill
	at := map[billed]*bill{}
	of := map[int32]*bill{}
	from := sort.Search(len(r.slices), func(i int) bool { return r.slices[i].month >= month })
	for i := from; i < len(r.slices) && r.slices[i].month == month; i++ {
		s := &r.slices[i]
		k := billed{s.values[1], s.values[2], s.currency, s.estimated}
		b := at[k]
		if b == nil {
			b = &bill{first: s}
			at[k], out = b, append(out, b)
		}
		b.slices, of[int32(i)] = append(b.slices, int32(i)), b
	}
	for c := range r.cells() {
		if b := of[c.slice]; b != nil {
			b.cells = append(b.cells, c)
		}
	}
	return out
}

// invoice rounds a bill, and adds its lines to the statements.
func (r *Result) invoice(b *bill, statements map[recipientIn]*Statement) Invoice {
	s := b.first
	out := Invoice{Source: s.values[1], Invoice: s.values[2], Currency: s.currency, Estimated: s.estimated}
	c := coinOf(s.currency)
	var billed, in units
	var why [bridges]units
	for _, i := range b.slices {
		x := &r.slices[i]
		out.Lines += x.lines
		billed, in = billed.add(x.billed), in.add(x.in)
		for k := range why {
			why[k] = why[k].add(x.bridge[k])
		}
	}
	total := c.round(in)
	out.Billed, out.Effective = billed.number(), in.number()
	if r.rules.Basis != "billed" {
		out.Purchases, out.Used, out.Unused, out.Other = why[purchases].number(), why[used].number(), why[unused].number(), why[others].number()
	}
	out.Rounding = c.number(total).Sub(out.Effective)
	slices.SortFunc(b.cells, func(x, y cell) int {
		return cmp.Or(cmp.Compare(r.rank[x.to], r.rank[y.to]), cmp.Compare(x.via, y.via), cmp.Compare(x.slice, y.slice))
	})
	for i, coins := range c.tree(total, b.cells) {
		x := b.cells[i]
		amount, to := c.number(coins), r.recipients[x.to]
		switch to.kind {
		case Target:
			out.Charged = out.Charged.Add(amount)
		case InPool:
			out.Unshared = out.Unshared.Add(amount)
		case Out:
			out.LeftOut = out.LeftOut.Add(amount)
		}
		key := recipientIn{to, s.currency}
		st := statements[key]
		if st == nil {
			x := r.rules.statement(key)
			st = &x
			statements[key] = st
		}
		st.Charges = st.Charges.Add(amount)
		st.Lines = append(st.Lines, Line{
			Source: out.Source, Invoice: out.Invoice, Estimated: s.estimated, Via: r.viaName(x.via), Shared: int(x.via) >= len(r.rules.Direct),
			Category: r.slices[x.slice].values[3], Values: r.slices[x.slice].values[len(always):], Exact: x.amount.number(), Amount: amount,
		})
	}
	return out
}

// tree hands coins to cells that are sorted by target, way and slice.
func (c coin) tree(coins units, cells []cell) []units {
	return c.level(coins, cells,
		func(a, b *cell) bool { return a.to == b.to },
		func(a, b *cell) bool { return a.to == b.to && a.via == b.via },
		func(a, b *cell) bool { return a == b },
	)
}

// level divides cells into runs that are the same, hands the coins to the runs,
// and goes on within each.
func (c coin) level(coins units, cells []cell, same ...func(a, b *cell) bool) []units {
	if len(cells) == 0 {
		return nil
	}
	if len(same) == 0 {
		return []units{coins}
	}
	var starts []int
	var sums []units
	for i := range cells {
		if i == 0 || !same[0](&cells[i-1], &cells[i]) {
			starts, sums = append(starts, i), append(sums, units{})
		}
		sums[len(sums)-1] = sums[len(sums)-1].add(cells[i].amount)
	}
	starts = append(starts, len(cells))
	out := make([]units, 0, len(cells))
	for i, part := range c.apportion(coins, sums) {
		out = append(out, c.level(part, cells[starts[i]:starts[i+1]], same[1:]...)...)
	}
	return out
}

// Brief merges the lines that differ in kept keys only, in the order that they have.
func (s *Statement) Brief() []Line {
	type key struct {
		source, invoice, via, category string
		estimated, shared              bool
	}
	at := map[key]int{}
	var out []Line
	for _, l := range s.Lines {
		k := key{l.Source, l.Invoice, l.Via, l.Category, l.Estimated, l.Shared}
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			l.Values = nil
			out = append(out, l)
			continue
		}
		out[i].Exact, out[i].Amount = out[i].Exact.Add(l.Exact), out[i].Amount.Add(l.Amount)
	}
	return out
}

// Only keeps the statements of one target and the invoices that it has part in. A
// name without any is fault.NotFound.
func (p *Period) Only(target string) (*Period, error) {
	out := *p
	out.Statements, out.Invoices = []Statement{}, []Invoice{}
	part := map[billed]bool{}
	for _, s := range p.Statements {
		if s.Target == target {
			out.Statements = append(out.Statements, s)
			for _, l := range s.Lines {
				part[billed{l.Source, l.Invoice, s.Currency, l.Estimated}] = true
			}
		}
	}
	if len(out.Statements) == 0 {
		return nil, fault.New(fault.NotFound, "%q has no statement of %s", target, p.Month).WithHelp("see who has: assay cost statement %s", p.Month)
	}
	for _, i := range p.Invoices {
		if part[billed{i.Source, i.Invoice, i.Currency, i.Estimated}] {
			out.Invoices = append(out.Invoices, i)
		}
	}
	return &out, nil
}

// KindSum is what all statements of a kind come to in a currency.
type KindSum struct {
	Kind     Kind
	Currency string
	Total    money.Number
}

// Sums adds statements up by kind and currency, in this order.
func (p *Period) Sums() []KindSum {
	var out []KindSum
	for _, s := range p.Statements {
		i := slices.IndexFunc(out, func(x KindSum) bool { return x.Kind == s.Kind && x.Currency == s.Currency })
		if i < 0 {
			out, i = append(out, KindSum{Kind: s.Kind, Currency: s.Currency}), len(out)
		}
		out[i].Total = out[i].Total.Add(s.Total)
	}
	slices.SortFunc(out, func(a, b KindSum) int {
		return cmp.Or(cmp.Compare(kindRank[a.Kind], kindRank[b.Kind]), cmp.Compare(a.Currency, b.Currency))
	})
	return out
}
