package gradle

import (
	"path"
	"strings"
)

// settingsCall answers within settings.gradle.
func (m *machine) settingsCall(c *call, sc *scope) (value, bool) {
	b := sc.project.build
	switch c.name {
	case "include", "includeFlat":
		for _, v := range c.pos {
			m.include(b, v, c.name == "includeFlat")
		}
	case "includeBuild":
		m.block(c.name, c, sc)
	case "project", "findProject":
		return m.projectNamed(c, sc), true
	case "fileTree":
		return m.fileTree(c, sc), true
	case "pluginManagement", "dependencyResolutionManagement":
		m.delegate(c.block, inSettings, c.name)
	case "plugins":
		if sc.data == "pluginManagement" {
			m.managePlugins(c, sc)
		} else {
			m.delegate(c.block, inPlugins, nil)
		}
	case "versionCatalogs":
		m.delegate(c.block, inCatalogues, nil)
	case "resolutionStrategy", "repositories":
	default:
		return nil, false
	}
	return null{}, true
}

// managePlugins reads the versions that plugin requests without one get.
func (m *machine) managePlugins(c *call, sc *scope) {
	holder := &project{build: sc.project.build, ext: sc.project.ext, fields: sc.project.fields, applied: map[string]bool{}, ran: map[string]bool{}, dir: sc.project.dir}
	if c.block == nil {
		return
	}
	in := c.block.sc.in(inPlugins, nil)
	in.project = holder
	m.invoke(c.block, in)
	for _, g := range holder.plugins {
		sc.project.build.plugins[g.id] = g
	}
}

// include adds a project and those above it.
func (m *machine) include(b *build, v value, flat bool) {
	v = provided(v)
	if l, ok := v.(*list); ok {
		for _, x := range l.items {
			m.include(b, x, flat)
		}
		return
	}
	name := plainText(v)
	if name == "" {
		b.open = true
		return
	}
	p := b.root
	for part := range strings.SplitSeq(strings.Trim(name, ":"), ":") {
		if part == "" {
			continue
		}
		full := strings.TrimSuffix(p.path, ":") + ":" + part
		q := b.projects[full]
		if q == nil {
			if len(b.projects) > maxItems {
				return
			}
			q = newProject(b, full, p)
			b.order = append(b.order, q)
		}
		p = q
	}
	if flat {
		p.dir = path.Join(path.Dir(b.dir), p.name)
	}
}
