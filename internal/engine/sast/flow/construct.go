package flow

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// constantMethod is what a method of the class that is followed always
// returns, when its body is one return of a constant and no subclass can
// have another.
func (b *builder) constantMethod(name string) *konst {
	f := b.f
	if f.Language != "java" && f.Language != "csharp" || b.class == ast.None {
		return nil
	}
	var k *konst
	for _, m := range b.declared(b.classBody(), ast.Func, name) {
		ret := f.First(f.Kid(m, 4))
		if k != nil || !b.closed(m) || f.Len(f.Kid(m, 3)) > 0 || f.Kind(ret) != ast.Return || f.Next(ret) != ast.None {
			return nil
		}
		x := f.First(ret)
		if k = b.literal(x); k == nil {
			k = b.staticConstant(x)
		}
		if k == nil {
			return nil
		}
	}
	return k
}

// closed says whether a method is private, static or final.
func (b *builder) closed(fn ast.ID) bool {
	for m := range b.f.Kids(b.f.Kid(fn, 0)) {
		switch b.f.Text(m) {
		case "private", "static", "final", "sealed":
			return true
		}
	}
	return false
}

// construct follows a constructor call.
func (b *builder) construct(n ast.ID) value {
	f := b.f
	typ := b.typeName(f.First(n))
	if class := b.constantOf(f.Nodes[n].Parent); f.Kind(f.First(n)) == ast.Nil && class != ast.None {
		typ = f.Text(f.Kid(class, 1))
	}
	c := Call{Func: b.fn, Start: f.Nodes[n].Start, End: f.Nodes[n].End, Name: ConstructorName, Receiver: typ, Kind: Constructor, From: -1}
	if typ == "" {
		if x := f.First(n); f.Kind(x) != ast.TypeApp {
			b.eval(x)
		}
	}
	args := b.arguments(f.Kid(n, 1), &c)
	c.Result = b.at(n)
	v := b.finish(&c, n, value{}, ast.None, args)
	v.typ, v.call = typ, 0
	if b.models.wraps[typ] && len(args) > 0 {
		v.object = args[0].object
		b.alias(f.First(f.Kid(n, 1)), &v)
	}
	if typ == "Promise" && len(args) == 1 && args[0].lam != nil {
		for _, p := range args[0].lam.params {
			b.keyed(Load, callKey+"0", p, v.n)
		}
	}
	switch body := f.Kid(n, 2); f.Kind(body) {
	case ast.Block:
		v.typ = typ + "$" + strconv.Itoa(int(f.Nodes[n].Start))
		b.g.Classes = append(b.g.Classes, Class{Name: v.typ, Supers: []string{typ}, Fields: map[string]string{}})
		b.members(body, n, v.typ)
	case ast.Dict, ast.Seq:
		x := b.eval(body)
		b.flow(x.n, v.n)
		v.list = x.list
	}
	if len(args) == 0 && b.models.lists[typ] {
		v.list = &list{}
	}
	return v
}

// constantOf is the enum whose constant a declaration is, or None.
func (b *builder) constantOf(n ast.ID) ast.ID {
	f := b.f
	class := f.Nodes[f.Nodes[n].Parent].Parent
	if f.Kind(n) != ast.VarDecl || f.Kind(class) != ast.Class || f.Text(class) != "enum" {
		return ast.None
	}
	if made := f.Kid(n, 3); f.Kind(made) != ast.New || f.Kind(f.First(made)) != ast.Nil {
		return ast.None
	}
	return class
}

// single makes the one object that a declaration of Kotlin or Scala is, where
// it hands something to the constructor above.
func (b *builder) single(class ast.ID) {
	f := b.f
	parent := f.First(f.Kid(class, 3))
	if f.Kind(class) != ast.Class || f.Text(class) != "object" || f.Kind(parent) != ast.Call || f.Len(f.Kid(parent, 1)) == 0 {
		return
	}
	d := &f.Nodes[parent]
	c := Call{Func: b.fn, Start: d.Start, End: d.End, Name: ConstructorName, Receiver: b.typeName(parent), Kind: Constructor, From: -1}
	args := b.arguments(f.Kid(parent, 1), &c)
	c.Result = b.at(parent)
	v := b.finish(&c, parent, value{}, ast.None, args)
	name := f.Text(f.Kid(class, 1))
	b.flow(v.n, b.sharedNode("", name))
	if around := f.Nodes[f.Nodes[class].Parent].Parent; f.Kind(around) == ast.Class {
		b.flow(v.n, b.sharedNode("", f.Text(f.Kid(around, 1))+"."+name))
	}
}

// singleton says whether a name is that of such an object of this file.
func (b *builder) singleton(name string) bool {
	if b.f.Language != "scala" && b.f.Language != "kotlin" {
		return false
	}
	_, ok := b.shared[sharedKey{"", name}]
	return ok
}

// construction says whether a call of a name makes an object, in languages
// without new.
func (b *builder) construction(name string) bool {
	switch b.f.Language {
	case "python", "kotlin", "scala":
		// A name in capitals is a constant, if no class of the file has it.
		return name != "" && name[0] >= 'A' && name[0] <= 'Z' && (strings.ToUpper(name) != name || b.scopes.Declares(name))
	}
	return false
}

// constructorName is a name under which a class calls its parent's
// constructor by name, or "".
func (b *builder) constructorName(name string) string {
	if name == "__construct" || name == "__init__" || name == "initialize" && b.f.Language == "ruby" {
		return name
	}
	return ""
}

// parent makes a call that of the constructor of the class above.
func (b *builder) parent(c *Call, recv *value) {
	own := b.g.Funcs[b.fn].Class
	for i := range b.g.Classes {
		if k := &b.g.Classes[i]; k.Name == own && len(k.Supers) > 0 {
			c.Kind, c.Receiver, c.Name = Method, k.Supers[0], ConstructorName
			*recv, _ = b.lookup(selfName)
			return
		}
	}
}
