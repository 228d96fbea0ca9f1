// Package budget reads what may be spent, .assay/budgets.yaml, and holds bills
// against it.
//
//	version: 1
//	budgets:
//	  - name: payments
//	    service: payment-gateway   # or owner, cost_centre, tag: KEY=VALUE, tool; none: all
//	    month: 500.00 USD          # all that it may cost a month; or quarter, year
//	    change: 50.00 USD          # what one change may add a month
//	    thresholds: {actual: [50, 80, 100], forecast: [100]} # percent; these when left out
//	    contact: payments@bank.example
//	known:                         # what will come, or end, and bills cannot know
//	  - {name: compute plan, service: payment-gateway, from: 2026-02, until: 2029-01, month: 400.00 USD, replaces: 560.00 USD}
//
//	plan, err := budget.Parse(budget.File, data)
//	states, err := budget.Track(ctx, lake, budget.Query{Plan: plan, Services: services, Now: now})
//
// What a change adds is the engine price's to say. Bills are looked at by days, as
// floats: a budget is a warning, no booking.
package budget

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/money"
)

// File is where a repository keeps its budgets.
const File = ".assay/budgets.yaml"

// maxBudgets bounds a file; so many things that are known it may name too.
const maxBudgets = 1000

// Plan is what the file says.
type Plan struct {
	Budgets []Budget
	Known   []Known
}

// Area is a part of all cost: of a Service, Owner, CostCentre, Tag (KEY=VALUE) and
// Tool (the name of the product on its bill), all of those that are set; none: everything.
type Area struct {
	Service                      assay.ServiceID
	Owner, CostCentre, Tag, Tool string
}

// Budget is a limit.
type Budget struct {
	Name string
	Area
	// Month, Quarter and Year are what may be spent in one, Change what one change
	// may add to a month; nil where there is no such limit.
	Month, Quarter, Year, Change *money.Amount
	// Actual and Forecast are the percents of the limit that are worth a word, in
	// rising order.
	Actual, Forecast []int
	// Contact is who is asked.
	Contact string
}

// Everything says that it is all there is.
func (b *Area) Everything() bool { return len(b.scope()) == 0 }

// Covers says whether a service falls under it: not by tag or tool, which no
// service has.
func (b *Area) Covers(s *assay.Service) bool {
	return b.Tag == "" && b.Tool == "" && (b.Service == "" || b.Service == s.ID) && (b.Owner == "" || b.Owner == s.Owner) && (b.CostCentre == "" || b.CostCentre == s.CostCentre)
}

// Currency is the one that all its limits are in.
func (b *Budget) Currency() string {
	for _, a := range []*money.Amount{b.Month, b.Quarter, b.Year, b.Change} {
		if a != nil {
			return a.Currency()
		}
	}
	return ""
}

// part is a key of the lake and the value that it must have.
type part struct {
	key   assay.CostKey
	value string
}

func (b *Area) scope() []part {
	var out []part
	add := func(key assay.CostKey, value string) {
		if value != "" {
			out = append(out, part{key, value})
		}
	}
	add(assay.ByService, string(b.Service))
	add(assay.ByOwner, b.Owner)
	add(assay.ByCostCentre, b.CostCentre)
	add(assay.ByServiceName, b.Tool)
	if key, value, ok := strings.Cut(b.Tag, "="); ok {
		add(assay.TagKey(key), value)
	}
	return out
}

// Scope says in words what it is for.
func (b *Area) Scope() string {
	var out []string
	for _, p := range b.scope() {
		out = append(out, string(p.key)+" "+p.value)
	}
	if out == nil {
		return "everything"
	}
	return strings.Join(out, ", ")
}

// limits are its limits with the months that each is for.
func (b *Budget) limits() []limit {
	var out []limit
	for _, l := range []limit{{1, b.Month}, {3, b.Quarter}, {12, b.Year}} {
		if l.amount != nil {
			out = append(out, l)
		}
	}
	return out
}

type limit struct {
	months int
	amount *money.Amount
}

type file struct {
	Version int          `yaml:"version" doc:"Version of this file's shape: 1."`
	Budgets []fileBudget `yaml:"budgets" doc:"What may be spent."`
	Known   []fileKnown  `yaml:"known" doc:"What will come, or end, and bills cannot know."`
}

type fileBudget struct {
	Name       string         `yaml:"name" doc:"Its name."`
	Service    string         `yaml:"service" doc:"Service that it is for; all when left out."`
	Owner      string         `yaml:"owner" doc:"Owner of the services that it is for; all when left out."`
	CostCentre string         `yaml:"cost_centre" doc:"Cost centre that it is for."`
	Tag        string         `yaml:"tag" doc:"Tag that it is for, as KEY=VALUE."`
	Tool       string         `yaml:"tool" doc:"Product that it is for, as its bill names it."`
	Month      string         `yaml:"month" doc:"What may be spent a month, as 500.00 USD."`
	Quarter    string         `yaml:"quarter" doc:"What may be spent a quarter."`
	Year       string         `yaml:"year" doc:"What may be spent a year, from January."`
	Change     string         `yaml:"change" doc:"What one change may add a month, as 50.00 USD."`
	Thresholds fileThresholds `yaml:"thresholds" doc:"Percents of the limit that are worth a word."`
	Contact    string         `yaml:"contact" doc:"Who is asked."`
}

