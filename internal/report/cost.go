package report

import (
	"fmt"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Cost is what the infrastructure costs a month, in list prices on demand, and
// what the change does to it. Amounts are the parts that are known.
type Cost struct {
	Currency string       `json:"currency"`
	Before   money.Number `json:"before"`
	After    money.Number `json:"after"`
	Delta    money.Number `json:"delta"`
	// Compared says that there is a base; without one everything counts as new.
	Compared bool `json:"compared"`
	// Plans are Terraform plans in the tree that say themselves what was before: of
	// what they cover, that counts, and not the base.
	Plans []string `json:"plans,omitempty"`
	// Unknown counts components that the change touches and whose cost is not
	// known: with any, Delta is not the whole difference.
	Unknown int `json:"unknown"`
	// Least says that Delta is the least that the change adds.
	Least bool `json:"least"`
	// Most says that Delta is the most that the change adds.
	Most bool `json:"most"`
	// Components and Priced count what costs at the head, and what has a price.
	Components int `json:"components"`
	Priced     int `json:"priced"`
	// Oldest and Newest are the months that the prices are from.
	Oldest  string       `json:"prices_from,omitempty"`
	Newest  string       `json:"prices_to,omitempty"`
	Changes []CostChange `json:"changes,omitempty"` // dearest first
	Budgets []CostBudget `json:"budgets,omitempty"`
	// Apart are the budgets that the change is not held to, and why.
	Apart []string `json:"budgets_apart,omitempty"`
	Notes []string `json:"notes,omitempty"`
}

// CostChange is a resource whose cost differs.
type CostChange struct {
	Address  string         `json:"address"`
	Kind     string         `json:"kind"` // added, removed or changed
	Location assay.Location `json:"location"`
	Delta    money.Number   `json:"delta"`
	Unknown  []string       `json:"unknown,omitempty"` // components
	// Unpriced says that nothing of it has a price: Delta is not known.
	Unpriced bool `json:"unpriced,omitempty"`
}

// CostBudget is a budget that the change falls under.
type CostBudget struct {
	Name string        `json:"name"`
	Left *money.Number `json:"left,omitempty"` // what the change may add a month; absent when not known
	Over bool          `json:"over"`           // it adds more, or at least more
	// Currency is that of a budget in another one than the prices.
	Currency string `json:"currency,omitempty"`
}

// changed says that the change does something to the cost.
func (c *Cost) changed() bool { return c != nil && (len(c.Changes) > 0 || c.Unknown > 0) }

// cents writes an amount with two digits.
func cents(n money.Number) string {
	if s := n.StringFixed(2); n.IsPositive() {
		return "+" + s
	} else {
		return s
	}
}

// tally sums the change up: "+32.85 USD a month at least, and 2 components not known".
func (c *Cost) tally() string {
	s := fmt.Sprintf("%s %s a month", cents(c.Delta), c.Currency)
	switch {
	case c.Unknown == 0:
	case !slices.ContainsFunc(c.Changes, func(x CostChange) bool { return !x.Unpriced }):
		return "unknown: " + plural(c.Unknown, "component") + " without a price"
	case c.Least:
		s += " at least"
	case c.Most:
		s += " at most"
	default:
		s += " in what is known"
	}
	if c.Unknown > 0 {
		s += fmt.Sprintf(", and %s not known", plural(c.Unknown, "component"))
	}
	return s
}

// lines are few: the dearest resources, budgets, how much has a price.
func (c *Cost) lines() []string {
	const most = 5
	var out []string
	for i := range c.Changes[:min(most, len(c.Changes))] {
		x := &c.Changes[i]
		s := fmt.Sprintf("%s %s  %s", cents(x.Delta), c.Currency, x.Address)
		if x.Unpriced {
			s = "unknown " + x.Address
		}
		if x.Kind == "removed" {
			s += " (removed)"
		}
		if len(x.Unknown) > 0 {
			s += "; not known: " + some(x.Unknown, 4)
		}
		out = append(out, s)
	}
	if n := len(c.Changes) - most; n > 0 {
		out = append(out, fmt.Sprintf("and %s more", plural(n, "resource")))
	}
	for _, b := range c.Budgets {
		if b.Over {
			out = append(out, fmt.Sprintf("budget %s has %s %s left for it", b.Name, b.Left.StringFixed(2), c.Currency))
		}
	}
	if len(c.Apart) > 0 {
		out = append(out, "not held against the change: budget "+some(c.Apart, 4)+": assay cost budget")
	}
	s := fmt.Sprintf("%s of %s priced", thousands(c.Priced), plural(c.Components, "component"))
	if len(c.Plans) > 0 {
		s = "before: the state in " + some(c.Plans, 3) + "; " + s
	}
	if c.Compared && !(c.Before.IsZero() && c.After.IsZero()) {
		s = fmt.Sprintf("from %s to %s %s a month; ", c.Before.StringFixed(2), c.After.StringFixed(2), c.Currency) + s
	}
	if c.Newest != "" {
		s += ", prices of " + c.Oldest
		if c.Newest != c.Oldest {
			s += " to " + c.Newest
		}
	}
	return append(out, s+": assay price")
}

func (t *text) costs() {
	if !t.Cost.changed() {
		return
	}
	t.line("\n%s %s", t.head("Cost"), t.dim("("+t.Cost.tally()+")"))
	for _, l := range t.Cost.lines() {
		t.line("   %s", t.wrapped(l, 3))
	}
}

func (m *markdown) costs() {
	if !m.Cost.changed() {
		return
	}
	m.row("#### Cost (%s)\n", m.Cost.tally())
	for _, l := range m.Cost.lines() {
		m.row("- %s", m.text(l))
	}
	m.row("")
}

// CostLines and CostTally are the same, for the page.
func (d *digest) CostLines() []string {
	if !d.Cost.changed() {
		return nil
	}
	return d.Cost.lines()
}

// CostTally sums the cost up.
func (d *digest) CostTally() string {
	if d.Cost == nil {
		return ""
	}
	return d.Cost.tally()
}
