package npm

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// yarn is a yarn.lock of either form: packages by what was asked for,
// "name@range".
type yarn struct {
	u    *unit
	path string
	// berry says that ranges name their protocol: "name@npm:^1".
	berry bool
	by    map[string]int
	// named are the packages that were asked for under a name: where
	// resolutions of package.json replace a range, only the name is left.
	named map[string][]int
	asks  []ask // place is the range
	extra []*manifest
}

func readYarn(u *unit, f engine.File) lock {
	y := &yarn{u: u, path: f.Path, by: map[string]int{}, named: map[string][]int{}}
	if bytes.Contains(f.Data, []byte("__metadata:")) {
		y.berry = true
		y.readBerry(f)
	} else {
		y.readClassic(f)
	}
	for _, a := range y.asks {
		if to, ok := y.lookup(a.name, a.place); ok {
			u.graph.Ask(a.from, to, a.use, a.location)
		} else if !a.mayLack {
			u.lacks = a.name
		}
	}
	y.asks = nil
	return y
}

// know files a package under what was asked for.
func (y *yarn) know(descriptor string, node int) {
	name, _ := cutDescriptor(descriptor)
	y.by[descriptor] = node
	if list := y.named[name]; len(list) == 0 || list[len(list)-1] != node {
		y.named[name] = append(list, node)
	}
}

// cutDescriptor parts "@scope/name@range" at the @ behind the name.
func cutDescriptor(s string) (name, spec string) {
	if s == "" {
		return "", ""
	}
	if i := strings.IndexByte(s[1:], '@'); i >= 0 {
		return s[:i+1], s[i+2:]
	}
	return s, ""
}

func (y *yarn) lookup(name, spec string) (int, bool) {
	for _, key := range []string{name + "@" + spec, name + "@npm:" + spec} {
		if to, ok := y.by[key]; ok {
			return to, true
		}
	}
	if list := y.named[name]; len(list) == 1 {
		return list[0], true
	}
	return 0, false
}

func (y *yarn) find(m *manifest, d dependency) (int, bool) {
	if to, ok := y.by[d.name+"@"+d.spec]; ok {
		return to, true
	}
	if own := y.u.local(m, d); own != nil && !strings.HasPrefix(d.spec, "npm:") {
		return own.node, true
	}
	return y.lookup(d.name, d.spec)
}

func (y *yarn) stands() []*manifest { return y.extra }

// readClassic reads yarn's first form, which has a syntax of its own: keys and
// values parted by a space, nested by indentation.
func (y *yarn) readClassic(f engine.File) {
	var entry *classicEntry
	list, number := "", 0
	for raw := range bytes.Lines(document.Plain(f.Data)) {
		number++
		line := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n ")
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if text == "" || text[0] == '#' {
			continue
		}
		switch {
		case indent == 0:
			y.finish(entry)
			entry, list = y.classicHead(text, number), ""
		case entry == nil || !y.classicLine(entry, &list, indent, text):
			y.u.problems.Add(y.path, number, "Have yarn write the lockfile anew.", "not read: %s does not belong into a lockfile", document.Quote(text))
		}
	}
	y.finish(entry)
}

// classicEntry is a package while its lines are read.
type classicEntry struct {
	line                         int
	asked                        []string
	version, resolved, integrity string
	dependencies                 []dependency
}

func (y *yarn) classicHead(text string, line int) *classicEntry {
	names, ok := strings.CutSuffix(text, ":")
	e := &classicEntry{line: line}
	for part := range strings.SplitSeq(names, ",") {
		part = unquoted(strings.TrimSpace(part))
		if _, spec := cutDescriptor(part); !ok || spec == "" {
			y.u.problems.Add(y.path, line, "Have yarn write the lockfile anew.", "not read: %s names no package", document.Quote(text))
			return nil
		}
		e.asked = append(e.asked, part)
	}
	return e
}

func (y *yarn) classicLine(e *classicEntry, list *string, indent int, text string) bool {
	key, value := cutWord(text)
	switch {
	case indent >= 4 && *list == "dependencies":
		e.dependencies = append(e.dependencies, dependency{name: key, spec: value, use: assay.Runtime})
	case indent >= 4 && *list == "optionalDependencies":
		e.dependencies = append(e.dependencies, dependency{name: key, spec: value, use: assay.Optional})
	case indent >= 4:
		return *list != ""
	case strings.HasSuffix(key, ":") && value == "":
		*list = strings.TrimSuffix(key, ":")
	default:
		*list = ""
		switch key {
		case "version":
			e.version = value
		case "resolved":
			e.resolved = value
		case "integrity":
			e.integrity = value
		}
	}
	return true
}

// cutWord parts the first word, which may be quoted, from the rest.
func cutWord(text string) (word, rest string) {
	if prefix, err := strconv.QuotedPrefix(text); err == nil && text[0] == '"' {
		return unquoted(prefix), unquoted(strings.TrimSpace(text[len(prefix):]))
	}
	word, rest, _ = strings.Cut(text, " ")
	return word, unquoted(strings.TrimSpace(rest))
}

func unquoted(s string) string {
	if len(s) > 1 && s[0] == '"' {
		if u, err := strconv.Unquote(s); err == nil {
			return u
		}
	}
	return s
}

// finish adds the package that an entry describes.
func (y *yarn) finish(e *classicEntry) {
	if e == nil {
		return
	}
	name, spec := cutDescriptor(e.asked[0])
	name, spec = alias(name, spec)
	if isLocal(spec) && e.resolved == "" {
		node := y.u.graph.Add(inventory.Package{Local: true})
		y.connect(node, e)
		return
	}
	if !inventory.Name(name) {
		y.u.problems.Add(y.path, e.line, "", "not read: %s is no name of a package", document.Quote(name))
		return
	}
	c := y.u.component(y.path, e.line, name, e.version)
	y.u.fetch(&c, e.resolved, e.line)
	c.Checksums = inventory.Integrity(e.integrity)
	if _, sum, ok := strings.Cut(e.resolved, "#"); ok && len(sum) == 40 && !strings.Contains(e.resolved, "git") {
		c.Checksums = slices.Concat(c.Checksums, inventory.Hex("sha1", sum))
	}
	y.connect(y.u.graph.Add(inventory.Package{Component: c}), e)
}

func (y *yarn) connect(node int, e *classicEntry) {
	for _, asked := range e.asked {
		y.know(asked, node)
	}
	// What is optional stands in both lists.
	optional := map[string]bool{}
	for _, d := range e.dependencies {
		if d.use == assay.Optional {
			optional[d.name] = true
		}
	}
	for _, d := range e.dependencies {
		if d.use == assay.Optional || !optional[d.name] {
			y.asks = append(y.asks, ask{from: node, place: d.spec, name: d.name, use: d.use, mayLack: d.use == assay.Optional})
		}
	}
}

// says is empty: yarn files packages under what was asked for.
func (*yarn) says(*manifest, string) string { return "" }
