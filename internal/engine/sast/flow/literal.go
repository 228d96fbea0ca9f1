package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

func stringType(lang string) string {
	switch lang {
	case "go", "csharp":
		return "string"
	case "python":
		return "str"
	}
	return "String"
}

func (b *builder) template(n ast.ID) value {
	at := b.at(n)
	text, constant := "", true
	for k := range b.f.Kids(n) {
		v := b.eval(k)
		b.edge(Edge{To: at, Op: Collect, Guard: -1}, v.n)
		if v.k == nil || len(text) > 1<<12 {
			constant = false
			continue
		}
		text += v.k.String()
	}
	v := value{n: at, typ: stringType(b.f.Language)}
	if constant {
		v.k = &konst{kind: kStr, s: text}
	}
	return v
}

func (b *builder) sequence(n ast.ID) value {
	at := b.at(n)
	i := 0
	known := true
	for k := range b.f.Kids(n) {
		v := b.eval(k)
		if b.f.Kind(k) == ast.Spread {
			if v.list != nil && v.list.n <= maxSpread && known {
				b.shift(v, 0, i, at)
				i += v.list.n
			} else {
				b.rest(value{n: v.n}, 0, at)
				known = false
			}
			continue
		}
		key := AnyKey
		if known {
			key = strconv.Itoa(i)
		}
		b.keyed(Store, key, v.n, at)
		i++
	}
	v := value{n: at}
	if known {
		v.list = &list{n: i}
	}
	return v
}

func (b *builder) dict(n ast.ID) value {
	f := b.f
	at := b.at(n)
	class := b.objectClass(n)
	var funcs map[string]*lambda
	for k := range f.Kids(n) {
		switch f.Kind(k) {
		case ast.Pair:
			key := f.Kid(k, 0)
			b.nameNext(f.Text(key), class, f.Kid(k, 1))
			v := b.eval(f.Kid(k, 1))
			b.flow(v.n, b.at(k))
			if v.lam != nil {
				if funcs == nil {
					funcs = map[string]*lambda{}
				}
				funcs[f.Text(key)] = v.lam
			}
			switch f.Kind(key) {
			case ast.Ident:
				if f.Language == "javascript" || f.Language == "typescript" || f.Language == "go" || f.Language == "csharp" {
					b.keyed(Store, f.Text(key), v.n, at)
					continue
				}
				if b.symbol(key) {
					b.keyed(Store, ":"+f.Text(key), v.n, at)
					continue
				}
				fallthrough
			default:
				name, exact := b.keyOf(key)
				if !exact {
					b.flow(b.at(key), at)
				}
				b.keyed(Store, name, v.n, at)
			}
		case ast.Assign: // a member that an object initializer sets
			name := f.Kid(k, 0)
			if f.Kind(name) != ast.Ident || f.Text(k) != "=" {
				b.flow(b.eval(k).n, at)
				continue
			}
			v := b.eval(f.Kid(k, 1))
			b.flow(v.n, b.at(k))
			b.keyed(Store, f.Text(name), v.n, at)
		case ast.Func:
			name := f.Text(f.Kid(k, 2))
			b.nameNext(name, class, k)
			if v := b.closure(k); v.lam != nil {
				if f.Text(k) == "getter" {
					b.keyed(Store, name, v.lam.ret, at)
					continue
				}
				if funcs == nil {
					funcs = map[string]*lambda{}
				}
				funcs[name] = v.lam
			}
		default:
			b.flow(b.eval(k).n, at)
		}
	}
	v := value{n: at, funcs: funcs, ref: f.Text(n) != "{"}
	if class != anyObject {
		v.typ = class
	}
	return v
}

func (b *builder) comprehension(n ast.ID) value {
	f := b.f
	at := b.at(n)
	for k := range f.Kids(n) {
		if f.Kind(k) != ast.CompFor {
			continue
		}
		it := b.eval(f.Kid(k, 1))
		d := &f.Nodes[k]
		elem := b.fresh(d.Start, d.End)
		b.keyed(Load, AnyKey, it.n, elem)
		if target := f.First(k); f.Kind(target) == ast.Seq && f.Len(target) == 2 && b.items(f.Kid(k, 1)) {
			key := b.fresh(d.Start, d.End)
			b.keyed(Load, KeysKey, it.n, key)
			b.assign(f.First(target), value{n: key})
			b.assign(f.Kid(target, 1), value{n: elem})
		} else {
			b.assign(target, value{n: elem})
		}
		i := 0
		for c := range f.Kids(k) {
			if i++; i > 2 {
				b.eval(c)
			}
		}
	}
	x := f.First(n)
	if f.Kind(x) == ast.Pair {
		b.keyed(Store, KeysKey, b.eval(f.Kid(x, 0)).n, at)
		x = f.Kid(x, 1)
	}
	b.keyed(Store, AnyKey, b.eval(x).n, at)
	return value{n: at}
}
