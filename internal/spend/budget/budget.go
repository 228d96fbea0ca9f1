// Package budget reads what may be spent: .assay/budgets.yaml.
//
//	version: 1
//	budgets:
//	  - name: payments
//	    service: payment-gateway   # or owner: team-payments; neither: all
//	    month: 500.00 USD          # all that it may cost a month
//	    change: 50.00 USD          # what one change may add a month
//
// It only reads them and says which service falls under which. What is spent is
// the bills' to say, and what a change adds the engine price's.
package budget

import (
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/money"
)

// File is where a repository keeps its budgets.
const File = ".assay/budgets.yaml"

// maxBudgets bounds a file.
const maxBudgets = 1000

// Budget is a limit.
type Budget struct {
	Name string
	// Service and Owner say what it is for; both empty: everything.
	Service assay.ServiceID
	Owner   string
	// Month is what may be spent a month, Change what one change may add to it; nil
	// where there is no such limit.
	Month, Change *money.Amount
}

// Covers says whether a service falls under it.
func (b *Budget) Covers(s *assay.Service) bool {
	return (b.Service == "" || b.Service == s.ID) && (b.Owner == "" || b.Owner == s.Owner)
}

type file struct {
	Version int          `yaml:"version" doc:"Version of this file's shape: 1."`
	Budgets []fileBudget `yaml:"budgets" doc:"What may be spent."`
}

type fileBudget struct {
	Name    string `yaml:"name" doc:"Its name."`
	Service string `yaml:"service" doc:"Service that it is for; all when left out."`
	Owner   string `yaml:"owner" doc:"Owner of the services that it is for; all when left out."`
	Month   string `yaml:"month" doc:"What may be spent a month, as 500.00 USD."`
	Change  string `yaml:"change" doc:"What one change may add a month, as 50.00 USD."`
}

// Parse reads budgets. Errors are of kind fault.Invalid and name file and line.
func Parse(name string, data []byte) ([]Budget, error) {
	var f file
	doc, err := config.Decode(name, data, &f)
	if err != nil {
		return nil, err
	}
	const help = "say it as: {name: payments, service: payment-gateway, month: 500.00 USD}"
	switch {
	case f.Version != 0 && f.Version != 1:
		return nil, doc.Errorf([]any{"version"}, "version %d: this assay reads version 1", f.Version).WithHelp("write version: 1")
	case len(f.Budgets) > maxBudgets:
		return nil, doc.Errorf([]any{"budgets"}, "more than %d budgets", maxBudgets).WithHelp("join some")
	}
	names := map[string]bool{}
	var out []Budget
	for i, b := range f.Budgets {
		at := func(key string) []any { return []any{"budgets", i, key} }
		switch {
		case b.Name == "":
			return nil, doc.Errorf(at("name"), "a budget needs a name").WithHelp(help)
		case names[b.Name]:
			return nil, doc.Errorf(at("name"), "there are two budgets %q", b.Name).WithHelp("give one another name")
		case b.Month == "" && b.Change == "":
			return nil, doc.Errorf(at("month"), "budget %q limits nothing: month or change is missing", b.Name).WithHelp(help)
		}
		names[b.Name] = true
		x := Budget{Name: b.Name, Service: assay.ServiceID(b.Service), Owner: b.Owner}
		for _, l := range []struct {
			key, text string
			to        **money.Amount
		}{{"month", b.Month, &x.Month}, {"change", b.Change, &x.Change}} {
			if l.text == "" {
				continue
			}
			a, err := money.Parse(l.text)
			if err != nil || a.Negative() {
				return nil, doc.Errorf(at(l.key), "%s: %q is no amount with a currency", l.key, l.text).WithHelp(help)
			}
			*l.to = &a
		}
		out = append(out, x)
	}
	return out, nil
}
