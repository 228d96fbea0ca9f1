package gradle

import "github.com/assay-dev/assay/internal/engine/dependency/gradle/script"

// truth is what a condition says, if that is known.
func truth(v value) (yes, known bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case null:
		return false, !v.outside
	case text:
		return v.String() != "" && v.String() != "false", v.known()
	case *list:
		return len(v.items) > 0, true
	case *dict:
		return len(v.keys) > 0, true
	case *project, folder, *closure, *dependency:
		return true, true
	}
	return false, false
}

// condition runs the branch that the condition chooses, or both where it is
// not known; then the value is known only when both agree.
func (m *machine) condition(n *script.Node, sc *scope) value {
	cond := m.eval(n.Kids[0], sc)
	yes, known := truth(cond)
	if a, ok := cond.(null); ok && a.outside && n.Kind == script.Ternary {
		known = true // x ? x : default
	}
	if known {
		switch {
		case yes:
			return m.eval(n.Kids[1], sc.child())
		case len(n.Kids) > 2:
			return m.eval(n.Kids[2], sc.child())
		}
		return null{}
	}
	return m.either(n.Kids[1:], sc)
}

// either runs all branches without being sure of any.
func (m *machine) either(branches []*script.Node, sc *scope) value {
	m.unsure++
	var first value = unknown{}
	agree := true
	for i, b := range branches {
		v := provided(m.eval(b, sc.child()))
		if i == 0 || isOutside(first) {
			first = v
		} else {
			agree = agree && (same(first, v) || isOutside(v))
		}
	}
	m.unsure--
	if agree && len(branches) > 1 {
		return first
	}
	return unknown{"a condition"}
}

func isOutside(v value) bool {
	a, ok := v.(null)
	return ok && a.outside
}

// branches runs when, switch, try and loops.
func (m *machine) branches(n *script.Node, sc *scope) value {
	if n.Kind == script.Choice {
		return m.either(n.Kids, sc)
	}
	if n.S == "" {
		m.either(n.Kids[1:], sc)
		return null{}
	}
	m.each(m.eval(n.Kids[0], sc), func(args ...value) bool {
		in := sc.child()
		in.set(n.S, args[0])
		m.eval(n.Kids[1], in)
		return true
	})
	return null{}
}

// each gives the elements of a collection one by one; false when it is none.
func (m *machine) each(v value, f func(args ...value) bool) bool {
	switch v := provided(v).(type) {
	case *list:
		for _, x := range v.items {
			if m.left <= 0 || !f(x) {
				break
			}
		}
	case *dict:
		for _, k := range append([]string(nil), v.keys...) {
			if m.left <= 0 || !f(newEntry(k, v.m[k]), v.m[k]) {
				break
			}
		}
	default:
		return false
	}
	return true
}

// newEntry is a pair of a map, as loops see it.
func newEntry(k string, v value) value {
	d := newDict()
	d.put("key", newText(k, place{}))
	d.put("value", v)
	return d
}

// store runs declarations and assignments.
func (m *machine) store(n *script.Node, sc *scope) value {
	switch n.Kind {
	case script.Declare:
		var v value = null{}
		if len(n.Kids) > 0 {
			v = provided(m.eval(n.Kids[0], sc))
		}
		if n.S != "" {
			sc.set(n.S, v)
		}
		return v
	case script.Delegate:
		v := m.delegated(n, sc)
		sc.set(n.S, v)
		return v
	}
	return m.assign(n, sc)
}

// delegated is val NAME by …: extra("1"), project, extra, lazy { }, getting { }.
func (m *machine) delegated(n *script.Node, sc *scope) value {
	e := n.Kids[0]
	if e.Kind == script.Call && e.Kids[0].Kind == script.Name {
		c := m.arguments(e, sc)
		switch c.name {
		case "extra":
			v := c.arg(0)
			if c.block != nil {
				v = m.call(c.block)
			}
			sc.project.ext.put(n.S, v)
			return v
		case "lazy":
			if c.block != nil {
				return m.call(c.block)
			}
		default:
			m.block(n.S, c, sc)
			return unknown{n.S}
		}
	}
	if e.Kind == script.Call && e.Kids[0].Kind == script.Member {
		c := m.arguments(e, sc)
		m.block(n.S, c, sc)
		return unknown{n.S}
	}
	if v, ok := m.field(m.eval(e, sc), n.S, sc); ok {
		return v
	}
	return unknown{n.S}
}

// assign puts a value where the left side says.
func (m *machine) assign(n *script.Node, sc *scope) value {
	target := n.Kids[0]
	v := provided(m.eval(n.Kids[1], sc))
	if n.S == "+=" {
		old := m.eval(target, sc)
		if l, ok := old.(*list); ok {
			l.add(items(v)...)
			return l
		}
		v = plus(old, v)
	} else if n.S != "=" {
		v = unknown{source(target)}
	}
	switch target.Kind {
	case script.Name:
		m.assignName(target, v, sc)
	case script.Member:
		m.tool(target.S, v, sc)
		m.put(m.eval(target.Kids[0], sc), target.S, v)
	case script.Index:
		if len(target.Kids) > 1 {
			m.put(m.eval(target.Kids[0], sc), plainText(m.eval(target.Kids[1], sc)), v)
		}
	}
	return v
}

func items(v value) []value {
	if l, ok := v.(*list); ok {
		return l.items
	}
	return []value{v}
}

func (m *machine) assignName(n *script.Node, v value, sc *scope) {
	name := n.S
	if h := sc.holder(name); h != nil {
		h.vars[name] = m.settled(h.vars[name], v, name)
		return
	}
	switch sc.where {
	case inExt:
		m.put(extension{sc.project}, name, v)
		return
	case inCatalogue, inCatalogues:
		return
	case inManagement:
		if name == "overriddenByDependencies" {
			sc.project.overridden = v == false
		}
		return
	}
	if _, ok := sc.project.ext.m[name]; ok {
		m.put(extension{sc.project}, name, v)
		return
	}
	if name == "version" || name == "group" || name == "description" {
		if sc.block == "" {
			m.put(sc.project, name, v)
		}
		return
	}
	m.tool(name, v, sc)
	m.register(name, v, sc)
	if sc.block == "" {
		sc.set(name, v)
	}
}

// settled is the value of a variable that gets a new one. Where the condition
// is not known, two different values leave it open.
func (m *machine) settled(old, v value, name string) value {
	if m.unsure == 0 || same(old, v) {
		return v
	}
	if _, ok := old.(null); ok || old == nil {
		return v
	}
	return unknown{name}
}

// put sets a field of a value.
func (m *machine) put(base value, name string, v value) {
	switch b := base.(type) {
	case extension:
		b.p.ext.put(name, m.settled(b.p.ext.m[name], v, name))
	case *dict:
		b.put(name, m.settled(b.m[name], v, name))
	case *project:
		m.putProject(b, name, v)
	}
}

func (m *machine) putProject(p *project, name string, v value) {
	switch name {
	case "version", "group", "description":
		p.fields[name] = m.settled(p.fields[name], v, name)
	case "name":
		if s := plainText(v); s != "" && p.path == ":" {
			p.name = s
		}
	case "projectDir":
		if f, ok := v.(folder); ok {
			p.dir = cleaned(f.rel())
		}
	case "buildFileName":
		if s := plainText(v); s != "" {
			p.file = s // relative until the settings are read
			if t, ok := asText(v); ok {
				p.fileAt = t.at(0)
			}
		}
	default:
		if _, ok := p.ext.m[name]; ok {
			p.ext.put(name, v)
		}
	}
}
