package allocate

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// Keys of a result, besides those of Rules.Dims.
const (
	ByTarget assay.CostKey = "target" // who pays: a cost centre, a pool nobody shares, or what is left out
	ByVia    assay.CostKey = "via"    // the direct rule or the pool that it came by
)

// Result is allocated cost. It is safe for concurrent reading.
type Result struct {
	// Notes say what could not be shared as the rules ask, and why.
	Notes []string

	rules      *Rules
	slices     []slice
	recipients []recipient
	rank       []int32
	blocks     []block
	flows      []flow
	shares     map[assay.Month]map[shareKey]*weights
}

// result puts the months together.
func (e *engine) result(done []*monthly) *Result {
	r := &Result{
		rules: e.rules, slices: e.slices, recipients: e.recipients, rank: e.rank,
		shares: map[assay.Month]map[shareKey]*weights{},
		Notes:  e.rules.notes(),
	}
	for _, m := range done {
		r.blocks = append(r.blocks, m.blocks...)
		r.flows = append(r.flows, m.flows...)
		r.shares[m.month] = m.shares
		r.Notes = append(r.Notes, slices.Sorted(maps.Keys(m.notes))...)
	}
	return r
}

// cell is cost that a recipient has of a slice by one way.
type cell struct {
	slice, via, to int32
	amount         units
}

func (r *Result) cells() iter.Seq[cell] {
	return func(yield func(cell) bool) {
		for i := range r.blocks {
			b := &r.blocks[i]
			for j, amount := range b.amounts {
				if !amount.zero() && !yield(cell{b.slice, b.via, b.to[j], amount}) {
					return
				}
			}
		}
	}
}

// Total is all cost of a currency: what came in, and where it is now.
type Total struct {
	Currency  string       `json:"currency"`  // ISO 4217, or a provider's own
	Lines     int64        `json:"lines"`     // how many lines of bills
	Billed    money.Number `json:"billed"`    // what invoices ask for
	In        money.Number `json:"in"`        // what is allocated: on the basis of the rules
	Charged   money.Number `json:"charged"`   // with cost centres
	Unshared  money.Number `json:"unshared"`  // in pools that nobody pays
	LeftOut   money.Number `json:"left_out"`  // left out by rule
	Estimated money.Number `json:"estimated"` // of In, in periods that are still open
	Residual  money.Number `json:"residual"`  // In less all others: 0
}

// Totals adds all parts up anew, by currency.
func (r *Result) Totals() []Total {
	type sums struct {
		lines                 int64
		billed, in, estimated units
		by                    [3]units
	}
	all := map[string]*sums{}
	for i := range r.slices {
		s := &r.slices[i]
		if all[s.currency] == nil {
			all[s.currency] = &sums{}
		}
		t := all[s.currency]
		t.lines += s.lines
		t.billed, t.in = t.billed.add(s.billed), t.in.add(s.in)
		if s.estimated {
			t.estimated = t.estimated.add(s.in)
		}
	}
	for c := range r.cells() {
		t, k := all[r.slices[c.slice].currency], kindRank[r.recipients[c.to].kind]
		t.by[k] = t.by[k].add(c.amount)
	}
	var out []Total
	for _, currency := range slices.Sorted(maps.Keys(all)) {
		t := all[currency]
		residual := t.in
		for _, x := range t.by {
			residual = residual.sub(x)
		}
		out = append(out, Total{
			currency, t.lines, t.billed.number(), t.in.number(), t.by[0].number(), t.by[1].number(), t.by[2].number(),
			t.estimated.number(), residual.number(),
		})
	}
	return out
}

// Row is the allocated cost that agrees in some keys.
type Row struct {
	Values    []string
	Kind      Kind // of the target; empty when rows are not by target
	Currency  string
	Estimated bool
	Amount    money.Number
}

// Group sums up by keys out of Rules.Dims, ByTarget and ByVia; currencies, and
// estimates, stay apart. A key that the result doesn't carry is an error of kind
// fault.Invalid. Rows come in the order of their values.
func (r *Result) Group(by []assay.CostKey) ([]Row, error) {
	g := grouping{result: r}
	dims := r.rules.Dims()
	for _, k := range by {
		at := slices.Index(dims, k)
		switch {
		case k == ByTarget:
			g.target, at = true, atTarget
		case k == ByVia:
			g.via, at = true, atVia
		case at < 0:
			return nil, fault.New(fault.Invalid, "allocated cost does not carry %q", k).
				WithHelp("group by %s, or add it to keep in %s", join(append([]assay.CostKey{ByTarget, ByVia}, dims...)), File)
		}
		g.at = append(g.at, at)
	}
	return g.rows(), nil
}

func join(keys []assay.CostKey) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

const (
	atTarget = -1
	atVia    = -2
)

type grouping struct {
	result      *Result
	at          []int // by key: its place among the dims, atTarget or atVia
	target, via bool
}

type groupKey struct{ slice, via, to int32 }

func (g *grouping) rows() []Row {
	class := g.classes()
	sums := map[groupKey]units{}
	ways := g.result.ways()
	for c := range g.result.cells() {
		key := groupKey{slice: class[c.slice]}
		if g.via {
			key.via = ways[c.via+1]
		}
		if g.target {
			key.to = c.to
		}
		sums[key] = sums[key].add(c.amount)
	}
	out := make([]Row, 0, len(sums))
	for key, sum := range sums {
		s := &g.result.slices[key.slice]
		row := Row{Currency: s.currency, Estimated: s.estimated, Amount: sum.number()}
		for _, at := range g.at {
			switch at {
			case atTarget:
				row.Values, row.Kind = append(row.Values, g.result.recipients[key.to].name), g.result.recipients[key.to].kind
			case atVia:
				row.Values = append(row.Values, g.result.viaName(key.via))
			default:
				row.Values = append(row.Values, s.values[at])
			}
		}
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(slices.Compare(a.Values, b.Values), cmp.Compare(kindRank[a.Kind], kindRank[b.Kind]), cmp.Compare(a.Currency, b.Currency), cmp.Compare(b2i(a.Estimated), b2i(b.Estimated)))
	})
	return out
}

// classes gives each slice the first one that agrees with it in what is asked for.
func (g *grouping) classes() []int32 {
	first := map[string]int32{}
	out := make([]int32, len(g.result.slices))
	for i := range g.result.slices {
		s := &g.result.slices[i]
		key := s.currency + "\x00" + string(rune('0'+b2i(s.estimated)))
		for _, at := range g.at {
			if at >= 0 {
				key += "\x00" + s.values[at]
			}
		}
		if _, ok := first[key]; !ok {
			first[key] = int32(i)
		}
		out[i] = first[key]
	}
	return out
}

// ways gives each way, by its number and 1, the first one of the same name.
func (r *Result) ways() []int32 {
	first := map[string]int32{}
	out := make([]int32, 1+len(r.rules.Direct)+len(r.rules.Pools))
	for i := range out {
		name := r.viaName(int32(i) - 1)
		if _, ok := first[name]; !ok {
			first[name] = int32(i) - 1
		}
		out[i] = first[name]
	}
	return out
}

// noRule is the way of what no direct rule takes.
const noRule = "no rule"

// viaName names a way.
func (r *Result) viaName(via int32) string {
	switch n := int32(len(r.rules.Direct)); {
	case via < 0:
		return noRule
	case via < n:
		return r.rules.Direct[via].Name
	default:
		return r.rules.Pools[via-n].Name
	}
}
