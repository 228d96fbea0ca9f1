package flow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// assign puts a value into a variable, field or element.
func (b *builder) assign(target ast.ID, v value) {
	f := b.f
	if !b.spend() {
		return
	}
	b.depth++
	defer func() { b.depth-- }()
	switch f.Kind(target) {
	case ast.Ident:
		at := b.at(target)
		b.flow(v.n, at)
		v.n = at
		name := f.Text(target)
		if s, key := b.ownStatic(name); s != None {
			b.flow(at, s)
			b.define(key, v)
			return
		}
		if b.field(target, name) {
			b.storeField(name, v)
			return
		}
		if _, local := b.names[name]; !local && !b.inFile {
			if _, global := b.globals[name]; global {
				b.flow(at, b.global(name))
			} else if f.Language == "go" {
				b.flow(at, b.imported(target, name))
			}
		}
		b.define(name, v)
		for _, other := range b.linked[name] {
			b.define(other, v)
		}
	case ast.Member:
		name := f.Kid(target, 1)
		at := b.at(target)
		b.flow(v.n, at)
		b.flow(at, b.outer(target))
		b.update(f.Kid(target, 0), f.Text(name), at, true)
		b.hold(f.Kid(target, 0), f.Text(name), v)
	case ast.Index:
		k, exact := b.keyOf(f.Kid(target, 1))
		at := b.at(target)
		b.flow(v.n, at)
		b.update(f.Kid(target, 0), k, at, exact)
		if idx := f.Kid(target, 1); !exact && idx != ast.None {
			b.update(f.Kid(target, 0), KeysKey, b.at(idx), false)
		}
	case ast.Seq:
		i := 0
		for k := range f.Kids(target) {
			to := k
			if f.Kind(k) == ast.Spread {
				to = f.First(k)
				at := b.at(to)
				b.rest(v, i, at)
				b.assign(to, value{n: at})
				continue
			}
			at := b.fresh(f.Nodes[k].Start, f.Nodes[k].End)
			b.keyed(Load, strconv.Itoa(i), v.n, at)
			b.assign(to, value{n: at})
			i++
		}
	case ast.Dict:
		for k := range f.Kids(target) {
			switch f.Kind(k) {
			case ast.Pair:
				at := b.fresh(f.Nodes[k].Start, f.Nodes[k].End)
				b.keyed(Load, f.Text(f.Kid(k, 0)), v.n, at)
				b.assign(f.Kid(k, 1), value{n: at})
			case ast.Spread:
				b.assign(f.First(k), v)
			default:
				b.assign(k, v)
			}
		}
	case ast.Assign: // a default in a pattern: {a = 1}
		b.flow(b.eval(f.Kid(target, 1)).n, v.n)
		b.assign(f.Kid(target, 0), v)
	case ast.VarDecl:
		t := f.Kid(target, 2)
		if typ := b.typeName(f.Kid(target, 1)); typ != "" {
			v.typ = typ
		}
		b.assign(t, v)
	case ast.Unary: // *p = v
		if f.Text(target) == "*" {
			at := b.at(target)
			b.flow(v.n, at)
			b.replace(f.First(target), b.eval(f.First(target)), at)
			return
		}
		fallthrough
	case ast.Cast, ast.Spread:
		for k := range f.Kids(target) {
			b.assign(k, v)
		}
	case ast.Call: // f(x) = v: an element in Scala
		if args := f.Kid(target, 1); f.Language == "scala" && f.Len(args) == 1 {
			k, exact := b.keyOf(f.First(args))
			at := b.at(target)
			b.flow(v.n, at)
			b.update(f.First(target), k, at, exact)
			return
		}
		b.eval(target)
	case ast.Other, ast.Args, ast.Param:
		for k := range f.Kids(target) {
			b.assign(k, v)
		}
	}
}

// update changes a part of what an expression names: obj.key = v. A definite
// one replaces what was there.
func (b *builder) update(obj ast.ID, key string, v Node, definite bool) {
	old := b.eval(obj)
	d := &b.f.Nodes[obj]
	now := b.fresh(d.Start, d.End)
	if definite {
		b.keyed(Kill, key, old.n, now)
	} else {
		b.flow(old.n, now)
	}
	b.keyed(Store, key, v, now)
	b.replace(obj, old, now)
}

// replace gives the variable, field or element that an expression names a new
// node for the same object.
func (b *builder) replace(obj ast.ID, old value, now Node) {
	f := b.f
	if !b.spend() {
		return
	}
	v := old
	v.n, v.k = now, nil
	switch f.Kind(obj) {
	case ast.Ident:
		name := b.variable(obj)
		if s, key := b.ownStatic(name); s != None {
			b.flow(now, s)
			b.define(key, v)
			return
		}
		if b.field(obj, name) {
			b.storeField(name, v)
			return
		}
		if _, local := b.names[name]; !local && !b.inFile {
			if _, global := b.globals[name]; global {
				b.flow(now, b.global(name))
			}
			return
		}
		b.define(name, v)
		for i := range b.env {
			if o := &b.env[i]; v.object != 0 && o.object == v.object && o.n != now {
				o.n, o.k, o.list = now, nil, nil
			}
		}
		b.within(v.object, now, 0)
	case ast.Member:
		b.update(f.Kid(obj, 0), f.Text(f.Kid(obj, 1)), now, true)
	case ast.Index:
		k, exact := b.keyOf(f.Kid(obj, 1))
		b.update(f.Kid(obj, 0), k, now, exact)
	case ast.Cast:
		b.replace(f.Kid(obj, 1), old, now)
	case ast.Unary, ast.Await:
		b.replace(f.First(obj), old, now)
	case ast.Call:
		// a.b().c(x): what c does to its receiver, it does to a, when b hands
		// its own object on, as builders do.
		if callee := f.First(obj); f.Kind(callee) == ast.Member && b.models.kind(f.Text(f.Kid(callee, 1))) == modelFluent {
			b.replace(f.Kid(callee, 0), value{n: old.n, typ: old.typ}, now)
		}
	}
}

