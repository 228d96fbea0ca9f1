package allocate

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/money"
)

// file is allocation.yaml.
type file struct {
	Version int          `yaml:"version" doc:"Version of this file's shape: 1."`
	Basis   string       `yaml:"basis" enum:"effective,billed" doc:"Cost that is allocated: effective (when left out) or billed."`
	Keep    []string     `yaml:"keep" doc:"Keys that allocated cost can be grouped by, besides month, source, invoice and charge_category: provider, service_name, region, tag:KEY …"`
	Direct  []fileDirect `yaml:"direct" doc:"Who pays for what, in order: the first that matches counts."`
	Pools   []filePool   `yaml:"pools" doc:"What many share."`
	Ledger  fileLedger   `yaml:"ledger" doc:"Accounts for journal lines."`
	Centres []fileCentre `yaml:"cost_centres" doc:"What the ledger calls cost centres."`
}

type fileDirect struct {
	Name  string              `yaml:"name" doc:"Name in statements; what it matches when left out."`
	Where map[string][]string `yaml:"where" doc:"Keys with the values they must have; * stands for any characters, \"\" for no value."`
	By    string              `yaml:"by" doc:"Key whose value is the cost centre: cost_centre (of the catalogue), owner, service, account, tag:KEY."`
	To    string              `yaml:"to" doc:"Cost centre that pays."`
	Pool  string              `yaml:"pool" doc:"Pool that it falls into."`
	Out   string              `yaml:"leave_out" doc:"Why nobody is charged for it: the same cost is on another bill."`
}

type filePool struct {
	Name   string              `yaml:"name" doc:"Name of the pool; untagged is what no direct rule takes."`
	Split  string              `yaml:"split" enum:"even,fixed,spend,usage,like,none" doc:"How it is shared: even, fixed, spend, usage, like or none."`
	Among  []string            `yaml:"among" doc:"Cost centres and pools that share it, for even and spend; all with cost of their own when left out."`
	Shares map[string]string   `yaml:"shares" doc:"Percent of each member, for fixed; together 100."`
	Usage  map[string]string   `yaml:"usage" doc:"Metrics with what a unit of each weighs, for usage."`
	Like   map[string][]string `yaml:"like" doc:"Keys with values of the charges by whose list cost it is shared, for like: allocations of a Kubernetes cluster."`
	By     string              `yaml:"by" doc:"Key of those charges whose value is the member, for like: tag:namespace."`
	Idle   string              `yaml:"idle" doc:"Cost centre or pool that pays for what nobody used, for usage."`
	Names  map[string]string   `yaml:"names" doc:"Cost centres and pools by their names among the usage or the values of by, such as Kubernetes namespaces."`
	Within string              `yaml:"within" enum:"month,invoice" doc:"Where spend is compared: month (when left out) or invoice, which is right for tax."`
}

type fileLedger struct {
	Entity       string `yaml:"entity" doc:"Legal entity that is invoiced."`
	Expense      string `yaml:"expense" doc:"Account that cost centres are charged on."`
	Clearing     string `yaml:"clearing" doc:"Account that the invoice was booked on."`
	Accrued      string `yaml:"accrued" doc:"Account for cost without a final invoice."`
	Commitments  string `yaml:"commitments" doc:"Account for what is billed and not effective cost yet, or the other way round: commitments above all."`
	Rounding     string `yaml:"rounding" doc:"Account for rounding."`
	Intercompany string `yaml:"intercompany" doc:"Account between legal entities."`
}

type fileCentre struct {
	Name    string `yaml:"name" doc:"Cost centre, as direct rules name it."`
	Code    string `yaml:"code" doc:"Its code in the ledger."`
	Entity  string `yaml:"entity" doc:"Its legal entity, when it is not the ledger's."`
	Expense string `yaml:"expense" doc:"Its account, when it is not the ledger's."`
}

// groupable are the keys that rules may name, besides tags.
var groupable = []assay.CostKey{
	assay.ByMonth, assay.ByChargeMonth, assay.ByService, assay.ByOwner, assay.ByCostCentre, assay.ByEnvironment, assay.BySource,
	assay.ByProvider, assay.ByBillingAccount, assay.ByAccount, assay.ByServiceName, assay.ByServiceCategory, assay.ByRegion,
	assay.BySKU, assay.ByResource, assay.ByResourceType, assay.ByChargeCategory, assay.ByChargeClass, assay.ByPricing,
	assay.ByCommitment, assay.ByCommitmentUse, assay.ByInvoice, assay.ByIssuer, assay.ByFrequency, assay.ByUnit,
}

