package gradle

import (
	"strings"
)

// method is base.name(…).
func (m *machine) method(base value, c *call, sc *scope) value {
	if v, ok := m.ruleCall(base, c, sc); ok {
		return v
	}
	switch b := base.(type) {
	case *details:
		if v, ok := m.detailsCall(b, c); ok {
			return v
		}
	case *substitution:
		return m.substitutionMethod(b, c, sc)
	case *project:
		return m.projectMethod(b, c, sc)
	case extension:
		return m.extMethod(b, c, sc)
	case handle:
		return m.handleMethod(b, c, sc)
	case *plugin:
		return m.pluginMethod(b, c)
	case libraryBuilder:
		return b.call(c)
	case *closure:
		if c.name == "call" || c.name == "invoke" {
			return m.user(b, c, sc)
		}
	case ignored:
		m.block(c.name, c, sc)
		return ignored{}
	}
	if v, ok := m.scopeFunction(base, c); ok {
		return v
	}
	m.charge(base, c.arg(0))
	switch b := provided(base).(type) {
	case *list, *dict:
		if v, ok := m.collectionMethod(b, c); ok {
			return v
		}
	case text:
		if v, ok := textMethod(b, c); ok {
			return v
		}
	case folder:
		if v, ok := m.folderMethod(b, c); ok {
			return v
		}
	case *plugin:
		return m.pluginMethod(b, c)
	case null:
		return m.absentMethod(c)
	}
	return m.general(base, c, sc)
}

// general is what holds for every value: providers give themselves, functions
// of maps are called, and blocks are read for what they say of dependencies.
func (m *machine) general(base value, c *call, sc *scope) value {
	if d, ok := base.(*dict); ok {
		if fn, ok := d.m[c.name].(*closure); ok {
			return m.user(fn, c, sc)
		}
	}
	switch c.name {
	case "get", "getOrNull", "orNull", "asProvider", "toString", "forUseAtConfigurationTime", "getOrElse", "orElse", "asPath", "toPath":
		if _, isUnknown := base.(unknown); !isUnknown {
			return provided(base)
		}
	case "to":
		return &list{items: []value{base, c.arg(0)}}
	}
	if a, ok := base.(accessor); ok {
		return m.accessorMethod(a, c)
	}
	if u, ok := base.(unknown); ok {
		handed(c)
		m.block(c.name, c, sc)
		return unknown{strings.TrimPrefix(u.what+"."+c.name, ".")}
	}
	handed(c)
	m.block(c.name, c, sc)
	return unknown{c.name}
}

// accessorMethod finds entries of a catalogue by name.
func (m *machine) accessorMethod(a accessor, c *call) value {
	switch c.name {
	case "findLibrary":
		return a.field(c.str())
	case "findVersion":
		return accessor{a.c, "versions." + alias(c.str())}
	case "findBundle":
		return accessor{a.c, "bundles." + alias(c.str())}
	case "findPlugin":
		return accessor{a.c, "plugins." + alias(c.str())}
	}
	return unknown{strings.TrimPrefix(a.path+"."+c.name, ".")}
}

// scopeFunction are Kotlin's let, run, also, apply and Groovy's with and tap.
func (m *machine) scopeFunction(base value, c *call) (value, bool) {
	if c.block == nil || len(c.pos) > 0 {
		return nil, false
	}
	switch c.name {
	case "let", "run", "with":
		return m.call(c.block, base), true
	case "also", "apply", "tap":
		if e, ok := base.(extension); ok {
			m.delegate(c.block, inExt, nil, e)
		} else {
			m.call(c.block, base)
		}
		return base, true
	}
	return nil, false
}

// projectMethod is p.name(…): the same words as without p.
func (m *machine) projectMethod(p *project, c *call, sc *scope) value {
	in := &scope{parent: sc, where: other, project: p, file: sc.file}
	if p == sc.project && sc.where == inSettings {
		in.where = inSettings
	}
	switch c.name {
	case "ext", "extra":
		if c.block != nil {
			x := c.block.sc.in(inExt, nil)
			x.project = p
			m.invoke(c.block, x, extension{p})
		}
		return extension{p}
	case "with", "run", "apply", "configure", "afterEvaluate", "beforeEvaluate":
		if c.block != nil && len(c.pos) == 0 {
			m.on(c.block, p)
			return p
		}
	case "getName", "getPath", "getVersion", "getGroup", "getProjectDir", "getRootDir":
		name := strings.ToLower(c.name[3:4]) + c.name[4:]
		if v, ok := m.projectField(p, name); ok {
			return v
		}
	}
	d := *c
	if c.block != nil && p != sc.project {
		b := *c.block
		x := b.sc.in(other, nil)
		x.project = p
		b.sc = x
		d.block = &b
	}
	if v, ok := m.projectCall(&d, in); ok {
		return v
	}
	if v, ok := m.builtinCall(&d, in); ok {
		return v
	}
	return m.block(c.name, &d, in)
}

