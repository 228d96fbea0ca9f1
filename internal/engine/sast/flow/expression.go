package flow

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// eval follows an expression and returns its value.
func (b *builder) eval(n ast.ID) value {
	f := b.f
	if n == ast.None || f.Kind(n) == ast.Nil {
		return value{}
	}
	if !b.spend() {
		return value{n: b.at(n)}
	}
	b.depth++
	defer func() { b.depth-- }()
	switch f.Kind(n) {
	case ast.Str, ast.Num, ast.Bool, ast.Null, ast.Regex:
		v := value{n: b.at(n), k: b.literal(n)}
		if f.Kind(n) == ast.Str {
			v.typ = stringType(f.Language)
		} else {
			b.g.Values[v.n].Number = f.Kind(n) != ast.Regex
		}
		return v
	case ast.Ident:
		return b.ident(n)
	case ast.Member:
		return b.member(n)
	case ast.Index:
		return b.index(n)
	case ast.Call:
		return b.call(n)
	case ast.New:
		return b.construct(n)
	case ast.Binary:
		return b.binary(n)
	case ast.Unary:
		return b.unary(n)
	case ast.Update:
		old := b.eval(f.First(n))
		at := b.at(n)
		b.g.Values[at].Number = true
		b.assign(f.First(n), value{n: at, k: step(f.Text(n), old.k)})
		return value{n: at}
	case ast.Assign:
		return b.assignment(n)
	case ast.Cond:
		return b.conditional(n)
	case ast.Cast:
		v := b.eval(f.Kid(n, 1))
		typ := b.typeName(f.Kid(n, 0))
		at := b.at(n)
		b.flow(v.n, at)
		b.number(at, typ)
		v.n = at
		if typ != "" {
			v.typ = typ
		}
		return v
	case ast.TypeTest:
		b.eval(f.First(n))
		at := b.at(n)
		b.g.Values[at].Number = true
		return value{n: at}
	case ast.Yield:
		v := b.eval(f.First(n))
		at := b.at(n)
		b.flow(v.n, at)
		if text := f.Text(n); strings.Contains(text, "from") || strings.Contains(text, "*") {
			b.flow(v.n, b.ret)
		} else {
			b.keyed(Store, AnyKey, v.n, b.ret)
		}
		return value{n: at}
	case ast.Await, ast.Spread, ast.Attr, ast.KeyArg:
		var v value
		for k := range f.Kids(n) {
			if f.Kind(n) != ast.KeyArg && f.Kind(n) != ast.Attr || k != f.First(n) {
				v = b.eval(k)
			}
		}
		at := b.at(n)
		b.flow(v.n, at)
		v.n = at
		return v
	case ast.Template:
		return b.template(n)
	case ast.Seq:
		return b.sequence(n)
	case ast.Dict:
		return b.dict(n)
	case ast.Comp:
		return b.comprehension(n)
	case ast.Func:
		return b.closure(n)
	case ast.VarDecl:
		b.declare(n)
		t := f.Kid(n, 2)
		return value{n: b.at(t)}
	case ast.If, ast.Switch, ast.Try, ast.Block, ast.With, ast.Return, ast.Throw, ast.Jump, ast.While, ast.For, ast.ForEach:
		// Statements that are expressions, too.
		v, _ := b.statement(n)
		at := b.at(n)
		b.flow(v.n, at)
		v.n = at
		return v
	case ast.Class:
		b.declareClass(n)
		b.members(f.Kid(n, 4), n, f.Text(f.Kid(n, 1)))
		return value{n: b.at(n)}
	case ast.TypeApp:
		if f.Language != "scala" || f.Kind(f.First(n)) != ast.Member {
			return value{}
		}
		// x.as[T] is a call without arguments.
		at := b.at(n)
		b.flow(b.eval(f.First(n)).n, at)
		b.number(at, b.typeName(f.Kid(n, 1)))
		return value{n: at, typ: b.typeName(f.Kid(n, 1))}
	case ast.Mods, ast.Params, ast.Supers, ast.FuncType, ast.Annot, ast.Modifier, ast.TypeDecl:
		return value{}
	}
	at := b.at(n)
	for k := range f.Kids(n) {
		if f.Kind(n) == ast.Other && f.Text(n) == "export default" {
			b.nameNext(defaultName, "", k)
		}
		b.flow(b.eval(k).n, at)
	}
	return value{n: at}
}

