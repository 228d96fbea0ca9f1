package run

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/engine/tag"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/spend/budget"
	"github.com/assay-dev/assay/internal/spend/rates"
)

// maxCostChanges bounds what reports and policies list.
const (
	maxCostChanges = 100
	maxUnknownCost = 20
)

// changeCost is what a change does to the cost of its infrastructure.
type changeCost struct {
	head *price.Estimate
	diff *price.Diff
	// holes counts places of infrastructure code that could not be evaluated: what
	// stands there is part of the difference, and nobody knows how much it is. left
	// are those of them that the change leaves; the others it mends, or takes away.
	holes, left int
	compared    bool
	told        []string // plans that say themselves what was before
	plan        budget.Plan
	// billed is what bills forecast for this month, by the budget's name; notes say
	// what they say, and why they say nothing.
	billed map[string]bill
	notes  []string
}

// known says that the whole difference is.
func (c *changeCost) known() bool { return c.diff.Known() && c.holes == 0 }

// least says that the known difference is the least that there is.
func (c *changeCost) least() bool { return c.diff.Least && (c.holes == 0 || !c.compared) }

// most says that the known difference is the most that there is: all that is not
// known goes.
func (c *changeCost) most() bool { return c.diff.Most && c.left == 0 }

// priceChange works out the cost of the change. How much is used, own rates and
// what may be spent count as they stand at the base. Without a base everything is new.
func (j *job) priceChange(ctx context.Context) error {
	if !j.req.Gate || j.interrupted || j.limited || !slices.ContainsFunc(j.runner.Scopes(), func(s assay.Scope) bool { return slices.Contains(priceScopes, s) }) {
		return nil
	}
	head, base, err := j.estates(ctx)
	if err != nil {
		return err
	}
	before := price.Before(base.resources, head.resources, head.plans)
	holes, left := j.costHoles()
	if holes == 0 && !price.Any(head.resources) && !price.Any(before) {
		return nil
	}
	usage, err := j.governedUsage(ctx)
	if err != nil {
		return err
	}
	c := &changeCost{compared: j.base != nil, holes: holes, left: left}
	if c.plan, err = j.governedBudgets(ctx); err != nil {
		return err
	}
	if err := j.billed(ctx, c); err != nil {
		return err
	}
	book := j.Prices()
	if book.Err != nil {
		return book.Err
	}
	if book.Note != "" {
		j.notes = append(j.notes, book.Note)
	}
	own, err := steering(ctx, j, rates.File, rates.MaxSize, parseRates)
	if err != nil {
		return err
	}
	o := price.Options{Book: own.Over(book.Book), Usage: usage, Plans: head.plans}
	if c.head, err = price.Of(ctx, head.resources, o); err != nil {
		return interruptedOr(ctx, err)
	}
	sayRates(c.head, own)
	o.Plans = base.plans
	was, err := price.Of(ctx, before, o)
	if err != nil {
		return interruptedOr(ctx, err)
	}
	c.told = tellers(head.plans)
	c.diff = price.Compare(was, c.head)
	j.cost = c
	return nil
}

// costHoles counts the places that the change leaves, or finds and mends, whose cost
// nobody knows: a module of elsewhere costs something too.
func (j *job) costHoles() (n, left int) {
	for _, g := range j.gaps {
		if g.Status != assay.StatusOld && slices.Contains(priceScopes, g.Scope) {
			left++
		}
	}
	n = left
	if j.baseResult == nil {
		return n, left
	}
	for _, g := range j.baseResult.Gaps {
		mended := !slices.ContainsFunc(j.gaps, func(h assay.Gap) bool { return h.Location.Path == g.Location.Path && h.Reason == g.Reason })
		if mended && slices.Contains(priceScopes, g.Scope) {
			n++
		}
	}
	return n, left
}

func (j *job) governedUsage(ctx context.Context) (*price.Usage, error) {
	return steering(ctx, j, price.UsageFile, price.MaxUsageSize, price.ParseUsage)
}

func (j *job) governedBudgets(ctx context.Context) (budget.Plan, error) {
	return steering(ctx, j, budget.File, config.MaxSize, budget.Parse)
}

// steering reads a file that steers the gate, as it stands at the base. One that the
// change breaks is an error, for it would break the gate after the merge; one that is
// broken at the base gives way to the change that mends it.
func steering[T any](ctx context.Context, j *job, name string, limit int64, parse func(string, []byte) (T, error)) (out T, err error) {
	data, err := j.governed.Read(ctx, name, limit)
	if err == nil {
		out, err = parse(name, data)
	}
	if absent := errors.Is(err, fault.NotFound); err != nil && !absent && !errors.Is(err, fault.Invalid) {
		return out, err
	} else if absent {
		err = nil
	}
	if j.govCommit == "" || j.repo.Bare || j.below != "" {
		return out, err
	}
	here, readErr := change.ReadFile(j.req.Dir, name, limit)
	switch {
	case errors.Is(readErr, fault.NotFound):
		return out, err
	case readErr != nil:
		return out, readErr
	}
	mended, readErr := parse(name, here)
	switch {
	case readErr != nil:
		return out, readErr
	case err != nil:
		j.notes = append(j.notes, err.Error()+" (at the base); this run goes by the file as the change mends it")
		return mended, nil
	}
	return out, nil
}

