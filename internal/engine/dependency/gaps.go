package dependency

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/archive"
	"github.com/assay-dev/assay/internal/version"
)

// incomplete tells which projects bring in more than their files name: one gap
// for each scope, and no failure of the run, since no file could say more.
func incomplete(projects []assay.Project) []assay.Gap {
	all := map[assay.Scope]int{}
	partial := map[assay.Scope][]assay.Project{}
	for _, p := range projects {
		scope := ScopeOf(p.Ecosystem, p.Root)
		all[scope]++
		if !p.Complete {
			partial[scope] = append(partial[scope], p)
		}
	}
	var out []assay.Gap
	for scope, list := range partial {
		slices.SortFunc(list, func(a, b assay.Project) int { return strings.Compare(a.Root, b.Root) })
		out = append(out, assay.Gap{
			Scope: scope, Location: assay.Location{Path: list[0].Root}, Unsupported: true,
			Reason: fmt.Sprintf("%d of %d projects may bring in more than is known: %s", len(list), all[scope], list[0].Why),
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

// Few is the number of records below which an ecosystem's flaws are as good as
// unknown: single ones come along with others.
const Few = 100

// unknown tells of ecosystems about which there is hardly any data.
func unknown(components []assay.Component, ix Index) []assay.Gap {
	first := map[assay.Ecosystem]string{}
	for i := range components {
		if c := &components[i]; first[c.Ecosystem] == "" {
			first[c.Ecosystem] = c.Root
		}
	}
	var out []assay.Gap
	for e, root := range first {
		n := ix.Records(e)
		if n >= Few {
			continue
		}
		name := string(e)
		if name == "" {
			name = "packages of an unknown kind"
		}
		out = append(out, assay.Gap{
			Scope: assay.ScopeAdvisory, Location: assay.Location{Path: root}, Unsupported: true,
			Reason: fmt.Sprintf("hardly anything is known of flaws of %s: %d records", name, n),
			Help:   "assay feeds update --from https://osv-vulnerabilities.storage.googleapis.com, or a mirror of it",
		})
	}
	return out
}

// ScopeOf is the scope that a project belongs to.
func ScopeOf(e assay.Ecosystem, root string) assay.Scope {
	switch ext := strings.ToLower(path.Ext(root)); {
	case archive.Is(root):
		return assay.ScopeArchive
	case e == assay.Go && path.Base(root) != "go.mod":
		return assay.ScopeArchive
	case e == assay.Maven && (ext == ".xml" || ext == ".pom"):
		return assay.ScopeMaven
	case e == assay.Maven && ext != ".gradle" && ext != ".kts" && ext != ".lockfile" && ext != ".toml":
		return assay.ScopeArchive // a jar under another name
	}
	if e == "" {
		return assay.ScopeAdvisory // a bill of materials from elsewhere
	}
	return map[assay.Ecosystem]assay.Scope{
		assay.Go: assay.ScopeGoModules, assay.Maven: assay.ScopeGradle, assay.NPM: assay.ScopeNPM, assay.PyPI: assay.ScopePython,
		assay.NuGet: assay.ScopeNuGet, assay.Cargo: assay.ScopeCargo, assay.RubyGems: assay.ScopeBundler, assay.Packagist: assay.ScopeComposer,
	}[e]
}
