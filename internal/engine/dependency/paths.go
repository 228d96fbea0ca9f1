package dependency

import (
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// Paths finds how a project comes to a component.
type Paths struct {
	direct map[string][]*assay.Component // by root
	byKey  map[string]map[string]*assay.Component
	from   map[string]map[string]*assay.Component // root → key → who requires it, nearest to the root
}

// NewPaths looks at the components of all projects.
func NewPaths(components []assay.Component) *Paths {
	p := &Paths{map[string][]*assay.Component{}, map[string]map[string]*assay.Component{}, map[string]map[string]*assay.Component{}}
	for i := range components {
		c := &components[i]
		if p.byKey[c.Root] == nil {
			p.byKey[c.Root] = map[string]*assay.Component{}
		}
		p.byKey[c.Root][c.Key()] = c
		if c.Direct {
			p.direct[c.Root] = append(p.direct[c.Root], c)
		}
	}
	return p
}

// To is the shortest way from what the project asks for to the component, both
// included; nil when the files do not tell.
func (p *Paths) To(c *assay.Component) []*assay.Component {
	if c.Direct {
		return []*assay.Component{c}
	}
	if p.from[c.Root] == nil {
		p.from[c.Root] = p.walk(c.Root)
	}
	from := p.from[c.Root]
	var way []*assay.Component
	for at := c; at != nil; at = from[at.Key()] {
		way = append(way, at)
		if at.Direct {
			slices.Reverse(way)
			return way
		}
	}
	return nil
}

// walk goes breadth first through a project's components.
func (p *Paths) walk(root string) map[string]*assay.Component {
	from := map[string]*assay.Component{}
	queue := slices.Clone(p.direct[root])
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, key := range at.Requires {
			next := p.byKey[root][key]
			if next == nil || next.Direct || from[key] != nil {
				continue
			}
			from[key] = at
			queue = append(queue, next)
		}
	}
	return from
}
