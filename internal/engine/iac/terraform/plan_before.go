package terraform

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// told is what a plan says of the time before it.
type told struct{ assay.Plan }

// told reads the changes of a plan; without any, the state that it was made from.
func (p *plan) told(at *places, resources []assay.Resource) *told {
	t := &told{assay.Plan{Root: at.path}}
	if len(p.ResourceChanges) > 0 {
		t.changes(at, p.ResourceChanges)
	} else {
		t.state(at, &p.PriorState.Values.RootModule, resources)
	}
	slices.SortFunc(t.Before, func(a, b assay.Resource) int { return strings.Compare(a.Address, b.Address) })
	slices.Sort(t.Added)
	return t
}

// changes takes what was from what changes. What the plan leaves alone or forgets
// was as it will be: it goes on to cost what it costs.
func (t *told) changes(at *places, changes []planChange) {
	t.Told = true
	seen := map[string]bool{}
	for i := range changes {
		c := &changes[i]
		address := c.Address
		if c.Deposed != "" {
			address += " (deposed " + c.Deposed + ")"
		}
		if c.Mode == "data" || seen[address] {
			continue
		}
		seen[address] = true
		creates, ends := slices.Contains(c.Change.Actions, "create"), slices.Contains(c.Change.Actions, "delete")
		before, is := c.Change.Before.(map[string]any)
		switch {
		case (ends || slices.Contains(c.Change.Actions, "update")) && is:
			r := planned(at, c.Address, c.Type, before, nil, c.Change.BeforeSensitive)
			r.Address = address
			t.Before = append(t.Before, r)
		case creates && c.Deposed == "":
			t.Added = append(t.Added, address)
		}
	}
}

// state takes what was from the state before: what is planned and not in it is new.
func (t *told) state(at *places, m *planModule, resources []assay.Resource) {
	was := map[string]*planResource{}
	m.walk(0, func(r *planResource) {
		if r.Mode != "data" && was[r.Address] == nil {
			was[r.Address] = r
		}
	})
	if t.Told = len(was) > 0; !t.Told {
		return
	}
	seen := map[string]bool{}
	for i := range resources {
		address := resources[i].Address
		if seen[address] {
			continue
		}
		seen[address] = true
		if r := was[address]; r != nil {
			t.Before = append(t.Before, planned(at, r.Address, r.Type, r.Values, nil, r.SensitiveValues))
		} else {
			t.Added = append(t.Added, address)
		}
	}
}

// cover lists what the plan speaks for. What its configuration holds and neither
// the plan nor the state has is not made: a count of none. A plan for some targets
// says nothing of the others.
func (t *told) cover(w *written, p *plan) {
	covers := map[string]bool{}
	p.PlannedValues.RootModule.walk(0, func(r *planResource) { covers[assay.WithoutInstances(r.Address)] = true })
	for _, c := range p.ResourceChanges {
		covers[assay.WithoutInstances(c.Address)] = true
		if c.PreviousAddress != "" {
			covers[assay.WithoutInstances(c.PreviousAddress)] = true
		}
	}
	if p.Complete == nil || *p.Complete {
		elsewhere := map[string]bool{}
		p.PriorState.Values.RootModule.walk(0, func(r *planResource) { elsewhere[assay.WithoutInstances(r.Address)] = true })
		for address := range w.references {
			if !elsewhere[address] {
				covers[address] = true
			}
		}
	}
	for address := range covers {
		t.Covers = append(t.Covers, address)
	}
	slices.Sort(t.Covers)
}

// linkBefore gives what the configuration no longer holds its references, by the
// ids in its values.
func linkBefore(resources, before []assay.Resource, w *written) {
	ids := map[string]string{}
	for _, list := range [][]assay.Resource{before, resources} {
		for i := range list {
			for _, name := range []string{"id", "arn"} {
				if a, ok := list[i].Attribute(name); ok && a.Kind == assay.KindString && a.Value != "" && ids[a.Value] == "" {
					ids[a.Value] = assay.WithoutIndex(list[i].Address)
				}
			}
		}
	}
	for i := range before {
		r := &before[i]
		if _, ok := w.references[assay.WithoutInstances(r.Address)]; ok {
			continue
		}
		for k := range r.Attributes {
			a := &r.Attributes[k]
			to := ids[a.Value]
			if a.Kind == assay.KindString && to != "" && to != assay.WithoutIndex(r.Address) {
				r.References = append(r.References, assay.Reference{Path: a.Path, To: to})
			}
		}
	}
}
