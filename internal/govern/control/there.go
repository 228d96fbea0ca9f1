package control

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// nouns name what engines look at.
var nouns = map[assay.EngineID]string{
	assay.EngineSecret: "files", assay.EngineSAST: "source code", assay.EngineIaC: "infrastructure code", assay.EngineTag: "resources with tags",
	assay.EngineFinance: "infrastructure of regulated services", assay.EngineThreat: "infrastructure or interfaces",
	assay.EngineDependency: "components", assay.EngineLicence: "components with a known licence",
}

// there says whether a change has anything that the rules of a group look at. A
// group that needs no engine looks at the change itself.
func (c *change) there(g *Group) bool {
	if len(g.Engines) == 0 {
		return true
	}
	if len(g.Resources) > 0 && !slices.ContainsFunc(g.Resources, c.hasResource) {
		return false
	}
	if len(g.Scopes) > 0 {
		return slices.ContainsFunc(g.Scopes, c.has)
	}
	return slices.ContainsFunc(g.Engines, func(e assay.EngineID) bool { return c.has(string(e) + "/*") })
}

// has says whether anything was there in a scope, which may end with a star.
func (c *change) has(pattern string) bool {
	return slices.ContainsFunc(c.scopes, func(s string) bool { return matches(pattern, s) })
}

func (c *change) hasResource(pattern string) bool {
	for name, n := range c.run.Resources {
		if n > 0 && matches(pattern, name) {
			return true
		}
	}
	return false
}

// matches compares a name with one that may end with a star.
func matches(pattern, name string) bool {
	prefix, star := strings.CutSuffix(pattern, "*")
	return name == pattern || star && strings.HasPrefix(name, prefix)
}

// of names what the rules of a group look at.
func (g *Group) of() []string {
	if g.Of != "" {
		return []string{g.Of}
	}
	var out []string
	for _, e := range g.Engines {
		out = append(out, nouns[e])
	}
	return out
}
