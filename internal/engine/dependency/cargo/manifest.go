package cargo

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// manifest is a Cargo.toml
// (https://doc.rust-lang.org/cargo/reference/manifest.html).
type manifest struct {
	path, dir string
	doc       *document.Node
	project   assay.Project
	asked     []dependency
}

// dependency is an entry of a table of dependencies.
type dependency struct {
	name, spec string // the crate's own name, and the range
	use        assay.Use
	local      bool
	inherited  bool // the workspace says the rest
	key        string
	at         assay.Location
}

func (u *unit) readManifest(f engine.File) {
	doc, err := document.TOML(f.Data)
	u.problems.Document(f.Path, err)
	m := &manifest{path: f.Path, dir: inventory.Dir(f.Path), doc: doc}
	about := doc.Get("package")
	if about == nil {
		about = doc.Get("project")
	}
	m.project = assay.Project{
		Root: f.Path, Ecosystem: assay.Cargo, Complete: true,
		Name: about.Get("name").Text(), Version: about.Get("version").Text(), Licence: about.Get("license").Text(),
	}
	m.tables(doc)
	for _, target := range doc.Get("target").Members() {
		m.tables(target.Value)
	}
	u.manifests = append(u.manifests, m)
}

func (m *manifest) tables(doc *document.Node) {
	for _, t := range []struct {
		key string
		use assay.Use
	}{
		{"dependencies", assay.Runtime},
		{"dev-dependencies", assay.Development},
		{"dev_dependencies", assay.Development},
		{"build-dependencies", assay.Development},
		{"build_dependencies", assay.Development},
	} {
		for _, d := range doc.Get(t.key).Members() {
			m.asked = append(m.asked, m.dependency(d, t.use))
		}
	}
}

func (m *manifest) dependency(e document.Member, use assay.Use) dependency {
	d := dependency{name: e.Key, key: e.Key, use: use, at: inventory.At(m.path, e.Line)}
	d.describe(e.Value)
	d.inherited = e.Value.Get("workspace").True()
	if e.Value.Get("optional").True() && use == assay.Runtime {
		d.use = assay.Optional
	}
	return d
}

func (d *dependency) describe(v *document.Node) {
	d.spec = v.Text() + v.Get("version").Text()
	if real := v.Get("package").Text(); real != "" {
		d.name = real
	}
	d.local = v.Get("path") != nil
	if git := v.Get("git").Text(); git != "" {
		d.spec = inventory.Harmless(git)
	}
}

// inherit fills in what members leave to their workspace, the nearest above.
func (u *unit) inherit() {
	workspaces := map[string]*document.Node{}
	for _, m := range u.manifests {
		if w := m.doc.Get("workspace"); w != nil {
			workspaces[m.dir] = w
		}
	}
	for _, m := range u.manifests {
		dir := m.dir
		for workspaces[dir] == nil && dir != "" {
			dir = inventory.Dir(dir)
		}
		w := workspaces[dir]
		for field, to := range map[string]*string{"version": &m.project.Version, "license": &m.project.Licence} {
			if *to == "" && m.doc.Get("package", field, "workspace").True() {
				*to = w.Get("package", field).Text()
			}
		}
		m.project.Licence = licence(m.project.Licence)
		for i := range m.asked {
			if d := &m.asked[i]; d.inherited {
				d.describe(w.Get("dependencies", d.key))
			}
		}
	}
}

// licence writes the older form of a choice, "MIT/Apache-2.0", as SPDX does.
func licence(text string) string {
	if !strings.Contains(text, "/") {
		return text
	}
	parts := strings.Split(text, "/")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(parts, " OR ")
}

// component is a dependency that no lockfile resolves. A bare version is a range.
func (d *dependency) component() assay.Component {
	c := assay.Component{Ecosystem: assay.Cargo, Name: d.name, Use: d.use, Location: d.at}
	if v := strings.TrimSpace(strings.TrimPrefix(d.spec, "=")); strings.HasPrefix(d.spec, "=") && version.MatchString(v) {
		c.Version = v
	} else {
		c.Constraint = inventory.Harmless(d.spec)
	}
	return c
}
