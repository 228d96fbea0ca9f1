package gradle

import (
	"path"
	"strings"
)

// ownCatalogue is gradle/libs.versions.toml.
func (m *machine) ownCatalogue(b *build) {
	file := path.Join(b.dir, "gradle/libs.versions.toml")
	if _, ok := m.tree.files[file]; ok {
		c := newCatalogue()
		m.readCatalogue(c, file)
		b.catalogues["libs"] = c
	}
}

func (m *machine) readCatalogue(c *catalogue, file string) {
	if m.used == nil {
		m.used = map[string]bool{}
	}
	m.used[file] = true
	if why, line := readCatalogue(c, file, m.tree.files[file].Data); why != "" {
		m.gap(place{file, line}, why, "Correct the file; what stands before that line was read.")
	}
}

// catalogueCall answers within versionCatalogs { } and one catalogue of it.
func (m *machine) catalogueCall(c *call, sc *scope) (value, bool) {
	if sc.where == inCatalogues {
		name := c.name
		if name == "create" || name == "register" || name == "named" || name == "getByName" || name == "maybeCreate" {
			name = c.str()
		}
		cat := sc.project.build.catalogues[name]
		if cat == nil {
			cat = newCatalogue()
			sc.project.build.catalogues[name] = cat
		}
		m.delegate(c.block, inCatalogue, cat, unknown{})
		return null{}, true
	}
	cat, ok := sc.data.(*catalogue)
	if !ok {
		return nil, false
	}
	switch c.name {
	case "from":
		m.catalogueFrom(cat, c.arg(0), sc)
	case "version":
		cat.versions[alias(c.str())], _ = asText(c.arg(1))
	case "library":
		return m.catalogueLibrary(cat, c), true
	case "plugin":
		g := &plugin{id: plainText(c.arg(1)), at: c.at}
		cat.plugins[alias(c.str())] = g
		return g, true
	case "bundle":
		for _, x := range items(c.arg(1)) {
			cat.bundles[alias(c.str())] = append(cat.bundles[alias(c.str())], alias(plainText(x)))
		}
	default:
		return nil, false
	}
	return null{}, true
}

// catalogueFrom reads a file, or says which published catalogue is meant.
func (m *machine) catalogueFrom(cat *catalogue, v value, sc *scope) {
	for _, x := range items(v) {
		s := plainText(x)
		if d := parseDependency(newText(s, place{})); d != nil {
			cat.elsewhere = "of " + s + ", which is not on disk"
			continue
		}
		file := cleaned(s)
		if !strings.HasPrefix(s, "/") {
			file = path.Join(sc.project.build.dir, s)
		}
		if _, ok := m.tree.files[file]; ok {
			m.readCatalogue(cat, file)
		}
	}
}

// catalogueLibrary is library("alias", "g:a:v") or library("alias", "g", "a").
func (m *machine) catalogueLibrary(cat *catalogue, c *call) value {
	d := positional(c.pos[min(1, len(c.pos)):])
	if d == nil {
		if t, ok := asText(c.arg(1)); ok {
			d = parseDependency(t)
		}
	}
	if d == nil {
		return unknown{}
	}
	cat.libraries[alias(c.str())] = d
	return libraryBuilder{cat, d}
}

// libraryBuilder is what version("…") and versionRef("…") are called on.
type libraryBuilder struct {
	c *catalogue
	d *dependency
}

func (l libraryBuilder) call(c *call) value {
	switch c.name {
	case "version":
		l.d.version, _ = asText(c.arg(0))
	case "versionRef":
		l.d.version = l.c.versions[alias(c.str())]
	case "withoutVersion":
		l.d.version = nil
	}
	return l
}
