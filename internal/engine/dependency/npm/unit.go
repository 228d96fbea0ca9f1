package npm

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

// lock is a lockfile whose packages are in the unit's graph.
type lock interface {
	// find gives the package that a manifest's dependency was resolved to.
	find(m *manifest, d dependency) (int, bool)
	// stands gives what the lockfile says of manifests that are not in the tree.
	stands() []*manifest
}

// unit is a workspace while it is read.
type unit struct {
	problems  inventory.Problems
	graph     inventory.Graph
	manifests []*manifest
	byDir     map[string]*manifest
	byName    map[string]*manifest
	locks     []lock
	lockPaths []string
	installed map[string]string // licence by the Key of an installed package
	// inModules is the version of installed packages, by folder and name.
	inModules map[string]string
	// lacks names a package that a lockfile asks for and does not hold.
	lacks string
}

func (u *unit) readManifests(files []engine.File) {
	u.installed, u.inModules = map[string]string{}, map[string]string{}
	for _, f := range files {
		if path.Base(f.Path) != manifestName {
			continue
		}
		if dir, name, installed := cutInstalled(f.Path); installed {
			u.readInstalled(f, dir, name)
		} else {
			u.addManifest(u.readManifest(f))
		}
	}
}

func (u *unit) addManifest(m *manifest) {
	m.node = u.graph.Add(inventory.Package{Local: true})
	u.manifests = append(u.manifests, m)
	u.byDir[m.dir] = m
	if m.name != "" && u.byName[m.name] == nil {
		u.byName[m.name] = m
	}
}

// readInstalled takes licence and version from a package in node_modules. What
// is wrong with such a file is no concern of ours: nothing depends on it.
func (u *unit) readInstalled(f engine.File, dir, name string) {
	doc, _ := document.JSON(f.Data)
	version := doc.Get("version").Text()
	if n := doc.Get("name").Text(); n != "" {
		u.installed[n+"@"+version] = licenceOf(doc)
	}
	if at := path.Join(dir, "node_modules", name, manifestName); at == f.Path && exact.MatchString(version) {
		u.inModules[path.Join(dir, name)] = version
	}
}

// adopt takes in what lockfiles say of manifests that are not in the tree.
func (u *unit) adopt() {
	for _, l := range u.locks {
		for _, m := range l.stands() {
			u.addManifest(m)
		}
	}
	slices.SortStableFunc(u.manifests, func(a, b *manifest) int { return cmp.Compare(a.path, b.path) })
}

// resolve draws the edges from manifests to packages.
func (u *unit) resolve() {
	for _, m := range u.manifests {
		for _, d := range m.dependencies {
			to, ok := u.target(m, d)
			if ok && to != m.node {
				u.graph.Ask(m.node, to, d.use, inventory.At(m.path, d.line))
			}
		}
	}
}

// target finds what a dependency of a manifest means; all lockfiles count, so
// there may be more than one target: the others get their edges here.
func (u *unit) target(m *manifest, d dependency) (int, bool) {
	found := -1
	for _, l := range u.locks {
		to, ok := l.find(m, d)
		if !ok {
			continue
		}
		if found >= 0 {
			u.graph.Ask(m.node, to, d.use, inventory.At(m.path, d.line))
			continue
		}
		found = to
	}
	if found >= 0 {
		return found, true
	}
	if d.peer {
		return 0, false // whoever uses the project brings it
	}
	if to := u.local(m, d); to != nil {
		return to.node, true
	}
	if isLocal(d.spec) {
		return 0, false
	}
	c := asked(m.path, d)
	if !inventory.Name(c.Name) {
		u.problems.Add(m.path, d.line, "Repair the line.", "not read: %s is no name of a package", document.Quote(c.Name))
		return 0, false
	}
	if v := u.inModules[path.Join(m.dir, d.name)]; v != "" && c.Version == "" {
		c.Version = v
	}
	m.unresolved++
	return u.graph.Add(inventory.Package{Component: c}), true
}

// local finds the manifest of the tree that a dependency means.
func (u *unit) local(m *manifest, d dependency) *manifest {
	for _, p := range []string{"file:", "link:", "portal:", "workspace:"} {
		if rel, ok := strings.CutPrefix(d.spec, p); ok {
			if dir, ok := inventory.Below(m.dir, rel); ok && u.byDir[dir] != nil {
				return u.byDir[dir]
			}
		}
	}
	if len(u.locks) == 0 && !strings.HasPrefix(d.spec, "workspace:") && isAddress(d.spec) {
		return nil
	}
	name, _ := alias(d.name, strings.TrimPrefix(d.spec, "workspace:"))
	return u.byName[name]
}

// full says of all files that there was too much in them together.
func (u *unit) full() {
	if u.graph.Full {
		for _, m := range u.manifests {
			u.problems.Full(&u.graph, m.path)
		}
	}
}

// licences fills in what installed packages say of themselves.
func (u *unit) licences(components []assay.Component) {
	for i := range components {
		if c := &components[i]; c.Licence == "" {
			c.Licence = u.installed[c.Key()]
		}
	}
}
