package npm

import (
	"cmp"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// tree is a lockfile that says what lies where in node_modules: npm's and
// bun's. Who asks for a name gets what lies nearest above, as Node does it
// (https://nodejs.org/api/modules.html#loading-from-node_modules-folders).
type tree struct {
	u    *unit
	path string // of the lockfile
	dir  string
	at   map[string]int // index of a package by its place
	asks []ask
	// specs are what manifests ask for as the lockfile repeats it, by folder and name.
	specs map[[2]string]string
	// extra are manifests that are in the lockfile and not in the tree.
	extra []*manifest
}

// ask is an edge whose end is looked for when all places are known.
type ask struct {
	from     int
	place    string
	name     string
	use      assay.Use
	mayLack  bool // nothing is wrong when nothing lies there
	location assay.Location
}

// longest is the length up to which places are believed.
const longest = 1024

// readTree reads package-lock.json and npm-shrinkwrap.json
// (https://docs.npmjs.com/cli/configuring-npm/package-lock-json).
func readTree(u *unit, f engine.File) lock {
	t := &tree{u: u, path: f.Path, dir: inventory.Dir(f.Path), at: map[string]int{}}
	doc, err := document.JSON(f.Data)
	u.problems.Document(f.Path, err)
	packages, old := doc.Get("packages"), doc.Get("dependencies")
	switch {
	case packages.Is(document.Object):
		t.packages(packages)
	case old.Is(document.Object):
		t.nested("", old)
	case err == nil && (doc.Kind != document.Object || doc.Get("lockfileVersion") == nil):
		u.problems.Add(f.Path, doc.Line, "Have npm write the lockfile anew.", "not read: it holds no packages")
	}
	t.connect()
	return t
}

// packages reads the form of npm 7 and later: packages by place.
func (t *tree) packages(list *document.Node) {
	var links []document.Member
	for _, m := range list.Members() {
		switch {
		case len(m.Key) > longest:
			t.u.problems.Add(t.path, m.Line, "", "not read: the place %s is too long", document.Quote(m.Key))
		case m.Value.Get("link").True():
			links = append(links, m)
		case !strings.Contains("/"+m.Key, "/node_modules/"):
			t.folder(m)
		default:
			t.installed(m)
		}
	}
	for _, m := range links {
		if to, ok := t.at[strings.TrimPrefix(m.Value.Get("resolved").Text(), "./")]; ok {
			t.at[m.Key] = to
		} else {
			t.at[m.Key] = t.u.graph.Add(inventory.Package{Local: true})
		}
	}
}

// folder is the root, a member of the workspace, or another folder that is linked to.
func (t *tree) folder(m document.Member) {
	dir, inside := inventory.Below(t.dir, m.Key)
	if own := t.u.byDir[dir]; inside && own != nil {
		t.at[m.Key] = own.node
		if t.specs == nil {
			t.specs = map[[2]string]string{}
		}
		for _, d := range dependenciesOf(m.Value) {
			t.specs[[2]string{dir, d.name}] = d.spec
		}
		return
	}
	if m.Key == "" {
		own := &manifest{path: t.path, dir: t.dir, name: m.Value.Get("name").Text(), version: m.Value.Get("version").Text(), licence: licenceOf(m.Value)}
		own.dependencies = dependenciesOf(m.Value)
		t.extra = []*manifest{own} // of two the last counts, as for npm
		return
	}
	node := t.u.graph.Add(inventory.Package{Local: true})
	t.at[m.Key] = node
	t.ask(node, m.Key, m.Value)
}

func (t *tree) installed(m document.Member) {
	e := m.Value
	name := e.Get("name").Text()
	if name == "" {
		name = m.Key[strings.LastIndex("/"+m.Key, "/node_modules/")+len("node_modules/"):]
	}
	version := e.Get("version").Text()
	if version == "" {
		if e.Get("optional").True() && e.Get("resolved") == nil {
			return // not installed where the lockfile was written
		}
		version = e.Get("resolved").Text()
	}
	if node, ok := t.add(m, name, version, m.Key); ok {
		t.u.graph.Packages[node].Component.Licence = licenceOf(e)
		t.ask(node, m.Key, e)
	}
}

// add puts a package in its place.
func (t *tree) add(m document.Member, name, version, place string) (int, bool) {
	if !inventory.Name(name) {
		t.u.problems.Add(t.path, m.Line, "", "not read: %s is no name of a package", document.Quote(name))
		return 0, false
	}
	c := t.u.component(t.path, m.Line, name, version)
	t.u.fetch(&c, cmp.Or(m.Value.Get("resolved").Text(), version), m.Line)
	c.Checksums = inventory.Integrity(m.Value.Get("integrity").Text())
	c.Use = flagged(m.Value)
	node := t.u.graph.Add(inventory.Package{Component: c})
	t.at[place] = node
	return node, true
}

func flagged(e *document.Node) assay.Use {
	switch {
	case e.Get("optional").True() || e.Get("devOptional").True():
		return assay.Optional
	case e.Get("dev").True():
		return assay.Development
	}
	return assay.Runtime
}

func (t *tree) ask(node int, place string, e *document.Node) {
	for _, d := range dependenciesOf(e) {
		if d.use == assay.Development {
			continue
		}
		a := ask{from: node, place: place, name: d.name, use: d.use, mayLack: d.peer || d.use == assay.Optional}
		if t.u.graph.Packages[node].Local {
			a.location = inventory.At(t.path, d.line)
		}
		t.asks = append(t.asks, a)
	}
}

// nested reads the form of npm 5 and 6: packages within those that hold them.
func (t *tree) nested(place string, list *document.Node) {
	for _, m := range list.Members() {
		at := path.Join(place, "node_modules", m.Key)
		if len(at) > longest {
			t.u.problems.Add(t.path, m.Line, "", "not read: packages stand too deep in each other")
			continue
		}
		t.old(at, m)
		t.nested(at, m.Value.Get("dependencies"))
	}
}

func (t *tree) old(at string, m document.Member) {
	name, version := alias(m.Key, m.Value.Get("version").Text())
	if isLocal(version) {
		t.at[at] = t.u.graph.Add(inventory.Package{Local: true})
		if dir, ok := inventory.Below(t.dir, strings.TrimPrefix(version, "file:")); ok && t.u.byDir[dir] != nil {
			t.at[at] = t.u.byDir[dir].node
		}
		return
	}
	node, ok := t.add(m, name, version, at)
	if !ok {
		return
	}
	for _, d := range m.Value.Get("requires").Members() {
		t.asks = append(t.asks, ask{from: node, place: at, name: d.Key, use: assay.Runtime, mayLack: true})
	}
}

// connect draws the edges, now that all places are known.
func (t *tree) connect() {
	for _, a := range t.asks {
		to, ok := t.nearest(a.place, a.name)
		if !ok {
			if !a.mayLack {
				t.u.lacks = a.name
			}
			continue
		}
		from, target := &t.u.graph.Packages[a.from], &t.u.graph.Packages[to]
		if from.Component.Use != assay.Optional && target.Component.Use == assay.Optional && a.use == assay.Runtime && !from.Local {
			a.use = assay.Optional // npm 5 and 6 tell it only this way
		}
		t.u.graph.Ask(a.from, to, a.use, a.location)
	}
	t.asks = nil
}

// nearest looks for a name in the node_modules of a place and of those above.
func (t *tree) nearest(place, name string) (int, bool) {
	for {
		if path.Base(place) != "node_modules" {
			if to, ok := t.at[strings.TrimPrefix(place+"/node_modules/"+name, "/")]; ok {
				return to, true
			}
		}
		if place == "" {
			return 0, false
		}
		place = place[:max(0, strings.LastIndexByte(place, '/'))]
	}
}

func (t *tree) find(m *manifest, d dependency) (int, bool) {
	place := m.dir
	if t.dir != "" {
		place = strings.TrimPrefix(strings.TrimPrefix(m.dir, t.dir), "/")
	}
	return t.nearest(place, d.name)
}

func (t *tree) stands() []*manifest { return t.extra }

func (t *tree) says(m *manifest, name string) string { return t.specs[[2]string{m.dir, name}] }