// DefaultRules charge the catalogue's cost centres, and share nothing.
func DefaultRules() *Rules {
	return &Rules{
		Basis: "effective", Keep: []assay.CostKey{assay.ByServiceName},
		Direct: []Direct{{Name: "cost centre of the catalogue", By: assay.ByCostCentre}},
		Pools:  []Pool{{Name: Untagged, Split: "none", Within: "month"}}, Centres: map[string]Centre{},
	}
}

// ParseRules reads allocation.yaml; nothing gives DefaultRules. Errors are of kind
// fault.Invalid and name file and line.
func ParseRules(name string, data []byte) (*Rules, error) {
	r := DefaultRules()
	r.text = bytes.Clone(data)
	f := file{Version: 1}
	doc, err := config.Decode(name, data, &f)
	if err != nil {
		return nil, err
	}
	if f.Version != 1 {
		return nil, doc.Errorf([]any{"version"}, "version %d is not known", f.Version).WithHelp("write version: 1")
	}
	if f.Basis != "" {
		r.Basis = f.Basis
	}
	p := &parser{f: &f, doc: doc, rules: r}
	for _, step := range []func() error{p.keep, p.pools, p.direct, p.order, p.ledger} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

type parser struct {
	f     *file
	doc   *config.Document
	rules *Rules
}

func (p *parser) keep() error {
	if p.f.Keep != nil {
		p.rules.Keep = nil
	}
	for i, k := range p.f.Keep {
		key, err := p.key(k, "keep", i)
		if err != nil {
			return err
		}
		p.rules.Keep = append(p.rules.Keep, key)
	}
	return nil
}

func (p *parser) key(text string, at ...any) (assay.CostKey, error) {
	k := assay.CostKey(text)
	if tag, ok := k.Tag(); ok && tag != "" || slices.Contains(groupable, k) {
		return k, nil
	}
	names := make([]string, len(groupable))
	for i, g := range groupable {
		names[i] = string(g)
	}
	return k, p.doc.Errorf(at, "%q is no key of cost", text).WithHelp("keys are %s, tag:KEY", strings.Join(names, ", "))
}

func (p *parser) direct() error {
	if p.f.Direct != nil {
		p.rules.Direct = nil
	}
	for i, d := range p.f.Direct {
		at := []any{"direct", i}
		set := 0
		for _, s := range []string{d.By, d.To, d.Pool, d.Out} {
			if s != "" {
				set++
			}
		}
		if set != 1 {
			return p.doc.Errorf(at, "a direct rule needs one of by, to, pool and leave_out").
				WithHelp("as: {by: cost_centre}, or {where: {account: [\"1234*\"]}, to: payments}")
		}
		out := Direct{Name: d.Name, To: d.To, Pool: d.Pool, Out: d.Out}
		if d.By != "" {
			key, err := p.key(d.By, "direct", i, "by")
			if err != nil {
				return err
			}
			out.By = key
		}
		var err error
		if out.Where, err = p.where(d.Where, "direct", i, "where"); err != nil {
			return err
		}
		if d.Pool != "" && !p.isPool(d.Pool) {
			return p.doc.Errorf([]any{"direct", i, "pool"}, "there is no pool %q", d.Pool).WithHelp("add it to pools, as: {name: %s, split: even}", d.Pool)
		}
		if out.Name == "" {
			out.Name = out.String()
		}
		p.rules.Direct = append(p.rules.Direct, out)
	}
	return nil
}

// where reads conditions.
func (p *parser) where(from map[string][]string, at ...any) ([]Condition, error) {
	var out []Condition
	for _, k := range slices.Sorted(maps.Keys(from)) {
		key, err := p.key(k, append(at, k)...)
		if err != nil {
			return nil, err
		}
		for _, pattern := range from[k] {
			if strings.ContainsAny(pattern, `?[\`) {
				return nil, p.doc.Errorf(append(at, k), "only * is a wildcard").WithHelp("write the value out, or end it with *")
			}
		}
		out = append(out, Condition{key, from[k]})
	}
	return out, nil
}

func (p *parser) isPool(name string) bool {
	return slices.ContainsFunc(p.rules.Pools, func(x Pool) bool { return x.Name == name })
}

func (p *parser) pools() error {
	seen := map[string]bool{}
	var out []Pool
	for i, f := range p.f.Pools {
		pool := Pool{Name: f.Name, Split: f.Split, Among: f.Among, Idle: f.Idle, Names: f.Names, Within: f.Within}
		if pool.Within == "" {
			pool.Within = "month"
		}
		if f.Name == "" || f.Split == "" {
			return p.doc.Errorf([]any{"pools", i}, "a pool needs name and split").WithHelp("as: {name: network, split: even}")
		}
		if seen[f.Name] {
			return p.doc.Errorf([]any{"pools", i, "name"}, "pool %q stands twice", f.Name).WithHelp("give each pool a name of its own")
		}
		seen[f.Name] = true
		if err := p.fits(i, f); err != nil {
			return err
		}
		var err error
		if pool.Shares, err = p.numbers(f.Shares, "pools", i, "shares"); err != nil {
			return err
		}
		if pool.Usage, err = p.numbers(f.Usage, "pools", i, "usage"); err != nil {
			return err
		}
		if pool.Like, err = p.where(f.Like, "pools", i, "like"); err != nil {
			return err
		}
		if f.By != "" {
			if pool.By, err = p.key(f.By, "pools", i, "by"); err != nil {
				return err
			}
		}
		sum := money.Number{}
		for _, s := range pool.Shares {
			sum = sum.Add(s.Part)
		}
		if hundred := decimal.NewFromInt(100); pool.Split == "fixed" && !sum.Equal(hundred) {
			return p.doc.Errorf([]any{"pools", i, "shares"}, "shares of %q add up to %s", f.Name, sum).WithHelp("make it 100, or split evenly")
		}
		out = append(out, pool)
	}
	if !seen[Untagged] {
		out = append(out, Pool{Name: Untagged, Split: "none", Within: "month"})
	}
	p.rules.Pools = out
	return nil
}

// example is what a split needs, by key.
var example = map[string]string{
	"shares": "as: shares: {payments: 60, trading: 40}",
	"usage":  "as: usage: {requests: 1}",
	"like":   "as: like: {provider: [Kubernetes]}",
	"by":     "as: by: tag:namespace",
}

// fits holds that a pool has what its split needs, and nothing that it ignores.
func (p *parser) fits(i int, f filePool) error {
	for _, x := range []struct {
		key    string
		set    bool
		splits []string
		must   bool
	}{
		{"among", len(f.Among) > 0, []string{"even", "spend"}, false},
		{"shares", len(f.Shares) > 0, []string{"fixed"}, true},
		{"usage", len(f.Usage) > 0, []string{"usage"}, true},
		{"idle", f.Idle != "", []string{"usage"}, false},
		{"names", len(f.Names) > 0, []string{"usage", "like"}, false},
		{"like", len(f.Like) > 0, []string{"like"}, true},
		{"by", f.By != "", []string{"like"}, true},
		{"within", f.Within != "", []string{"spend", "even"}, false},
	} {
		fit := slices.Contains(x.splits, f.Split)
		if x.set && !fit {
			return p.doc.Errorf([]any{"pools", i, x.key}, "%s has no meaning for split %s", x.key, f.Split).WithHelp("it is for split %s", strings.Join(x.splits, ", "))
		}
		if x.must && fit && !x.set {
			return p.doc.Errorf([]any{"pools", i}, "split %s needs %s", f.Split, x.key).WithHelp("%s", example[x.key])
		}
	}
	for j, name := range f.Among {
		if name == "" || slices.Contains(f.Among[:j], name) {
			return p.doc.Errorf([]any{"pools", i, "among", j}, "%q is empty or stands twice", name).WithHelp("name each member once")
		}
	}
	return nil
}

// numbers reads names with numbers that are not negative and not all 0.
func (p *parser) numbers(from map[string]string, at ...any) ([]Share, error) {
	var out []Share
	any := false
	for _, name := range slices.Sorted(maps.Keys(from)) {
		n, err := money.ParseNumber(strings.TrimSuffix(from[name], "%"))
		if err == nil && !n.IsNegative() {
			_, err = exact(n)
		}
		if err != nil || n.IsNegative() || name == "" {
			return nil, p.doc.Errorf(append(at, name), "%q is no number of 0 or more", from[name]).WithHelp("as 33.3")
		}
		any = any || !n.IsZero()
		out = append(out, Share{name, n})
	}
	if len(from) > 0 && !any {
		return nil, p.doc.Errorf(at, "all are 0").WithHelp("give one of them a part")
	}
	return out, nil
}

// members are the pools that a pool may give to.
func (p *parser) members(pool *Pool) []string {
	names := slices.Clone(pool.Among)
	for _, s := range pool.Shares {
		names = append(names, s.Name)
	}
	names = append(names, pool.Idle)
	names = slices.AppendSeq(names, maps.Values(pool.Names))
	names = slices.DeleteFunc(names, func(n string) bool { return !p.isPool(n) })
	slices.Sort(names)
	return slices.Compact(names)
}

// order sorts pools so that each comes after all that give to it, and refuses cycles.
func (p *parser) order() error {
	pools, givers := map[string]*Pool{}, map[string]int{}
	for i := range p.rules.Pools {
		pool := &p.rules.Pools[i]
		pools[pool.Name] = pool
		for _, m := range p.members(pool) {
			givers[m]++
		}
	}
	var ready []string
	for name := range pools {
		if givers[name] == 0 {
			ready = append(ready, name)
		}
	}
	var sorted []Pool
	for len(ready) > 0 {
		slices.Sort(ready)
		pool := pools[ready[0]]
		ready = ready[1:]
		sorted = append(sorted, *pool)
		delete(pools, pool.Name)
		for _, m := range p.members(pool) {
			if givers[m]--; givers[m] == 0 {
				ready = append(ready, m)
			}
		}
	}
	if len(pools) > 0 {
		return p.cycle(pools)
	}
	p.rules.Pools = sorted
	return nil
}

// cycle names one of the cycles among pools of which each has a giver in the set.
func (p *parser) cycle(pools map[string]*Pool) error {
	giver := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(pools)) {
		for _, m := range p.members(pools[name]) {
			giver[m] = name
		}
	}
	at := slices.Min(slices.Collect(maps.Keys(pools)))
	way, seen := []string{at}, map[string]int{}
	for {
		if from, ok := seen[at]; ok {
			way = way[from:]
			break
		}
		seen[at] = len(way) - 1
		at = giver[at]
		way = append(way, at)
	}
	slices.Reverse(way)
	line := slices.IndexFunc(p.f.Pools, func(f filePool) bool { return f.Name == way[0] })
	return p.doc.Errorf([]any{"pools", line}, "pools give to each other in a circle: %s", strings.Join(way, " → ")).
		WithHelp("take one of them out of the other's members")
}

func (p *parser) ledger() error {
	p.rules.Ledger = Ledger(p.f.Ledger)
	for i, c := range p.f.Centres {
		if _, twice := p.rules.Centres[c.Name]; twice || c.Name == "" {
			return p.doc.Errorf([]any{"cost_centres", i}, "cost centre %q has no name or stands twice", c.Name).WithHelp("as: {name: payments, code: CC-100}")
		}
		p.rules.Centres[c.Name] = Centre{c.Code, c.Entity, c.Expense}
	}
	p.rules.strays = p.strays()
	return nil
}

// strays are the names that are no cost centre of the ledger, where it has any.
func (p *parser) strays() (out []stray) {
	if len(p.rules.Centres) == 0 {
		return nil
	}
	look := func(where string, names ...string) {
		for _, n := range names {
			if _, ok := p.rules.Centres[n]; n != "" && !ok && !p.isPool(n) {
				out = append(out, stray{where, n})
			}
		}
	}
	for _, d := range p.rules.Direct {
		look("rule "+d.Name, d.To)
	}
	for _, x := range p.rules.Pools {
		look("pool "+x.Name, x.Among...)
		for _, s := range x.Shares {
			look("pool "+x.Name, s.Name)
		}
		look("pool "+x.Name, x.Idle)
		look("pool "+x.Name, slices.Sorted(maps.Values(x.Names))...)
	}
	return out
}

// matches says whether a value fits one of the patterns.
func matches(patterns []string, value string) bool {
	for _, p := range patterns {
		if p == value {
			return true
		}
		if strings.Contains(p, "*") {
			if ok, err := path.Match(slashless(p), slashless(value)); ok && err == nil {
				return true
			}
		}
	}
	return false
}

// slashless lets * stand for slashes too.
func slashless(s string) string { return strings.ReplaceAll(s, "/", "\x00") }
