package npm

import (
	"fmt"
	"path"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// projects gives each manifest what it reaches. The one beside the lockfile
// comes last: it also gets what no other reaches.
func (u *unit) projects() ([]assay.Project, []assay.Component) {
	var projects []assay.Project
	var components []assay.Component
	home := u.home()
	if home == nil {
		return nil, nil
	}
	walker := inventory.NewWalker(&u.graph)
	edges := func(m *manifest) []inventory.Edge { return u.graph.Packages[m.node].Edges }
	everything := edges(home)
	for _, m := range u.manifests {
		if m == home {
			continue
		}
		p := u.project(m)
		found, ok := walker.Project(p.Root, edges(m))
		if ok {
			components = append(components, found...)
		} else {
			everything = slices.Concat(everything, edges(m))
			inventory.Incomplete(&p, "the workspace is too large to be told apart: see "+home.path)
		}
		projects = append(projects, p)
	}
	return append(projects, u.project(home)), append(components, walker.Whole(home.path, everything)...)
}

// home is the manifest beside the first lockfile; where there is none, a
// project in the lockfile's name. Without lockfiles it is the first manifest, if any.
func (u *unit) home() *manifest {
	if len(u.lockPaths) == 0 {
		if len(u.manifests) == 0 {
			return nil
		}
		return u.manifests[0]
	}
	if m := u.byDir[inventory.Dir(u.lockPaths[0])]; m != nil {
		return m
	}
	m := &manifest{path: u.lockPaths[0], dir: inventory.Dir(u.lockPaths[0])}
	u.addManifest(m)
	return m
}

func (u *unit) project(m *manifest) assay.Project {
	p := assay.Project{Root: m.path, Ecosystem: assay.NPM, Name: m.name, Version: m.version, Licence: m.licence, Complete: true}
	if len(u.locks) == 0 && len(m.dependencies) > 0 {
		inventory.Incomplete(&p, "there is no lockfile, so neither versions nor what comes along with them are known")
	} else if m.unresolved > 0 {
		inventory.Incomplete(&p, fmt.Sprintf("the lockfile does not hold %d of the dependencies of %s", m.unresolved, path.Base(m.path)))
	}
	if u.problems.In(m.path) {
		inventory.Incomplete(&p, "not all of "+path.Base(m.path)+" could be read")
	}
	for _, l := range u.lockPaths {
		if l != m.path && u.problems.In(l) {
			inventory.Incomplete(&p, "not all of "+l+" could be read")
		}
	}
	if u.lacks != "" {
		inventory.Incomplete(&p, "the lockfile lacks "+document.Quote(u.lacks)+", for which one of its packages asks")
	}
	return p
}
