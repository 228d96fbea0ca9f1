package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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

// bill is what bills say of one budget.
type bill struct {
	// month is what this month will cost; only where known.
	month money.Number
	known bool
	// spare is what a change may add a month for the quarter and the year to hold;
	// only where spared.
	spare  money.Number
	spared bool
	held   []string // of quarter and year, those that spare is of
	notes  []string
}

// billed works out what the period will cost under each budget, by the bills in the
// lake: then that, and not what infrastructure code lists, is what the budget has to
// bear already. Bills that cannot be asked are a note.
func (j *job) billed(ctx context.Context, c *changeCost) error {
	var list []budget.Budget
	for i := range c.plan.Budgets {
		if b := &c.plan.Budgets[i]; b.Tag == "" && b.Tool == "" && (b.Month != nil || b.Quarter != nil || b.Year != nil) {
			list = append(list, *b)
		}
	}
	if len(list) == 0 || j.Lake == nil {
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
	states, err := j.track(ctx, budget.Plan{Budgets: list, Known: c.plan.Known}, data)
	if err != nil {
		if ctx.Err() != nil {
			return interruptedOr(ctx, err)
		}
		c.notes = append(c.notes, fmt.Sprintf("budgets are held against what infrastructure code lists: bills cannot be asked: %v", err))
		return nil
	}
	c.billed = map[string]bill{}
	for i := range states {
		if s := &states[i]; !s.AsOf.IsZero() {
			b := c.billed[s.Budget.Name]
			if err := b.add(s, j.Now()); err != nil {
				return err
			}
			c.billed[s.Budget.Name] = b
		}
	}
	return nil
}

// add takes in how one limit of the budget stands.
func (b *bill) add(s *budget.State, now time.Time) error {
	if s.Why != "" {
		held := "budget " + s.Budget.Name + " is held against what infrastructure code lists, for the bills do not say what this month costs: "
		if s.From != s.Until {
			held = "budget " + s.Budget.Name + " is not held for " + s.Period + ", for the bills do not say what it costs: "
		}
		b.notes = append(b.notes, held+s.Why)
		return nil
	}
	n, err := money.ParseNumber(fmt.Sprintf("%.2f", s.Mid))
	if err != nil {
		return err
	}
	note := fmt.Sprintf("budget %s: bills known to %s forecast %s %s for %s", s.Budget.Name, s.AsOf.Format(time.DateOnly), n.StringFixed(2), s.Currency, s.Period)
	if s.From == s.Until {
		b.month, b.known = n, true
		b.notes = append(b.notes, note)
		return nil
	}
	months := s.Left(now)
	spare, err := money.ParseNumber(fmt.Sprintf("%.2f", (s.Limit-s.Mid)/months))
	if err != nil {
		return err
	}
	b.held = append(b.held, longPeriod(s))
	if !b.spared || spare.LessThan(b.spare) {
		b.spare, b.spared = spare, true
	}
	b.notes = append(b.notes, fmt.Sprintf("%s, of %.2f; %.1f months of it are left", note, s.Limit, months))
	return nil
}

// longPeriod is what a state's period is called in a budget.
func longPeriod(s *budget.State) string {
	if s.From.Add(2) == s.Until {
		return "quarter"
	}
	return "year"
}

// unheld are quarter and year, where a budget limits them and no bills say what they cost.
func (b *bill) unheld(x *budget.Budget) (out []string) {
	if x.Quarter != nil && !slices.Contains(b.held, "quarter") {
		out = append(out, "quarter")
	}
	if x.Year != nil && !slices.Contains(b.held, "year") {
		out = append(out, "year")
	}
	return out
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
