package gradle

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// Bounds on values; scripts that pass them are no build scripts.
const (
	maxText  = 4096
	maxItems = 10_000
)

// place is a line of a file.
type place struct {
	path string
	line int
}

func (p place) location() assay.Location {
	return assay.Location{Path: p.path, Start: assay.Position{Line: p.line}}
}

// value is what an expression stands for: one of the types below, bool,
// *project, *dependency, *plugin, *closure or an accessor of a catalogue.
type value any

// unknown is a value that the files do not say.
type unknown struct{ what string }

// ignored is a value that is no component and leads to none: files, tasks,
// other projects of the build.
type ignored struct{}

// null is the value that is not there. What the environment or the command
// line may set is absent only as far as files say: a default stands in for it,
// but no condition on it is known.
type null struct{ outside bool }

// span is a piece of a text with the line on which it is written. A hole is
// a piece that is not known.
type span struct {
	s    string
	at   place
	hole bool
}

type text []span

func newText(s string, at place) text { return text{{s: s, at: at}} }

// String writes holes as ${name}.
func (t text) String() string {
	if len(t) == 1 && !t[0].hole {
		return t[0].s
	}
	var b strings.Builder
	for _, s := range t {
		if s.hole {
			b.WriteString("${" + s.s + "}")
		} else {
			b.WriteString(s.s)
		}
	}
	return b.String()
}

// known says that a text has no holes.
func (t text) known() bool {
	for _, s := range t {
		if s.hole {
			return false
		}
	}
	return true
}

func (t text) plus(o text) text {
	if len(t.String())+len(o.String()) > maxText {
		return text{{s: "…", hole: true}}
	}
	return append(t[:len(t):len(t)], o...)
}

// at is the line that the byte at an offset is written on.
func (t text) at(offset int) place {
	for _, s := range t {
		n := len(s.s)
		if s.hole {
			n += len("${}")
		}
		if offset < n {
			return s.at
		}
		offset -= n
	}
	if len(t) > 0 {
		return t[len(t)-1].at
	}
	return place{}
}

// slice is the text from one offset to another.
func (t text) slice(from, to int) text {
	var out text
	for _, s := range t {
		n := len(s.s)
		if s.hole {
			n += len("${}")
		}
		lo, hi := max(from, 0), min(to, n)
		if lo < hi {
			if s.hole {
				out = append(out, s)
			} else {
				out = append(out, span{s: s.s[lo:hi], at: s.at})
			}
		}
		from, to = from-n, to-n
	}
	return out
}

type list struct{ items []value }

func (l *list) add(vs ...value) {
	if len(l.items)+len(vs) <= maxItems {
		l.items = append(l.items, vs...)
	}
}

// dict keeps the order of its keys.
type dict struct {
	keys []string
	m    map[string]value
}

func newDict() *dict { return &dict{m: map[string]value{}} }

func (d *dict) put(k string, v value) {
	if _, ok := d.m[k]; !ok {
		if len(d.keys) >= maxItems {
			return
		}
		d.keys = append(d.keys, k)
	}
	d.m[k] = v
}

// folder is a file or folder of the tree: "/" and its path, "" for the root.
type folder struct{ path string }

func (f folder) rel() string { return strings.TrimPrefix(f.path, "/") }

// extension is a project's ext or extra.
type extension struct{ p *project }

// handle is something of a project that only its methods matter of:
// dependencies, configurations, repositories.
type handle struct {
	name string
	p    *project
}

// closure is code with where it was written.
type closure struct {
	node *script.Node
	sc   *scope
}

// asText is the text of a value, as string interpolation writes it.
func asText(v value) (text, bool) {
	switch v := v.(type) {
	case text:
		return v, true
	case folder:
		return newText(v.path, place{}), true
	case bool:
		if v {
			return newText("true", place{}), true
		}
		return newText("false", place{}), true
	case *project:
		return newText(v.path, place{}), true
	case *dependency:
		return v.text(), true
	}
	return nil, false
}

// same compares what two values say.
func same(a, b value) bool {
	s, ok1 := asText(a)
	t, ok2 := asText(b)
	return ok1 && ok2 && s.known() && t.known() && s.String() == t.String()
}

// plainText is the text of a value that has no holes; empty otherwise.
func plainText(v value) string {
	if t, ok := asText(v); ok && t.known() {
		return t.String()
	}
	return ""
}
