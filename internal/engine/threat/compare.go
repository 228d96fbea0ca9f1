package threat

import (
	"slices"
	"strings"
)

// Change is what differs between two models.
type Change struct {
	AddedElements   []Element `json:"added_elements,omitempty"`
	RemovedElements []Element `json:"removed_elements,omitempty"`
	AddedFlows      []Flow    `json:"added_flows,omitempty"`
	RemovedFlows    []Flow    `json:"removed_flows,omitempty"`
	// Crossed are boundaries that some flow crosses now and none did.
	Crossed []string `json:"crossed,omitempty"`
	// Opened are threats that are open now and were not; Closed the reverse.
	Opened []Threat `json:"opened,omitempty"`
	Closed []Threat `json:"closed,omitempty"`
	// Asked are new threats that nothing answers yet.
	Asked []Threat `json:"asked,omitempty"`
	// Controls are duties that threats of the head bring into scope, and none of
	// the base did.
	Controls []string `json:"controls,omitempty"`
}

// Empty says that nothing differs.
func (c *Change) Empty() bool {
	return c == nil || len(c.AddedElements)+len(c.RemovedElements)+len(c.AddedFlows)+len(c.RemovedFlows)+len(c.Opened)+len(c.Closed)+len(c.Asked) == 0
}

// Compare says what head adds to base, and takes away.
func Compare(base, head *Model) *Change {
	c := &Change{}
	c.AddedElements, c.RemovedElements = differ(base.Elements, head.Elements, func(e Element) string { return e.ID })
	c.AddedFlows, c.RemovedFlows = differ(base.Flows, head.Flows, func(f Flow) string { return f.ID })
	crossed := map[string]bool{}
	for _, f := range base.Flows {
		for _, b := range f.Crosses {
			crossed[b] = true
		}
	}
	for _, f := range head.Flows {
		for _, b := range f.Crosses {
			if !crossed[b] {
				crossed[b] = true
				c.Crossed = append(c.Crossed, b)
			}
		}
	}
	slices.Sort(c.Crossed)
	was, is, had := states(base), states(head), map[string]bool{}
	for _, t := range base.Threats {
		for _, id := range t.Controls {
			had[id] = true
		}
		if t.State == Open && is[t.ID] != Open {
			c.Closed = append(c.Closed, t)
		}
	}
	for _, t := range head.Threats {
		switch {
		case t.State == Open && was[t.ID] != Open:
			c.Opened = append(c.Opened, t)
		case t.State == Unasked && was[t.ID] == "":
			c.Asked = append(c.Asked, t)
		}
		for _, id := range t.Controls {
			if !had[id] {
				had[id] = true
				c.Controls = append(c.Controls, id)
			}
		}
	}
	slices.Sort(c.Controls)
	return c
}

func states(m *Model) map[string]State {
	out := map[string]State{}
	for _, t := range m.Threats {
		out[t.ID] = t.State
	}
	return out
}

// differ compares two lists that are sorted by id.
func differ[T any](a, b []T, id func(T) string) (added, removed []T) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) == 0 || len(b) > 0 && strings.Compare(id(b[0]), id(a[0])) < 0:
			added, b = append(added, b[0]), b[1:]
		case len(b) == 0 || strings.Compare(id(a[0]), id(b[0])) < 0:
			removed, a = append(removed, a[0]), a[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	return added, removed
}

func join(list []string) string { return strings.Join(list, ", ") }