// standing is what a change does under one budget.
type standing struct {
	budget *budget.Budget
	left   money.Number // what the change may add
	before money.Number // what it has to bear already
	delta  money.Number
	open   int
	least  bool
	most   bool
	known  bool
	over   bool
	// foreign says that it is in another currency than the prices: nobody knows what
	// is left, nor what the change adds.
	foreign bool
	// unheld are quarter and year of it, where no bills say what they cost; bare says
	// that it limits nothing else.
	unheld []string
	bare   bool
}

// standings holds the change to each budget that it falls under; notes say what
// bills say of them.
func (j *job) standings() (out []standing, notes []string) {
	c := j.cost
	for i := range c.plan.Budgets {
		b := &c.plan.Budgets[i]
		bills := c.billed[b.Name]
		if b.Tag != "" || b.Tool != "" {
			continue // apart
		}
		covers := func(path string) bool {
			s, _ := j.catalogue.Owner(path)
			return b.Covers(&s)
		}
		s := standing{budget: b, least: c.least(), most: c.most(), unheld: bills.unheld(b)}
		s.bare = b.Month == nil && b.Change == nil && !bills.spared
		touched := b.Everything()
		for k := range c.diff.Changes {
			x := &c.diff.Changes[k]
			if !covers(x.Location.Path) {
				continue
			}
			touched = true
			s.delta, s.open = s.delta.Add(x.Delta), s.open+len(x.Open)
			s.least, s.most = s.least && x.Gone == 0, s.most && x.Come == 0
		}
		for k := range c.head.Resources {
			if r := &c.head.Resources[k]; covers(r.Location.Path) {
				s.before = s.before.Add(r.Monthly)
			}
		}
		s.before = s.before.Sub(s.delta)
		if !touched {
			continue
		}
		if bills.known {
			s.before = bills.month
		}
		notes = append(notes, bills.notes...)
		limit, ok := s.limit(c.diff.Currency, &bills)
		s.left, s.foreign, s.known = limit, !ok && b.Currency() != c.diff.Currency, ok && s.open == 0 && c.known() && len(s.unheld) == 0
		s.over = ok && s.delta.IsPositive() && s.delta.GreaterThan(s.left) // what has no price and goes saves nothing that could be counted on
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b standing) int {
		if a.foreign != b.foreign {
			return map[bool]int{false: -1, true: 1}[a.foreign]
		}
		return cmp.Or(a.left.Sub(a.delta).Cmp(b.left.Sub(b.delta)), cmp.Compare(a.budget.Name, b.budget.Name))
	})
	return out, notes
}

// apart names the budgets that a change cannot be held to, and why: only bills say how
// quarters and years stand, and no path of code belongs to a tag, a tool or a service
// that nobody named.
func (j *job) apart() (out []string) {
	for i := range j.cost.plan.Budgets {
		b := &j.cost.plan.Budgets[i]
		switch {
		case b.Tag != "":
			out = append(out, b.Name+" (of a tag)")
		case b.Tool != "":
			out = append(out, b.Name+" (of a tool)")
		case !b.Everything() && !slices.ContainsFunc(j.catalogue.Services(), func(s assay.Service) bool { return b.Covers(&s) }):
			out = append(out, b.Name+" (of no service that assay.yaml has)")
		case b.Month != nil || b.Change != nil || j.cost.billed[b.Name].spared || !j.touches(b):
		case b.Quarter != nil:
			out = append(out, b.Name+" (of a quarter that no bills forecast)")
		default:
			out = append(out, b.Name+" (of a year that no bills forecast)")
		}
	}
	return out
}

// touches says that the change alters the cost of something that a budget covers.
func (j *job) touches(b *budget.Budget) bool {
	return b.Everything() || slices.ContainsFunc(j.cost.diff.Changes, func(x price.Change) bool {
		s, _ := j.catalogue.Owner(x.Location.Path)
		return b.Covers(&s)
	})
}

// limit is the smallest of what the month has left, what one change may add, and what
// quarter and year have left for each of their months.
func (s *standing) limit(currency string, bills *bill) (left money.Number, ok bool) {
	if bills.spared {
		if c := s.budget.Currency(); c != currency {
			return left, false
		}
		left, ok = bills.spare, true
	}
	if m := s.budget.Month; m != nil {
		if !m.IsZero() && m.Currency() != currency {
			return left, false
		}
		if n := m.Number().Sub(s.before); !ok || n.LessThan(left) {
			left, ok = n, true
		}
	}
	if m := s.budget.Change; m != nil {
		if !m.IsZero() && m.Currency() != currency {
			return left, false
		}
		if n := m.Number(); !ok || n.LessThan(left) {
			left, ok = n, true
		}
	}
	return left, ok
}

