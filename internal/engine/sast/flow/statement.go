package flow

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// block follows statements. It returns the value of the last one, where it is
// an expression, and whether the end is never reached.
func (b *builder) block(n ast.ID) (last value, done bool) {
	b.hoist(n)
	for s := range b.f.Kids(n) {
		if !done {
			last, done = b.statement(s)
		} else if b.hoisted[s] != nil {
			b.nestedFunction(s) // functions count wherever they stand
		}
	}
	return last, done
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
			b.resultType(v.typ)
		} else {
			b.returnNamed()
		}
		if b.lambdas == 0 || b.g.Funcs[b.fn].Self != None {
			b.exit()
		}
		return v, true
	case ast.Throw:
		for k := range f.Kids(n) {
			v := b.eval(k)
			b.flow(v.n, b.at(n))
			b.throw(v)
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

// nestedClass follows the methods of a class inside a function: they see the
// variables around them.
func (b *builder) nestedClass(n ast.ID) {
	if b.inFile && b.lambdas == 0 {
		b.single(n)
		for m := range b.f.Kids(b.f.Kid(n, 4)) {
			switch b.f.Kind(m) {
			case ast.Func:
			case ast.Class:
				b.nestedClass(m)
			default:
				b.statement(m)
				b.shareField(n, m)
			}
		}
		return
	}
	b.declareClass(n)
	b.members(b.f.Kid(n, 4), n, b.f.Text(b.f.Kid(n, 1)))
}

// members follows the body of a class that stands inside a function. What its
// fields begin with is there in every method.
func (b *builder) members(block, class ast.ID, name string) {
	f := b.f
	type field struct {
		name string
		v    Node
	}
	var fields []field
	outer := b.class
	b.class = class
	for m := range f.Kids(block) {
		switch f.Kind(m) {
		case ast.Func:
		case ast.VarDecl:
			b.class = outer
			if init := f.Kid(m, 3); f.Kind(init) != ast.Nil {
				v := b.eval(init)
				fields = append(fields, field{f.Text(f.Kid(m, 2)), v.n})
				b.flow(v.n, b.sharedNode("", name+"."+f.Text(f.Kid(m, 2))))
			}
			b.class = class
		case ast.ExprStmt, ast.Block:
			b.class = outer
			b.statement(m)
			if x := f.First(m); f.Language == "python" && f.Kind(x) == ast.Assign && f.Kind(f.First(x)) == ast.Ident {
				v, _ := b.lookup(f.Text(f.First(x)))
				fields = append(fields, field{f.Text(f.First(x)), v.n})
				b.flow(v.n, b.sharedNode("", name+"."+f.Text(f.First(x))))
			}
			b.class = class
		default:
			b.statement(m)
		}
	}
	for m := range f.Kids(block) {
		if f.Kind(m) != ast.Func {
			continue
		}
		b.naming = &Func{Name: b.methodName(m), Class: name}
		first := len(b.g.Funcs)
		b.closure(m)
		if first < len(b.g.Funcs) {
			for _, x := range fields {
				b.keyed(Store, x.name, x.v, b.g.Funcs[first].Self)
			}
		}
	}
	b.class = outer
}

// methodName is the name of a method, that of constructors the same
// everywhere.
func (b *builder) methodName(n ast.ID) string {
	switch name := b.f.Text(b.f.Kid(n, 2)); {
	case b.f.Text(n) == "ctor", name == "__init__", name == "constructor", name == "initialize", name == "__construct":
		return ConstructorName
	default:
		return name
	}
}

func (b *builder) static(n ast.ID) bool {
	for m := range b.f.Kids(b.f.Kid(n, 0)) {
		if b.f.Text(m) == "static" {
			return true
		}
	}
	return false
}

func (b *builder) declare(n ast.ID) {
	f := b.f
	target, init := f.Kid(n, 2), f.Kid(n, 3)
	typ := b.typeName(f.Kid(n, 1))
	if f.Language == "php" && !b.inFile && f.Kind(target) == ast.Ident {
		if f.Text(n) == "global" {
			b.lasting[f.Text(target)] = b.global(f.Text(target))
			b.define(f.Text(target), value{n: b.global(f.Text(target))})
			return
		}
	}
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
	b.alias(init, &v)
	if typ != "" && typ != "var" && (v.typ == "" || f.Kind(init) != ast.New && !v.ref) {
		v.typ = typ
	}
	b.assign(target, v)
	if f.Kind(target) == ast.Ident {
		b.number(b.at(target), typ)
	}
	b.flow(v.n, b.at(n))
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
	b.settle(b.settled(f.First(n), true), then)
	v1, done1 := b.statement(then)
	after := b.snapshot()
	b.env = append(b.env[:0], before...)
	b.settle(b.settled(f.First(n), false), n)
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
	b.handlers = append(b.handlers, b.catches(n))
	last, done := b.statement(f.Kid(n, 1))
	if !done {
		_, done = b.statement(f.Kid(n, 2))
	}
	b.handlers = b.handlers[:len(b.handlers)-1]
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
