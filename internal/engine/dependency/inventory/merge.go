package inventory

import (
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// components makes one component of all reached packages with the same name and
// version, in the order of the graph.
func (g *Graph) components(root string, reached []int, marks []mark) []assay.Component {
	slices.Sort(reached)
	byKey := make(map[string]int, len(reached))
	var out []assay.Component
	for _, i := range reached {
		p := &g.Packages[i]
		if p.Local {
			continue
		}
		c := p.Component
		c.Root, c.Use, c.Direct = root, marks[i].use, marks[i].direct
		if at := marks[i].at; c.Direct && at.Path != "" {
			c.Location = at
		}
		c.Requires = g.requires(p, c.Key(), marks, marks[i].round)
		if old, ok := byKey[c.Key()]; ok {
			merge(&out[old], &c)
			continue
		}
		byKey[c.Key()] = len(out)
		out = append(out, c)
	}
	for i := range out {
		out[i].Requires = unique(out[i].Requires)
		out[i].Checksums = unique(out[i].Checksums)
	}
	return out
}

func (g *Graph) requires(p *Package, self string, marks []mark, round int32) []string {
	var keys []string
	for _, e := range p.Edges {
		to := &g.Packages[e.To]
		if to.Local || e.Use == assay.Development || marks[e.To].round != round {
			continue
		}
		if key := to.Component.Key(); key != self {
			keys = append(keys, key)
		}
	}
	return keys
}

// merge adds what another place of the same package says.
func merge(into, c *assay.Component) {
	if c.Direct && !into.Direct {
		into.Direct, into.Location = true, c.Location
	}
	into.Use = Stronger(into.Use, c.Use)
	into.Requires = append(into.Requires, c.Requires...)
	into.Checksums = append(into.Checksums[:len(into.Checksums):len(into.Checksums)], c.Checksums...)
	if into.Licence == "" {
		into.Licence = c.Licence
	}
	if into.Constraint == "" {
		into.Constraint = c.Constraint
	}
}

func unique(s []string) []string {
	if len(s) < 2 {
		return s
	}
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}
