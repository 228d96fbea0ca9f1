package budget

import (
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/forecast"
)

// Known is an amount that is known to come, or to end, and whose it is. One without
// an area belongs to no service, and counts in the whole only.
type Known struct {
	Area
	forecast.Known
}

type fileKnown struct {
	Name       string `yaml:"name" doc:"What it is: a savings plan, a contract, a migration."`
	Service    string `yaml:"service" doc:"Service that pays it; its owner and cost centre are those of the catalogue."`
	Owner      string `yaml:"owner" doc:"Owner that pays it."`
	CostCentre string `yaml:"cost_centre" doc:"Cost centre that pays it."`
	Tag        string `yaml:"tag" doc:"Tag that its charges carry, as KEY=VALUE."`
	Tool       string `yaml:"tool" doc:"Product that it is, as its bill names it."`
	From       string `yaml:"from" doc:"First month, as 2026-01."`
	Until      string `yaml:"until" doc:"Last month; for ever when left out. Where the bills carry it by then, the forecast falls."`
	Month      string `yaml:"month" doc:"Effective cost of a month, as 400.00 USD; below zero for what will be saved."`
	Replaces   string `yaml:"replaces" doc:"Other cost of a month that it takes away while it lasts, and that is back after it: on demand prices under a savings plan."`
	Day        int    `yaml:"day" doc:"Day of the month on which all of it is charged, 1 to 28; spread over the days when left out."`
}

const knownHelp = "say it as {name: compute plan, service: payment-gateway, from: 2026-02, until: 2029-01, month: 400.00 USD}"

func (k *fileKnown) read(doc *config.Document, i int) (*Known, error) {
	bad := func(key, format string, args ...any) error {
		return doc.Errorf([]any{"known", i, key}, format, args...).WithHelp(knownHelp)
	}
	isMonth := func(m string) bool { _, err := time.Parse("2006-01", m); return err == nil }
	amount, err := money.Parse(k.Month)
	switch {
	case k.Name == "":
		return nil, bad("name", "what is known needs a name")
	case !isMonth(k.From):
		return nil, bad("from", "from: %q is no month", k.From)
	case k.Until != "" && (!isMonth(k.Until) || k.Until < k.From):
		return nil, bad("until", "until: %q is no month from %s on", k.Until, k.From)
	case err != nil:
		return nil, bad("month", "month: %q is no amount with a currency", k.Month)
	case k.Day < 0 || k.Day > 28:
		return nil, bad("day", "day: %d is none that every month has", k.Day)
	}
	x := &Known{Known: forecast.Known{Name: k.Name, From: assay.Month(k.From), Until: assay.Month(k.Until), Month: amount, Day: k.Day}}
	if k.Replaces != "" {
		less, err := money.Parse(k.Replaces)
		if err != nil || less.Negative() || less.Currency() != amount.Currency() {
			return nil, bad("replaces", "replaces: %q is no amount in %s", k.Replaces, amount.Currency())
		}
		x.Replaces = &less
	}
	x.Area, err = area(doc, []any{"known", i}, k.Service, k.Owner, k.CostCentre, k.Tag, k.Tool)
	return x, err
}

// has is the value of a key of its area, by the catalogue where only that knows it.
func (k *Known) has(key assay.CostKey, services []assay.Service) (string, bool) {
	a := k.Area
	if i := slices.IndexFunc(services, func(s assay.Service) bool { return s.ID == a.Service }); i >= 0 && a.Service != "" {
		if a.Owner == "" {
			a.Owner = services[i].Owner
		}
		if a.CostCentre == "" {
			a.CostCentre = services[i].CostCentre
		}
	}
	for _, p := range a.scope() {
		if p.key == key {
			return p.value, true
		}
	}
	return "", false
}

// under says whether it counts in an area.
func (k *Known) under(a *Area, services []assay.Service) bool {
	for _, p := range a.scope() {
		if v, ok := k.has(p.key, services); !ok || v != p.value {
			return false
		}
	}
	return true
}

// Counting are those that count among charges that filters keep, and a note for each
// of which nobody can say.
func Counting(list []Known, where []lake.Filter, services []assay.Service) (out []forecast.Known, notes []string) {
	for i := range list {
		k := &list[i]
		counts := true
		for _, f := range where {
			v, ok := k.has(f.Key, services)
			if !ok || slices.ContainsFunc(f.Values, func(w string) bool { return strings.ContainsAny(w, "*?") }) {
				counts = false
				notes = append(notes, "known as "+k.Name+", in no forecast: it does not say whether it is of that "+string(f.Key))
				break
			}
			if slices.Contains(f.Values, v) == f.Not {
				counts = false
				break
			}
		}
		if counts {
			out = append(out, k.Known)
		}
	}
	return out, notes
}
