package cargo

import (
	"path"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// projects gives each manifest what it reaches; the one beside the lockfile, or
// the lockfile itself, gets what no other does.
func (u *unit) projects() (projects []assay.Project, components []assay.Component) {
	edges := make([][]inventory.Edge, len(u.manifests))
	for i, m := range u.manifests {
		edges[i] = u.edges(m)
	}
	for i, m := range u.manifests { // a lockfile does not say what is for tests only
		if node, ok := u.local[m.project.Name]; ok {
			u.graph.Packages[node].Edges = edges[i]
		}
	}
	walker := inventory.NewWalker(&u.graph)
	var rest []inventory.Edge
	for i, m := range u.manifests {
		if m.project.Name == "" && len(m.asked) == 0 && !u.problems.In(m.path) || u.home() == m {
			continue // a workspace without a package of its own, or told last
		}
		u.explain(&m.project, m)
		found, ok := walker.Project(m.path, edges[i])
		if ok {
			components = append(components, found...)
		} else {
			rest = append(rest, edges[i]...)
			inventory.Incomplete(&m.project, "the workspace is too large to be told apart: see "+u.lockPath)
		}
		projects = append(projects, m.project)
	}
	home := u.home()
	if home == nil {
		return projects, components
	}
	if i := slices.Index(u.manifests, home); i >= 0 {
		rest = slices.Concat(edges[i], rest)
	} else {
		rest = append(rest, u.locals()...)
	}
	u.explain(&home.project, home)
	if found := walker.Whole(home.path, rest); len(found) > 0 || u.problems.In(home.path) || home.project.Name != "" {
		projects, components = append(projects, home.project), append(components, found...)
	}
	return projects, components
}

// home is the manifest beside the lockfile; where there is none, the lockfile.
func (u *unit) home() *manifest {
	if u.lockPath == "" {
		return nil
	}
	for _, m := range u.manifests {
		if m.dir == inventory.Dir(u.lockPath) {
			return m
		}
	}
	return &manifest{path: u.lockPath, project: assay.Project{Root: u.lockPath, Ecosystem: assay.Cargo, Complete: true}}
}

// locals are the edges of packages of the tree whose manifests are not there.
func (u *unit) locals() []inventory.Edge {
	known := map[string]bool{}
	for _, m := range u.manifests {
		known[m.project.Name] = true
	}
	var out []inventory.Edge
	for i := range u.graph.Packages {
		if p := &u.graph.Packages[i]; p.Local && !known[p.Component.Name] {
			out = append(out, p.Edges...)
		}
	}
	return out
}

// edges leads from a manifest to what its entry in the lockfile names. The
// manifest's lines are found by name, so that two versions of a crate share them.
func (u *unit) edges(m *manifest) []inventory.Edge {
	node, locked := u.local[m.project.Name]
	byName := map[string][]int{}
	if locked {
		for _, e := range u.graph.Packages[node].Edges {
			name := u.graph.Packages[e.To].Component.Name
			byName[name] = append(byName[name], e.To)
		}
	}
	var out []inventory.Edge
	for i := range m.asked {
		d := &m.asked[i]
		found := byName[d.name]
		if len(found) == 0 {
			if d.local || u.hasLocal(d.name) {
				continue
			}
			if !inventory.Name(d.name) {
				u.problems.Add(m.path, d.at.Start.Line, "Repair the line.", "not read: %s is no name of a package", document.Quote(d.name))
				continue
			}
			u.unresolved(m, d.name, locked)
			found = []int{u.graph.Add(inventory.Package{Component: d.component()})}
		}
		for _, to := range found {
			out = append(out, inventory.Edge{To: to, Use: d.use, Location: d.at})
		}
	}
	return out
}

func (u *unit) hasLocal(name string) bool {
	_, ok := u.local[name]
	return ok
}

func (u *unit) unresolved(m *manifest, name string, locked bool) {
	if locked {
		inventory.Incomplete(&m.project, "the lockfile does not hold "+document.Quote(name))
	} else {
		inventory.Incomplete(&m.project, "there is no lockfile for it, so neither versions nor what comes along with them are known")
	}
}

func (u *unit) explain(p *assay.Project, m *manifest) {
	for _, f := range []string{m.path, u.lockPath} {
		if f != "" && u.problems.In(f) {
			inventory.Incomplete(p, "not all of "+path.Base(f)+" could be read")
		}
	}
}
