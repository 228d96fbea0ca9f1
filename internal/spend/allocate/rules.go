package allocate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// File is where a repository says who pays.
const File = ".assay/allocation.yaml"

// Rules say who pays. ParseRules makes them.
type Rules struct {
	// Basis is the cost that is allocated: "effective", with commitments spread
	// over their term, or "billed", as invoices ask for it.
	Basis string
	// Keep are keys that allocated cost can be grouped by besides those that it
	// always carries: month, source, invoice, charge category.
	Keep    []assay.CostKey
	Direct  []Direct
	Pools   []Pool // each after all whose money it may get
	Ledger  Ledger
	Centres map[string]Centre
	strays  []stray

	text []byte // as it was read
}

// stray is a cost centre that a rule or pool names and Centres lacks: a typing error
// would be charged.
type stray struct{ where, name string }

// Know takes names for cost centres besides Centres: those of the catalogue.
func (r *Rules) Know(centres ...string) {
	r.strays = slices.DeleteFunc(r.strays, func(s stray) bool { return slices.Contains(centres, s.name) })
}

// notes say which names are no cost centre.
func (r *Rules) notes() []string {
	var out []string
	for _, s := range r.strays {
		out = append(out, fmt.Sprintf("%s names %s, which is not among cost_centres", s.where, s.name))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Direct gives the charges that it matches to a target or a pool, or leaves them out.
// One of By, To, Pool and Out is set.
type Direct struct {
	Name  string
	Where []Condition // all must hold
	By    assay.CostKey
	To    string
	Pool  string
	Out   string // why it is left out
}

// Condition holds when a key's value matches one of the patterns, in which *
// stands for any characters; an empty pattern matches what has no value.
type Condition struct {
	Key      assay.CostKey
	Patterns []string
}

// Pool is cost that many share.
type Pool struct {
	Name string
	// Split is how: "even", "fixed", "spend", "usage", "like", or "none" for what stays
	// in the pool and has no one to pay it.
	Split string
	// Among are the members, targets or pools; none stands for all targets that
	// have cost of their own in the month.
	Among []string
	// Shares are percentages, of "fixed".
	Shares []Share
	// Usage are the metrics that count, of "usage", each with what a unit weighs.
	Usage []Share
	// Like are the charges, and By the key of them, by whose list cost it is shared,
	// of "like": allocations of a cluster, which bill nothing themselves.
	Like []Condition
	By   assay.CostKey
	// Idle is the member that pays for what nobody used, of "usage".
	Idle string
	// Names are members by their names in the usage file, or among the values of By.
	Names map[string]string
	// Within is where spend is compared: "month", or "invoice".
	Within string
}

// Share is a name with a number.
type Share struct {
	Name string
	Part money.Number
}

// Ledger names accounts for journal lines.
type Ledger struct {
	Entity, Expense, Clearing, Accrued, Commitments, Rounding, Intercompany string
}

// Centre is what the ledger calls a target.
type Centre struct {
	Code, Entity, Expense string
}

// Untagged is the pool of what no direct rule takes.
const Untagged = "untagged"

// always are the keys of a slice of cost, before those that the rules keep.
var always = []assay.CostKey{assay.ByMonth, assay.BySource, assay.ByInvoice, assay.ByChargeCategory}

// Dims are the keys that allocated cost can be grouped by, besides Target and Via.
func (r *Rules) Dims() []assay.CostKey {
	out := slices.Clone(always)
	for _, k := range r.Keep {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// Needs are the keys that sums must agree in: what to ask the lake for.
func (r *Rules) Needs() []assay.CostKey {
	out := r.Dims()
	add := func(k assay.CostKey) {
		if k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	add(assay.ByCommitmentUse)
	for _, d := range r.matched() {
		add(d.By)
		for _, c := range d.Where {
			add(c.Key)
		}
	}
	return out
}

// matched are the direct rules, and after them what pools are shared like, as rules.
func (r *Rules) matched() []Direct {
	out := slices.Clone(r.Direct)
	for i := range r.Pools {
		if p := &r.Pools[i]; p.Split == "like" {
			out = append(out, p.like())
		}
	}
	return out
}

func (p *Pool) like() Direct { return Direct{Where: p.Like, By: p.By} }

// Text is the rules as they were read.
func (r *Rules) Text() string { return string(r.text) }

// String says what a rule matches.
func (d *Direct) String() string {
	var parts []string
	for _, c := range d.Where {
		parts = append(parts, string(c.Key)+" is "+strings.Join(quoteEmpty(c.Patterns), " or "))
	}
	if d.By != "" {
		parts = append(parts, "by "+string(d.By))
	}
	if len(parts) == 0 {
		return "all"
	}
	return strings.Join(parts, ", ")
}

func quoteEmpty(patterns []string) []string {
	out := slices.Clone(patterns)
	for i, p := range out {
		if p == "" {
			out[i] = "empty"
		}
	}
	return out
}

// String says how a pool is shared.
func (p *Pool) String() string {
	among := "all with cost of their own"
	if n := len(p.Among); n > 0 {
		among = strings.Join(p.Among[:min(n, 4)], ", ")
		if n > 4 {
			among += ", …"
		}
	}
	switch p.Split {
	case "even":
		return "evenly among " + among
	case "fixed":
		return "by fixed shares"
	case "spend":
		return "by spend of the " + p.Within + " among " + among
	case "like":
		like := p.like()
		return "like the list cost of " + like.String()
	case "usage":
		names := make([]string, len(p.Usage))
		for i, m := range p.Usage {
			names[i] = m.Name
		}
		return "by use of " + strings.Join(names, ", ")
	}
	return "not shared"
}