// decimal is a number as policies compare it.
func decimal(n money.Number) json.Number { return json.Number(n.String()) }

// policyCost is what policies see of it.
func (j *job) policyCost() policy.Cost {
	c := j.cost
	if c == nil {
		return policy.Cost{}
	}
	out := policy.Cost{Known: c.known(), Currency: c.diff.Currency, Priced: decimal(c.diff.Delta)}
	if out.Known {
		out.Before, out.After, out.Delta = decimal(c.diff.Before), decimal(c.diff.After), decimal(c.diff.Delta)
	}
	if out.Known || c.least() {
		out.AtLeast = decimal(c.diff.Delta)
	}
	if out.Known || c.most() {
		out.AtMost = decimal(c.diff.Delta)
	}
	for i := range c.diff.Changes {
		for _, l := range c.diff.Changes[i].Open {
			if len(out.Unknown) < maxUnknownCost {
				out.Unknown = append(out.Unknown, c.diff.Changes[i].Address+": "+l.Component)
			}
		}
	}
	if n := j.untagged(); n.IsPositive() {
		out.Untagged = decimal(n)
	}
	list, _ := j.standings()
	for i := range list {
		s := &list[i]
		b := policy.Budget{Name: s.budget.Name, Service: string(s.budget.Service), Known: s.known, Priced: decimal(s.delta), Unheld: s.unheld}
		switch {
		case s.foreign:
			b.Currency = s.budget.Currency()
		case !s.bare:
			b.Left = decimal(s.left)
		}
		if s.known {
			b.Delta = decimal(s.delta)
		}
		if s.known || s.least {
			b.AtLeast = decimal(s.delta)
		}
		if s.known || s.most {
			b.AtMost = decimal(s.delta)
		}
		out.Budgets = append(out.Budgets, b)
		if out.Name == "" && b.Left != "" {
			out.Budget, out.Name = b.Left, b.Name
		}
	}
	return out
}

// untagged is what the change adds in resources that lack required tags.
func (j *job) untagged() (sum money.Number) {
	type place struct {
		path string
		line int
	}
	lacking := map[place]bool{}
	for i := range j.findings {
		if f := &j.findings[i]; f.Rule == tag.RuleMissing && (f.Suppression == nil || !f.Suppression.Counts) {
			lacking[place{f.Location.Path, f.Location.Start.Line}] = true
		}
	}
	for i := range j.cost.diff.Changes {
		c := &j.cost.diff.Changes[i]
		if c.Delta.IsPositive() && lacking[place{c.Location.Path, c.Location.Start.Line}] {
			sum = sum.Add(c.Delta)
		}
	}
	return sum
}

// record is what evidence keeps of it.
func (c *changeCost) record() *assay.RunCost {
	if c == nil {
		return nil
	}
	return &assay.RunCost{Currency: c.diff.Currency, Before: c.diff.Before, After: c.diff.After, Delta: c.diff.Delta, Unknown: c.diff.Open + c.holes, Prices: c.head.Newest}
}

// report is what reports show of it.
func (c *changeCost) report(j *job) *report.Cost {
	if c == nil {
		return nil
	}
	out := &report.Cost{
		Currency: c.diff.Currency, Before: c.diff.Before, After: c.diff.After, Delta: c.diff.Delta, Compared: c.compared || len(c.told) > 0, Unknown: c.diff.Open + c.holes, Least: c.least(), Most: c.most(), Plans: c.told,
		Components: c.head.Lines, Priced: c.head.Known, Oldest: c.head.Oldest, Newest: c.head.Newest, Notes: c.head.Notes,
	}
	for i := range c.diff.Changes[:min(maxCostChanges, len(c.diff.Changes))] {
		x := &c.diff.Changes[i]
		y := report.CostChange{Address: x.Address, Kind: x.Kind, Location: x.Location, Delta: x.Delta, Unpriced: x.Unpriced}
		for _, l := range x.Open {
			y.Unknown = append(y.Unknown, l.Component)
		}
		out.Changes = append(out.Changes, y)
	}
	list, notes := j.standings()
	for _, s := range list {
		if s.bare && !s.foreign {
			continue // apart
		}
		b := report.CostBudget{Name: s.budget.Name, Over: s.over}
		if s.foreign {
			b.Currency = s.budget.Currency()
		} else {
			b.Left = &s.left
		}
		out.Budgets = append(out.Budgets, b)
	}
	out.Apart = j.apart()
	out.Notes = append(append(slices.Clone(out.Notes), notes...), c.notes...)
	return out
}
