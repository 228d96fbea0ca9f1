package python

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// manifest is what the files of a folder say of its package.
type manifest struct {
	dir     string
	project assay.Project
	asked   []requirement
	files   []string
	edges   []inventory.Edge
	// is says that there is a package, and not only settings of tools.
	is bool
}

// readPyproject reads pyproject.toml: PEP 621, dependency groups (PEP 735), and
// the tables of poetry, uv and pdm. What only builds the package (PEP 518) is
// in no lockfile and left out.
func (u *unit) readPyproject(m *manifest, name string) {
	f, ok := u.files[name]
	if !ok {
		return
	}
	doc, err := document.TOML(f.Data)
	u.problems.Document(name, err)
	m.files = append(m.files, name)
	d := &declared{u: u, m: m, path: name}
	project, poetry := doc.Get("project"), doc.Get("tool", "poetry")
	m.is = m.is || project != nil || poetry != nil || doc.Get("dependency-groups") != nil || err != nil
	for _, about := range []*document.Node{project, poetry} {
		d.describe(about)
	}
	d.strings(project.Get("dependencies"), assay.Runtime)
	for _, extra := range project.Get("optional-dependencies").Members() {
		d.strings(extra.Value, useOf(extra.Key, assay.Optional))
	}
	for _, groups := range []*document.Node{doc.Get("dependency-groups"), doc.Get("tool", "pdm", "dev-dependencies")} {
		for _, g := range groups.Members() {
			d.strings(g.Value, assay.Development)
		}
	}
	d.strings(doc.Get("tool", "uv", "dev-dependencies"), assay.Development)
	d.table(poetry.Get("dependencies"), assay.Runtime)
	d.table(poetry.Get("dev-dependencies"), assay.Development)
	for _, g := range poetry.Get("group").Members() {
		d.table(g.Value.Get("dependencies"), assay.Development)
	}
	for s := range project.Get("dynamic").Strings() {
		if s == "dependencies" && !u.has(path.Join(m.dir, "setup.py")) && !u.has(path.Join(m.dir, "setup.cfg")) {
			inventory.Incomplete(&m.project, "its dependencies are computed at build time")
		}
	}
}

// declared reads the lists of one manifest.
type declared struct {
	u    *unit
	m    *manifest
	path string
}

func (d *declared) describe(about *document.Node) {
	p := &d.m.project
	set := func(field *string, n *document.Node) {
		if *field == "" {
			*field = n.Text()
		}
	}
	set(&p.Name, about.Get("name"))
	set(&p.Version, about.Get("version"))
	set(&p.Licence, about.Get("license"))
	set(&p.Licence, about.Get("license", "text"))
	if len(p.Licence) > 200 {
		p.Licence = ""
	}
}

func (d *declared) strings(list *document.Node, use assay.Use) {
	for _, item := range list.Items() {
		if item.Is(document.String) {
			d.require(item.Text(), item.Line, use)
		}
	}
}

// require reads one requirement of a list.
func (d *declared) require(text string, line int, use assay.Use) {
	r, ok := parse(text)
	if !ok {
		d.u.problems.Add(d.path, line, "Repair the line.", "not read: %s is no requirement", document.Quote(text))
		return
	}
	r.use, r.at = use, inventory.At(d.path, line)
	d.m.asked = append(d.m.asked, r)
}

// table reads poetry's tables, and those of a Pipfile: a range, a table, or a
// list of tables by name.
func (d *declared) table(list *document.Node, use assay.Use) {
	for _, m := range list.Members() {
		if m.Key == "python" {
			continue
		}
		variants := m.Value.Items()
		if !m.Value.Is(document.Array) {
			variants = []*document.Node{m.Value}
		}
		for _, v := range variants {
			d.entry(m, v, use)
		}
	}
}

func (d *declared) entry(m document.Member, v *document.Node, use assay.Use) {
	if !inventory.Name(m.Key) {
		d.u.problems.Add(d.path, m.Line, "Repair the line.", "not read: %s is no name of a package", document.Quote(m.Key))
		return
	}
	spec := v.Text() + v.Get("version").Text()
	if pepVersion.MatchString(spec) && !strings.ContainsAny(spec, "*") {
		spec = "==" + spec // poetry's bare version is exact
	}
	r := ranged(m.Key, spec)
	for _, key := range []string{"git", "url", "file"} {
		if address := v.Get(key).Text(); address != "" {
			r.version, r.constraint = "", inventory.Harmless(address)
		}
	}
	r.local = v.Get("path") != nil
	for e := range v.Get("extras").Strings() {
		r.extras = append(r.extras, e)
	}
	if v.Get("optional").True() && use == assay.Runtime {
		use = assay.Optional
	}
	r.use, r.at = use, inventory.At(d.path, m.Line)
	d.m.asked = append(d.m.asked, r)
}
