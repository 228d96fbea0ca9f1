package gradle

import (
	"path"
	"strings"
)

// builtinCall are functions that every script may call.
func (m *machine) builtinCall(c *call, sc *scope) (value, bool) {
	p := sc.project
	switch c.name {
	case "file", "File":
		return m.fileCall(c, sc), true
	case "files":
		l := &list{}
		for range c.pos {
			l.add(m.fileCall(c, sc))
			c.pos = c.pos[1:]
		}
		return l, true
	case "listOf", "setOf", "arrayOf", "mutableListOf", "mutableSetOf", "listOfNotNull", "arrayListOf", "sequenceOf":
		return &list{items: c.pos}, true
	case "mapOf", "mutableMapOf", "linkedMapOf", "hashMapOf":
		return pairs(c), true
	case "to", "Pair":
		return &list{items: c.pos}, true
	case "property", "getProperty":
		if v, ok := m.projectField(p, c.str()); ok {
			return v, true
		}
		return unknown{c.str()}, true
	case "findProperty":
		if v, ok := m.projectField(p, c.str()); ok {
			if u, isUnknown := v.(unknown); !isUnknown || u.what != c.str() {
				return v, true
			}
		}
		return null{outside: true}, true
	case "hasProperty":
		if _, ok := m.projectField(p, c.str()); ok {
			return true, true
		}
		return null{outside: true}, true
	case "provider", "lazy", "run", "with", "let", "requireNotNull", "checkNotNull", "uri":
		return m.passing(c), true
	case "catalog", "the":
		return handle{"versionCatalogs", p}, true
	case "platform", "enforcedPlatform":
		return m.platform(c), true
	case "kotlin":
		if len(c.pos) > 0 {
			return m.kotlin(c, sc), true
		}
	case "mavenBom":
		m.importBOM(c, sc)
		return null{}, true
	case "set":
		return null{}, len(c.pos) == 2
	}
	return nil, false
}

// passing is a function whose value is its argument's or its block's.
func (m *machine) passing(c *call) value {
	if c.block != nil {
		if len(c.pos) == 1 {
			if p, ok := c.arg(0).(*project); ok {
				m.on(c.block, p)
				return p
			}
		}
		return m.call(c.block, c.pos...)
	}
	return c.arg(0)
}

// fileCall is file("x"), new File(dir, "x"): a place in the tree.
func (m *machine) fileCall(c *call, sc *scope) value {
	var parts []string
	for _, v := range c.pos {
		t, ok := asText(provided(v))
		if !ok || !t.known() {
			return ignored{}
		}
		parts = append(parts, t.String())
		if c.name == "files" {
			break
		}
	}
	joined := path.Join(parts...)
	if len(parts) == 0 {
		return ignored{}
	}
	if !strings.HasPrefix(parts[0], "/") && parts[0] != "" {
		joined = path.Join(sc.project.dir, joined)
	}
	return newFolder(strings.TrimPrefix(joined, "/"))
}

// pairs is mapOf("a" to b, …).
func pairs(c *call) value {
	d := newDict()
	for _, v := range c.pos {
		if l, ok := v.(*list); ok && len(l.items) == 2 {
			d.put(plainText(l.items[0]), provided(l.items[1]))
		}
	}
	return d
}
