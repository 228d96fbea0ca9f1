package gradle

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/mavencoord"
)

// dependency is a module as a script writes it.
type dependency struct {
	group, name string
	version     text
	at          place // where the name is written
	platform    bool
	owner       *project // a platform that is a project of the build
}

// parseDependency reads group:artifact:version; nil for what is none. Group
// and artifact must be known, the version may have holes.
func parseDependency(t text) *dependency {
	s := t.String()
	c, ok := mavencoord.Parse(unholed(s))
	if !ok || len(t) == 0 {
		return nil
	}
	d := &dependency{group: c.Group, name: c.Artifact, at: t.at(0)}
	if c.VersionAt >= 0 {
		d.version = t.slice(c.VersionAt, c.VersionAt+len(c.Version))
	}
	if strings.Contains(d.group+d.name, "\x01") {
		return nil
	}
	return d
}

// unholed replaces what a hole's name may contain, byte for byte, so that it
// can't be taken for a separator.
func unholed(s string) string {
	if !strings.Contains(s, "${") {
		return s
	}
	b := []byte(s)
	inside := false
	for i := range b {
		if b[i] == '$' && i+1 < len(b) && b[i+1] == '{' {
			inside = true
		}
		end := b[i] == '}'
		if inside {
			b[i] = '\x01'
		}
		if end {
			inside = false
		}
	}
	return string(b)
}

func (d *dependency) module() string { return d.group + ":" + d.name }

func (d *dependency) text() text {
	t := newText(d.module(), d.at)
	if len(d.version) > 0 {
		t = t.plus(newText(":", d.at)).plus(d.version)
	}
	return t
}

func (d *dependency) field(name string) (value, bool) {
	switch name {
	case "group":
		return newText(d.group, d.at), true
	case "name":
		return newText(d.name, d.at), true
	case "module", "versionConstraint":
		return d, true
	case "version", "requiredVersion", "strictVersion", "preferredVersion", "displayName":
		return d.version, len(d.version) > 0
	}
	return nil, false
}

// line is where a person edits the version.
func (d *dependency) line(declared place) place {
	if len(d.version) > 0 && d.version[0].at.path != "" {
		return d.version[0].at
	}
	return declared
}

// found is what arguments say of dependencies.
type found struct {
	deps []*dependency
	// open is what could not be worked out; empty when nothing.
	open string
	// none says that the argument is something else than a component.
	none bool
}

// read turns an argument into dependencies.
func (m *machine) read(v value) found {
	switch v := v.(type) {
	case text:
		if d := parseDependency(v); d != nil {
			return found{deps: []*dependency{d}}
		}
		if !v.known() && strings.Contains(v.String(), ":") {
			return found{open: v.String()}
		}
	case *dependency:
		c := *v
		return found{deps: []*dependency{&c}}
	case accessor:
		if r := v.resolve(); r != nil {
			return m.read(r)
		}
		return found{open: strings.TrimSuffix("catalogue entry "+v.path+" "+v.c.elsewhere, " ")}
	case *list:
		var all found
		for _, x := range v.items {
			f := m.read(x)
			all.deps = append(all.deps, f.deps...)
			if f.open != "" {
				all.open = f.open
			}
		}
		return all
	case *dict:
		return m.readMap(v)
	case unknown:
		return found{open: v.what}
	case ignored, *project, folder, *plugin:
		return found{none: true}
	}
	return found{}
}

// readMap reads group: 'g', name: 'a', version: 'v'.
func (m *machine) readMap(d *dict) found {
	group, name := plainText(provided(d.m["group"])), plainText(provided(d.m["name"]))
	if name == "" {
		if n := d.m["module"]; n != nil {
			return m.read(n)
		}
		if d.m["name"] != nil {
			return found{open: "a name that is put together"}
		}
		return found{}
	}
	if group == "" {
		if d.m["group"] != nil {
			return found{open: "the group of " + name}
		}
		return found{none: true} // a file of a flat folder
	}
	dep := &dependency{group: group, name: name}
	dep.version, _ = asText(provided(d.m["version"]))
	if dep.version == nil {
		if u, ok := d.m["version"].(unknown); ok {
			dep.version = text{{s: u.what, hole: true}}
		}
	}
	return found{deps: []*dependency{dep}}
}

// positional reads Kotlin's implementation("g", "a", "v").
func positional(pos []value) *dependency {
	if len(pos) < 2 || len(pos) > 3 {
		return nil
	}
	var t [3]text
	for i, v := range pos {
		s, ok := asText(provided(v))
		if !ok || strings.Contains(s.String(), ":") || i < 2 && !mavencoord.Plain(s.String()) {
			return nil
		}
		t[i] = s
	}
	if !strings.Contains(t[0].String(), ".") && len(pos) == 2 {
		return nil
	}
	return &dependency{group: t[0].String(), name: t[1].String(), version: t[2], at: t[0].at(0)}
}
