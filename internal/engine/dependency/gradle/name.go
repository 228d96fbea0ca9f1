package gradle

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// cleaned is a path within the tree; "." is its root. Paths that lead out of
// the tree meet nothing.
func cleaned(p string) string { return path.Clean(strings.TrimPrefix(p, "/")) }

// newFolder is a folder from a path relative to the tree.
func newFolder(rel string) folder {
	if rel = cleaned(rel); rel == "." {
		return folder{""}
	}
	return folder{"/" + rel}
}

// name is what a bare name stands for.
func (m *machine) name(n *script.Node, sc *scope) value {
	if h := sc.holder(n.S); h != nil {
		return h.vars[n.S]
	}
	if v, ok := m.builtin(n.S, sc); ok {
		return v
	}
	if v, ok := m.projectField(sc.project, n.S); ok {
		return v
	}
	if v, ok := m.bare(n, sc); ok {
		return v
	}
	return unknown{n.S}
}

// bare is a name that is a whole statement: a core plugin within plugins { }.
func (m *machine) bare(n *script.Node, sc *scope) (value, bool) {
	if sc.where == inPlugins {
		sc.project.applied[n.S] = true
		return ignored{}, true
	}
	return nil, false
}

// ignoredNames stand for nothing that can be a component.
var ignoredNames = map[string]bool{
	"sourceSets": true, "tasks": true, "projects": true, "configurations": true, "gradle": true, "layout": true, "buildDir": true,
	"files": true, "artifacts": true, "components": true, "compilation": true, "kotlin": true,
}

// builtin are the names that every script knows.
func (m *machine) builtin(name string, sc *scope) (value, bool) {
	p := sc.project
	switch name {
	case "true", "false":
		return name == "true", true
	case "null":
		return null{}, true
	case "this", "project", "target", "owner", "delegate":
		return p, true
	case "rootProject":
		return p.build.root, true
	case "settings":
		return handle{"settings", p}, true
	case "ext", "extra":
		return extension{p}, true
	case "dependencies", "dependencyManagement", "providers", "extensions", "System", "pluginManager", "plugins", "buildscript",
		"versionCatalogs", "repositories", "dependencyFactory", "objects":
		return handle{name, p}, true
	}
	if name == "File" {
		d := newDict()
		d.put("separator", newText("/", place{}))
		return d, true
	}
	if ignoredNames[name] {
		if _, ok := p.lookup(name); !ok {
			return ignored{}, true
		}
	}
	return nil, false
}

// projectField is a property of a project: its own, its ext and that of its
// parents, gradle.properties, catalogues, and the build's own sources.
func (m *machine) projectField(p *project, name string) (value, bool) {
	if v, ok := m.ownField(p, name); ok {
		return v, true
	}
	if v, ok := p.lookup(name); ok {
		return v, true
	}
	if v, ok := m.property(p, name); ok {
		return v, true
	}
	if c, ok := p.build.catalogues[name]; ok {
		return accessor{c: c}, true
	}
	if p.build.types != nil {
		if v, ok := p.build.types.m[name]; ok {
			return v, true
		}
	}
	return nil, false
}

func (m *machine) ownField(p *project, name string) (value, bool) {
	switch name {
	case "name":
		return newText(p.name, place{}), true
	case "path":
		return newText(p.path, place{}), true
	case "version", "group", "description":
		return m.inherited(p, name)
	case "projectDir", "settingsDir":
		return newFolder(p.dir), true
	case "rootDir":
		return newFolder(p.build.dir), true
	case "rootProject":
		return p.build.root, true
	case "parent":
		if p.parent == nil {
			return null{}, true
		}
		return p.parent, true
	case "ext", "extra":
		return extension{p}, true
	case "subprojects":
		m.left -= len(p.build.order) / 4
		return &list{items: p.below(false)}, true
	case "allprojects":
		m.left -= len(p.build.order) / 4
		return &list{items: p.below(true)}, true
	case "children", "childProjects":
		m.left -= len(p.build.order) / 4
		return &list{items: p.children()}, true
	case "dependencies", "dependencyManagement", "plugins", "extensions", "providers":
		return handle{name, p}, true
	case "sourceSets", "tasks", "configurations", "files", "buildDir", "layout", "gradle":
		return ignored{}, true
	}
	return nil, false
}

// inherited is version or group: set by a script, or in gradle.properties.
func (m *machine) inherited(p *project, name string) (value, bool) {
	if v, ok := p.fields[name]; ok {
		return v, true
	}
	if v, ok := m.property(p, name); ok {
		return v, true
	}
	return unknown{name}, true
}

func (p *project) children() []value {
	var all []value
	for _, q := range p.build.order {
		if q.parent == p {
			all = append(all, q)
		}
	}
	return all
}

// member is a.b.
func (m *machine) member(n *script.Node, sc *scope) value {
	base := m.eval(n.Kids[0], sc)
	if v, ok := m.field(base, n.S, sc); ok {
		return v
	}
	return unknown{source(n)}
}

// field is a field of a value; a catalogue's and what is ignored always have it.
func (m *machine) field(base value, name string, sc *scope) (value, bool) {
	switch b := base.(type) {
	case extension:
		return b.p.lookup(name)
	case *dict:
		v, ok := b.m[name]
		return v, ok
	case *project:
		return m.projectField(b, name)
	case accessor:
		return b.field(name), true
	case ignored:
		return ignored{}, true
	case folder:
		return b.field(name)
	case handle:
		return m.handleField(b, name)
	case *list:
		return m.spread(b, name, sc), true
	case *dependency:
		return b.field(name)
	case *details:
		if name == "requested" {
			return b.asked, true
		}
	case *plugin:
		if name == "pluginId" {
			return newText(b.id, b.at), true
		}
	case text:
		if name == "orNull" || name == "orElse" || name == "get" {
			return b, true
		}
	case unknown:
		if strings.HasSuffix(b.what, "SpringBootPlugin") && name == "BOM_COORDINATES" || name == "SpringBootPlugin" {
			return m.bootBOM(sc, name)
		}
	}
	return nil, false
}

// bootBOM is Spring Boot's constant for its own BOM.
func (m *machine) bootBOM(sc *scope, name string) (value, bool) {
	if name == "SpringBootPlugin" {
		return unknown{"SpringBootPlugin"}, true
	}
	g := sc.project.pluginVersion(springBoot)
	if g == nil {
		return nil, false
	}
	return newText(springBootBOM+":", g.at).plus(g.version), true
}

func (a accessor) field(name string) value {
	next := accessor{a.c, strings.TrimPrefix(a.path+"."+alias(name), ".")}
	return next
}

func (f folder) field(name string) (value, bool) {
	switch name {
	case "name":
		return newText(path.Base(f.path), place{}), true
	case "path", "absolutePath", "canonicalPath", "absoluteFile", "canonicalFile", "asFile":
		return f, true
	case "parentFile", "parent":
		return newFolder(path.Dir(f.rel())), true
	}
	return nil, false
}

func (m *machine) handleField(h handle, name string) (value, bool) {
	if h.name == "settings" {
		return m.projectField(h.p, name)
	}
	if h.name == "extensions" && (name == "extraProperties" || name == "ext") {
		return extension{h.p}, true
	}
	return nil, false
}

// spread is list*.name.
func (m *machine) spread(l *list, name string, sc *scope) value {
	out := &list{}
	for _, x := range l.items {
		if v, ok := m.field(x, name, sc); ok {
			out.add(v)
		} else {
			out.add(unknown{name})
		}
	}
	return out
}
