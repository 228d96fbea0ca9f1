package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// block follows statements. It returns the value of the last one, where it is
// an expression, and whether the end is never reached.
func (b *builder) block(n ast.ID) (last value, done bool) {
	for s := range b.f.Kids(n) {
		if last, done = b.statement(s); done {
			return last, true
		}
	}
	return last, false
}

// spend counts work; false means that the budget is used up.
func (b *builder) spend() bool {
	b.steps--
	return b.steps > 0 && b.depth < maxNesting
}

// statement follows one statement.
func (b *builder) statement(n ast.ID) (last value, done bool) {
	if !b.spend() {
		return value{}, false
	}
	b.depth++
	defer func() { b.depth-- }()
	f := b.f
	switch f.Kind(n) {
	case ast.Nil, ast.Import, ast.ImportOf, ast.Package, ast.TypeDecl:
	case ast.ExprStmt:
		return b.eval(f.First(n)), b.neverReturns(f.First(n))
	case ast.Block:
		return b.block(n)
	case ast.VarDecl:
		b.declare(n)
	case ast.Return:
		x := f.First(n)
		v := value{}
		if f.Kind(x) != ast.Nil {
			v = b.eval(x)
			b.flow(v.n, b.at(n))
			b.flow(v.n, b.ret)
		}
		if b.lambdas == 0 {
			b.exit()
		}
		return v, true
	case ast.Throw:
		for k := range f.Kids(n) {
			b.flow(b.eval(k).n, b.at(n))
		}
		return value{}, true
	case ast.Jump:
		return value{}, b.jump(n)
	case ast.If:
		return b.branch(n)
	case ast.While, ast.DoWhile, ast.For, ast.ForEach:
		b.loop(n)
	case ast.Switch:
		return b.choose(n)
	case ast.Try:
		return b.try(n)
	case ast.With:
		for item := range f.Kids(f.First(n)) {
			if f.Kind(item) == ast.VarDecl {
				b.declare(item)
			} else {
				b.eval(item)
			}
		}
		return b.block(f.Kid(n, 1))
	case ast.Labeled:
		return b.statement(f.Kid(n, 1))
	case ast.Go, ast.Assert:
		for k := range f.Kids(n) {
			b.eval(k)
		}
	case ast.Func:
		b.nestedFunction(n)
	case ast.Class:
		b.nestedClass(n)
	default:
		return b.eval(n), false
	}
	return value{}, false
}

// nestedFunction is a function inside a function: a variable that holds a
// closure. Functions at the top of a file are followed on their own.
func (b *builder) nestedFunction(n ast.ID) {
	name := b.f.Kid(n, 2)
	if b.inFile && b.lambdas == 0 && b.f.Kind(name) != ast.Nil {
		return
	}
	v := b.closure(n)
	if b.f.Kind(name) == ast.Ident {
		b.define(b.f.Text(name), v)
	}
}

// nestedClass follows the methods of a class inside a function as closures.
func (b *builder) nestedClass(n ast.ID) {
	if b.inFile && b.lambdas == 0 {
		for m := range b.f.Kids(b.f.Kid(n, 4)) {
			if k := b.f.Kind(m); k != ast.Func && k != ast.Class {
				b.statement(m)
			}
		}
		return
	}
	b.members(b.f.Kid(n, 4))
}

func (b *builder) members(block ast.ID) {
	for m := range b.f.Kids(block) {
		if b.f.Kind(m) == ast.Func {
			b.closure(m)
			continue
		}
		b.statement(m)
	}
}

