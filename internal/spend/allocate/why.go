package allocate

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// Trace says why a target has its cost of a month in a currency.
type Trace struct {
	Month    assay.Month  `json:"month"`    // billing period
	Target   string       `json:"target"`   // who pays, or the pool that nobody pays
	Kind     Kind         `json:"kind"`     // what the target is
	Currency string       `json:"currency"` // ISO 4217, or a provider's own
	Amount   money.Number `json:"amount"`   // exact
	Ways     []Way        `json:"ways"`     // together Amount, the largest first
	// Pools are those that part of it came through, each before those that gave to it.
	Pools []PoolTrace `json:"pools"`
}

// Way is cost that came by a direct rule or from a pool.
type Way struct {
	Via    string       `json:"via"`            // the direct rule or the pool
	Pool   bool         `json:"pool,omitempty"` // Via is a pool
	How    string       `json:"how"`            // what the rule matches, or how the pool is shared
	Amount money.Number `json:"amount"`         // exact
	// Part is the target's weight, of Parts, in a pool that is shared in one way for
	// the whole month; 0 where invoices differ, and for direct rules.
	Part  money.Number `json:"part"`
	Parts money.Number `json:"parts"` // the weights of all in that pool
}

// PoolTrace is what was in a pool.
type PoolTrace struct {
	Name   string       `json:"name"`   // as the rules call it
	How    string       `json:"how"`    // how it is shared
	Amount money.Number `json:"amount"` // what was in it in the month
	From   []Way        `json:"from"`   // together Amount
}

// Why traces the cost of a target, or of a pool that nobody shares, in a month:
// one trace for each currency. A name without cost in it is fault.NotFound.
func (r *Result) Why(target string, month assay.Month) ([]Trace, error) {
	type at struct {
		currency string
		to       int32
	}
	ways := map[at]map[int32]units{}
	for c := range r.cells() {
		s := &r.slices[c.slice]
		if s.month != month || r.recipients[c.to].name != target {
			continue
		}
		k := at{s.currency, c.to}
		if ways[k] == nil {
			ways[k] = map[int32]units{}
		}
		ways[k][c.via] = ways[k][c.via].add(c.amount)
	}
	var out []Trace
	for k, by := range ways {
		t := Trace{Month: month, Target: target, Kind: r.recipients[k.to].kind, Currency: k.currency, Pools: []PoolTrace{}}
		t.Ways, t.Amount = r.trace(by, k.to, month, k.currency)
		t.Pools = r.upstream(by, month, k.currency)
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.NotFound, "%q has no cost in %s", target, month).WithHelp("see who has: assay cost allocate --month %s", month)
	}
	slices.SortFunc(out, func(a, b Trace) int {
		return cmp.Or(cmp.Compare(kindRank[a.Kind], kindRank[b.Kind]), cmp.Compare(a.Currency, b.Currency))
	})
	return out, nil
}

// pool is the pool that a way stands for; -1 for direct rules.
func (r *Result) pool(via int32) int32 { return via - int32(len(r.rules.Direct)) }

// trace writes ways, the largest first, and their sum.
func (r *Result) trace(by map[int32]units, to int32, month assay.Month, currency string) ([]Way, money.Number) {
	out := []Way{}
	sum := units{}
	order := make([]int32, 0, len(by))
	for via, amount := range by {
		order, sum = append(order, via), sum.add(amount)
	}
	slices.Sort(order)
	for _, via := range order {
		w := Way{Via: r.viaName(via), Amount: by[via].number()}
		switch p := r.pool(via); {
		case via < 0:
			w.How = "no direct rule matches"
		case p < 0:
			w.How = r.rules.Direct[via].String()
		default:
			w.Pool, w.How = true, r.rules.Pools[p].String()
			w.Part, w.Parts = r.part(p, to, month, currency)
		}
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(a, b Way) int { return b.Amount.Abs().Cmp(a.Amount.Abs()) })
	return out, sum.number()
}

// part is a member's weight in a pool, and the sum of all.
func (r *Result) part(pool, to int32, month assay.Month, currency string) (part, parts money.Number) {
	w := r.shares[month][shareKey{pool, scope{currency: currency}}]
	if w == nil {
		return
	}
	var mine, all units
	for i, n := range w.to {
		all = all.add(w.parts[i])
		if n == to {
			mine = w.parts[i]
		}
	}
	if r.rules.Pools[pool].Split == "even" {
		return decimal.NewFromUint64(mine.lo), decimal.NewFromUint64(all.lo)
	}
	return mine.number(), all.number()
}

// upstream lists the pools behind some ways, each before its givers.
func (r *Result) upstream(by map[int32]units, month assay.Month, currency string) []PoolTrace {
	inflow := map[int32]map[int32]units{}
	for _, f := range r.flows {
		if s := &r.slices[f.slice]; s.month == month && s.currency == currency {
			if inflow[f.pool] == nil {
				inflow[f.pool] = map[int32]units{}
			}
			inflow[f.pool][f.via] = inflow[f.pool][f.via].add(f.amount)
		}
	}
	want := map[int32]bool{}
	for via := range by {
		if p := r.pool(via); p >= 0 {
			want[p] = true
		}
	}
	out := []PoolTrace{}
	for p := int32(len(r.rules.Pools)) - 1; p >= 0; p-- { // givers come first among pools
		if !want[p] {
			continue
		}
		for via := range inflow[p] {
			if giver := r.pool(via); giver >= 0 {
				want[giver] = true
			}
		}
		t := PoolTrace{Name: r.rules.Pools[p].Name, How: r.rules.Pools[p].String()}
		t.From, t.Amount = r.trace(inflow[p], p, month, currency)
		out = append(out, t)
	}
	return out
}
