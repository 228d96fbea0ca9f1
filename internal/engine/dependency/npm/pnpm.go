package npm

import (
	"cmp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// pnpm is a pnpm-lock.yaml of version 5 to 9: packages by name, version and
// the peers they were joined with, and importers that name them exactly.
type pnpm struct {
	u     *unit
	path  string
	dir   string
	by    map[string]int
	asks  []ask // place is the version
	extra []*manifest
	// direct is what an importer's names were resolved to, by folder and name.
	direct map[[2]string]string
	specs  map[[2]string]string // what it was asked for by
}

func readPnpm(u *unit, f engine.File) lock {
	p := &pnpm{u: u, path: f.Path, dir: inventory.Dir(f.Path), by: map[string]int{}, direct: map[[2]string]string{}, specs: map[[2]string]string{}}
	doc, err := document.YAML(f.Data)
	if !u.problems.Document(f.Path, err) && (doc.Kind != document.Object || doc.Get("lockfileVersion") == nil) {
		u.problems.Add(f.Path, doc.Line, "Have pnpm write the lockfile anew.", "not read: it holds no lockfileVersion")
	}
	packages, snapshots := doc.Get("packages"), doc.Get("snapshots")
	if snapshots == nil {
		snapshots = packages
	}
	for _, m := range snapshots.Members() {
		p.add(m, packages)
	}
	for _, m := range packages.Members() {
		if _, ok := p.by[m.Key]; !ok && !p.joined(m.Key) {
			p.add(m, packages)
		}
	}
	p.importers(doc)
	for _, a := range p.asks {
		if to, ok := p.lookup(a.name, a.place); ok {
			u.graph.Ask(a.from, to, a.use, a.location)
		} else if !a.mayLack && !isLocal(a.place) {
			u.lacks = a.name
		}
	}
	p.asks = nil
	return p
}

// joined says whether some snapshot of a package was added: with peers.
func (p *pnpm) joined(key string) bool {
	_, ok := p.by["|"+key]
	return ok
}

// add adds a package as it is joined with its peers. What is the same for all
// of these stands under its name and version alone (from version 9 on).
func (p *pnpm) add(m document.Member, packages *document.Node) {
	plain, _, _ := strings.Cut(m.Key, "(")
	about := packages.Get(plain)
	line := packages.KeyLine(plain)
	if about == nil {
		about, line = m.Value, m.Line
	}
	name, version := cutPnpmKey(m.Key)
	if n := about.Get("name").Text(); n != "" {
		name = n
	}
	if v := about.Get("version").Text(); v != "" {
		version = v
	}
	if !inventory.Name(name) {
		p.u.problems.Add(p.path, m.Line, "", "not read: %s is no name of a package", document.Quote(m.Key))
		return
	}
	var node int
	if about.Get("resolution", "type").Text() == "directory" || strings.HasPrefix(version, "file:") && about.Get("resolution", "directory") != nil {
		node = p.u.graph.Add(inventory.Package{Local: true})
	} else {
		c := p.u.component(p.path, line, name, version)
		p.u.fetch(&c, cmp.Or(about.Get("resolution", "tarball").Text(), version), line)
		c.Checksums = inventory.Integrity(about.Get("resolution", "integrity").Text())
		c.Use = flagged(about)
		node = p.u.graph.Add(inventory.Package{Component: c})
	}
	p.by[m.Key], p.by["|"+plain] = node, node
	for _, d := range dependenciesOf(m.Value) {
		if !d.peer {
			p.asks = append(p.asks, ask{from: node, place: d.spec, name: d.name, use: d.use, mayLack: d.use == assay.Optional})
		}
	}
}

// cutPnpmKey reads "/@scope/name/1.0.0_peer@2" (version 5), "/name@1.0.0(peer@2)"
// (6) and "name@1.0.0(peer@2)" (9).
func cutPnpmKey(key string) (name, version string) {
	plain, _, _ := strings.Cut(key, "(")
	rooted := strings.HasPrefix(plain, "/")
	plain = strings.TrimPrefix(plain, "/")
	if plain == "" {
		return "", ""
	}
	if name, version = cutDescriptor(plain); version != "" && inventory.Name(name) && strings.Count(name, "/") <= 1 &&
		(strings.HasPrefix(name, "@") || !strings.Contains(name, "/")) {
		return name, version
	}
	parts := 2
	if plain[0] == '@' {
		parts = 3
	}
	split := strings.SplitN(plain, "/", parts)
	if !rooted || len(split) < parts {
		return plain, ""
	}
	version, _, _ = strings.Cut(split[parts-1], "_")
	return strings.Join(split[:parts-1], "/"), version
}

// importers reads what the manifests of the workspace were given.
func (p *pnpm) importers(doc *document.Node) {
	list := doc.Get("importers")
	if list == nil {
		p.importer(".", doc)
	}
	for _, m := range list.Members() {
		p.importer(m.Key, m.Value)
	}
}

func (p *pnpm) importer(rel string, e *document.Node) {
	dir, ok := inventory.Below(p.dir, rel)
	if !ok {
		return
	}
	stand := &manifest{path: p.path, dir: dir}
	for _, list := range []struct {
		key string
		use assay.Use
	}{{"dependencies", assay.Runtime}, {"optionalDependencies", assay.Optional}, {"devDependencies", assay.Development}} {
		specifiers := e.Get("specifiers") // up to version 5
		for _, m := range e.Get(list.key).Members() {
			p.specs[[2]string{dir, m.Key}] = specifiers.Get(m.Key).Text()
			version := m.Value.Text()
			if m.Value.Is(document.Object) {
				p.specs[[2]string{dir, m.Key}] = m.Value.Get("specifier").Text()
				version = m.Value.Get("version").Text()
			}
			p.direct[[2]string{dir, m.Key}] = version
			stand.dependencies = append(stand.dependencies, dependency{name: m.Key, spec: version, use: list.use, line: m.Line})
		}
	}
	if p.u.byDir[dir] == nil && dir == p.dir {
		p.extra = append(p.extra, stand)
	}
}

func (p *pnpm) lookup(name, version string) (int, bool) {
	if version == "" {
		return 0, false
	}
	for _, key := range []string{name + "@" + version, "/" + name + "@" + version, "/" + name + "/" + version, version, "/" + version} {
		if to, ok := p.by[key]; ok {
			return to, true
		}
	}
	return 0, false
}

func (p *pnpm) find(m *manifest, d dependency) (int, bool) {
	version := p.direct[[2]string{m.dir, d.name}]
	if rel, ok := strings.CutPrefix(version, "link:"); ok {
		if dir, ok := inventory.Below(m.dir, rel); ok && p.u.byDir[dir] != nil {
			return p.u.byDir[dir].node, true
		}
		return 0, false
	}
	return p.lookup(d.name, version)
}

func (p *pnpm) stands() []*manifest { return p.extra }

func (p *pnpm) says(m *manifest, name string) string { return p.specs[[2]string{m.dir, name}] }
