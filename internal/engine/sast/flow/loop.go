package flow

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// items says whether an expression lists the pairs of a dict of Python.
func (b *builder) items(n ast.ID) bool {
	f := b.f
	callee := f.First(n)
	return f.Language == "python" && f.Kind(n) == ast.Call && f.Kind(callee) == ast.Member && f.Text(f.Kid(callee, 1)) == "items" && f.Len(f.Kid(n, 1)) == 0
}

// loop follows a loop twice, so that what one round leaves reaches the next.
func (b *builder) loop(n ast.ID) {
	f := b.f
	var cond, update, body, els ast.ID
	switch f.Kind(n) {
	case ast.While:
		cond, body = f.Kid(n, 0), f.Kid(n, 1)
	case ast.DoWhile:
		body, cond = f.Kid(n, 0), f.Kid(n, 1)
	case ast.For:
		b.statement(f.Kid(n, 0))
		cond, update, body = f.Kid(n, 1), f.Kid(n, 2), f.Kid(n, 3)
	case ast.ForEach:
		body, els = f.Kid(n, 2), f.Kid(n, 3)
	}
	never, once := b.trips(n, cond)
	if never {
		if els != ast.None {
			b.statement(els)
		}
		return
	}
	b.forget(n)
	before := b.snapshot()
	l := &loop{}
	b.loops = append(b.loops, l)
	endless := false
	for round := range 2 {
		if f.Kind(n) == ast.ForEach {
			it := b.eval(f.Kid(n, 1))
			d := &f.Nodes[f.First(n)]
			at := b.fresh(d.Start, d.End)
			b.keyed(Load, AnyKey, it.n, at)
			key := b.fresh(d.Start, d.End)
			b.keyed(Load, KeysKey, it.n, key)
			target := f.First(n)
			if t := f.Kid(target, 2); f.Kind(target) == ast.VarDecl && f.Kind(t) == ast.Seq {
				target = t
			}
			if f.Kind(target) == ast.Seq && f.Language == "go" || f.Kind(target) == ast.Seq && f.Len(target) == 2 {
				// Key and value of a map or index and element of a list.
				for i, k := range slices.Collect(f.Kids(target)) {
					v := at
					if i == 0 && (f.Language == "go" || f.Language == "php" || b.items(f.Kid(n, 1))) {
						v = key
					}
					b.assign(k, value{n: v})
				}
			} else {
				if f.Language != "php" {
					b.flow(key, at) // a map gives its keys
				}
				b.assign(target, value{n: at})
			}
		}
		if f.Kind(n) != ast.DoWhile && cond != ast.None && f.Kind(cond) != ast.Nil {
			c := b.eval(cond)
			endless = c.k != nil && c.k.kind == kBool && c.k.b
			if c.k != nil && c.k.kind == kBool && !c.k.b {
				break
			}
		}
		_, done := b.statement(body)
		if cond != ast.None && f.Kind(n) == ast.DoWhile {
			b.eval(cond)
		}
		for _, c := range l.continues {
			if done {
				b.env = append(b.env[:0], c...)
				done = false
				continue
			}
			b.env = b.merge(b.env, c)
		}
		l.continues = nil
		if update != ast.None && !done {
			b.statement(update)
		}
		if done {
			b.env = append(b.env[:0], before...)
		} else if !once || round > 0 {
			b.env = b.merge(before, b.env)
		} else {
			before = b.snapshot() // the body has run
		}
		b.unconst()
	}
	b.loops = b.loops[:len(b.loops)-1]
	if endless && len(l.breaks) > 0 {
		b.env = append(b.env[:0], l.breaks[0]...) // nothing else leaves it
	}
	for _, x := range l.breaks {
		b.env = b.merge(b.env, x)
	}
	if els != ast.None {
		b.statement(els)
	}
}

// trips says whether a loop's body never runs, or at least once.
func (b *builder) trips(n, cond ast.ID) (never, once bool) {
	f := b.f
	switch f.Kind(n) {
	case ast.DoWhile:
		return false, true
	case ast.ForEach:
		it := b.eval(f.Kid(n, 1))
		if it.list != nil && f.Language != "php" {
			return it.list.n == 0, it.list.n > 0
		}
		if x := f.Kid(n, 1); f.Language == "python" && f.Kind(x) == ast.Call && f.Text(f.First(x)) == "range" && f.Len(f.Kid(x, 1)) == 1 {
			if k := b.literal(f.Kid(f.Kid(x, 1), 0)); k != nil && k.kind == kInt {
				return k.i <= 0, k.i > 0
			}
		}
	default:
		if cond != ast.None && f.Kind(cond) != ast.Nil {
			if c := b.eval(cond); c.k != nil && c.k.kind == kBool {
				return !c.k.b, c.k.b
			}
		}
	}
	return false, false
}

// forget drops the constants of variables that a loop changes.
func (b *builder) forget(n ast.ID) {
	f := b.f
	var visit func(ast.ID, int)
	visit = func(n ast.ID, depth int) {
		if depth > 200 || !b.spend() {
			return
		}
		switch f.Kind(n) {
		case ast.Assign, ast.Update:
			if t := f.First(n); f.Kind(t) == ast.Ident {
				if i, ok := b.names[f.Text(t)]; ok && i < len(b.env) {
					b.env[i].k, b.env[i].list = nil, nil
				}
			}
		case ast.Call:
			if c := f.First(n); f.Kind(c) == ast.Member {
				if i, ok := b.names[f.Text(f.First(c))]; ok && i < len(b.env) {
					b.env[i].list = nil
				}
			}
		}
		for k := range f.Kids(n) {
			visit(k, depth+1)
		}
	}
	visit(n, 0)
}

// unconst drops the lists of known length that differ after a round.
func (b *builder) unconst() {
	for i := range b.env {
		b.env[i].list = nil
	}
}
