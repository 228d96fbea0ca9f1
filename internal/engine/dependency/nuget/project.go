package nuget

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// project resolves one project file, or a lockfile that has none.
func (u *unit) project(root string, asked references, locks []engine.File) {
	var g inventory.Graph
	p := assay.Project{Root: root, Ecosystem: assay.NuGet, Name: asked.name, Version: asked.version, Licence: asked.licence, Complete: true}
	use := cmp.Or(asked.use, assay.Runtime)
	lines := map[string]reference{}
	for _, r := range asked.list {
		lines[strings.ToLower(r.id)] = r
	}
	var edges []inventory.Edge
	held := map[string]bool{}
	for _, f := range locks {
		l := u.readLock(f, &g)
		slices.SortFunc(l.direct, func(a, b direct) int { return cmp.Compare(a.node, b.node) })
		for _, d := range l.direct {
			id := strings.ToLower(d.id)
			held[id] = true
			e := inventory.Edge{To: d.node, Use: use}
			if g.Packages[d.node].Component.Use == assay.Development {
				e.Use = assay.Development
			}
			if r, ok := lines[id]; ok {
				e.Use, e.Location = r.use(use), inventory.At(r.path, r.line)
			}
			edges = append(edges, e)
		}
	}
	files := asked.files
	for _, l := range locks {
		files = append(files, l.Path)
	}
	edges = append(edges, u.unresolved(&p, &g, asked, held, len(locks) > 0)...)
	u.problems.Full(&g, root)
	for _, f := range files {
		if u.problems.In(f) {
			inventory.Incomplete(&p, "not all of "+path.Base(f)+" could be read")
		}
	}
	if asked.cut {
		u.problems.Add(root, 0, "Move references to the projects that need them.", "not read: too many references are inherited")
		inventory.Incomplete(&p, "too many references are inherited")
	}
	for i := range g.Packages {
		g.Packages[i].Component.Use = use
	}
	u.projects = append(u.projects, p)
	u.components = append(u.components, inventory.NewWalker(&g).Whole(root, edges)...)
}

// unresolved adds the references that no lockfile holds.
func (u *unit) unresolved(p *assay.Project, g *inventory.Graph, asked references, held map[string]bool, locked bool) []inventory.Edge {
	var out []inventory.Edge
	for _, r := range asked.list {
		if held[strings.ToLower(r.id)] {
			continue
		}
		c, ok := u.component(r)
		if !ok {
			continue
		}
		if locked {
			inventory.Incomplete(p, "the lockfile does not hold "+document.Quote(r.id))
		} else {
			inventory.Incomplete(p, "there is no lockfile, so what comes along with the packages is not known")
		}
		out = append(out, inventory.Edge{To: g.Add(inventory.Package{Component: c}), Use: r.use(asked.use), Location: c.Location})
	}
	return out
}

// published reads the *.deps.json of a program: all that was shipped with it.
func (u *unit) published(f engine.File) {
	doc, err := document.JSON(f.Data)
	failed := u.problems.Document(f.Path, err)
	var g inventory.Graph
	l := &lock{u: u, path: f.Path, graph: &g}
	if !failed && !doc.Get("targets").Is(document.Object) {
		u.problems.Add(f.Path, 1, "Publish the program again.", "not read: it holds no targets")
	}
	for _, t := range doc.Get("targets").Members() {
		l.target(t.Value, doc.Get("libraries"))
	}
	var edges []inventory.Edge
	for i := range g.Packages {
		if g.Packages[i].Local {
			edges = append(edges, inventory.Edge{To: i, Use: assay.Runtime})
		}
	}
	u.problems.Full(&g, f.Path)
	name := path.Base(f.Path)
	p := assay.Project{Root: f.Path, Ecosystem: assay.NuGet, Name: name[:len(name)-len(".deps.json")], Complete: true}
	if u.problems.In(f.Path) {
		inventory.Incomplete(&p, "not all of "+name+" could be read")
	}
	u.projects = append(u.projects, p)
	u.components = append(u.components, inventory.NewWalker(&g).Whole(f.Path, edges)...)
}