func (b *builder) binary(n ast.ID) value {
	f := b.f
	l, r := b.eval(f.Kid(n, 0)), b.eval(f.Kid(n, 1))
	at := b.at(n)
	op := f.Text(n)
	v := value{n: at, k: foldBinary(op, l.k, r.k)}
	switch op {
	case "==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "not in", "instanceof", "is", "is not", "=~", "!~", "<=>", "!in":
		b.g.Values[at].Number = true
		return v
	case "<-":
		if f.Language == "go" { // sends
			target := f.Kid(n, 0)
			now := b.fresh(f.Nodes[target].Start, f.Nodes[target].End)
			b.flow(l.n, now)
			b.keyed(Store, AnyKey, r.n, now)
			b.replace(target, l, now)
			return v
		}
	case "<<":
		// Appends in Ruby, shifts elsewhere.
		if f.Language == "ruby" {
			target := f.Kid(n, 0)
			now := b.fresh(f.Nodes[target].Start, f.Nodes[target].End)
			b.flow(l.n, now)
			b.keyed(Store, AnyKey, r.n, now)
			b.flow(r.n, now)
			b.replace(target, l, now)
			b.flow(now, at)
			return v
		}
	case "-", "*", "/", "%", "**":
		// Python and Ruby format with %, join paths with / and repeat with *.
		script := f.Language == "python" || f.Language == "ruby"
		if !script || op == "-" || op == "**" || op != "%" && b.isNumber(l.n) && b.isNumber(r.n) {
			b.g.Values[at].Number = true
		}
	case "+":
		if b.adds(f.Kid(n, 0)) || b.adds(f.Kid(n, 1)) {
			b.g.Values[at].Number = true
		}
	}
	if b.pairing(op) {
		b.keyed(Store, "0", l.n, at)
		b.keyed(Store, "1", r.n, at)
		return value{n: at}
	}
	b.flow(l.n, at)
	b.flow(r.n, at)
	if op == "+" && (l.typ == stringType(f.Language) || r.typ == stringType(f.Language)) {
		v.typ = stringType(f.Language)
	} else if op == "+" && b.isNumber(l.n) && b.isNumber(r.n) {
		b.g.Values[at].Number = true
	}
	return v
}

// adds says whether an operand makes + an addition in a language that joins
// texts otherwise: arrays only go with arrays.
func (b *builder) adds(n ast.ID) bool {
	return b.f.Language == "php" && b.f.Kind(n) == ast.Num
}

func (b *builder) isNumber(n Node) bool { return n != None && b.g.Values[n].Number }

func (b *builder) unary(n ast.ID) value {
	f := b.f
	x := b.eval(f.First(n))
	at := b.at(n)
	switch f.Text(n) {
	case "delete", "del":
		b.drop(f.First(n))
		fallthrough
	case "!", "not", "typeof", "void":
		b.g.Values[at].Number = true
		v := value{n: at}
		if x.k != nil && x.k.kind == kBool && (f.Text(n) == "!" || f.Text(n) == "not") {
			v.k = &konst{kind: kBool, b: !x.k.b}
		}
		return v
	case "<-":
		b.keyed(Load, AnyKey, x.n, at)
		return value{n: at}
	case "&", "...", "*", "**":
		b.flow(x.n, at)
		x.n, x.ref = at, x.ref || f.Text(n) == "&"
		return x
	case "-", "~":
		b.g.Values[at].Number = true
		b.flow(x.n, at)
		v := value{n: at}
		if x.k != nil && x.k.kind == kInt && f.Text(n) == "-" {
			v.k = &konst{kind: kInt, i: -x.k.i}
		}
		return v
	}
	b.flow(x.n, at)
	x.n = at
	return x
}

