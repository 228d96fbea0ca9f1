package npm

import (
	"net/url"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// readBerry reads the form of yarn 2 and later, which is YAML. Its checksums
// are of yarn's own archives and not of what the registry holds: they are left out.
func (y *yarn) readBerry(f engine.File) {
	doc, err := document.YAML(f.Data)
	y.u.problems.Document(f.Path, err)
	for _, m := range doc.Members() {
		if m.Key == "__metadata" {
			continue
		}
		resolution := m.Value.Get("resolution").Text()
		name, spec := cutDescriptor(resolution)
		if !inventory.Name(name) || spec == "" {
			y.u.problems.Add(f.Path, m.Line, "Have yarn write the lockfile anew.", "not read: %s has no resolution that names a package", document.Quote(m.Key))
			continue
		}
		y.berryEntry(m, name, spec)
	}
}

func (y *yarn) berryEntry(m document.Member, name, spec string) {
	var node int
	if dir, ok := strings.CutPrefix(spec, "workspace:"); ok {
		node = y.member(m, name, dir)
	} else if isLocal(spec) && m.Value.Get("linkType").Text() == "soft" {
		node = y.u.graph.Add(inventory.Package{Local: true})
	} else {
		node = y.u.graph.Add(inventory.Package{Component: y.berryComponent(m, name, spec)})
	}
	for asked := range strings.SplitSeq(m.Key, ",") {
		if asked = strings.TrimSpace(asked); asked != "" {
			y.know(asked, node)
		}
	}
	if y.u.graph.Packages[node].Local && strings.HasPrefix(spec, "workspace:") {
		return // its package.json says more
	}
	for _, d := range dependenciesOf(m.Value) {
		if m.Value.Get("dependenciesMeta", d.name, "optional").True() {
			d.use = assay.Optional
		}
		if !d.peer {
			y.asks = append(y.asks, ask{from: node, place: d.spec, name: d.name, use: d.use, mayLack: d.use == assay.Optional})
		}
	}
}

// member is a package.json of the workspace; the lockfile stands in for one
// that is not in the tree.
func (y *yarn) member(m document.Member, name, rel string) int {
	dir, ok := inventory.Below(inventory.Dir(y.path), rel)
	if own := y.u.byDir[dir]; ok && own != nil {
		return own.node
	}
	node := y.u.graph.Add(inventory.Package{Local: true})
	for _, d := range dependenciesOf(m.Value) {
		y.asks = append(y.asks, ask{from: node, place: d.spec, name: d.name, use: d.use, mayLack: true, location: inventory.At(y.path, d.line)})
	}
	if rel == "." {
		y.extra = append(y.extra, &manifest{path: y.path, dir: dir, name: name, dependencies: dependenciesOf(m.Value)})
	}
	return node
}

// berryComponent reads name and version. A patched package is the one that was
// patched: "a@patch:a@npm%3A1.0.0#…".
func (y *yarn) berryComponent(m document.Member, name, spec string) assay.Component {
	for range 3 {
		inner, ok := strings.CutPrefix(spec, "patch:")
		if !ok {
			break
		}
		inner, _, _ = strings.Cut(inner, "#")
		if plain, err := url.PathUnescape(inner); err == nil {
			inner = plain
		}
		if n, s := cutDescriptor(inner); inventory.Name(n) && s != "" {
			name, spec = n, s
		}
	}
	version := m.Value.Get("version").Text()
	if version == "" || version == "0.0.0-use.local" {
		version = strings.TrimPrefix(spec, "npm:")
	}
	c := y.u.component(y.path, m.Line, name, version)
	plain, binding, _ := strings.Cut(strings.TrimPrefix(spec, "npm:"), "::")
	if exact.MatchString(plain) && plainVersion(plain) != plainVersion(c.Version) {
		y.u.problems.Add(y.path, m.Line, forged, "the lockfile says %s %s and fetches %s %s", name, c.Version, name, plain)
		c.Version, c.Constraint = plain, ""
	}
	if query, err := url.ParseQuery(binding); err == nil && query.Get("__archiveUrl") != "" {
		spec = query.Get("__archiveUrl")
	}
	y.u.fetch(&c, spec, m.Line)
	return c
}
