package python

import (
	"path"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// packages resolves the folders that are packages: those that share another's
// lockfile first, so that what nobody asks for goes to the folder beside it.
func (u *unit) packages(dirs []string) {
	var manifests []*manifest
	for _, dir := range dirs {
		m := &manifest{dir: dir, project: assay.Project{Complete: true}}
		u.readPyproject(m, path.Join(dir, "pyproject.toml"))
		u.readSetupCfg(m, path.Join(dir, "setup.cfg"))
		u.readSetupPy(m, path.Join(dir, "setup.py"))
		manifests = append(manifests, m)
		for _, name := range lockNames {
			if f, ok := u.files[path.Join(dir, name)]; ok {
				u.locks[f.Path] = u.readLock(f)
				m.is = true
			}
		}
	}
	for _, m := range manifests {
		if l, _ := u.lockOf(m.dir); l != nil {
			for _, r := range m.asked {
				l.want(r.name, r.extras)
			}
		}
	}
	for _, l := range u.locks {
		l.connect()
	}
	for _, m := range manifests {
		if l, _ := u.lockOf(m.dir); l != nil {
			l.take(m)
		}
	}
	for _, home := range []bool{false, true} {
		for _, m := range manifests {
			if l, is := u.lockOf(m.dir); m.is && is == home {
				u.packageProject(m, l, home)
			}
		}
	}
}

func (u *unit) packageProject(m *manifest, l *lock, home bool) {
	p := &m.project
	p.Root = path.Join(m.dir, u.first(m.dir, lockNames))
	if len(m.files) > 0 {
		p.Root = m.files[0]
	}
	for _, f := range m.files {
		if u.problems.In(f) {
			inventory.Incomplete(p, "not all of "+path.Base(f)+" could be read")
		}
	}
	if l == nil {
		l = &lock{u: u, by: map[string][]int{}}
		if len(m.asked) > 0 {
			inventory.Incomplete(p, "there is no lockfile, so neither versions nor what comes along with them are known")
		}
		m.edges = l.edges(m)
	} else if u.problems.In(l.path) {
		inventory.Incomplete(p, "not all of "+path.Base(l.path)+" could be read")
	}
	if l.walker == nil {
		l.walker = inventory.NewWalker(&l.graph)
	}
	l.walker.Grow()
	u.finish(m, l, m.edges, home)
}

func (u *unit) finish(m *manifest, l *lock, edges []inventory.Edge, home bool) {
	p := &m.project
	p.Ecosystem = assay.PyPI
	var found []assay.Component
	if ok := true; home {
		found = l.walker.Whole(p.Root, slices.Concat(edges, l.untold))
	} else if found, ok = l.walker.Project(p.Root, edges); !ok {
		inventory.Incomplete(p, "the workspace is too large to be told apart: see "+l.path)
		found, l.untold = nil, append(l.untold, edges...)
	}
	u.projects = append(u.projects, *p)
	u.components = append(u.components, found...)
}

// edges leads from a manifest to what its lockfile holds, or to what it asks for
// where that is not in a lockfile.
func (l *lock) edges(m *manifest) []inventory.Edge {
	var out []inventory.Edge
	for i := range m.asked {
		r := &m.asked[i]
		found := l.by[r.name]
		if len(found) == 0 && (r.local || r.name == normal(m.project.Name)) {
			continue
		}
		if len(found) == 0 {
			if l.path != "" {
				inventory.Incomplete(&m.project, "the lockfile does not hold "+document.Quote(r.name))
			}
			found = []int{l.graph.Add(inventory.Package{Component: r.component()})}
		}
		for _, to := range found[:min(len(found), inventory.Few)] {
			out = append(out, inventory.Edge{To: to, Use: r.use, Location: r.at})
		}
	}
	return out
}

// take draws the edges of a manifest. To whoever uses the package the manifest's
// lines count, and not the lockfile's.
func (l *lock) take(m *manifest) {
	m.edges = l.edges(m)
	nodes := l.by[normal(m.project.Name)]
	for _, node := range nodes[:min(len(nodes), inventory.Few)] {
		if p := &l.graph.Packages[node]; p.Local {
			p.Edges = m.edges
		}
	}
}

// member says whether uv's lockfile has the package in a folder as a member of
// its workspace.
func (l *lock) member(rel string) bool {
	return slices.Contains(l.members, rel)
}
