package gradle

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// eval is what a node stands for.
func (m *machine) eval(n *script.Node, sc *scope) value {
	if n == nil || !m.step(sc) {
		return unknown{}
	}
	if m.depth++; m.depth >= maxDepth {
		m.depth--
		return unknown{}
	}
	v := m.evalNode(n, sc)
	m.depth--
	return v
}

func (m *machine) evalNode(n *script.Node, sc *scope) value {
	switch n.Kind {
	case script.Text:
		return m.interpolate(n, sc)
	case script.Literal, script.Number:
		return newText(n.S, sc.at(n.Line))
	case script.Name:
		return m.name(n, sc)
	case script.Member:
		return m.member(n, sc)
	case script.Index:
		return m.index(n, sc)
	case script.Call:
		return m.callNode(n, sc)
	case script.Named, script.Return:
		return m.returned(n, sc)
	case script.Lambda, script.Function:
		return &closure{n, sc}
	case script.List, script.Map:
		return m.collection(n, sc)
	case script.Binary:
		return m.binary(n, sc)
	case script.Unary:
		return m.unary(n, sc)
	case script.Ternary, script.If:
		return m.condition(n, sc)
	case script.Choice, script.Loop:
		return m.branches(n, sc)
	case script.Assign, script.Declare, script.Delegate:
		return m.store(n, sc)
	case script.Block:
		return m.statements(n.Kids, sc)
	}
	return unknown{}
}

func (m *machine) returned(n *script.Node, sc *scope) value {
	var v value = null{}
	if len(n.Kids) > 0 {
		v = m.eval(n.Kids[0], sc)
	}
	if n.Kind == script.Return && m.unsure == 0 {
		m.done = true
	}
	return v
}

// interpolate puts a string together; what is not known becomes a hole.
func (m *machine) interpolate(n *script.Node, sc *scope) value {
	t := text{}
	for _, k := range n.Kids {
		if k.Kind == script.Literal {
			t = t.plus(newText(k.S, sc.at(k.Line)))
			continue
		}
		part, ok := asText(provided(m.eval(k, sc)))
		if !ok {
			part = text{{s: source(k), at: sc.at(k.Line), hole: true}}
		}
		t = t.plus(part)
	}
	m.left -= len(t) * len(t) / 16
	if len(t) == 0 {
		return newText("", sc.at(n.Line))
	}
	return t
}

// provided looks through accessors of a catalogue.
func provided(v value) value {
	if a, ok := v.(accessor); ok {
		if r := a.resolve(); r != nil {
			return r
		}
	}
	return v
}

// source writes a node roughly as it was, to name what is not known.
func source(n *script.Node) string { return written(n, 8) }

// written goes a few nodes deep.
func written(n *script.Node, depth int) string {
	if depth == 0 {
		return "…"
	}
	switch n.Kind {
	case script.Name, script.Literal, script.Number:
		return n.S
	case script.Member:
		if base := written(n.Kids[0], depth-1); base != "…" {
			return base + "." + n.S
		}
		return n.S
	case script.Text:
		if len(n.Kids) == 1 {
			return written(n.Kids[0], depth-1)
		}
	case script.Index:
		if len(n.Kids) > 1 {
			return written(n.Kids[0], depth-1) + "[" + written(n.Kids[1], depth-1) + "]"
		}
	case script.Call:
		if len(n.Kids) == 2 && (n.Kids[1].Kind == script.Text || n.Kids[1].Kind == script.Name) {
			return written(n.Kids[0], depth-1) + "(" + written(n.Kids[1], depth-1) + ")"
		}
		return written(n.Kids[0], depth-1) + "()"
	}
	return "…"
}

func (m *machine) collection(n *script.Node, sc *scope) value {
	if n.Kind == script.List {
		l := &list{}
		for _, k := range n.Kids {
			l.add(m.eval(k, sc))
		}
		return l
	}
	d := newDict()
	for _, k := range n.Kids {
		if k.Kind == script.Entry {
			key := plainText(m.eval(k.Kids[0], sc))
			d.put(key, m.eval(k.Kids[1], sc))
		}
	}
	return d
}

// index is a[b].
func (m *machine) index(n *script.Node, sc *scope) value {
	base := m.eval(n.Kids[0], sc)
	if len(n.Kids) < 2 {
		return unknown{source(n)}
	}
	key := m.eval(n.Kids[1], sc)
	if l, ok := base.(*list); ok {
		return l.item(plainText(key))
	}
	if v, ok := m.field(base, plainText(key), sc); ok {
		return v
	}
	return unknown{source(n)}
}

// item is the element with that number.
func (l *list) item(number string) value {
	i := 0
	last, negative := strings.CutPrefix(number, "-")
	for _, c := range []byte(last) {
		if c < '0' || c > '9' || i > maxItems {
			return unknown{}
		}
		i = i*10 + int(c-'0')
	}
	if negative {
		i = len(l.items) - i
	}
	if last == "" || i < 0 || i >= len(l.items) {
		return unknown{}
	}
	return l.items[i]
}

// without is what Groovy's list - list leaves.
func (l *list) without(drop []value) value {
	gone := &list{items: drop}
	rest := &list{}
	for _, x := range l.items {
		switch gone.contains(x) {
		case false:
			rest.add(x)
		case true:
		default:
			return unknown{}
		}
	}
	return rest
}

func (l *list) contains(v value) value {
	for _, x := range l.items {
		if same(x, v) {
			return true
		}
		if _, ok := x.(unknown); ok {
			return unknown{}
		}
	}
	if _, ok := asText(v); ok {
		return false
	}
	return unknown{}
}