type fileThresholds struct {
	Actual   []int `yaml:"actual" doc:"Of what is spent; 50, 80, 100 when left out."`
	Forecast []int `yaml:"forecast" doc:"Of the forecast; 100 when left out."`
}

const help = "say it as: {name: payments, service: payment-gateway, month: 500.00 USD}"

// Parse reads budgets and what is known. Errors are of kind fault.Invalid and name
// file and line.
func Parse(name string, data []byte) (Plan, error) {
	var f file
	doc, err := config.Decode(name, data, &f)
	if err != nil {
		return Plan{}, err
	}
	switch {
	case f.Version != 0 && f.Version != 1:
		return Plan{}, doc.Errorf([]any{"version"}, "version %d: this assay reads version 1", f.Version).WithHelp("write version: 1")
	case len(f.Budgets) > maxBudgets:
		return Plan{}, doc.Errorf([]any{"budgets"}, "more than %d budgets", maxBudgets).WithHelp("join some")
	case len(f.Known) > maxBudgets:
		return Plan{}, doc.Errorf([]any{"known"}, "more than %d things are known", maxBudgets).WithHelp("join some")
	}
	var out Plan
	names := map[string]bool{}
	for i := range f.Budgets {
		b := &f.Budgets[i]
		x, err := b.read(doc, i)
		if err != nil {
			return Plan{}, err
		}
		if names[b.Name] {
			return Plan{}, doc.Errorf([]any{"budgets", i, "name"}, "there are two budgets %q", b.Name).WithHelp("give one another name")
		}
		names[b.Name] = true
		out.Budgets = append(out.Budgets, *x)
	}
	clear(names)
	for i := range f.Known {
		k, err := f.Known[i].read(doc, i)
		if err != nil {
			return Plan{}, err
		}
		if names[k.Name] {
			return Plan{}, doc.Errorf([]any{"known", i, "name"}, "%q is known twice", k.Name).WithHelp("give one another name")
		}
		names[k.Name] = true
		out.Known = append(out.Known, *k)
	}
	return out, nil
}

// area reads what a budget, or what is known, is for.
func area(doc *config.Document, path []any, service, owner, centre, tag, tool string) (Area, error) {
	if key, value, ok := strings.Cut(tag, "="); tag != "" && (!ok || key == "" || value == "") {
		return Area{}, doc.Errorf(append(path, "tag"), "%q is no tag with a value", tag).WithHelp("say it as tag: team=payments")
	}
	return Area{assay.ServiceID(service), owner, centre, tag, tool}, nil
}

func (b *fileBudget) read(doc *config.Document, i int) (*Budget, error) {
	at := func(keys ...any) []any { return append([]any{"budgets", i}, keys...) }
	switch {
	case b.Name == "":
		return nil, doc.Errorf(at("name"), "a budget needs a name").WithHelp(help)
	case b.Month == "" && b.Quarter == "" && b.Year == "" && b.Change == "":
		return nil, doc.Errorf(at("month"), "budget %q limits nothing: month, quarter, year or change is missing", b.Name).WithHelp(help)
	}
	x := &Budget{Name: b.Name, Contact: b.Contact, Actual: b.Thresholds.Actual, Forecast: b.Thresholds.Forecast}
	var err error
	if x.Area, err = area(doc, at(), b.Service, b.Owner, b.CostCentre, b.Tag, b.Tool); err != nil {
		return nil, err
	}
	currency := ""
	for _, l := range []struct {
		key, text string
		to        **money.Amount
	}{{"month", b.Month, &x.Month}, {"quarter", b.Quarter, &x.Quarter}, {"year", b.Year, &x.Year}, {"change", b.Change, &x.Change}} {
		if l.text == "" {
			continue
		}
		a, err := money.Parse(l.text)
		if err != nil || a.Negative() {
			return nil, doc.Errorf(at(l.key), "%s: %q is no amount with a currency", l.key, l.text).WithHelp(help)
		}
		if currency != "" && a.Currency() != currency {
			return nil, doc.Errorf(at(l.key), "budget %q is in %s and in %s", b.Name, currency, a.Currency()).WithHelp("make it two budgets")
		}
		currency, *l.to = a.Currency(), &a
	}
	if x.Change != nil && (x.Tag != "" || x.Tool != "") {
		return nil, doc.Errorf(at("change"), "budget %q: what a change adds is known by service, owner and cost centre, not by tag or tool", b.Name).WithHelp("leave change out, or make it a budget of its own")
	}
	if x.Actual == nil {
		x.Actual = []int{50, 80, 100}
	}
	if x.Forecast == nil {
		x.Forecast = []int{100}
	}
	for key, list := range map[string][]int{"actual": x.Actual, "forecast": x.Forecast} {
		if len(list) > 20 || slices.ContainsFunc(list, func(p int) bool { return p < 1 || p > 1000 }) {
			return nil, doc.Errorf(at("thresholds"), "thresholds %s: want percents from 1 to 1000", key).WithHelp("say it as thresholds: {actual: [50, 80, 100]}")
		}
		slices.Sort(list)
	}
	return x, nil
}
