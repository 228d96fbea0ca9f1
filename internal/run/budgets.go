package run

import (
	"context"
	"errors"
	"fmt"

	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/budget"
	tagging "github.com/assay-dev/assay/internal/spend/tags"
)

// ReadBudgets reads the budgets of a folder, and what it knows to come, as they lie
// there; none without the file.
func ReadBudgets(dir string) (budget.Plan, error) {
	data, err := optional(dir, budget.File)
	if err != nil {
		return budget.Plan{}, err
	}
	return budget.Parse(budget.File, data)
}

// bill is what bills say of this month.
type bill struct {
	month money.Number
	known bool
	note  string
}

// billed works out what the month will cost under each budget of a month, by the
// bills in the lake: then that, and not what infrastructure code lists, is what
// the budget has to bear already. Bills that cannot be asked are a note.
func (j *job) billed(ctx context.Context, c *changeCost) error {
	var months []budget.Budget
	for i := range c.plan.Budgets {
		if b := &c.plan.Budgets[i]; b.Month != nil && b.Tag == "" && b.Tool == "" {
			x := *b
			x.Quarter, x.Year = nil, nil
			months = append(months, x)
		}
	}
	if len(months) == 0 || j.Lake == nil {
		return nil
	}
	data, err := steering(ctx, j, tagging.File, config.MaxSize, tagging.Parse)
	if err != nil {
		return err
	}
	if data == nil {
		if data, err = tagging.Parse(tagging.File, nil); err != nil {
			return err
		}
	}
	states, err := j.track(ctx, budget.Plan{Budgets: months, Known: c.plan.Known}, data)
	if err != nil {
		if ctx.Err() != nil {
			return interruptedOr(ctx, err)
		}
		c.notes = append(c.notes, fmt.Sprintf("budgets are held against what infrastructure code lists: bills cannot be asked: %v", err))
		return nil
	}
	c.billed = map[string]bill{}
	for i := range states {
		s := &states[i]
		switch {
		case s.AsOf.IsZero():
		case s.Why != "":
			c.billed[s.Budget.Name] = bill{note: "budget " + s.Budget.Name + " is held against what infrastructure code lists, for the bills do not say what this month costs: " + s.Why}
		default:
			n, err := money.ParseNumber(fmt.Sprintf("%.2f", s.Mid))
			if err != nil {
				return err
			}
			c.billed[s.Budget.Name] = bill{n, true, fmt.Sprintf("budget %s: bills known to %s forecast %s %s for %s", s.Budget.Name, s.AsOf.Format("2006-01-02"), n.StringFixed(2), s.Currency, s.Period)}
		}
	}
	return nil
}

func (j *job) track(ctx context.Context, plan budget.Plan, t *tagging.Tagging) (_ []budget.State, err error) {
	l, err := j.Lake()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	parts, err := l.Partitions(ctx)
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	services := j.catalogue.Services()
	return budget.Track(ctx, l, budget.Query{Plan: plan, Virtual: tagging.Virtual(services, j.cfg.Tags.Required, t), Services: services, Now: j.Now()})
}
