package maven

import (
	"path"
	"strings"
)

// str is a text as it is written, with its line.
type str struct {
	text string
	line int
}

// or is s, or other where s is empty.
func (s str) or(other str) str {
	if s.text == "" {
		return other
	}
	return s
}

// pom is one document, before inheritance and interpolation.
type pom struct {
	path                     string
	group, artifact, version str
	packaging                string
	licences                 []string
	parent                   *reference
	relative                 string // of the parent; empty means: not on disk
	modules                  []str
	module                   bool // another pom names it as a module
	properties               map[string]str
	dependencies             []declaration
	managed                  []declaration
	plugins                  []declaration // with extensions, and what plugins depend on
	managedPlugins           []declaration
	fault                    *fault
}

// reference is a coordinate that names another pom.
type reference struct {
	group, artifact, version str
	line                     int
}

// declaration is a dependency, a managed dependency or a plugin as it is written.
type declaration struct {
	group, artifact, version str
	kind, classifier, scope  str
	optional                 str
	line                     int
	from                     *pom // where it is written
}

// newPom reads one document as far as it goes.
func newPom(p string, data []byte) *pom {
	root, f := parse(data)
	m := &pom{path: p, fault: f, properties: map[string]str{}}
	if root == nil {
		return m
	}
	if root.name != "project" {
		if f == nil {
			m.fault = &fault{root.line, "is no pom: its root element is " + root.name}
		}
		return m
	}
	m.fill(root)
	return m
}

func (m *pom) fill(root *element) {
	m.group, m.artifact, m.version = root.str("groupId"), root.str("artifactId"), root.str("version")
	m.packaging = root.str("packaging").text
	m.setParent(root.child("parent"))
	for _, l := range root.list("licenses", "license") {
		m.licences = append(m.licences, l.str("name").or(l.str("url")).text)
	}
	for _, mod := range root.list("modules", "module") {
		m.modules = append(m.modules, str{mod.text, mod.line})
	}
	if props := root.child("properties"); props != nil {
		for _, k := range props.kids {
			m.properties[k.name] = str{k.text, k.line}
		}
	}
	m.dependencies = m.declarations(root.list("dependencies", "dependency"))
	m.managed = m.declarations(root.child("dependencyManagement").list("dependencies", "dependency"))
	m.setBuild(root.child("build"))
}

func (m *pom) setParent(e *element) {
	if e == nil {
		return
	}
	m.parent = &reference{e.str("groupId"), e.str("artifactId"), e.str("version"), e.line}
	m.relative = "../pom.xml"
	if r := e.child("relativePath"); r != nil {
		m.relative = r.text
	}
	m.group = m.group.or(m.parent.group)
	m.version = m.version.or(m.parent.version)
}

func (m *pom) setBuild(build *element) {
	plugins := build.list("plugins", "plugin")
	m.plugins = m.pluginDeclarations(plugins)
	m.plugins = append(m.plugins, m.declarations(build.list("extensions", "extension"))...)
	m.managedPlugins = m.pluginDeclarations(build.child("pluginManagement").list("plugins", "plugin"))
	for _, p := range plugins {
		m.plugins = append(m.plugins, m.declarations(p.list("dependencies", "dependency"))...)
	}
}

func (m *pom) declarations(list []*element) []declaration {
	all := make([]declaration, 0, len(list))
	for _, e := range list {
		all = append(all, declaration{
			group: e.str("groupId"), artifact: e.str("artifactId"), version: e.str("version"),
			kind: e.str("type"), classifier: e.str("classifier"), scope: e.str("scope"),
			optional: e.str("optional"), line: e.line, from: m,
		})
	}
	return all
}

// pluginDeclarations fills in the group that Maven assumes.
func (m *pom) pluginDeclarations(list []*element) []declaration {
	all := m.declarations(list)
	for i := range all {
		all[i].group = all[i].group.or(str{"org.apache.maven.plugins", all[i].line})
	}
	return all
}

// inRepository says that the file lies where a Maven repository would keep it:
// group/as/path/artifact/version/artifact-version.pom. Such a pom informs
// others and is no project of this tree.
func (m *pom) inRepository() bool { return !m.module && strings.HasSuffix(path.Base(m.path), ".pom") }

// target is the path that another pom of this tree is expected at: a folder
// stands for the pom.xml in it. Empty when it leads out of the tree.
func (m *pom) target(relative string) string {
	relative = strings.ReplaceAll(strings.TrimSpace(relative), "\\", "/")
	if relative == "" || path.IsAbs(relative) || strings.Contains(relative, "${") {
		return ""
	}
	p := path.Join(path.Dir(m.path), relative)
	if p == ".." || strings.HasPrefix(p, "../") {
		return ""
	}
	if !strings.HasSuffix(p, ".xml") && !strings.HasSuffix(p, ".pom") {
		p = path.Join(p, "pom.xml")
	}
	return p
}
