package allocate

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// graphs is how many random graphs are allocated; ALLOCATE_GRAPHS says otherwise.
func graphs() int {
	if n, err := strconv.Atoi(os.Getenv("ALLOCATE_GRAPHS")); err == nil {
		return n
	}
	return 5000
}

// TestNoCentIsCreatedOrLost allocates random bills by random graphs of pools, and
// holds the result against sums made without the engine and against an oracle in
// fractions.
func TestNoCentIsCreatedOrLost(t *testing.T) {
	var wait sync.WaitGroup
	n, workers := graphs(), runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for seed := w; seed < n && !t.Failed(); seed += workers {
				newGraph(uint64(seed)).check(t)
			}
		})
	}
	wait.Wait()
}

// graph is a random case.
type graph struct {
	*rand.Rand
	seed   uint64
	text   string
	cyclic bool
	sums   []Sum
	usage  Usage
}

func newGraph(seed uint64) *graph {
	g := &graph{Rand: rand.New(rand.NewPCG(seed, 7)), seed: seed}
	var b strings.Builder
	pools, edges := g.IntN(7), map[int][]int{}
	fmt.Fprintf(&b, "basis: %s\nkeep: [provider]\ndirect:\n", []string{"effective", "billed"}[g.IntN(2)])
	for p := range pools {
		fmt.Fprintf(&b, "  - {where: {account: [p%d]}, pool: p%d}\n", p, p)
	}
	b.WriteString("  - {where: {account: [out]}, leave_out: elsewhere}\n  - {by: tag:team}\npools:\n")
	forward := g.IntN(10) > 0 // else any pool may give to any
	for p := range pools {
		member := func() string {
			if n := g.IntN(pools + 5); n < pools && (n > p || !forward) {
				edges[p] = append(edges[p], n)
				return fmt.Sprintf("p%d", n)
			}
			return fmt.Sprintf("t%d", g.IntN(6))
		}
		members := map[string]bool{}
		for range 1 + g.IntN(4) {
			members[member()] = true
		}
		names := sorted(members)
		switch g.IntN(6) {
		case 5:
			fmt.Fprintf(&b, "  - {name: p%d, split: like, like: {provider: [A]}, by: tag:team, names: {t0: %s}}\n", p, names[0])
			for _, n := range names[1:] {
				if n[0] == 'p' {
					edges[p] = slices.DeleteFunc(edges[p], func(e int) bool { return n == fmt.Sprintf("p%d", e) })
				}
			}
		case 0:
			fmt.Fprintf(&b, "  - {name: p%d, split: even, among: [%s]}\n", p, strings.Join(names, ", "))
		case 1:
			fmt.Fprintf(&b, "  - {name: p%d, split: spend, among: [%s], within: %s}\n", p, strings.Join(names, ", "), []string{"month", "invoice"}[g.IntN(2)])
		case 2:
			fmt.Fprintf(&b, "  - {name: p%d, split: fixed, shares: {%s}}\n", p, g.shares(names))
		case 3:
			fmt.Fprintf(&b, "  - {name: p%d, split: usage, usage: {m%d: 1.5, n: 0.25}, idle: %s}\n", p, g.IntN(3), names[0])
			for _, n := range names[1:] {
				if n[0] == 'p' {
					edges[p] = slices.DeleteFunc(edges[p], func(e int) bool { return n == fmt.Sprintf("p%d", e) })
				}
			}
		case 4:
			delete(edges, p)
			fmt.Fprintf(&b, "  - {name: p%d, split: %s}\n", p, []string{"spend", "even", "none"}[g.IntN(3)])
		}
	}
	if pools == 0 || g.IntN(2) == 0 {
		b.WriteString("  - {name: untagged, split: spend}\n")
	}
	b.WriteString("ledger: {entity: E, expense: \"1\", clearing: \"2\", accrued: \"3\", commitments: \"4\", rounding: \"5\", intercompany: \"6\"}\n" +
		"cost_centres: [{name: t1, entity: F}, {name: t2, entity: G, expense: \"7\"}]\n")
	g.text, g.cyclic = b.String(), circular(edges, pools)
	return g
}