// field says whether a bare name is a field of the class that is followed.
func (b *builder) field(n ast.ID, name string) bool {
	if b.class == ast.None {
		return len(name) > 1 && name[0] == '@' && b.g.Funcs[b.fn].Class != ""
	}
	if name[0:min(1, len(name))] == "@" {
		return true
	}
	switch b.f.Language {
	case "java", "csharp", "kotlin", "scala":
	default:
		return false
	}
	if _, local := b.names[name]; local {
		return false
	}
	return len(b.declared(b.classBody(), ast.VarDecl, name)) > 0 || b.fieldByParameter(name)
}

func (b *builder) storeField(name string, v value) {
	self, ok := b.lookup(selfName)
	if !ok {
		return
	}
	name = strings.TrimLeft(name, "@") // as an accessor in Ruby calls it
	now := b.fresh(b.g.Values[v.n].Start, b.g.Values[v.n].End)
	b.keyed(Kill, name, self.n, now)
	b.keyed(Store, name, v.n, now)
	self.n = now
	b.define(selfName, self)
}

// alias notes that a variable is given another's object: what happens to it
// under one name has happened to it under the other.
func (b *builder) alias(from ast.ID, v *value) {
	if b.f.Kind(from) != ast.Ident {
		return
	}
	i, ok := b.names[b.f.Text(from)]
	if !ok || i >= len(b.env) || b.f.Language == "php" || b.f.Language == "go" && !v.ref {
		return
	}
	if b.env[i].object == 0 {
		b.objects++
		b.env[i].object = b.objects
	}
	v.object = b.env[i].object
}

// Bounds of the objects in which one lies, and of how deep.
const (
	maxHolders = 8
	maxWithin  = 3
)

// hold notes that a variable's object lies under a key of another variable's:
// what happens to the one happens there.
func (b *builder) hold(obj ast.ID, key string, v value) {
	if b.f.Kind(obj) != ast.Ident || b.f.Language == "php" || b.f.Language == "go" && !v.ref {
		return
	}
	i, ok := b.names[b.f.Text(obj)]
	if !ok || i >= len(b.env) {
		return
	}
	var outer value
	b.alias(obj, &outer)
	if outer.object == 0 {
		return
	}
	// What lay there before lies there no longer.
	for inner, hs := range b.holders {
		if key == AnyKey {
			break
		}
		b.holders[inner] = slices.DeleteFunc(slices.Clone(hs), func(h holder) bool { return h.object == outer.object && h.key == key })
	}
	if v.object != 0 && v.object != outer.object && len(b.holders[v.object]) < maxHolders {
		b.holders[v.object] = append(b.holders[v.object], holder{b.f.Text(obj), outer.object, key})
	}
}

// within gives the objects in which one lies what it has become.
func (b *builder) within(object int32, now Node, depth int) {
	if object == 0 || depth > maxWithin || !b.spend() {
		return
	}
	for _, h := range b.holders[object] {
		v, ok := b.lookup(h.name)
		if !ok || v.object != h.object {
			continue
		}
		outer := b.fresh(b.g.Values[now].Start, b.g.Values[now].End)
		b.flow(v.n, outer)
		b.keyed(Store, h.key, now, outer)
		for i := range b.env {
			if b.env[i].object == h.object {
				b.env[i].n = outer
			}
		}
		b.within(h.object, outer, depth+1)
	}
}

// drop follows the removal of an element or a field.
func (b *builder) drop(n ast.ID) {
	switch b.f.Kind(n) {
	case ast.Member:
		b.update(b.f.First(n), b.f.Text(b.f.Kid(n, 1)), None, true)
	case ast.Index:
		if k, exact := b.keyOf(b.f.Kid(n, 1)); exact {
			b.update(b.f.First(n), k, None, true)
		}
	case ast.Seq, ast.Args:
		for k := range b.f.Kids(n) {
			b.drop(k)
		}
	}
}

// rest puts the elements of a list from one on into another list.
func (b *builder) rest(v value, from int, into Node) {
	if v.list == nil || v.list.n > maxSpread {
		elem := b.fresh(b.g.Values[into].Start, b.g.Values[into].End)
		b.keyed(Load, AnyKey, v.n, elem)
		b.keyed(Store, AnyKey, elem, into)
		return
	}
	b.shift(v, from, 0, into)
}

// maxSpread bounds the elements that are followed one by one.
const maxSpread = 16

// shift puts the elements of a list of known length, from one on, into another
// from a place on.
func (b *builder) shift(v value, from, to int, into Node) {
	for i := from; i < v.list.n; i++ {
		elem := b.fresh(b.g.Values[into].Start, b.g.Values[into].End)
		b.keyed(Load, strconv.Itoa(i), v.n, elem)
		b.keyed(Store, strconv.Itoa(to+i-from), elem, into)
	}
}