func (b *builder) declare(n ast.ID) {
	f := b.f
	target, init := f.Kid(n, 2), f.Kid(n, 3)
	typ := b.typeName(f.Kid(n, 1))
	if f.Kind(init) == ast.Nil {
		if f.Kind(target) == ast.Ident {
			v := value{n: b.at(target), typ: typ}
			b.number(v.n, typ)
			b.define(f.Text(target), v)
		}
		return
	}
	if b.inFile && b.lambdas == 0 {
		b.nameNext(f.Text(target), "", init)
	}
	v := b.eval(init)
	if typ != "" && typ != "var" && (v.typ == "" || f.Kind(init) != ast.New) {
		v.typ = typ
	}
	b.assign(target, v)
	if f.Kind(target) == ast.Ident {
		b.number(b.at(target), typ)
	}
	b.flow(v.n, b.at(n))
}

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
		if b.field(target, name) {
			b.storeField(name, v)
			return
		}
		if _, local := b.names[name]; !local && !b.inFile {
			if _, global := b.globals[name]; global {
				b.flow(at, b.global(name))
			}
		}
		b.define(name, v)
	case ast.Member:
		name := f.Kid(target, 1)
		at := b.at(target)
		b.flow(v.n, at)
		b.update(f.Kid(target, 0), f.Text(name), at, true)
	case ast.Index:
		k, exact := b.keyOf(f.Kid(target, 1))
		at := b.at(target)
		b.flow(v.n, at)
		b.update(f.Kid(target, 0), k, at, exact)
	case ast.Seq:
		i := 0
		for k := range f.Kids(target) {
			to := k
			if f.Kind(k) == ast.Spread {
				to = f.First(k)
				at := b.at(to)
				b.flow(v.n, at)
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
	case ast.Unary, ast.Cast, ast.Spread: // *p = v
		for k := range f.Kids(target) {
			b.assign(k, v)
		}
	case ast.Call: // f(x) = v
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
		name := f.Text(obj)
		if name == "self" || name == "this" || name == "$this" {
			name = selfName
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
	for m := range b.f.Kids(b.f.Kid(b.class, 4)) {
		if b.f.Kind(m) == ast.VarDecl && b.f.Text(b.f.Kid(m, 2)) == name {
			return true
		}
	}
	return false
}

func (b *builder) storeField(name string, v value) {
	self, ok := b.lookup(selfName)
	if !ok {
		return
	}
	now := b.fresh(b.g.Values[v.n].Start, b.g.Values[v.n].End)
	b.keyed(Kill, name, self.n, now)
	b.keyed(Store, name, v.n, now)
	self.n = now
	b.define(selfName, self)
}

func (b *builder) jump(n ast.ID) bool {
	switch b.f.Text(n) {
	case "break":
		if len(b.loops) > 0 {
			l := b.loops[len(b.loops)-1]
			l.breaks = append(l.breaks, b.snapshot())
		}
		return true
	case "continue", "next", "redo":
		for i := len(b.loops) - 1; i >= 0; i-- {
			if l := b.loops[i]; !l.isSwitch {
				l.continues = append(l.continues, b.snapshot())
				break
			}
		}
		return true
	case "goto":
		return false
	}
	return false
}

// branch follows an if. A condition that is constant leaves one branch.
func (b *builder) branch(n ast.ID) (value, bool) {
	f := b.f
	then, els := f.Kid(n, 1), f.Kid(n, 2)
	cond := b.eval(f.First(n))
	if cond.k != nil && cond.k.kind == kBool {
		if cond.k.b {
			return b.statement(then)
		}
		return b.statement(els)
	}
	before := b.snapshot()
	v1, done1 := b.statement(then)
	after := b.snapshot()
	b.env = append(b.env[:0], before...)
	v2, done2 := b.statement(els)
	switch {
	case done1 && done2:
		return value{}, true
	case done1:
		return v2, false
	case done2:
		b.env = append(b.env[:0], after...)
		return v1, false
	}
	b.env = b.merge(after, b.env)
	return b.either(v1, v2), false
}

// either is the value of one of two branches.
func (b *builder) either(x, y value) value {
	switch {
	case x.n == None:
		return value{n: y.n}
	case y.n == None || x.n == y.n:
		return value{n: x.n}
	}
	return value{n: b.join(x.n, y.n)}
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
	b.forget(n)
	before := b.snapshot()
	l := &loop{}
	b.loops = append(b.loops, l)
	endless := false
	for range 2 {
		if f.Kind(n) == ast.ForEach {
			it := b.eval(f.Kid(n, 1))
			d := &f.Nodes[f.First(n)]
			at := b.fresh(d.Start, d.End)
			b.keyed(Load, AnyKey, it.n, at)
			target := f.First(n)
			if f.Kind(target) == ast.Seq && f.Language == "go" || f.Kind(target) == ast.Seq && f.Len(target) == 2 {
				// Key and value of a map or index and element of a list.
				for k := range f.Kids(target) {
					b.assign(k, value{n: at})
				}
			} else {
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
		} else {
			b.env = b.merge(before, b.env)
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

// choose follows a switch. A constant value leaves the cases it selects.
func (b *builder) choose(n ast.ID) (last value, done bool) {
	f := b.f
	x := b.eval(f.First(n))
	l := &loop{isSwitch: true}
	b.loops = append(b.loops, l)
	defer func() { b.loops = b.loops[:len(b.loops)-1] }()
	before := b.snapshot()
	falls := fallsThrough(f.Language)
	selected := ast.None
	hasDefault := false
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Case {
			continue
		}
		if f.Len(f.First(c)) == 0 {
			hasDefault = true
		}
	}
	if x.k != nil {
		selected = b.selectCase(n, x.k)
	}
	var exits [][]value
	open := false // the case before falls through
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Case {
			continue
		}
		if selected != ast.None && c != selected && !open {
			continue
		}
		if !open {
			b.env = append(b.env[:0], before...)
		} else if selected == ast.None {
			b.env = b.merge(b.env, before)
		}
		for label := range f.Kids(f.First(c)) {
			if v := b.eval(label); f.Kind(label) == ast.Ident {
				_ = v
			}
			b.bindPattern(label, x)
		}
		body := f.Kid(c, 1)
		v, ended := b.block(body)
		if v.n != None {
			last = b.either(last, v)
		}
		open = false
		if !ended {
			if falls && !endsInJump(f, body) {
				open = true
				if f.Next(c) == ast.None {
					exits = append(exits, b.snapshot())
				}
				continue
			}
			exits = append(exits, b.snapshot())
		}
	}
	if selected == ast.None && !hasDefault {
		exits = append(exits, before)
	}
	exits = append(exits, l.breaks...)
	if len(exits) == 0 {
		return last, true
	}
	env := exits[0]
	for _, e := range exits[1:] {
		env = b.merge(env, e)
	}
	b.env = append(b.env[:0], env...)
	return last, false
}

// bindPattern gives names in a case's pattern the value that is matched.
func (b *builder) bindPattern(label ast.ID, x value) {
	switch b.f.Kind(label) {
	case ast.VarDecl, ast.Seq, ast.Dict:
		b.assign(label, value{n: x.n})
	}
}

func fallsThrough(lang string) bool {
	switch lang {
	case "java", "javascript", "typescript", "php", "csharp":
		return true
	}
	return false
}

func endsInJump(f *ast.File, block ast.ID) bool {
	last := ast.None
	for k := range f.Kids(block) {
		last = k
	}
	return f.Kind(last) == ast.Jump
}

// selectCase is the case that a constant selects: that with the label, else
// the default; None when a label is not constant.
func (b *builder) selectCase(n ast.ID, k *konst) ast.ID {
	f := b.f
	def := ast.None
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Case {
			continue
		}
		if f.Len(f.First(c)) == 0 {
			def = c
		}
		for label := range f.Kids(f.First(c)) {
			v := b.literal(label)
			if v == nil {
				return ast.None
			}
			if v.equal(k) {
				return c
			}
		}
	}
	return def
}

// try follows a body; what it may leave half done reaches its handlers.
func (b *builder) try(n ast.ID) (value, bool) {
	f := b.f
	for r := range f.Kids(f.Kid(n, 0)) {
		if f.Kind(r) == ast.VarDecl {
			b.declare(r)
		} else {
			b.eval(r)
		}
	}
	before := b.snapshot()
	last, done := b.statement(f.Kid(n, 1))
	if !done {
		_, done = b.statement(f.Kid(n, 2))
	}
	after := b.snapshot()
	var exits [][]value
	if !done {
		exits = append(exits, after)
	}
	for c := range f.Kids(n) {
		if f.Kind(c) != ast.Catch {
			continue
		}
		b.env = b.merge(before, after)
		if p := f.First(c); f.Kind(p) == ast.Param {
			t := f.Kid(p, 2)
			if f.Kind(t) == ast.Ident {
				b.define(f.Text(t), value{n: b.at(t), typ: b.typeName(f.Kid(p, 1))})
				b.g.byAST[p] = b.at(t)
			}
		}
		v, ended := b.block(f.Kid(c, 1))
		if !ended {
			exits = append(exits, b.snapshot())
			last = b.either(last, v)
		}
	}
	if len(exits) > 0 {
		env := exits[0]
		for _, e := range exits[1:] {
			env = b.merge(env, e)
		}
		b.env = append(b.env[:0], env...)
	}
	_, ended := b.statement(f.Kid(n, 3))
	return last, ended || len(exits) == 0
}
