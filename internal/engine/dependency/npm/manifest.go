package npm

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// manifest is a package.json of ours, or what a lockfile says of one that is
// not in the tree.
type manifest struct {
	path, dir              string
	name, version, licence string
	manager                string // npm, yarn, pnpm or bun where it says so
	dependencies           []dependency
	overrides              overrides
	// unresolved counts dependencies that no lockfile holds.
	unresolved int
	// node is the manifest's Local package in the graph.
	node int
}

// dependency is a line of a manifest.
type dependency struct {
	name, spec string
	use        assay.Use
	peer       bool
	line       int
}

func (u *unit) readManifest(f engine.File) *manifest {
	doc, err := document.JSON(f.Data)
	u.problems.Document(f.Path, err)
	if err == nil && doc.Kind != document.Object {
		u.problems.Add(f.Path, doc.Line, "Repair the file.", "not read: it holds no JSON object")
	}
	m := &manifest{path: f.Path, dir: inventory.Dir(f.Path)}
	m.name, m.version, m.licence = doc.Get("name").Text(), doc.Get("version").Text(), licenceOf(doc)
	m.manager, _, _ = strings.Cut(doc.Get("packageManager").Text(), "@")
	m.dependencies = dependenciesOf(doc)
	m.overrides = overridesOf(doc, m.manager)
	return m
}

// dependenciesOf reads the lists of dependencies of a package.json, or of the
// part of a lockfile that has its form. What is optional stands before the
// rest: npm drops the same name from the dependencies.
func dependenciesOf(doc *document.Node) []dependency {
	var out []dependency
	seen := map[string]bool{}
	for _, list := range []struct {
		key string
		use assay.Use
	}{
		{"optionalDependencies", assay.Optional},
		{"dependencies", assay.Runtime},
		{"devDependencies", assay.Development},
		{"peerDependencies", assay.Runtime},
	} {
		peer := list.key == "peerDependencies"
		for _, m := range doc.Get(list.key).Members() {
			if seen[m.Key] || !m.Value.Is(document.String) {
				continue
			}
			seen[m.Key] = true
			d := dependency{m.Key, m.Value.Text(), list.use, peer, m.Line}
			if peer && doc.Get("peerDependenciesMeta", m.Key, "optional").True() {
				d.use = assay.Optional
			}
			out = append(out, d)
		}
	}
	return out
}

// licenceOf reads the forms that a licence had over the years: a text, an
// object with a type, a list of either.
func licenceOf(doc *document.Node) string {
	n := doc.Get("license")
	if n == nil {
		n = doc.Get("licenses")
	}
	var names []string
	for _, item := range append([]*document.Node{n}, n.Items()...) {
		text := item.Text()
		if text == "" {
			text = item.Get("type").Text()
		}
		if text = strings.TrimSpace(text); text != "" && len(text) <= 200 {
			names = append(names, text)
		}
	}
	if len(names) > 1 {
		return "(" + strings.Join(names, " OR ") + ")"
	}
	return strings.Join(names, "")
}