func sorted(set map[string]bool) []string {
	var out []string
	for n := range set {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// shares makes percentages that add up to 100.
func (g *graph) shares(names []string) string {
	left := int64(100_000)
	var out []string
	for i, n := range names {
		part := left
		if i < len(names)-1 {
			part = g.Int64N(left + 1)
		}
		left -= part
		out = append(out, fmt.Sprintf("%s: %s", n, decimal.New(part, -3)))
	}
	return strings.Join(out, ", ")
}

// circular finds a way back to a pool by looking at all ways of up to n steps.
func circular(edges map[int][]int, n int) bool {
	for start := range n {
		at := map[int]bool{start: true}
		for range n {
			next := map[int]bool{}
			for a := range at {
				for _, b := range edges[a] {
					next[b] = true
				}
			}
			if at = next; at[start] {
				return true
			}
		}
	}
	return false
}

// fill makes the bill and the usage.
func (g *graph) fill(r *Rules) {
	needs := r.Needs()
	pick := func(s ...string) string { return s[g.IntN(len(s))] }
	for range 1 + g.IntN(30) {
		s := Sum{Values: make([]string, len(needs)), Currency: pick("USD", "USD", "USD", "JPY", "KWD"), Estimated: g.IntN(5) == 0, Lines: g.Int64N(3)}
		for i, k := range needs {
			switch k {
			case assay.ByMonth:
				s.Values[i] = pick("2025-01", "2025-02")
			case assay.BySource:
				s.Values[i] = pick("aws", "gcp")
			case assay.ByInvoice:
				s.Values[i] = pick("", "i1", "i2")
			case assay.ByChargeCategory:
				s.Values[i] = pick("Usage", "Usage", "Tax", "Credit", "Purchase")
			case assay.ByCommitmentUse:
				s.Values[i] = pick("", "Used", "Unused")
			case assay.ByProvider:
				s.Values[i] = pick("A", "B")
			case assay.ByAccount:
				s.Values[i] = pick("p0", "p1", "p2", "p3", "p4", "p5", "out", "", "", "", "")
			default:
				s.Values[i] = pick("", "t0", "t1", "t2", "t3", "t4", "t5", "p0")
			}
		}
		s.Billed, s.Effective, s.List = g.amount(), g.amount(), g.amount()
		g.sums = append(g.sums, s)
	}
	g.usage = Usage{}
	for range g.IntN(20) {
		g.usage.put(pick("2025-01", "2025-02"), pick("m0", "m1", "m2", "n"), pick("t0", "t1", "t9", "p0", whole), fmt.Sprintf("%d.%d", g.IntN(1000), g.IntN(100)))
	}
}

// amount is mostly small, with up to 19 places, and sometimes large, nothing or negative.
func (g *graph) amount() money.Number {
	switch g.IntN(8) {
	case 0:
		return money.Number{}
	case 1:
		return decimal.New(-g.Int64N(1e9), -int32(g.IntN(12)))
	case 2:
		return decimal.New(g.Int64N(1e18), -int32(g.IntN(20)))
	}
	return decimal.New(g.Int64N(1e13), -11)
}

func (g *graph) check(t *testing.T) {
	fail := func(format string, args ...any) {
		t.Errorf("seed %d: %s\n%s", g.seed, fmt.Sprintf(format, args...), g.text)
	}
	r, err := ParseRules(File, []byte(g.text))
	if g.cyclic != (err != nil) {
		fail("a circle: %v, refused: %v", g.cyclic, err)
	}
	if err != nil {
		return
	}
	g.fill(r)
	res := g.allocate(t, r)
	if res == nil {
		return
	}
	in := map[string]money.Number{}
	for _, s := range g.sums {
		amount := s.Effective
		if r.Basis == "billed" {
			amount = s.Billed
		}
		in[s.Currency] = in[s.Currency].Add(amount)
	}
	for _, by := range [][]assay.CostKey{nil, {ByTarget}, {ByVia, assay.ByMonth}, {assay.ByProvider, ByTarget, ByVia}, {assay.ByInvoice, assay.BySource, ByTarget, assay.ByChargeCategory, ByVia}} {
		rows, err := res.Group(by)
		if err != nil {
			fail("%v", err)
		}
		out := map[string]money.Number{}
		for _, row := range rows {
			out[row.Currency] = out[row.Currency].Add(row.Amount)
		}
		for currency, amount := range in {
			if !out[currency].Equal(amount) {
				fail("%s %s came in, by %v there are %s", amount, currency, by, out[currency])
			}
		}
	}
	for _, total := range res.Totals() {
		if !total.Residual.IsZero() {
			fail("residual %s %s", total.Residual, total.Currency)
		}
	}
	if why := g.oracle(r, res); why != "" {
		fail("%s", why)
	}
	for _, month := range []assay.Month{"2025-01", "2025-02"} {
		p := res.Period(month)
		if why := coinsAgree(p); why != "" {
			fail("%s: %s", month, why)
		}
		if why := journalAgrees(p, r, 1); why != "" {
			fail("%s: %s", month, why)
		}
	}
	if why := g.restate(t, r, res.Period("2025-01")); why != "" {
		fail("%s", why)
	}
	if g.seed%8 == 0 {
		g.Shuffle(len(g.sums), func(i, j int) { g.sums[i], g.sums[j] = g.sums[j], g.sums[i] })
		if again := g.allocate(t, r); cmp.Diff(res.Period("2025-01"), again.Period("2025-01")) != "" {
			fail("another order gives another result")
		}
	}
}

// restate closes a month, changes its bill twice, and checks that charges and the
// adjustments of both times are together what the last bill comes to.
func (g *graph) restate(t *testing.T, r *Rules, was *Period) string {
	c := &Closing{Version: 1, Period: was}
	sums, usage, later := g.sums, g.usage, []*Closing{}
	defer func() { g.sums, g.usage = sums, usage }()
	charged := was.owed()
	for n := range 2 {
		g.sums = nil
		g.fill(r)
		is := g.allocate(t, r).Period("2025-01")
		next := &Period{Month: "2025-02"}
		adjustments, corrections := c.Adjustments(is, later)
		next.Book(r, adjustments, corrections)
		later = append(later, &Closing{Version: 1, Period: next})
		if why := journalAgrees(next, r, 4); why != "" {
			return why
		}
		for _, s := range next.Statements {
			for _, a := range s.Adjustments {
				k := owed{a.Kind, a.Target, a.Source, a.Invoice, a.Currency}
				charged[k] = charged[k].Add(a.Amount)
			}
		}
		for k, amount := range is.owed() {
			charged[k] = charged[k].Sub(amount)
		}
		for k, rest := range charged {
			if !rest.IsZero() {
				return fmt.Sprintf("restated %d times, %v is off by %s", n+1, k, rest)
			}
		}
		booked := is.booked()
		for _, p := range append([]*Period{was}, later[0].Period, next)[:n+2] {
			for k, b := range p.booked() {
				booked[k] = booked[k].sub(b)
			}
			for _, x := range p.Corrections {
				k := owed{source: x.Source, invoice: x.Invoice, currency: x.Currency}
				booked[k] = booked[k].sub(booking{x.Booked, x.Commitments})
			}
		}
		for k, b := range booked {
			if !b.invoice.IsZero() || !b.commitments.IsZero() {
				return fmt.Sprintf("restated %d times, the booking of %v is off by %v", n+1, k, b)
			}
		}
		charged = is.owed()
	}
	return ""
}

func (g *graph) allocate(t *testing.T, r *Rules) *Result {
	res, err := Allocate(context.Background(), r, g.usage, func(yield func(Sum, error) bool) {
		for _, s := range g.sums {
			if !yield(s, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Errorf("seed %d: %v", g.seed, err)
		return nil
	}
	return res
}

// coinsAgree says what is wrong with the sums of a period; nothing when all agree.
func coinsAgree(p *Period) string {
	type key struct {
		source, invoice, currency string
		estimated                 bool
	}
	lines := map[key]money.Number{}
	for _, s := range p.Statements {
		sum, exactSum, c := money.Number{}, money.Number{}, coinOf(s.Currency)
		for _, l := range s.Lines {
			sum, exactSum = sum.Add(l.Amount), exactSum.Add(l.Exact)
			if l.Amount.Sub(l.Exact).Abs().GreaterThanOrEqual(decimal.New(1, -int32(c.digits))) || l.Amount.Exponent() != -int32(c.digits) {
				return fmt.Sprintf("a line of %s is rounded to %s", l.Exact, l.Amount)
			}
			k := key{l.Source, l.Invoice, s.Currency, l.Estimated}
			lines[k] = lines[k].Add(l.Amount)
		}
		if !sum.Equal(s.Charges) || !sum.Equal(s.Total) {
			return fmt.Sprintf("lines of %s add up to %s, not %s", s.Target, sum, s.Charges)
		}
	}
	for _, i := range p.Invoices {
		half := decimal.New(5, -int32(digits(i.Currency)+1))
		all := i.Charged.Add(i.Unshared).Add(i.LeftOut)
		switch {
		case !all.Equal(i.Effective.Add(i.Rounding)):
			return fmt.Sprintf("%s is charged, %s and %s of rounding came in", all, i.Effective, i.Rounding)
		case !all.Equal(lines[key{i.Source, i.Invoice, i.Currency, i.Estimated}]):
			return fmt.Sprintf("invoice %q: %s is charged, lines add up to %s", i.Invoice, all, lines[key{i.Source, i.Invoice, i.Currency, i.Estimated}])
		case i.Rounding.Abs().GreaterThan(half):
			return fmt.Sprintf("%s is rounded by %s", i.Effective, i.Rounding)
		case !i.Billed.Add(i.Purchases).Add(i.Used).Add(i.Unused).Add(i.Other).Equal(i.Effective):
			return fmt.Sprintf("no bridge leads from %s to %s", i.Billed, i.Effective)
		}
	}
	return ""
}

// journalAgrees says what is wrong with a journal: out of balance, or more than a
// few coins of rounding on an invoice.
func journalAgrees(p *Period, r *Rules, coins int64) string {
	lines, err := p.Journal(r)
	if err != nil {
		return err.Error()
	}
	for _, l := range lines {
		if limit := decimal.New(coins, -int32(digits(l.Currency))); l.Account == r.Ledger.Rounding && l.Debit.Add(l.Credit).GreaterThan(limit) {
			return fmt.Sprintf("%s %s of rounding", l.Debit.Add(l.Credit), l.Currency)
		}
	}
	return ""
}

// oracle shares each sum by itself in fractions, straight from the rules, and
// compares what each target gets.
func (g *graph) oracle(r *Rules, res *Result) string {
	o := &oracle{rules: r, usage: g.usage, sums: g.sums, got: map[string]*big.Rat{}}
	for i := range g.sums {
		o.give(&g.sums[i], o.direct(&g.sums[i]), o.amount(&g.sums[i]))
	}
	rows, err := res.Group([]assay.CostKey{assay.ByMonth, ByTarget})
	if err != nil {
		return err.Error()
	}
	for _, row := range rows {
		kind := map[Kind]string{Target: "t:", InPool: "p:", Out: "o:"}[row.Kind]
		key := row.Values[0] + " " + row.Currency + " " + kind + row.Values[1]
		if o.got[key] == nil {
			o.got[key] = new(big.Rat)
		}
		o.got[key].Sub(o.got[key], row.Amount.Rat())
	}
	limit := big.NewRat(1, 1_000_000_000_000_000)
	for key, rest := range o.got {
		if rest.Abs(rest).Cmp(limit) > 0 {
			return fmt.Sprintf("%s is off by %s", key, rest.FloatString(20))
		}
	}
	return ""
}

type oracle struct {
	rules *Rules
	usage Usage
	sums  []Sum
	got   map[string]*big.Rat
}

func (o *oracle) value(s *Sum, key assay.CostKey) string {
	return s.Values[slices.Index(o.rules.Needs(), key)]
}

func (o *oracle) amount(s *Sum) *big.Rat {
	if o.rules.Basis == "billed" {
		return s.Billed.Rat()
	}
	return s.Effective.Rat()
}

// direct is where a sum goes: "t:" and a target, "p:" and a pool, "o:" and a reason.
func (o *oracle) direct(s *Sum) string {
	for _, d := range o.rules.Direct {
		fits := true
		for _, c := range d.Where {
			fits = fits && slices.Contains(c.Patterns, o.value(s, c.Key))
		}
		switch {
		case !fits:
		case d.By != "" && o.value(s, d.By) == "":
		case d.By != "":
			return "t:" + o.value(s, d.By)
		default:
			return cmpOr("t:", d.To, "p:", d.Pool, "o:", d.Out)
		}
	}
	return "p:" + Untagged
}

func cmpOr(pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			return pairs[i] + pairs[i+1]
		}
	}
	return ""
}

func (o *oracle) give(s *Sum, to string, amount *big.Rat) {
	if name, ok := strings.CutPrefix(to, "p:"); ok {
		at := slices.IndexFunc(o.rules.Pools, func(p Pool) bool { return p.Name == name })
		weights, all := o.weights(&o.rules.Pools[at], s), new(big.Rat)
		for _, w := range weights {
			all.Add(all, w)
		}
		if all.Sign() > 0 {
			for member, w := range weights {
				o.give(s, member, new(big.Rat).Quo(new(big.Rat).Mul(amount, w), all))
			}
			return
		}
	}
	key := s.Values[0] + " " + s.Currency + " " + to
	if o.got[key] == nil {
		o.got[key] = new(big.Rat)
	}
	o.got[key].Add(o.got[key], amount)
}

func (o *oracle) member(name string) string {
	if slices.ContainsFunc(o.rules.Pools, func(p Pool) bool { return p.Name == name }) {
		return "p:" + name
	}
	return "t:" + name
}

func (o *oracle) weights(p *Pool, s *Sum) map[string]*big.Rat {
	spend := map[string]*big.Rat{}
	for i := range o.sums {
		x := &o.sums[i]
		if x.Values[0] != s.Values[0] || x.Currency != s.Currency || p.Within == "invoice" && (x.Values[1] != s.Values[1] || x.Values[2] != s.Values[2]) {
			continue
		}
		to := o.direct(x)
		if spend[to] == nil {
			spend[to] = new(big.Rat)
		}
		spend[to].Add(spend[to], o.amount(x))
	}
	out := map[string]*big.Rat{}
	switch p.Split {
	case "fixed":
		for _, sh := range p.Shares {
			out[o.member(sh.Name)] = sh.Part.Rat()
		}
	case "like":
		for i := range o.sums {
			x := &o.sums[i]
			name := o.value(x, p.By)
			if x.Values[0] != s.Values[0] || x.Currency != s.Currency || name == "" || o.value(x, assay.ByProvider) != "A" {
				continue
			}
			to := "t:" + name
			if m, ok := p.Names[name]; ok {
				to = o.member(m)
			}
			if out[to] == nil {
				out[to] = new(big.Rat)
			}
			out[to].Add(out[to], x.List.Rat())
		}
		for to, w := range out {
			if w.Sign() < 0 {
				delete(out, to)
			}
		}
	case "usage":
		o.used(p, assay.Month(s.Values[0]), out)
	case "even", "spend":
		for _, n := range p.Among {
			out[o.member(n)] = new(big.Rat)
		}
		for to, amount := range spend {
			if len(p.Among) == 0 && to[0] == 't' && amount.Sign() != 0 {
				out[to] = new(big.Rat)
			}
		}
		for to := range out {
			if p.Split == "even" {
				out[to].SetInt64(1)
			} else if spend[to] != nil && spend[to].Sign() > 0 {
				out[to].Set(spend[to])
			}
		}
	}
	return out
}

func (o *oracle) used(p *Pool, month assay.Month, out map[string]*big.Rat) {
	add := func(to string, x *big.Rat) {
		if out[to] == nil {
			out[to] = new(big.Rat)
		}
		out[to].Add(out[to], x)
	}
	for _, metric := range p.Usage {
		rows := o.usage[usageKey{month, metric.Name}]
		idle := rows[whole].Rat()
		for name, q := range rows {
			if name != whole {
				add("t:"+name, new(big.Rat).Mul(q.Rat(), metric.Part.Rat()))
				idle.Sub(idle, q.Rat())
			}
		}
		if idle.Sign() > 0 && p.Idle != "" {
			add(o.member(p.Idle), idle.Mul(idle, metric.Part.Rat()))
		}
	}
}
