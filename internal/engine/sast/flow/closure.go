package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// hoist makes the functions that a block declares known from its beginning,
// where a language does so.
func (b *builder) hoist(n ast.ID) {
	f := b.f
	switch f.Language {
	case "javascript", "typescript", "php":
	default:
		return
	}
	if b.inFile && b.lambdas == 0 {
		return
	}
	for s := range f.Kids(n) {
		name := f.Kid(s, 2)
		if f.Kind(s) != ast.Func || f.Kind(name) != ast.Ident || b.hoisted[s] != nil {
			continue
		}
		l := &lambda{ret: b.fresh(f.Nodes[s].Start, f.Nodes[s].Start)}
		for p := range f.Kids(f.Kid(s, 3)) {
			if f.Kind(p) == ast.Param {
				l.params = append(l.params, b.fresh(f.Nodes[p].Start, f.Nodes[p].End))
				l.names = append(l.names, f.Text(f.Kid(p, 2)))
				l.rest = f.Text(p) != ""
			}
		}
		b.hoisted[s] = l
		b.define(f.Text(name), value{n: b.at(s), lam: l})
	}
}

// closure follows a function where it is written: it sees the variables
// around it. What it assigns to them may or may not have happened afterwards.
func (b *builder) closure(n ast.ID) value {
	f := b.f
	at := b.at(n)
	before := b.snapshot()
	ret, loops, handlers, results, fn, outside, kept := b.ret, b.loops, b.handlers, b.named, b.fn, b.outside, b.kept
	named := b.naming
	b.naming = nil
	b.loops, b.handlers, b.named, b.kept = nil, nil, nil, nil
	if named != nil {
		named.Start, named.End, named.Result = f.Nodes[n].Start, f.Nodes[n].End, b.typeName(f.Kid(n, 1))
		b.g.Funcs = append(b.g.Funcs, *named)
		b.fn = int32(len(b.g.Funcs) - 1)
	}
	b.ret = b.fresh(f.Nodes[n].Start, f.Nodes[n].Start)
	b.outside = b.next
	shadowed := map[string]value{}
	own := b.own
	b.own = map[int]bool{}
	shadow := func(name string) {
		if name != "" {
			v, _ := b.lookup(name)
			shadowed[name] = v
			if i, ok := b.names[name]; ok {
				b.own[i] = true
			}
		}
	}
	for p := range f.Kids(f.Kid(n, 3)) {
		if f.Kind(p) == ast.Param {
			shadow(f.Text(f.Kid(p, 2)))
		}
	}
	b.lambdas++
	if named != nil && named.Class != "" && f.Text(n) != "lambda" {
		self := b.fresh(named.Start, named.Start)
		b.g.Funcs[b.fn].Self = self
		shadow(selfName)
		b.define(selfName, value{n: self, typ: named.Class, origin: -1})
	}
	params, names, rest := b.params(f.Kid(n, 3), named != nil)
	if named != nil && f.Language == "python" && named.Class != "" && len(names) > 0 && (names[0] == "self" || names[0] == "cls") {
		b.receiver(names[0], params[0], named.Class, b.outside)
		params, names = params[1:], names[1:]
	}
	if f.Language == "kotlin" && f.Text(n) == "lambda" && f.Len(f.Kid(n, 3)) == 0 {
		// The only parameter is called it when the text gives none.
		it := b.fresh(f.Nodes[n].Start, f.Nodes[n].Start)
		shadow("it")
		b.define("it", value{n: it})
		params, names = []Node{it}, []string{"it"}
	}
	if s := b.cases(n); s != ast.None {
		// The only parameter is what the cases match.
		x := b.fresh(f.Nodes[n].Start, f.Nodes[n].Start)
		b.matched[s] = x
		params, names = []Node{x}, []string{""}
	}
	lam := &lambda{params: params, names: names, ret: b.ret, rest: rest}
	if named != nil {
		f := &b.g.Funcs[b.fn]
		f.Params, f.Names, f.Rest, f.Return = params, names, rest, b.ret
	}
	if h := b.hoisted[n]; h != nil {
		for i := range min(len(h.params), len(params)) {
			b.flow(h.params[i], params[i])
		}
		b.flow(b.ret, h.ret)
	}
	b.namedResults(f.Kid(n, 1))
	if body := f.Kid(n, 4); f.Kind(body) == ast.Block {
		last, done := b.block(body)
		if !done && (b.implicitReturn() || f.Text(n) == "block") {
			b.flow(last.n, b.ret)
		}
		if b.g.Funcs[b.fn].Self != None && b.fn != fn {
			if !done {
				b.exit()
			}
			b.keep()
		}
	}
	for i, name := range names {
		out := None
		if v, ok := b.lookup(name); ok && i < len(params) && v.n != params[i] && name != "" {
			out = v.n
		}
		lam.outs = append(lam.outs, out)
	}
	if h := b.hoisted[n]; h != nil {
		h.outs = lam.outs
	}
	for name, v := range shadowed {
		if i, ok := b.names[name]; ok && i < len(b.env) {
			b.env[i] = v
		}
	}
	b.lambdas--
	after := b.merge(before, b.env)
	for i := range before {
		after[i].origin = before[i].origin
	}
	b.env = after
	b.ret, b.loops, b.handlers, b.named, b.fn, b.outside, b.kept, b.own = ret, loops, handlers, results, fn, outside, kept, own
	b.keyed(Store, returnKey, lam.ret, at)
	return value{n: at, lam: lam}
}

