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

func (m *machine) unary(n *script.Node, sc *scope) value {
	v := m.eval(n.Kids[0], sc)
	switch b, ok := v.(bool); {
	case n.S == "!" && ok:
		return !b
	case n.S == "*", n.S == "+":
		return v
	case n.S == "-" && n.Kids[0].Kind == script.Number:
		return newText("-", sc.at(n.Line)).plus(newText(n.Kids[0].S, sc.at(n.Line)))
	}
	return unknown{}
}

// binary knows texts, lists and truth; numbers are left alone.
func (m *machine) binary(n *script.Node, sc *scope) value {
	left := m.eval(n.Kids[0], sc)
	switch n.S {
	case "?:":
		return m.elvis(left, n.Kids[1], sc)
	case "&&", "||":
		return m.logic(n.S == "&&", left, n.Kids[1], sc)
	}
	right := m.eval(n.Kids[1], sc)
	switch n.S {
	case "+", "<<":
		return plus(provided(left), provided(right))
	case "-":
		if l, ok := left.(*list); ok {
			return l.without(items(provided(right)))
		}
	case "==", "===":
		return equal(left, right, true)
	case "!=", "!==":
		return equal(left, right, false)
	case "in":
		if l, ok := right.(*list); ok {
			return l.contains(left)
		}
	}
	return unknown{}
}

// elvis is a ?: b. What is not there gives way; what is not known does not,
// unless the other says the same.
func (m *machine) elvis(left value, right *script.Node, sc *scope) value {
	switch left.(type) {
	case null:
		return m.eval(right, sc)
	case unknown:
		m.eval(right, sc)
		return left
	}
	return left
}

func (m *machine) logic(and bool, left value, right *script.Node, sc *scope) value {
	if b, ok := left.(bool); ok && b != and {
		return b
	}
	r := m.eval(right, sc)
	if b, ok := r.(bool); ok && b != and {
		return b
	}
	_, known := left.(bool)
	if b, ok := r.(bool); ok && known {
		return b
	}
	return unknown{}
}

func equal(a, b value, want bool) value {
	s, ok1 := asText(provided(a))
	t, ok2 := asText(provided(b))
	n1, null1 := a.(null)
	n2, null2 := b.(null)
	switch {
	case n1.outside || n2.outside:
		return unknown{"the environment"}
	case ok1 && ok2 && s.known() && t.known():
		return (s.String() == t.String()) == want
	case null1 && null2:
		return want
	case ok1 && null2 || ok2 && null1:
		return !want
	}
	return unknown{}
}

func plus(a, b value) value {
	if l, ok := a.(*list); ok {
		sum := &list{items: append([]value(nil), l.items...)}
		if r, ok := b.(*list); ok {
			sum.add(r.items...)
		} else {
			sum.add(b)
		}
		return sum
	}
	s, ok1 := asText(a)
	t, ok2 := asText(b)
	if ok1 && ok2 {
		return s.plus(t)
	}
	if d, ok := a.(*dict); ok {
		return d.merged(b)
	}
	return unknown{}
}

func (d *dict) merged(b value) value {
	sum := newDict()
	for _, k := range d.keys {
		sum.put(k, d.m[k])
	}
	if e, ok := b.(*dict); ok {
		for _, k := range e.keys {
			sum.put(k, e.m[k])
		}
	}
	return sum
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
