package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// A primary constructor stands in the head of a Kotlin or Scala class. Its
// parameters are fields, and the members' initialisers are its body.

// primary is the primary constructor of a class, or None.
func (b *builder) primary(class ast.ID) ast.ID {
	f := b.f
	if f.Language != "kotlin" && f.Language != "scala" || class == ast.None {
		return ast.None
	}
	if c := f.First(f.Kid(class, 4)); f.Kind(c) == ast.Func && f.Text(c) == "ctor" && f.Kind(f.Kid(c, 4)) == ast.Nil {
		return c
	}
	return ast.None
}

// fieldByParameter says whether a primary constructor's parameter has a name.
func (b *builder) fieldByParameter(name string) bool {
	c := b.primary(b.class)
	if c == ast.None {
		return false
	}
	for p := range b.f.Kids(b.f.Kid(c, 3)) {
		if b.f.Kind(p) == ast.Param && b.f.Text(b.f.Kid(p, 2)) == name {
			return true
		}
	}
	return false
}

// initialise follows what making an object of the class does.
func (b *builder) initialise(ctor ast.ID, params []Node, names []string) {
	f := b.f
	parts := b.hasParts()
	for i, p := range params {
		b.storeField(names[i], value{n: p})
		if parts {
			b.storeField(strconv.Itoa(i), value{n: p})
		}
	}
	for m := f.Next(ctor); m != ast.None; m = f.Next(m) {
		switch f.Kind(m) {
		case ast.VarDecl:
			if target, init := f.Kid(m, 2), f.Kid(m, 3); f.Kind(target) == ast.Ident && f.Kind(init) != ast.Nil && f.Kind(init) != ast.Func {
				b.storeField(f.Text(target), b.eval(init))
			}
		case ast.Func:
			if f.Text(m) == "block" {
				b.block(f.Kid(m, 4))
			}
		}
	}
	b.exit()
}

// hasParts says whether objects of the class that is followed can be taken
// apart into the constructor's parameters.
func (b *builder) hasParts() bool {
	for m := range b.f.Kids(b.f.Kid(b.class, 0)) {
		if t := b.f.Text(m); t == "data" || t == "case" {
			return true
		}
	}
	return false
}