func (m *machine) extMethod(e extension, c *call, sc *scope) value {
	switch c.name {
	case "set":
		m.put(e, c.str(), c.arg(1))
		return null{}
	case "get", "getProperty":
		if v, ok := e.p.lookup(c.str()); ok {
			return v
		}
		return unknown{c.str()}
	case "has", "contains":
		_, ok := e.p.lookup(c.str())
		return ok
	}
	if v, ok := m.scopeFunction(e, c); ok {
		return v
	}
	if fn, ok := e.p.ext.m[c.name].(*closure); ok {
		return m.user(fn, c, sc)
	}
	return unknown{c.name}
}

// handleMethod is dependencies.add(…), plugins.apply(…), System.getenv(…).
func (m *machine) handleMethod(h handle, c *call, sc *scope) value {
	switch h.name {
	case "dependencies":
		return m.callIn(inDependencies, h, c, sc)
	case "dependencyFactory":
		return m.same(c)
	case "dependencyManagement":
		return m.callIn(inManagement, h, c, sc)
	case "settings":
		if v, ok := m.settingsCall(c, &scope{parent: sc, where: inSettings, project: h.p, file: sc.file}); ok {
			return v
		}
	case "plugins", "pluginManager":
		return m.pluginsMethod(h, c, sc)
	case "providers":
		return m.providersMethod(h, c, sc)
	case "System":
		if len(c.pos) > 1 {
			return c.arg(1)
		}
		return null{outside: true}
	case "versionCatalogs", "extensions":
		if cat, ok := h.p.build.catalogues[c.str()]; ok {
			return accessor{c: cat}
		}
		if c.name == "getByType" || c.name == "the" || c.name == "findByType" {
			return handle{"versionCatalogs", h.p}
		}
	}
	return m.block(c.name, c, sc)
}

func (m *machine) callIn(w where, h handle, c *call, sc *scope) value {
	in := &scope{parent: sc, where: w, project: h.p, file: sc.file, block: sc.block}
	if v, ok := m.local(c, in); ok {
		return v
	}
	if v, ok := m.projectCall(c, in); ok {
		return v
	}
	return m.block(c.name, c, in)
}

// pluginsMethod applies plugins, and keeps what waits for one.
func (m *machine) pluginsMethod(h handle, c *call, sc *scope) value {
	switch c.name {
	case "apply":
		m.applyPlugin(c.str(), &scope{project: h.p, file: sc.file})
	case "withId", "withPlugin":
		if c.block != nil {
			h.p.deferred = append(h.p.deferred, deferred{c.str(), &closure{c.block.node, onProject(c.block.sc, h.p)}})
		}
	case "hasPlugin":
		return unknown{"hasPlugin"}
	default:
		m.unsure++
		m.block(c.name, c, sc)
		m.unsure--
	}
	return null{}
}

// onProject is a scope like sc, for a project.
func onProject(sc *scope, p *project) *scope {
	in := sc.in(other, nil)
	in.project = p
	return in
}

// providersMethod reads properties lazily.
func (m *machine) providersMethod(h handle, c *call, sc *scope) value {
	switch c.name {
	case "gradleProperty":
		if v, ok := m.property(h.p, c.str()); ok {
			return v
		}
		return null{outside: true}
	case "environmentVariable", "systemProperty":
		return null{outside: true}
	case "provider":
		if c.block != nil {
			return m.call(c.block)
		}
	}
	return m.block(c.name, c, sc)
}

// absentMethod is a method of what is not there: a default takes its place.
func (m *machine) absentMethod(c *call) value {
	switch c.name {
	case "orElse", "getOrElse":
		return c.arg(0)
	}
	return null{outside: true}
}
