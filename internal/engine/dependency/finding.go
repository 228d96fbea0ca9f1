package dependency

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// finding tells of one flaw of one component.
func finding(c *assay.Component, f *flaw, all []flaw, paths *paths) assay.Finding {
	v := f.vulnerability(c)
	way := paths.to(c)
	loc := c.Location
	loc.Component = c.PURL()
	out := assay.Finding{
		Rule: RuleOf(f.name), Engine: assay.EngineDependency, Severity: severity(f, c), Confidence: confidence(c),
		Message: message(c, v), Location: loc, CWE: f.cwe(), Vulnerability: v,
		Fix: fix(c, v, all, way), Identity: string(c.Ecosystem) + "\x00" + c.Name,
	}
	for _, step := range way {
		l := step.Location
		l.Component = step.PURL()
		out.Flow = append(out.Flow, assay.Step{Location: l, Message: strings.TrimSuffix(step.Name+" "+step.Version, " ")})
	}
	if len(way) < 2 {
		out.Flow = nil // direct: its place says it
	}
	return out
}

// confidence: go.mod names the oldest toolchain that may build the program, and
// a newer one may do it.
func confidence(c *assay.Component) assay.Confidence {
	if c.Ecosystem == assay.Go && c.Name == "stdlib" && path.Base(c.Root) == "go.mod" {
		return assay.Firm
	}
	return assay.Certain
}

func message(c *assay.Component, v *assay.Vulnerability) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s has the known flaw %s", c.Name, c.Version, v.ID)
	if !v.Exploited.IsZero() {
		fmt.Fprintf(&b, ", exploited in the wild since %s at the latest", v.Exploited.Format("2006-01-02"))
	}
	switch c.Use {
	case assay.Development:
		b.WriteString(" (used for development only)")
	case assay.Optional:
		b.WriteString(" (optional)")
	}
	return b.String()
}

// fix says what to set where. For what others bring in it names the way there.
func fix(c *assay.Component, v *assay.Vulnerability, all []flaw, way []*assay.Component) string {
	to, clears := upgrade(c, all)
	switch {
	case to == "":
		return fmt.Sprintf("no fixed version of %s is known: replace it, or say in a VEX document why the flaw does not reach you", c.Name)
	case v.Fixed == "":
		return fmt.Sprintf("no fixed version is known for this flaw; %s %s clears %d others", c.Name, to, clears)
	}
	what := fmt.Sprintf("%s %s", c.Name, to)
	if len(all) > 1 {
		what += fmt.Sprintf(", which clears %d of its %d known flaws", clears, len(all))
	}
	if c.Direct {
		return "upgrade to " + what
	}
	if len(way) > 1 {
		return fmt.Sprintf("bring in %s: upgrade %s, through which it comes, or pin it", what, way[0].Name)
	}
	return "bring in " + what
}

// paths finds how a project comes to a component.
type paths struct {
	direct map[string][]*assay.Component // by root
	byKey  map[string]map[string]*assay.Component
	from   map[string]map[string]*assay.Component // root → key → who requires it, nearest to the root
}

func newPaths(components []assay.Component) *paths {
	p := &paths{map[string][]*assay.Component{}, map[string]map[string]*assay.Component{}, map[string]map[string]*assay.Component{}}
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

// to is the shortest way from what the project asks for to the component, both
// included; nil when the files do not tell.
func (p *paths) to(c *assay.Component) []*assay.Component {
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
func (p *paths) walk(root string) map[string]*assay.Component {
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
