package npm

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// override is what the root of a workspace puts in the place of all that is
// asked for by a name, or of one range of it.
type override struct {
	of, spec string
	line     int
}

// overrides are those of a file by name.
type overrides map[string][]override

// settings are what a pnpm-workspace.yaml says apart from the members.
type settings struct {
	path      string
	overrides overrides
	catalogs  *document.Node // by name; the first, nameless one by "default"
	catalog   *document.Node
}

func (u *unit) readSettings(f engine.File) {
	doc, err := document.YAML(f.Data)
	u.problems.Document(f.Path, err)
	s := settings{f.Path, overrides{}, doc.Get("catalogs"), doc.Get("catalog")}
	s.overrides.add(nil, doc.Get("overrides"))
	u.settings[inventory.Dir(f.Path)] = s
}

// overridesOf reads the lists that the managers heed. Where it is not known
// which manager is at work, all of them count.
func overridesOf(doc *document.Node, manager string) overrides {
	out := overrides{}
	if manager == "pnpm" || manager == "" {
		out.add(doc, doc.Get("pnpm", "overrides"))
	}
	if manager != "yarn" && manager != "pnpm" {
		out.add(doc, doc.Get("overrides"))
	}
	if manager != "npm" {
		out.add(doc, doc.Get("resolutions"))
	}
	return out
}

// add leaves out what concerns the dependencies of one package only: an object
// without ".", "a>b" and "a/b". "$a" is what the manifest itself asks for.
func (all overrides) add(manifest, list *document.Node) {
	for _, m := range list.Members() {
		o := override{spec: m.Value.Text(), line: m.Line}
		if m.Value.Is(document.Object) {
			o.spec, o.line = m.Value.Get(".").Text(), m.Value.KeyLine(".")
		}
		if ref, ok := strings.CutPrefix(o.spec, "$"); ok {
			for _, kind := range []string{"devDependencies", "dependencies", "optionalDependencies"} {
				if own := manifest.Get(kind); own.Get(ref).Text() != "" {
					o.spec, o.line = own.Get(ref).Text(), own.KeyLine(ref)
				}
			}
		}
		name, of := cutDescriptor(strings.TrimPrefix(m.Key, "**/"))
		o.of = strings.TrimPrefix(of, "npm:")
		slashes := 0
		if strings.HasPrefix(name, "@") {
			slashes = 1
		}
		if o.spec != "" && !strings.Contains(m.Key, ">") && strings.Count(name, "/") == slashes {
			all[name] = append(all[name], o)
		}
	}
}

// root is the topmost manifest at or above a folder.
func (u *unit) root(m *manifest) *manifest {
	root := m
	for dir := m.dir; dir != ""; {
		dir = inventory.Dir(dir)
		if above := u.byDir[dir]; above != nil {
			root = above
		}
	}
	return root
}

// overridesFor gives the overrides of a name with the file that they stand in.
func (u *unit) overridesFor(m *manifest, name string) (found []override, path string) {
	root := u.root(m)
	if found = root.overrides[name]; len(found) > 0 {
		return found, root.path
	}
	s := u.settingsFor(m)
	return s.overrides[name], s.path
}

// settingsFor gives those of the nearest folder at or above a manifest.
func (u *unit) settingsFor(m *manifest) settings {
	dir := m.dir
	for u.settings[dir].path == "" && dir != "" {
		dir = inventory.Dir(dir)
	}
	return u.settings[dir]
}

// effective is what a dependency asks for after catalogues and overrides, and
// the line that says so.
func (u *unit) effective(m *manifest, d dependency) (string, assay.Location) {
	spec, at := d.spec, inventory.At(m.path, d.line)
	if name, ok := strings.CutPrefix(spec, "catalog:"); ok {
		spec, at = u.fromCatalogue(m, d, strings.TrimSpace(name))
	}
	found, path := u.overridesFor(m, d.name)
	for _, o := range found {
		if o.spec != "" && o.spec != "-" && (o.of == "" || o.of == spec) {
			return o.spec, inventory.At(path, o.line)
		}
	}
	return spec, at
}

// fromCatalogue looks a dependency up in the catalogue of the workspace.
func (u *unit) fromCatalogue(m *manifest, d dependency, name string) (string, assay.Location) {
	s := u.settingsFor(m)
	list := s.catalogs.Get(name)
	if name == "" || name == "default" {
		if list = s.catalog; list == nil {
			list = s.catalogs.Get("default")
		}
	}
	if spec := list.Get(d.name).Text(); spec != "" {
		return spec, inventory.At(s.path, list.KeyLine(d.name))
	}
	return d.spec, inventory.At(m.path, d.line)
}
