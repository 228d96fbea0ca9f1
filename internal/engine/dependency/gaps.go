package dependency

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

// incomplete tells which projects bring in more than their files name: one gap
// for each kind, and no failure of the run, since no file could say more.
func incomplete(projects []assay.Project) []assay.Gap {
	type kind struct {
		scope assay.Scope
		why   string
	}
	roots, all := map[kind][]string{}, map[assay.Scope]int{}
	var kinds []kind
	for _, p := range projects {
		k := kind{ScopeOf(p.Ecosystem, p.Root), p.Why}
		all[k.scope]++
		if p.Complete {
			continue
		}
		if roots[k] == nil {
			kinds = append(kinds, k)
		}
		roots[k] = append(roots[k], p.Root)
	}
	var out []assay.Gap
	for _, k := range kinds {
		slices.Sort(roots[k])
		out = append(out, assay.Gap{
			Scope: k.scope, Location: assay.Location{Path: roots[k][0]}, Unsupported: true,
			Reason: fmt.Sprintf("%d of %d projects incomplete: %s", len(roots[k]), all[k.scope], k.why),
			Help:   "commit a lockfile, or hand in the build's own bill of materials with --import",
		})
	}
	return out
}

// unversioned tells of components with a version that can't be compared.
func unversioned(components []assay.Component) []assay.Gap {
	byRoot := map[string][]string{}
	scopes := map[string]assay.Scope{}
	for i := range components {
		c := &components[i]
		if c.Version != "" && !version.Valid(c.Ecosystem, c.Version) {
			byRoot[c.Root] = append(byRoot[c.Root], c.Key())
			scopes[c.Root] = ScopeOf(c.Ecosystem, c.Root)
		}
	}
	var out []assay.Gap
	for root, keys := range byRoot {
		slices.Sort(keys)
		keys = slices.Compact(keys)
		out = append(out, assay.Gap{
			Scope: scopes[root], Location: assay.Location{Path: root}, Unsupported: true,
			Reason: fmt.Sprintf("%s: no version that can be compared, so not held against known flaws", strings.Join(keys[:min(3, len(keys))], ", ")),
			Help:   "name a released version",
		})
	}
	return out
}

// ScopeOf is the scope that a project belongs to.
func ScopeOf(e assay.Ecosystem, root string) assay.Scope {
	switch ext := strings.ToLower(path.Ext(root)); {
	case ext == ".jar" || ext == ".war" || ext == ".ear" || ext == ".whl" || ext == ".egg":
		return assay.ScopeArchive
	case e == assay.Go && path.Base(root) != "go.mod":
		return assay.ScopeArchive
	case e == assay.Maven && strings.Contains(path.Base(root), "pom") && (ext == ".xml" || ext == ".pom"):
		return assay.ScopeMaven
	}
	return map[assay.Ecosystem]assay.Scope{
		assay.Go: assay.ScopeGoModules, assay.Maven: assay.ScopeGradle, assay.NPM: assay.ScopeNPM, assay.PyPI: assay.ScopePython,
		assay.NuGet: assay.ScopeNuGet, assay.Cargo: assay.ScopeCargo, assay.RubyGems: assay.ScopeBundler, assay.Packagist: assay.ScopeComposer,
	}[e]
}
