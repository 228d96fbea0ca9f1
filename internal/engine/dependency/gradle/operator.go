package gradle

import "github.com/assay-dev/assay/internal/engine/dependency/gradle/script"

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
	m.charge(left, right)
	switch n.S {
	case "+", "<<":
		return plus(provided(left), provided(right))
	case "-":
		if l, ok := left.(*list); ok {
			drop := items(provided(right))
			m.left -= len(l.items) * len(drop) / 8
			return l.without(drop)
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
