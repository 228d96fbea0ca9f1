package flow

// define gives a variable a value.
func (b *builder) define(name string, v value) {
	i, ok := b.names[name]
	if !ok {
		i = b.next
		b.next++
		b.names[name] = i
	}
	for len(b.env) <= i {
		b.env = append(b.env, value{})
	}
	b.env[i] = v
	if to := b.lasting[name]; to != None {
		b.flow(v.n, to)
	}
	for _, c := range b.cells[i] {
		if b.lambdas < c.depth {
			b.flow(v.n, c.at)
		}
	}
	if b.inFile && b.lambdas == 0 {
		b.flow(v.n, b.global(name))
	}
}

// global is the value of a variable outside functions, as functions see it.
func (b *builder) global(name string) Node {
	n := b.globals[name]
	if n == None {
		n = b.fresh(0, 0)
		b.globals[name] = n
	}
	return n
}

func (b *builder) lookup(name string) (value, bool) {
	if i, ok := b.names[name]; ok && i < len(b.env) && b.env[i].n != None {
		return b.env[i], true
	}
	return value{}, false
}

// snapshot copies the state.
func (b *builder) snapshot() []value { return append([]value(nil), b.env...) }

// merge joins two states: where they differ, a new node takes both.
func (b *builder) merge(x, y []value) []value {
	if len(x) < len(y) {
		x, y = y, x
	}
	out := append([]value(nil), x...)
	for i := range y {
		if x[i].n == y[i].n {
			if x[i].k != y[i].k {
				out[i].k = nil
			}
			continue
		}
		switch {
		case x[i].n == None:
			out[i] = y[i]
			out[i].k = nil
		case y[i].n == None:
			out[i].k = nil
		default:
			v := x[i]
			v.n = b.join(x[i].n, y[i].n)
			if !x[i].k.equal(y[i].k) {
				v.k = nil
			}
			if x[i].lam != y[i].lam {
				v.lam = nil
			}
			if x[i].list == nil || y[i].list == nil || x[i].list.n != y[i].list.n {
				v.list = nil
			}
			if x[i].typ != y[i].typ {
				v.typ = ""
			}
			if x[i].origin != y[i].origin {
				v.origin = 0
			}
			if x[i].object != y[i].object {
				v.object = 0
			}
			if x[i].call != y[i].call {
				v.call = 0
			}
			out[i] = v
		}
	}
	return out
}

// join is a node that takes two others; joining the same twice gives a node
// that is there already where possible.
func (b *builder) join(x, y Node) Node {
	for e := range b.g.Out(x) {
		if e.To == y && e.Op == Pass && e.Guard < 0 {
			return y
		}
	}
	for e := range b.g.Out(y) {
		if e.To == x && e.Op == Pass && e.Guard < 0 {
			return x
		}
	}
	n := b.fresh(b.g.Values[x].Start, b.g.Values[x].End)
	b.g.Values[n].Number = b.g.Values[x].Number && b.g.Values[y].Number
	b.flow(x, n)
	b.flow(y, n)
	return n
}
