package maven

import "github.com/assay-dev/assay/internal/assay"

// plugins writes what runs in the build, where a version is known.
func (w *writer) plugins() {
	managed := map[string]answer{}
	for _, q := range w.s.poms {
		for _, d := range q.managedPlugins {
			if name := w.s.name(d); managed[name].text == "" {
				managed[name] = w.s.value(d.version, d.from)
			}
		}
	}
	seen := map[string]bool{}
	for _, q := range w.s.poms {
		for _, d := range q.plugins {
			if name := w.s.name(d); name != "" && !seen[name] {
				seen[name] = w.plugin(name, d, managed[name])
			}
		}
	}
}

// plugin says whether the version was known here; a parent may know it.
func (w *writer) plugin(name string, d declaration, managed answer) bool {
	if d.version.text == "" && managed.text == "" {
		return false
	}
	c := w.version(d, managedVersion{version: managed}, true)
	if c.Version == "" && c.Constraint == "" || w.r.inside(name, c.Version) {
		return true
	}
	c.Name, c.Use = name, assay.Development
	w.add(c)
	return true
}
