package gradle

import (
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// catalogue is a version catalogue: what libs.… stands for.
type catalogue struct {
	versions  map[string]text
	libraries map[string]*dependency
	plugins   map[string]*plugin
	bundles   map[string][]string
	// elsewhere is the published catalogue that is not on disk.
	elsewhere string
}

func newCatalogue() *catalogue {
	return &catalogue{
		versions: map[string]text{}, libraries: map[string]*dependency{}, plugins: map[string]*plugin{}, bundles: map[string][]string{},
	}
}

// accessor is libs.a.b, read so far.
type accessor struct {
	c    *catalogue
	path string
}

// alias is the form in which names are compared: - and _ are dots.
func alias(s string) string { return strings.NewReplacer("-", ".", "_", ".").Replace(s) }

// entry is a value of the file, with its line.
type entry struct {
	at    place
	s     string            // a string
	table map[string]*entry // or a table
	items []*entry          // or a list
}

// text is that of a key within a table; nil when it is not there.
func (e *entry) text(key string) text {
	if v := e.table[key]; v != nil && v.s != "" {
		return newText(v.s, v.at)
	}
	return nil
}

// readCatalogue reads a libs.versions.toml. why is set where it can't be read
// from some line on; what stands before is there.
func readCatalogue(c *catalogue, file string, data []byte) (why string, line int) {
	r := tomlReader{file: file, data: data}
	r.p.Reset(data)
	section := ""
	var rows []row
	for r.p.NextExpression() {
		e := r.p.Expression()
		switch e.Kind {
		case unstable.Table:
			section = strings.Join(r.keys(e.Key()), ".")
		case unstable.KeyValue:
			keys := r.keys(e.Key())
			if s := strings.Split(section, "."); section == "" || len(s) > 1 {
				keys = append(strings.Split(strings.TrimPrefix(section, "."), "."), keys...)
				if section == "" {
					keys = keys[1:]
				}
			} else {
				keys = append(s, keys...)
			}
			rows = append(rows, row{keys, r.value(e.Value(), 0)})
		}
	}
	c.take(rows)
	if err := r.p.Error(); err != nil {
		return "is no readable TOML: " + strings.TrimPrefix(err.Error(), "toml: "), r.next()
	}
	return "", 0
}

// row is a key with its table, and the value.
type row struct {
	keys []string
	v    *entry
}

type tomlReader struct {
	p      unstable.Parser
	file   string
	data   []byte
	offset int // lines were counted up to here
	line   int
	last   int
}

// at counts lines forward; values come in the order of the file.
func (r *tomlReader) at(offset int) place {
	if offset < r.offset {
		r.offset, r.line = 0, 0
	}
	for ; r.offset < offset && r.offset < len(r.data); r.offset++ {
		if r.data[r.offset] == '\n' {
			r.line++
		}
	}
	r.last = r.line + 1
	return place{r.file, r.line + 1}
}

// next is the line on which the expression after the last one begins.
func (r *tomlReader) next() int {
	lines := strings.Split(string(r.data), "\n")
	for i := r.last; i < len(lines); i++ {
		if s := strings.TrimSpace(lines[i]); s != "" && s[0] != '#' {
			return i + 1
		}
	}
	return max(r.last, 1)
}

func (r *tomlReader) keys(it unstable.Iterator) []string {
	var all []string
	for it.Next() {
		all = append(all, string(it.Node().Data))
		r.at(int(it.Node().Raw.Offset))
	}
	return all
}

// value reads a string, list or inline table; others are empty.
func (r *tomlReader) value(n *unstable.Node, depth int) *entry {
	e := &entry{at: place{r.file, r.last}}
	if n == nil || depth > 16 {
		return e
	}
	switch n.Kind {
	case unstable.String:
		e.s, e.at = string(n.Data), r.at(int(n.Raw.Offset))
	case unstable.Array:
		for it := n.Children(); it.Next(); {
			if it.Node().Kind != unstable.Comment {
				e.items = append(e.items, r.value(it.Node(), depth+1))
			}
		}
	case unstable.InlineTable:
		e.table = map[string]*entry{}
		for it := n.Children(); it.Next(); {
			if kv := it.Node(); kv.Kind == unstable.KeyValue {
				nest(e, r.keys(kv.Key()), r.value(kv.Value(), depth+1))
			}
		}
	}
	return e
}

// nest puts a value below dotted keys: version.ref = "x".
func nest(e *entry, keys []string, v *entry) {
	for _, k := range keys[:max(len(keys)-1, 0)] {
		if e.table == nil {
			e.table = map[string]*entry{}
		}
		next := e.table[k]
		if next == nil {
			next = &entry{at: v.at, table: map[string]*entry{}}
			e.table[k] = next
		}
		e = next
	}
	if e.table == nil {
		e.table = map[string]*entry{}
	}
	if len(keys) > 0 {
		e.table[keys[len(keys)-1]] = v
	}
}

// take turns rows into versions first, then what refers to them.
func (c *catalogue) take(rows []row) {
	all := &entry{}
	for _, r := range rows {
		nest(all, r.keys, r.v)
	}
	for k, v := range section(all, "versions") {
		c.versions[alias(k)] = c.version(v)
	}
	for k, v := range section(all, "libraries") {
		if d := c.library(v); d != nil {
			c.libraries[alias(k)] = d
		}
	}
	for k, v := range section(all, "plugins") {
		if id, version := c.plugin(v); id != "" {
			c.plugins[alias(k)] = &plugin{id: id, version: version, at: v.at}
		}
	}
	for k, v := range section(all, "bundles") {
		for _, item := range v.items {
			c.bundles[alias(k)] = append(c.bundles[alias(k)], alias(item.s))
		}
	}
}

func section(all *entry, name string) map[string]*entry {
	if e := all.table[name]; e != nil {
		return e.table
	}
	return nil
}

// version reads a version, plain or rich.
func (c *catalogue) version(v *entry) text {
	if v == nil {
		return nil
	}
	if v.s != "" {
		return newText(v.s, v.at)
	}
	if ref := v.table["ref"]; ref != nil {
		if t, ok := c.versions[alias(ref.s)]; ok {
			return t
		}
		return text{{s: ref.s, at: ref.at, hole: true}}
	}
	for _, k := range []string{"strictly", "require", "prefer"} {
		if t := v.text(k); t != nil {
			if p := v.text("prefer"); p != nil && k == "strictly" {
				return p // a range with the one in it that is wanted
			}
			return t
		}
	}
	return nil
}

// library reads "g:a:v" or a table.
func (c *catalogue) library(v *entry) *dependency {
	if v.s != "" {
		return parseDependency(newText(v.s, v.at))
	}
	d := &dependency{at: v.at}
	if m := v.table["module"]; m != nil {
		d = parseDependency(newText(m.s, m.at))
		if d == nil {
			return nil
		}
	} else if g, n := v.table["group"], v.table["name"]; g != nil && n != nil {
		d.group, d.name, d.at = g.s, n.s, n.at
	} else {
		return nil
	}
	d.version = c.version(v.table["version"])
	return d
}

// plugin reads "id:version" or a table.
func (c *catalogue) plugin(v *entry) (string, text) {
	if id, version, ok := strings.Cut(v.s, ":"); ok {
		return id, newText(version, v.at)
	}
	if id := v.table["id"]; id != nil {
		return id.s, c.version(v.table["version"])
	}
	return "", nil
}

// resolve is what an accessor stands for; nil while it is only a prefix.
func (a accessor) resolve() value {
	kind, rest, _ := strings.Cut(a.path, ".")
	switch kind {
	case "versions":
		if t, ok := a.c.versions[rest]; ok {
			return t
		}
	case "plugins":
		if p, ok := a.c.plugins[rest]; ok {
			return p
		}
	case "bundles":
		if names, ok := a.c.bundles[rest]; ok {
			return a.c.bundle(names)
		}
	}
	if d, ok := a.c.libraries[a.path]; ok {
		return d
	}
	return nil
}

func (c *catalogue) bundle(names []string) *list {
	l := &list{}
	for _, n := range names {
		if d, ok := c.libraries[n]; ok {
			l.add(d)
		} else {
			l.add(unknown{n})
		}
	}
	return l
}
