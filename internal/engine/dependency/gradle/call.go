package gradle

import (
	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// call is a call with its arguments worked out.
type call struct {
	name  string
	pos   []value
	named *dict
	block *closure // the last argument, if it is a closure
	at    place
	node  *script.Node
}

// arg is the positional argument with that number; null when there is none.
func (c *call) arg(i int) value {
	if i < len(c.pos) {
		return provided(c.pos[i])
	}
	return null{}
}

// key is a named argument; nil when it is not there.
func (c *call) key(name string) value {
	if c.named == nil {
		return nil
	}
	return c.named.m[name]
}

// str is the first argument as plain text.
func (c *call) str() string { return plainText(c.arg(0)) }

// arguments works out what stands in a call.
func (m *machine) arguments(n *script.Node, sc *scope) *call {
	c := &call{at: sc.at(n.Line), node: n}
	switch f := n.Kids[0]; f.Kind {
	case script.Name, script.Member:
		c.name = f.S
	case script.Text:
		c.name = plainText(m.interpolate(f, sc))
	}
	for i, k := range n.Kids[1:] {
		switch {
		case k.Kind == script.Named:
			if c.named == nil {
				c.named = newDict()
			}
			c.named.put(k.S, provided(m.eval(k.Kids[0], sc)))
		case k.Kind == script.Lambda && i == len(n.Kids)-2:
			c.block = &closure{k, sc}
		default:
			c.pos = append(c.pos, m.eval(k, sc))
		}
	}
	if c.block == nil && len(c.pos) > 0 {
		if b, ok := c.pos[len(c.pos)-1].(*closure); ok {
			c.block, c.pos = b, c.pos[:len(c.pos)-1]
		}
	}
	return c
}

// callNode runs f(…), a.f(…) and "f"(…).
func (m *machine) callNode(n *script.Node, sc *scope) value {
	f := n.Kids[0]
	if f == nil {
		return unknown{}
	}
	switch f.Kind {
	case script.Name, script.Text:
		return m.callName(m.arguments(n, sc), sc)
	case script.Member:
		base := m.eval(f.Kids[0], sc)
		return m.method(base, m.arguments(n, sc), sc)
	}
	base := m.eval(f, sc)
	c := m.arguments(n, sc)
	if fn, ok := base.(*closure); ok {
		return m.user(fn, c, sc)
	}
	if c.block != nil {
		m.block("", c, sc)
	}
	return unknown{source(n)}
}

// callName finds who answers to a bare name: code of the script, the block
// that it stands in, the project.
func (m *machine) callName(c *call, sc *scope) value {
	if h := sc.holder(c.name); h != nil && c.name != "apply" { // a plugin class's own apply is another
		if fn, ok := h.vars[c.name].(*closure); ok {
			return m.user(fn, c, sc)
		}
	}
	if fn, ok := sc.project.ext.m[c.name].(*closure); ok {
		return m.user(fn, c, sc)
	}
	if fn := m.logicFunction(c.name, sc); fn != nil {
		return m.user(fn, c, sc)
	}
	if v, ok := m.local(c, sc); ok {
		return v
	}
	if v, ok := m.projectCall(c, sc); ok {
		return v
	}
	if v, ok := m.builtinCall(c, sc); ok {
		return v
	}
	if v, ok := m.ruleCall(nil, c, sc); ok {
		return v
	}
	handed(c)
	return m.block(c.name, c, sc)
}

// logicFunction is a function of the build's own sources.
func (m *machine) logicFunction(name string, sc *scope) *closure {
	if t := sc.project.build.types; t != nil {
		if fn, ok := t.m[name].(*closure); ok {
			return fn
		}
	}
	return nil
}

// user runs a function or closure of the script. One of the build's own
// sources works on the project and in the block that it is called from.
func (m *machine) user(fn *closure, c *call, from *scope) value {
	args := c.pos
	if c.block != nil {
		args = append(args[:len(args):len(args)], c.block)
	}
	sc := fn.sc.child()
	if sc.where == inSkipped && from != nil {
		sc.where, sc.project, sc.data, sc.block = from.where, from.project, from.data, from.block
	}
	for _, name := range fn.node.Names {
		if v := c.key(name); v != nil {
			sc.set(name, v)
		}
	}
	return m.invoke(fn, sc, args...)
}

// block runs the block of a call that we know nothing of: what it says of
// dependencies counts.
func (m *machine) block(name string, c *call, sc *scope) value {
	if c.block != nil && sc.where != inSkipped {
		in := c.block.sc.in(sc.where, sc.data)
		in.block = blockName(c, name, sc.block)
		m.invoke(c.block, in, unknown{"it"})
	}
	return unknown{c.name}
}

// blockName follows source sets: what stands in sourceSets { commonTest { … } }
// or testing { suites { … } } belongs to them.
func blockName(c *call, name, outer string) string {
	switch c.name {
	case "named", "register", "create", "getByName", "maybeCreate":
		if s := c.str(); s != "" {
			name = s
		}
	}
	if name == "" {
		name = "block"
	}
	return outer + "/" + name
}

// local answers within the blocks that have words of their own.
func (m *machine) local(c *call, sc *scope) (value, bool) {
	switch sc.where {
	case inDependencies, inConstraints:
		return m.dependencyCall(c, sc)
	case inDependency, inVersion:
		return m.detailCall(c, sc)
	case inPlugins:
		return m.pluginCall(c, sc)
	case inManagement, inImports, inManaged, inSet:
		return m.managementCall(c, sc)
	case inExt:
		if c.name == "set" && len(c.pos) == 2 {
			m.put(extension{sc.project}, c.str(), c.arg(1))
			return null{}, true
		}
	case inSettings:
		return m.settingsCall(c, sc)
	case inCatalogues, inCatalogue:
		return m.catalogueCall(c, sc)
	case inApply:
		return m.applyCall(c, sc)
	case inFiles:
		return m.patternCall(c, sc)
	case inSubstitution:
		return m.substitutionCall(c, sc)
	case inRule:
		if d, ok := sc.data.(*details); ok {
			return m.detailsCall(d, c)
		}
	}
	return nil, false
}

// projectCall answers what every project knows.
func (m *machine) projectCall(c *call, sc *scope) (value, bool) {
	p := sc.project
	switch c.name {
	case "dependencies":
		m.delegate(c.block, inDependencies, nil)
	case "dependencyManagement":
		m.delegate(c.block, inManagement, nil)
	case "buildscript":
		if c.block != nil {
			in := c.block.sc.in(other, nil)
			in.block = ""
			m.invoke(c.block, in)
		}
	case "plugins":
		m.delegate(c.block, inPlugins, nil)
		m.applyRequested(sc)
	case "ext", "extra":
		m.delegate(c.block, inExt, nil, extension{p})
	case "allprojects", "subprojects":
		m.onAll(c, p.below(c.name == "allprojects"))
	case "configure":
		m.configure(c, sc)
	case "project":
		return m.projectNamed(c, sc), true
	case "apply":
		m.apply(c, sc)
	case "repositories", "artifactTypes":
	case "beforeEvaluate", "afterEvaluate":
		m.onAll(c, []value{p})
	case "configurations":
		m.block("configurations", c, sc)
	case "force":
		m.force(c, sc)
	case "resolutionStrategy":
		m.block("resolutionStrategy", c, sc)
	default:
		return nil, false
	}
	return null{}, true
}

// onAll runs a block on each project of a list.
func (m *machine) onAll(c *call, projects []value) {
	if c.block == nil {
		return
	}
	for _, v := range projects {
		if q, ok := v.(*project); ok && m.left > 0 {
			m.on(c.block, q)
		}
	}
}

// configure runs a block on the projects that its argument lists. Where the
// list is worked out by code that we can't run, the block counts for the
// project that holds it, and that is said.
func (m *machine) configure(c *call, sc *scope) {
	var projects []value
	open := false
	for _, v := range c.pos {
		for _, x := range items(provided(v)) {
			switch x := x.(type) {
			case *project:
				projects = append(projects, x)
			case unknown:
				open = true
			}
		}
	}
	if open && len(projects) == 0 {
		before := len(sc.project.declared)
		m.block(c.name, c, sc)
		if len(sc.project.declared) > before {
			m.gap(c.at, "configures projects that are worked out by code: what the block adds was counted for the project that holds it",
				"List the projects by name, or lock the dependencies (gradle.lockfile).")
		}
		return
	}
	m.onAll(c, projects)
}

// projectNamed is project(':x'), with or without a block.
func (m *machine) projectNamed(c *call, sc *scope) value {
	name := c.str()
	if v := c.key("path"); v != nil {
		name = plainText(v)
	}
	q := sc.project.find(name)
	if q == nil {
		return ignored{}
	}
	if c.block != nil && sc.where == other {
		q.configured = true
		m.on(c.block, q)
	}
	return q
}

// force is a version that wins over others.
func (m *machine) force(c *call, sc *scope) {
	for _, v := range c.pos {
		for _, d := range m.read(v).deps {
			sc.project.forced = append(sc.project.forced, declared{dep: d, at: c.at, unsure: m.unsure > 0})
		}
	}
}
