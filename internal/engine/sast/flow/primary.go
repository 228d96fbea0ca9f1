package flow

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// A primary constructor stands in the head of a class of Kotlin, Scala or C#,
// or of a record of Java. Its
// parameters are fields, and the members' initialisers are its body.

// primary is the primary constructor of a class, or None.
func (b *builder) primary(class ast.ID) ast.ID {
	f := b.f
	switch {
	case class == ast.None:
		return ast.None
	case f.Language == "kotlin", f.Language == "scala", f.Language == "csharp", f.Language == "java" && f.Text(class) == "record":
	default:
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

// recordBases are classes, and recordDecorators decorators, that give a class
// of Python a constructor with a parameter for each field that has a type.
var (
	recordBases      = map[string]bool{"BaseModel": true, "NamedTuple": true, "SQLModel": true, "Struct": true, "BaseSettings": true}
	recordDecorators = map[string]bool{"dataclass": true, "define": true, "frozen": true, "attrs": true}
)

// record makes the constructor that a class of Python has by its fields.
func (b *builder) record(class ast.ID) {
	f := b.f
	if f.Language != "python" || b.declaredIn(f.Kid(class, 4), "__init__") || !b.isRecord(class) {
		return
	}
	d := &f.Nodes[class]
	name := f.Text(f.Kid(class, 1))
	b.start(Func{Name: ConstructorName, Class: name, Start: d.Start, End: d.Start})
	outer := b.class
	b.class = class
	self := b.fresh(d.Start, d.Start)
	b.g.Funcs[b.fn].Self = self
	b.define(selfName, value{n: self, typ: name, origin: -1})
	for m := range f.Kids(f.Kid(class, 4)) {
		target := f.Kid(m, 2)
		if f.Kind(m) != ast.VarDecl || f.Kind(f.Kid(m, 1)) == ast.Nil || f.Kind(target) != ast.Ident {
			continue
		}
		p := b.fresh(f.Nodes[m].Start, f.Nodes[m].End)
		b.number(p, b.typeName(f.Kid(m, 1)))
		fn := &b.g.Funcs[b.fn]
		fn.Params, fn.Names = append(fn.Params, p), append(fn.Names, f.Text(target))
		b.storeField(f.Text(target), value{n: p})
	}
	b.exit()
	b.class = outer
}

// isRecord says whether a class of Python has a constructor by its fields.
func (b *builder) isRecord(class ast.ID) bool {
	f := b.f
	for s := range f.Kids(f.Kid(class, 3)) {
		if recordBases[b.typeName(s)] {
			return true
		}
	}
	for m := range f.Kids(f.Kid(class, 0)) {
		if name, ok := f.Dotted(f.First(m)); ok && f.Kind(m) == ast.Annot && recordDecorators[name[strings.LastIndexByte(name, '.')+1:]] {
			return true
		}
	}
	return false
}

// accessors makes the methods by which the components of a record of Java are
// read, where the text does not.
func (b *builder) accessors(class ast.ID) {
	f := b.f
	if f.Language != "java" || f.Text(class) != "record" {
		return
	}
	ctor := f.First(f.Kid(class, 4))
	for p := range f.Kids(f.Kid(ctor, 3)) {
		name := f.Text(f.Kid(p, 2))
		if f.Text(ctor) != "ctor" || f.Kind(p) != ast.Param || b.declaredIn(f.Kid(class, 4), name) {
			continue
		}
		d := &f.Nodes[p]
		b.start(Func{Name: name, Class: f.Text(f.Kid(class, 1)), Start: d.Start, End: d.Start, Result: b.typeName(f.Kid(p, 1))})
		self := b.fresh(d.Start, d.Start)
		b.g.Funcs[b.fn].Self = self
		b.keyed(Load, name, self, b.ret)
		b.number(b.ret, b.typeName(f.Kid(p, 1)))
	}
}
