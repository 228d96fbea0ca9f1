package flow

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// A function that throws when it does not like what it is given lets its caller
// go on with what it liked. What such a parameter holds at the end is a value
// of its own, behind the parameter's name, so that a rule can say that it is
// harmless.

// guards notes which parameters of a function of Java decide whether it throws,
// before it does anything else.
func (b *builder) guards(params, body ast.ID) {
	f := b.f
	b.guarding = nil
	if f.Language != "java" {
		return
	}
	for s := range f.Kids(body) {
		switch {
		case f.Kind(s) == ast.VarDecl:
			continue
		case f.Kind(s) != ast.If || !b.throws(f.Kid(s, 1)):
			return // from here on it may be left without the rest, or not be asked
		}
		i := 0
		for p := range f.Kids(params) {
			if f.Kind(p) != ast.Param {
				continue
			}
			if name := f.Kid(p, 2); f.Kind(name) == ast.Ident && b.mentions(f.Kid(s, 0), f.Text(name), 0) {
				for len(b.guarding) <= i {
					b.guarding = append(b.guarding, ast.None)
				}
				b.guarding[i] = name
			}
			i++
		}
	}
}

// throws says whether a statement ends in an exception.
func (b *builder) throws(n ast.ID) bool {
	f := b.f
	if f.Kind(n) == ast.Block {
		last := ast.None
		for k := range f.Kids(n) {
			last = k
		}
		n = last
	}
	return f.Kind(n) == ast.Throw
}

func (b *builder) mentions(n ast.ID, name string, depth int) bool {
	if b.f.Kind(n) == ast.Ident && b.f.Text(n) == name {
		return true
	}
	for k := range b.f.Kids(n) {
		if depth < maxNesting && b.mentions(k, name, depth+1) {
			return true
		}
	}
	return false
}

// passed gives parameters that decided whether the function throws their value
// at an exit, where nothing else changed them.
func (b *builder) passed(changed []bool) {
	for i, at := range b.guarding {
		fn := &b.g.Funcs[b.fn]
		if at == ast.None || i >= len(fn.Params) || changed[i+1] {
			continue
		}
		for len(fn.Outs) < len(fn.Params) {
			fn.Outs = append(fn.Outs, None)
		}
		if fn.Outs[i] == None {
			out := b.fresh(fn.End, fn.End)
			fn = &b.g.Funcs[b.fn]
			fn.Outs[i] = out
			b.g.post[at] = out
		}
		changed[i+1] = true
		b.flow(fn.Params[i], fn.Outs[i])
	}
}
