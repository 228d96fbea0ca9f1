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
	// says gives the spec of a manifest's dependency as the lockfile repeats it;
	// empty where it does not.
	says(m *manifest, name string) string
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
	// settings are the pnpm-workspace.yaml, by folder.
	settings map[string]settings
	// lacks names a package that a lockfile asks for and does not hold.
	lacks string
}

func (u *unit) readManifests(files []engine.File) {
	u.installed, u.inModules, u.settings = map[string]string{}, map[string]string{}, map[string]settings{}
	for _, f := range files {
		if path.Base(f.Path) == workspaceName {
			u.readSettings(f)
		}
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
			for _, e := range u.targets(m, d) {
				if e.To != m.node {
					u.graph.Ask(m.node, e.To, e.Use, e.Location)
				}
			}
		}
	}
}

// targets finds what a dependency of a manifest means. All lockfiles count, so
// there may be several.
func (u *unit) targets(m *manifest, d dependency) []inventory.Edge {
	at := inventory.At(m.path, d.line)
	var found []inventory.Edge
	for _, l := range u.locks {
		if to, ok := l.find(m, d); ok {
			if p := &u.graph.Packages[to]; !p.Local {
				u.holdToPin(m, d, l, &p.Component)
			}
			found = append(found, inventory.Edge{To: to, Use: d.use, Location: at})
		}
	}
	if len(found) > 0 || d.peer {
		return found // whoever uses the project brings its peers
	}
	if to := u.local(m, d); to != nil {
		return []inventory.Edge{{To: to.node, Use: d.use, Location: at}}
	}
	d.spec, at = u.effective(m, d)
	if isLocal(d.spec) {
		return nil
	}
	c := asked(at, d)
	if !inventory.Name(c.Name) {
		u.problems.Add(m.path, d.line, "Repair the line.", "not read: %s is no name of a package", document.Quote(c.Name))
		return nil
	}
	if v := u.inModules[path.Join(m.dir, d.name)]; v != "" && c.Version == "" {
		c.Version = v
	}
	m.unresolved++
	return []inventory.Edge{{To: u.graph.Add(inventory.Package{Component: c}), Use: d.use, Location: at}}
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
