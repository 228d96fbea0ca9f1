package run

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine/licence"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/report"
)

// readTools reads what is paid for, as it stands at the base. A list that can't
// be read costs its figures and nothing else.
func (j *job) readTools(ctx context.Context) {
	var data []byte
	var err error
	if j.govCommit != "" {
		data, err = j.repo.ReadAt(ctx, j.blobs, j.govCommit, config.ToolsFile, config.MaxSize)
	} else {
		data, err = change.ReadFile(j.req.Dir, config.ToolsFile, config.MaxSize)
	}
	if err == nil {
		j.tools, err = config.ParseTools(config.ToolsFile, data)
	}
	if err != nil && !errors.Is(err, fault.NotFound) {
		j.notes = append(j.notes, err.Error()+"; the cost of licences is not counted")
	}
}

// licences sums up under which licences components come, and what is paid.
func (j *job) licences() *report.Licences {
	if j.head == nil || len(j.head.Components) == 0 {
		return nil
	}
	out := &report.Licences{}
	e := licence.New(j.catalogue)
	seen := map[string]bool{}
	for i := range j.head.Components {
		c := &j.head.Components[i]
		if key := string(c.Ecosystem) + "\x00" + c.Key(); !seen[key] {
			seen[key] = true
			if e.Unknown(c) {
				out.Unknown++
			} else {
				out.Known++
			}
		}
	}
	for _, f := range j.findings {
		switch f.Rule {
		case licence.RuleDenied:
			out.Denied++
		case licence.RuleReview:
			out.Review++
		}
	}
	if j.tools != nil {
		for _, t := range j.tools.Tools {
			out.Paid = append(out.Paid, paid(t, j.head.Components, j.Now()))
		}
		out.PerMonth = perMonth(out.Paid)
	}
	return out
}

// paid says what one contract costs a month.
func paid(t config.Tool, components []assay.Component, now time.Time) report.Paid {
	p := report.Paid{Name: t.Name, Seats: t.Seats, Until: t.Until, Owner: t.Owner}
	used := map[string]bool{}
	for i := range components {
		for _, pattern := range t.Components {
			if licence.Matches(pattern, components[i].Name) {
				used[components[i].Name] = true
			}
		}
	}
	p.Components = len(used)
	cost, err := money.Parse(t.Cost)
	if err != nil {
		return p // checked when the file was read
	}
	switch t.Per {
	case "seat":
		cost = cost.Times(t.Seats)
	case "component":
		cost = cost.Times(p.Components)
	}
	if t.Every != "month" {
		cost = cost.Over(12)
	}
	p.PerMonth = cost
	if end, err := time.Parse(time.DateOnly, t.Until); err == nil && end.AddDate(0, 0, 1).Before(now) {
		p.Expired = true
	}
	p.Unused = len(t.Components) > 0 && p.Components == 0
	return p
}

// perMonth sums by currency, in the order in which they occur.
func perMonth(list []report.Paid) []money.Amount {
	var out []money.Amount
	at := map[string]int{}
	for _, p := range list {
		i, ok := at[p.PerMonth.Currency()]
		if !ok {
			at[p.PerMonth.Currency()] = len(out)
			out = append(out, p.PerMonth)
			continue
		}
		sum, err := out[i].Add(p.PerMonth)
		if err != nil {
			panic(fmt.Sprint("sums by currency: ", err)) // they are of one
		}
		out[i] = sum
	}
	return out
}