// cases is the Switch that { case ... } of Scala is, or None.
func (b *builder) cases(n ast.ID) ast.ID {
	f := b.f
	s := f.First(f.Kid(n, 4))
	if f.Language != "scala" || f.Text(n) != "lambda" || f.Len(f.Kid(n, 3)) > 0 || f.Next(s) != ast.None {
		return ast.None
	}
	if f.Kind(s) == ast.ExprStmt || f.Kind(s) == ast.Return {
		s = f.First(s)
	}
	if f.Kind(s) != ast.Switch || f.Kind(f.First(s)) != ast.Nil {
		return ast.None
	}
	return s
}

// applyLambda connects a call with the closure it calls.
func (b *builder) applyLambda(l *lambda, c *Call, args ast.ID, result Node) {
	list := func(i int, a Node) {
		last := len(l.params) - 1
		switch {
		case l.rest && i >= last:
			b.keyed(Store, strconv.Itoa(i-last), a, l.params[last])
		case i < len(l.params):
			b.flow(a, l.params[i])
		}
	}
	x := b.f.First(args)
	for i, a := range c.Args {
		if i > 0 && x != ast.None {
			x = b.f.Next(x) // a tagged template has one for all
		}
		switch {
		case b.f.Kind(x) == ast.Spread && l.rest && i >= len(l.params)-1:
			b.flow(a, l.params[len(l.params)-1])
		case b.f.Kind(x) == ast.Spread:
			for k := i; k < len(l.params); k++ {
				b.keyed(Load, strconv.Itoa(k-i), a, l.params[k])
			}
		case i < len(c.Names) && c.Names[i] != "":
			if !b.byName(l, c.Names[i], a) && l.rest {
				b.keyed(Store, c.Names[i], a, l.params[len(l.params)-1])
			}
		default:
			list(i, a)
		}
	}
	b.flow(l.ret, result)
}

func (b *builder) byName(l *lambda, name string, a Node) bool {
	for k, own := range l.names {
		if own == name && k < len(l.params) {
			b.flow(a, l.params[k])
			return true
		}
	}
	return false
}

// callback notes that a function calls one of its parameters: the parameter's
// object remembers with what, and what it returns comes from there.
func (b *builder) callback(def value, args []Node, result Node) {
	if !b.param[def.n] {
		return
	}
	b.keyed(Load, returnKey, def.n, result)
	into := def.n
	if fn := &b.g.Funcs[b.fn]; def.origin > 0 && int(def.origin) <= len(fn.Params) && fn.Params[def.origin-1] == def.n {
		for len(fn.Outs) < int(def.origin) {
			fn.Outs = append(fn.Outs, None)
		}
		if fn.Outs[def.origin-1] == None {
			out := b.fresh(fn.End, fn.End)
			b.g.Funcs[b.fn].Outs[def.origin-1] = out
		}
		into = b.g.Funcs[b.fn].Outs[def.origin-1]
	}
	for i, a := range args {
		b.keyed(Store, callKey+strconv.Itoa(i), a, into)
	}
}

// calledWith gives a closure that was handed to a call what it is called with
// there.
func (b *builder) calledWith(l *lambda, after Node) {
	for i, p := range l.params {
		b.keyed(Load, callKey+strconv.Itoa(i), after, p)
	}
}

// fillsItself says whether a function outside classes is one by another name:
// what new calls, because it fills this.
func (b *builder) fillsItself(n ast.ID) bool {
	f := b.f
	if f.Language != "javascript" && f.Language != "typescript" {
		return false
	}
	if name := f.Text(f.Kid(n, 2)); name == "" || name[0] < 'A' || name[0] > 'Z' {
		return false
	}
	for s := range f.Kids(f.Kid(n, 4)) {
		if x := f.First(s); f.Kind(s) == ast.ExprStmt && f.Kind(x) == ast.Assign && f.Kind(f.First(x)) == ast.Member && f.Text(f.First(f.First(x))) == "this" {
			return true
		}
	}
	return false
}