func (b *builder) assignment(n ast.ID) value {
	f := b.f
	target := f.Kid(n, 0)
	op := f.Text(n)
	if x := f.Kid(n, 1); f.Language == "php" && f.Kind(x) == ast.Unary && f.Text(x) == "&" && f.Kind(target) == ast.Ident && f.Kind(f.First(x)) == ast.Ident {
		here, there := f.Text(target), f.Text(f.First(x))
		b.linked[here], b.linked[there] = append(b.linked[here], there), append(b.linked[there], here)
	}
	b.nameMember(target, f.Kid(n, 1))
	v := b.eval(f.Kid(n, 1))
	b.alias(f.Kid(n, 1), &v)
	at := b.at(n)
	if op == "=" || op == ":=" {
		if k := f.Kind(f.Kid(n, 1)); k != ast.New && v.typ == "" && f.Kind(target) == ast.Ident {
			// A variable keeps its declared type.
			if old, ok := b.lookup(f.Text(target)); ok {
				v.typ = old.typ
			}
		}
		b.assign(target, v)
		b.flow(v.n, at)
		v.n = at
		return v
	}
	old := b.eval(target)
	b.flow(old.n, at)
	if op == "+=" && old.list != nil && v.list == nil && (f.Language == "kotlin" || f.Language == "scala") {
		// One more element of a list.
		b.keyed(Store, strconv.Itoa(old.list.n), v.n, at)
		nv := value{n: at, typ: old.typ, list: &list{n: old.list.n + 1}}
		b.assign(target, nv)
		return nv
	}
	b.flow(v.n, at)
	nv := value{n: at, typ: old.typ}
	switch op {
	case "+=":
		b.g.Values[at].Number = b.adds(f.Kid(n, 1))
	case "-=", "*=", "/=", "%=", "**=":
		b.g.Values[at].Number = f.Language == "php"
	}
	switch op {
	case "+=", ".=", "-=", "*=":
		nv.k = foldBinary(op[:1], old.k, v.k)
	}
	if b.g.Values[at].Number && f.Kind(target) == ast.Ident {
		// The node of the variable's name here is that of what was in it.
		b.replace(target, nv, at)
		if now, ok := b.lookup(f.Text(target)); ok {
			now.k = nv.k
			b.env[b.names[f.Text(target)]] = now
		}
		return nv
	}
	b.assign(target, nv)
	return nv
}

func (b *builder) conditional(n ast.ID) value {
	f := b.f
	c := b.eval(f.Kid(n, 0))
	at := b.at(n)
	if c.k != nil && c.k.kind == kBool {
		x := f.Kid(n, 2)
		if c.k.b {
			x = f.Kid(n, 1)
		}
		v := b.eval(x)
		b.flow(v.n, at)
		v.n = at
		return v
	}
	undo := b.settle(b.settled(f.Kid(n, 0), true), n)
	x := b.eval(f.Kid(n, 1))
	undo()
	undo = b.settle(b.settled(f.Kid(n, 0), false), n)
	y := b.eval(f.Kid(n, 2))
	undo()
	if f.Kind(f.Kid(n, 1)) == ast.Nil { // a ?: b
		x = c
	}
	b.flow(x.n, at)
	b.flow(y.n, at)
	v := value{n: at}
	if x.k.equal(y.k) {
		v.k = x.k
	}
	if x.typ == y.typ {
		v.typ = x.typ
	}
	return v
}

// symbol says whether the key of a pair of Ruby is a symbol, as in a: x and
// :a => x, and no variable.
func (b *builder) symbol(key ast.ID) bool {
	d := &b.f.Nodes[key]
	src := b.f.Source
	return b.f.Language == "ruby" && (int(d.End) < len(src) && src[d.End] == ':' || d.Start > 0 && src[d.Start-1] == ':')
}
