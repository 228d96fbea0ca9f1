package price

import (
	"cmp"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Diff is what a change does to the cost of a month.
type Diff struct {
	Currency string       `json:"currency"` // of all amounts: ISO 4217
	Before   money.Number `json:"before"`   // what is known of the month at the base
	After    money.Number `json:"after"`    // what is known of the month at the head
	Delta    money.Number `json:"delta"`    // After less Before
	// Changes are the resources whose cost differs, dearest first.
	Changes []Change `json:"changes"`
	// Open counts components that the change adds, alters or removes and whose
	// amount is not known: with any, Delta is not the whole difference.
	Open int `json:"open"`
	// Least says that Delta is the least that the change adds: what is open comes
	// on top of it.
	Least bool `json:"least"`
	// Most says that Delta is the most that the change adds: what is open goes.
	Most bool `json:"most"`
}

// Known says that Delta is the whole difference.
func (d *Diff) Known() bool { return d.Open == 0 }

// Change is a resource whose cost differs.
type Change struct {
	Address  string         `json:"address"`        // in its code, as aws_instance.web
	Root     string         `json:"root,omitempty"` // folder or file that it is evaluated from
	Type     string         `json:"type"`           // as its code calls it
	Kind     string         `json:"kind"`           // added, removed or changed
	Location assay.Location `json:"location"`       // where it stands; at the base when it is removed
	Before   money.Number   `json:"before"`         // what is known of its month at the base
	After    money.Number   `json:"after"`          // what is known of its month at the head
	Delta    money.Number   `json:"delta"`          // After less Before
	// Open are the components that differ and are not known: of the head, else of
	// the base.
	Open []Line `json:"open,omitempty"`
	Gone int    `json:"open_gone,omitempty"` // of Open, those that the change takes away or alters
	Come int    `json:"open_come,omitempty"` // of Open, those that the change brings or alters
	// Unpriced says that nothing of it has an amount, neither before nor after.
	Unpriced bool `json:"unpriced,omitempty"`
}

// Compare tells what differs between two estimates.
func Compare(base, head *Estimate) *Diff {
	d := &Diff{Currency: head.Currency, Before: base.Monthly, After: head.Monthly, Delta: head.Monthly.Sub(base.Monthly), Changes: []Change{}, Least: true, Most: true}
	type key struct{ root, address string }
	was := map[key]*Resource{}
	for i := range base.Resources {
		r := &base.Resources[i]
		was[key{r.Root, r.Address}] = r
	}
	for i := range head.Resources {
		r := &head.Resources[i]
		k := key{r.Root, r.Address}
		d.add(was[k], r)
		delete(was, k)
	}
	for i := range base.Resources {
		r := &base.Resources[i]
		if was[key{r.Root, r.Address}] != nil {
			d.add(r, nil)
		}
	}
	slices.SortFunc(d.Changes, func(a, b Change) int {
		return cmp.Or(b.Delta.Abs().Cmp(a.Delta.Abs()), cmp.Compare(len(b.Open), len(a.Open)), cmp.Compare(a.Root, b.Root), cmp.Compare(a.Address, b.Address))
	})
	return d
}

func (d *Diff) add(base, head *Resource) {
	at := head
	c := Change{Kind: "changed"}
	switch {
	case base == nil:
		c.Kind = "added"
	case head == nil:
		c.Kind, at = "removed", base
	}
	c.Address, c.Root, c.Type, c.Location = at.Address, at.Root, at.Type, at.Location
	var before, after []Line
	if base != nil {
		c.Before, before = base.Monthly, base.Lines
	}
	if head != nil {
		c.After, after = head.Monthly, head.Lines
	}
	c.Delta = c.After.Sub(c.Before)
	c.Unpriced = (base == nil || base.State() == Unknown) && (head == nil || head.State() == Unknown)
	open := func(list, other []Line, gone int) {
		for _, l := range list {
			i := slices.IndexFunc(other, func(o Line) bool { return o.Component == l.Component })
			if l.Monthly != nil || i >= 0 && alike(&other[i], &l) {
				continue
			}
			c.Gone += gone
			if gone == 0 || i < 0 || other[i].Monthly != nil {
				c.Open = append(c.Open, l)
			}
		}
	}
	open(after, before, 0)
	c.Come = len(c.Open)
	open(before, after, 1)
	if c.Kind == "changed" && c.Delta.IsZero() && len(c.Open) == 0 && c.Gone == 0 {
		return
	}
	d.Open += len(c.Open)
	d.Least, d.Most = d.Least && c.Gone == 0, d.Most && c.Come == 0
	d.Changes = append(d.Changes, c)
}

// alike says that two unknown lines are unknown in the same way: the change does
// not touch them.
func alike(a, b *Line) bool {
	return a.Monthly == nil && b.Monthly == nil && a.Product == b.Product && a.Why == b.Why && a.Unit == b.Unit && sameNumber(a.Quantity, b.Quantity) && sameNumber(a.Each, b.Each)
}

// Same says that two lines say the same, but for where their prices are from.
func (l Line) Same(o Line) bool {
	return l.Component == o.Component && l.State == o.State && l.Unit == o.Unit && l.Product == o.Product && l.Why == o.Why &&
		sameNumber(l.Quantity, o.Quantity) && sameNumber(l.Each, o.Each) && sameNumber(l.Monthly, o.Monthly)
}

func sameNumber(x, y *money.Number) bool {
	return x == nil && y == nil || x != nil && y != nil && x.Equal(*y)
}
