package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// variable is the variable that a name means: languages call the receiver
// differently.
func (b *builder) variable(n ast.ID) string {
	name := b.f.Text(n)
	switch name {
	case "self", "$this", "this", "cls":
		if _, named := b.names[name]; !named {
			return selfName
		}
	}
	return name
}

func (b *builder) ident(n ast.ID) value {
	f := b.f
	name := b.variable(n)
	at := b.at(n)
	if v, ok := b.lookup(name); ok {
		b.flow(v.n, at)
		if b.g.Values[v.n].Number {
			b.g.Values[at].Number = true
		}
		if i := b.names[name]; b.lambdas > 0 && b.around(i) {
			b.cells[i] = append(b.cells[i], cell{at, b.lambdas})
		}
		v.n = at
		return v
	}
	if s, key := b.ownStatic(name); s != None {
		v, ok := b.lookup(key)
		if !ok {
			v = value{n: s, typ: b.fieldType(name)}
		}
		b.flow(v.n, at)
		v.n, v.k = at, b.staticConstant(n)
		return v
	}
	if b.field(n, name) {
		self, ok := b.lookup(selfName)
		if ok {
			b.keyed(Load, strings.TrimLeft(name, "@"), self.n, at)
		}
		return value{n: at, typ: b.fieldType(name), k: b.staticConstant(n)}
	}
	if (f.Language == "ruby" || f.Language == "scala") && b.declares(name) {
		return b.bareCall(n, name)
	}
	if self, ok := b.lookup(selfName); ok && f.Language == "ruby" && b.reads(name) {
		b.keyed(Load, name, self.n, at)
		return value{n: at}
	}
	if g, ok := b.globals[name]; ok && !b.inFile {
		b.flow(g, at)
	} else if b.inFile && b.lambdas > 0 && b.scopes.Sets(name) {
		b.flow(b.global(name), at)
	} else if b.singleton(name) {
		b.flow(b.sharedNode("", name), at)
	} else if s := b.imported(n, name); s != None {
		b.flow(s, at)
	}
	return value{n: at, k: b.staticConstant(n), typ: b.globalType(n)}
}

// staticConstant is the constant that a name outside the function holds.
func (b *builder) staticConstant(n ast.ID) *konst {
	s, ok := b.scopes.StringConstant(n)
	if ok {
		return &konst{kind: kStr, s: s}
	}
	if s, ok := b.scopes.Constant(n); ok {
		return parseKonst(s)
	}
	return nil
}

// fieldType is the declared type of a field of the class that is followed.
func (b *builder) fieldType(name string) string {
	if b.class == ast.None {
		return ""
	}
	for _, m := range b.declared(b.classBody(), ast.VarDecl, name) {
		if t := b.typeName(b.f.Kid(m, 1)); t != "" {
			return t
		}
		switch init := b.f.Kid(m, 3); b.f.Kind(init) {
		case ast.New:
			return b.typeName(b.f.First(init))
		case ast.Call:
			if made := b.f.First(init); b.f.Kind(made) == ast.Ident && b.f.Language != "python" {
				switch {
				case b.construction(b.f.Text(made)):
					return b.f.Text(made)
				case b.models.byName[b.f.Text(made)] == modelMapOf:
					return "Map"
				}
			}
		}
	}
	// Fields that a constructor declares by its parameters.
	for _, m := range b.declared(b.classBody(), ast.Func, constructorOf) {
		for p := range b.f.Kids(b.f.Kid(m, 3)) {
			if b.f.Kind(p) == ast.Param && b.f.Text(b.f.Kid(p, 2)) == name {
				return b.typeName(b.f.Kid(p, 1))
			}
		}
	}
	return ""
}

func (b *builder) globalType(n ast.ID) string {
	if t := b.scopes.Type(n); t != ast.None {
		return b.typeName(t)
	}
	return ""
}

// sizes are members that hold a number or a truth, never text.
var sizes = map[string]bool{"length": true, "size": true, "count": true, "Length": true, "Count": true}

func (b *builder) member(n ast.ID) value {
	f := b.f
	obj := b.eval(f.Kid(n, 0))
	name := f.Text(f.Kid(n, 1))
	at := b.at(n)
	if sizes[name] {
		b.g.Values[at].Number = true
		if obj.k != nil && obj.k.kind == kStr {
			return value{n: at, k: &konst{kind: kInt, i: int64(len(obj.k.s))}}
		}
		return value{n: at}
	}
	if f.Language == "scala" && b.parameterless(name, obj, at) {
		return value{n: at}
	}
	b.keyed(Load, name, obj.n, at)
	if part := pairMembers[f.Language][name]; part != "" {
		b.keyed(Load, part, obj.n, at)
	}
	b.flow(b.outer(n), at)
	v := value{n: at}
	if obj.origin == -1 {
		v.typ = b.fieldType(name)
	}
	if v.k = b.staticConstant(n); v.k == nil && obj.typ == "" {
		v.typ = b.fieldTypeOf(f.Kid(n, 0), name, v.typ)
	}
	if v.typ == "" {
		v.typ = b.typeOfField(obj.typ, name)
	}
	return v
}

func (b *builder) fieldTypeOf(obj ast.ID, name, known string) string {
	if b.f.Kind(obj) == ast.Ident && (b.f.Text(obj) == "this" || b.f.Text(obj) == "self") && known == "" {
		return b.fieldType(name)
	}
	return known
}

// typeOfField is the type of a field of a class of this file.
func (b *builder) typeOfField(class, name string) string {
	if class == "" {
		return ""
	}
	for i := range b.g.Classes {
		if b.g.Classes[i].Name == class {
			return b.g.Classes[i].Fields[name]
		}
	}
	return ""
}

func (b *builder) index(n ast.ID) value {
	f := b.f
	obj := b.eval(f.Kid(n, 0))
	at := b.at(n)
	idx := f.Kid(n, 1)
	v := b.eval(idx)
	switch {
	case idx == ast.None:
		b.keyed(Load, AnyKey, obj.n, at)
	case v.k != nil:
		b.keyed(Load, v.k.String(), obj.n, at)
		if obj.k != nil && obj.k.kind == kStr && v.k.kind == kInt {
			return value{n: at, k: charAt(obj.k.s, v.k.i)}
		}
	default:
		b.keyed(Load, AnyKey, obj.n, at)
	}
	return value{n: at}
}

// keyOf is the key of an element, and whether it is known.
func (b *builder) keyOf(n ast.ID) (string, bool) {
	if n == ast.None {
		return AnyKey, false // a[] = x
	}
	if v := b.eval(n); v.k != nil {
		return v.k.String(), true
	}
	return AnyKey, false
}

// script says whether the file is one of JavaScript's family.
func (b *builder) script() bool {
	return b.f.Language == "javascript" || b.f.Language == "typescript"
}
