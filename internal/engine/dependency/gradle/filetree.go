package gradle

import (
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// patterns are what a fileTree includes and excludes.
type patterns struct{ include, exclude []string }

// fileTree is fileTree(dir) { include …; exclude … } in settings: some builds
// find their modules so. It sees the files of this unit only.
func (m *machine) fileTree(c *call, sc *scope) value {
	dir := c.arg(0)
	if v := c.key("dir"); v != nil {
		dir = v
	}
	s, ok := asText(dir)
	if !ok || !s.known() {
		return unknown{"fileTree"}
	}
	p := &patterns{}
	p.take(c.key("include"), &p.include)
	p.take(c.key("exclude"), &p.exclude)
	if c.block != nil {
		m.delegate(c.block, inFiles, p, unknown{"it"})
	}
	root := cleaned(s.String())
	l := &list{}
	for _, f := range m.tree.paths {
		if !within(path.Dir(f), root) {
			continue
		}
		if rel := strings.TrimPrefix(strings.TrimPrefix(f, root), "/"); m.left > 0 && p.match(rel) {
			m.left -= len(p.include) + len(p.exclude)
			l.add(newFolder(f))
		}
	}
	return l
}

// patternCall answers within the block of a fileTree.
func (m *machine) patternCall(c *call, sc *scope) (value, bool) {
	p, ok := sc.data.(*patterns)
	if !ok {
		return nil, false
	}
	for _, v := range c.pos {
		switch c.name {
		case "include", "includes":
			p.take(v, &p.include)
		case "exclude", "excludes":
			p.take(v, &p.exclude)
		}
	}
	return null{}, c.name == "include" || c.name == "exclude"
}

func (p *patterns) take(v value, to *[]string) {
	for _, x := range items(provided(v)) {
		if s := plainText(x); s != "" && len(*to) < 100 && len(s) < 200 {
			*to = append(*to, strings.TrimPrefix(s, "/"))
		}
	}
}

// match follows Ant: a pattern that takes a folder takes what is in it.
func (p *patterns) match(file string) bool {
	for d := file; d != "."; d = path.Dir(d) {
		for _, x := range p.exclude {
			if ok, _ := doublestar.Match(x, d); ok {
				return false
			}
		}
	}
	for _, x := range p.include {
		if ok, _ := doublestar.Match(x, file); ok {
			return true
		}
	}
	return len(p.include) == 0
}
