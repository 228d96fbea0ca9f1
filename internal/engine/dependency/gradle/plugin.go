package gradle

import (
	"path"
	"strings"
)

// Plugins that bring versions with them.
const (
	springBoot    = "org.springframework.boot"
	springBootBOM = "org.springframework.boot:spring-boot-dependencies"
	springManages = "io.spring.dependency-management"
	kotlinGroup   = "org.jetbrains.kotlin"
)

// pluginCall answers within plugins { }.
func (m *machine) pluginCall(c *call, sc *scope) (value, bool) {
	switch c.name {
	case "id":
		return m.request(&plugin{id: c.str(), at: c.at}, sc), true
	case "kotlin":
		return m.request(&plugin{id: kotlinGroup + "." + c.str(), at: c.at}, sc), true
	case "alias":
		if g, ok := c.arg(0).(*plugin); ok {
			return m.request(&plugin{id: g.id, version: g.version, at: c.at}, sc), true
		}
		m.gap(c.at, "asks for a plugin that was not understood", "Write its id and version.")
		return unknown{"alias"}, true
	}
	return nil, false
}

// request records a plugin, and applies it once all its words are read.
func (m *machine) request(g *plugin, sc *scope) value {
	if g.id == "" {
		return unknown{"id"}
	}
	sc.project.plugins = append(sc.project.plugins, g)
	return g
}

// applyRequested applies what a plugins block asked for.
func (m *machine) applyRequested(sc *scope) {
	for _, g := range sc.project.plugins {
		if !g.off {
			m.applyPlugin(g.id, sc)
		}
	}
}

// pluginMethod is .version "1" and .apply false behind a request.
func (m *machine) pluginMethod(g *plugin, c *call) value {
	switch c.name {
	case "version":
		v := c.arg(0)
		if t, ok := asText(v); ok {
			g.version = t
		} else if u, ok := v.(unknown); ok {
			g.version = text{{s: u.what, at: c.at, hole: true}}
		}
	case "apply":
		if b, ok := c.arg(0).(bool); ok {
			g.off = !b
		}
	case "get", "asProvider":
	}
	return g
}

// apply is apply plugin: 'x', apply from: 'y', and their block form.
func (m *machine) apply(c *call, sc *scope) {
	if v := c.key("plugin"); v != nil {
		m.applyPlugin(plainText(v), sc)
	}
	if v := c.key("from"); v != nil {
		m.applyFrom(v, c, sc)
	}
	if c.block != nil {
		m.delegate(c.block, inApply, nil, handle{"pluginManager", sc.project})
	}
}

// applyCall answers within apply { }.
func (m *machine) applyCall(c *call, sc *scope) (value, bool) {
	switch c.name {
	case "plugin":
		m.applyPlugin(c.str(), sc)
	case "from":
		m.applyFrom(c.arg(0), c, sc)
	default:
		return nil, false
	}
	return null{}, true
}

// applyPlugin runs a convention plugin of the tree, once for each project.
func (m *machine) applyPlugin(id string, sc *scope) {
	p := sc.project
	if id == "" || p.applied[id] {
		return
	}
	p.applied[id] = true
	m.applyClass(id, sc)
	file := m.tree.conventions[id]
	if file == "" || p.ran[file] || sc.where == inSettings {
		return
	}
	p.ran[file] = true
	m.runScript(file, &scope{project: p, file: file})
}

// register remembers which class of the build's own sources is a plugin:
// gradlePlugin { plugins { register("x") { id = …; implementationClass = … } } }.
func (m *machine) register(name string, v value, sc *scope) {
	if name != "id" && name != "implementationClass" || sc.block == "" {
		return
	}
	if g, ok := v.(*plugin); ok {
		v = newText(g.id, g.at)
	}
	sc.set(name, v)
	id, class := plainText(sc.vars["id"]), plainText(sc.vars["implementationClass"])
	if id != "" && class != "" {
		if m.classes == nil {
			m.classes = map[string]string{}
		}
		m.classes[id] = class[strings.LastIndexByte(class, '.')+1:]
	}
}

// applyClass runs the apply method of a plugin class.
func (m *machine) applyClass(id string, sc *scope) {
	types := sc.project.build.types
	if types == nil || m.classes[id] == "" {
		return
	}
	class, ok := types.m[m.classes[id]].(*dict)
	if !ok {
		return
	}
	if fn, ok := class.m["apply"].(*closure); ok {
		in := fn.sc.child()
		in.where, in.project, in.block = other, sc.project, ""
		m.invoke(fn, in, sc.project)
	}
}

// applyFrom runs another script on the same project. Paths are relative to the
// project; some builds rely on the script's own folder, or the root's.
func (m *machine) applyFrom(v value, c *call, sc *scope) {
	t, ok := asText(v)
	if !ok || !t.known() {
		m.miss(sc, c.at, "applies a script whose name is worked out by code", "Apply it by its path, or lock the dependencies (gradle.lockfile).")
		return
	}
	s := t.String()
	if strings.Contains(s, "://") {
		m.miss(sc, c.at, "applies a script from the network, which was not read", "Keep the script in the tree.")
		return
	}
	file := m.applied(s, sc)
	if file == "" && (m.unsure == 0 || !isScript(s) || strings.Contains(s, "..")) { // else: where it may not be there, it is not
		m.miss(sc, c.at, "applies "+clip(s)+", which was not read", helpApplied)
	}
	if file == "" || sc.project.ran[file] {
		return
	}
	if sc.file == file {
		return
	}
	sc.project.ran[file] = true
	in := sc.in(sc.where, sc.data)
	if sc.where != inSettings {
		in.where = other
	}
	in.parent, in.block = nil, ""
	m.runScript(file, in)
}

const helpApplied = "Keep the script in the tree, under a name that ends in .gradle or .gradle.kts."

// miss says that a script was not followed: its project may bring in more.
func (m *machine) miss(sc *scope, at place, what, help string) {
	sc.project.missed = true
	if sc.where == inSettings {
		sc.project.build.missed = true
	}
	m.gap(at, what, help)
}

// applied is the file that apply from means.
func (m *machine) applied(s string, sc *scope) string {
	if strings.HasPrefix(s, "/") {
		return m.tree.first(cleaned(s))
	}
	p := sc.project
	return m.tree.first(path.Join(p.dir, s), path.Join(path.Dir(sc.file), s), path.Join(p.build.dir, s))
}

// has says that a project applies a plugin, by name or through another.
func (p *project) has(id string) bool {
	if p.applied[id] {
		return true
	}
	for _, g := range p.plugins {
		if g.id == id && !g.off {
			return true
		}
	}
	return false
}
