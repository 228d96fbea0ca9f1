package flow

import "strings"

// Kotlin and Scala hand what they hold to closures in ways of their own: a fold
// over elements, or over what there is and what there is not; a block with a
// resource; a copy of an object with other values in some fields.

// fold hands the receiver to closures of one parameter, as an option or an
// outcome does, and to those of two what came before and one element.
func (e *effect) fold() {
	right := strings.HasSuffix(e.c.Name, "Right")
	for _, a := range e.args {
		if a.lam == nil {
			e.guard(Pass, "", a.n, e.at)
			continue
		}
		e.guard(Pass, "", a.lam.ret, e.at)
		switch p := a.lam.params; len(p) {
		case 0:
		case 1:
			e.guard(Pass, "", e.recv.n, p[0])
		default:
			before, element := p[len(p)-2], p[len(p)-1]
			if right {
				before, element = element, before
			}
			e.guard(Load, AnyKey, e.recv.n, element)
			e.guard(Pass, "", a.lam.ret, before)
			for _, first := range e.args {
				if first.lam == nil {
					e.guard(Pass, "", first.n, before)
				}
			}
			if strings.HasPrefix(e.c.Name, "reduce") {
				e.guard(Load, AnyKey, e.recv.n, before)
			}
		}
	}
}

// with hands the other arguments to the closure.
func (e *effect) with() {
	for _, a := range e.args {
		if a.lam == nil {
			continue
		}
		e.guard(Pass, "", a.lam.ret, e.at)
		for _, p := range a.lam.params {
			for _, x := range e.args {
				if x.lam == nil {
					e.guard(Pass, "", x.n, p)
				}
			}
		}
	}
}

// numbered gives pairs of element and number.
func (e *effect) numbered() {
	element := "0"
	if e.b.f.Language == "kotlin" {
		element = "1"
	}
	e.b.numbered(e.recv.n, e.at, element, e.guard)
}

func (b *builder) numbered(list, at Node, element string, edge func(op Op, key string, from, to Node)) {
	d := b.g.Values[at]
	x, pair := b.fresh(d.Start, d.End), b.fresh(d.Start, d.End)
	edge(Load, AnyKey, list, x)
	b.keyed(Store, element, x, pair)
	if b.f.Language == "kotlin" {
		b.keyed(Store, "value", x, pair)
	}
	b.keyed(Store, AnyKey, pair, at)
}

// copied follows x.copy(a = y): the same object with another value in a.
func (e *effect) copied() bool {
	if e.c.Name != "copy" || len(e.args) == 0 || len(e.c.Names) != len(e.args) || e.recv.n == None {
		return false
	}
	from := e.recv.n
	for i, name := range e.c.Names {
		if name == "" {
			return false
		}
		x := e.b.fresh(e.c.Start, e.c.End)
		e.b.keyed(Kill, name, from, x)
		e.b.keyed(Store, name, e.args[i].n, x)
		from = x
	}
	e.guard(Pass, "", from, e.at)
	e.result.typ = e.recv.typ
	return true
}
