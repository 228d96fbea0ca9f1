package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// function follows one function or method.
func (b *builder) function(n, class ast.ID) {
	f := b.f
	d := &f.Nodes[n]
	fn := Func{Name: f.Text(f.Kid(n, 2)), Start: d.Start, End: d.End, Result: b.typeName(f.Kid(n, 1))}
	if class == ast.None && b.fillsItself(n) {
		fn.Class, fn.Name = fn.Name, ConstructorName
	}
	if class != ast.None {
		fn.Class, fn.Name = f.Text(f.Kid(class, 1)), b.methodName(n)
	}
	fn.Open = f.Kind(f.Kid(n, 4)) != ast.Block
	fn.Getter = class != ast.None && b.getter(n)
	fn.Extension = b.extension(n)
	recv := f.Kid(n, 5)
	if f.Kind(recv) == ast.Param {
		fn.Class = b.typeName(f.Kid(recv, 1))
	}
	outer := b.class
	b.class = class
	b.start(fn)
	b.number(b.ret, b.typeName(f.Kid(n, 1)))
	self := &b.g.Funcs[b.fn]
	if fn.Class != "" {
		at := b.fresh(d.Start, d.Start)
		self.Self = at
		v := value{n: at, typ: fn.Class, origin: -1}
		b.define(selfName, v)
		if f.Kind(recv) == ast.Param {
			b.define(f.Text(f.Kid(recv, 2)), v)
			b.g.byAST[f.Kid(recv, 2)] = at
		}
	}
	params, names, rest := b.params(f.Kid(n, 3), true)
	self = &b.g.Funcs[b.fn]
	self.Params, self.Names, self.Rest = params, names, rest
	// Python names the receiver.
	if fn.Class != "" && len(names) > 0 && (names[0] == "self" || names[0] == "cls") && f.Language == "python" {
		b.receiver(names[0], params[0], fn.Class, 0)
		self.Params, self.Names = params[1:], names[1:]
	}
	b.namedResults(f.Kid(n, 1))
	b.promoted(n)
	b.listens(n)
	body := f.Kid(n, 4)
	b.guards(f.Kid(n, 3), body)
	if n == b.primary(class) {
		b.initialise(n, params, names)
	}
	if f.Kind(body) == ast.Block {
		last, done := b.block(body)
		if !done && b.implicitReturn() && last.n != None && fn.Name != ConstructorName {
			b.flow(last.n, b.ret)
		}
		if !done {
			b.exit()
		}
		b.keep()
	}
	b.g.Funcs[b.fn].Exhausted = b.steps <= 0
	b.class = outer
}

// extension says whether a method of C# is called on its first parameter.
func (b *builder) extension(n ast.ID) bool {
	f := b.f
	if f.Language != "csharp" {
		return false
	}
	for m := range f.Kids(f.Kid(f.First(f.Kid(n, 3)), 0)) {
		if f.Text(m) == "this" {
			return true
		}
	}
	return false
}

// getter says whether a method is called by reading a member.
func (b *builder) getter(n ast.ID) bool {
	f := b.f
	switch f.Language {
	case "python":
		for m := range f.Kids(f.Kid(n, 0)) {
			if name, ok := f.Dotted(f.First(m)); ok && f.Kind(m) == ast.Annot && strings.HasSuffix(strings.TrimPrefix(name, "functools."), "property") {
				return true
			}
		}
		return false
	case "scala":
		return f.Text(n) == "func" && f.Len(f.Kid(n, 3)) == 0
	}
	return f.Text(n) == "getter"
}

// receiver makes the first parameter of a method of Python what it stands for.
// The variables from one on are the method's own.
func (b *builder) receiver(name string, at Node, class string, from int) {
	b.flow(b.g.Funcs[b.fn].Self, at)
	b.env[b.names[name]] = value{}
	delete(b.names, name)
	b.define(selfName, value{n: at, typ: class, origin: -1})
	for i := range b.env {
		if (i >= from || b.own[i]) && b.env[i].origin > 0 {
			b.env[i].origin--
		}
	}
}

// promoted stores the parameters of a constructor that are fields, too.
func (b *builder) promoted(n ast.ID) {
	f := b.f
	if b.g.Funcs[b.fn].Name != ConstructorName || f.Language != "php" && f.Language != "typescript" {
		return
	}
	for p := range f.Kids(f.Kid(n, 3)) {
		if f.Kind(p) != ast.Param || f.Len(f.Kid(p, 0)) == 0 {
			continue
		}
		name := f.Text(f.Kid(p, 2))
		if v, ok := b.lookup(name); ok {
			b.storeField(strings.TrimPrefix(name, "$"), v)
		}
	}
}

// ConstructorName is the name of constructors in every language.
const ConstructorName = "<init>"

// selfName is the receiver's variable.
const selfName = "this"

// implicitReturn says whether the last expression of a body is its value.
func (b *builder) implicitReturn() bool {
	switch b.f.Language {
	case "ruby", "scala", "kotlin":
		return true
	}
	return false
}

// exit notes what the objects of parameters hold when a function ends here.
func (b *builder) exit() {
	fn := &b.g.Funcs[b.fn]
	changed := make([]bool, len(fn.Params)+1)
	for i := range b.env {
		v := &b.env[i]
		if b.around(i) {
			continue
		}
		switch {
		case v.origin == -1 && v.n != fn.Self:
			if fn.SelfO == None {
				out := b.fresh(fn.End, fn.End)
				fn = &b.g.Funcs[b.fn]
				fn.SelfO = out
			}
			changed[0] = true
			b.flow(v.n, fn.SelfO)
		case v.origin > 0 && int(v.origin) <= len(fn.Params) && v.n != fn.Params[v.origin-1]:
			for len(fn.Outs) < len(fn.Params) {
				fn.Outs = append(fn.Outs, None)
			}
			o := v.origin - 1
			if fn.Outs[o] == None {
				out := b.fresh(fn.End, fn.End)
				fn = &b.g.Funcs[b.fn]
				fn.Outs[o] = out
			}
			changed[v.origin] = true
			b.flow(v.n, fn.Outs[o])
		}
	}
	b.passed(changed)
	for i, name := range b.byRef {
		i++
		v, ok := b.lookup(name)
		if name == "" || !ok || i > len(fn.Params) || v.n == fn.Params[i-1] {
			continue
		}
		for len(b.g.Funcs[b.fn].Outs) < len(fn.Params) {
			b.g.Funcs[b.fn].Outs = append(b.g.Funcs[b.fn].Outs, None)
		}
		if b.g.Funcs[b.fn].Outs[i-1] == None {
			out := b.fresh(fn.End, fn.End)
			b.g.Funcs[b.fn].Outs[i-1] = out
		}
		changed[i] = true
		b.flow(v.n, b.g.Funcs[b.fn].Outs[i-1])
	}
	for len(b.kept) < len(changed) {
		b.kept = append(b.kept, false)
	}
	for i, c := range changed {
		b.kept[i] = b.kept[i] || !c
	}
}

// around says whether a variable is one around the closure that is followed.
func (b *builder) around(i int) bool { return i < b.outside && !b.own[i] }

// keep lets what enters a function leave it where an exit left it alone.
func (b *builder) keep() {
	fn := &b.g.Funcs[b.fn]
	for i, k := range b.kept {
		switch {
		case !k:
		case i == 0 && fn.SelfO != None:
			b.edge(Edge{To: fn.SelfO, Op: Keep, Guard: -1}, fn.Self)
		case i > 0 && i <= len(fn.Outs) && i <= len(fn.Params) && fn.Outs[i-1] != None:
			b.edge(Edge{To: fn.Outs[i-1], Op: Keep, Guard: -1}, fn.Params[i-1])
		}
	}
}

// params defines the parameters of a function.
func (b *builder) params(n ast.ID, own bool) (nodes []Node, names []string, rest bool) {
	f := b.f
	for p := range f.Kids(n) {
		if f.Kind(p) != ast.Param {
			continue
		}
		target := f.Kid(p, 2)
		d := &f.Nodes[p]
		at := b.fresh(d.Start, d.End)
		b.param[at] = true
		b.g.byAST[p] = at
		v := value{n: at, typ: b.typeName(f.Kid(p, 1))}
		b.number(at, v.typ)
		if t, ok := f.Dotted(f.Kid(p, 1)); ok && t == "context.Context" {
			b.g.Values[at].Number = true // what it carries is for those who ask by key
		}
		if own {
			v.origin = int16(len(nodes) + 1)
		}
		if f.Kind(target) == ast.Ident {
			b.g.byAST[target] = at
			b.define(f.Text(target), v)
		} else {
			b.assign(target, v)
		}
		if def := f.Kid(p, 3); f.Kind(def) != ast.Nil {
			b.flow(b.eval(def).n, at)
		}
		nodes = append(nodes, at)
		names = append(names, f.Text(target))
		for m := range f.Kids(f.Kid(p, 0)) {
			switch f.Text(m) {
			case "&", "ref", "out":
				for len(b.byRef) < len(nodes) {
					b.byRef = append(b.byRef, "")
				}
				b.byRef[len(nodes)-1] = f.Text(target)
			}
		}
		rest = f.Text(p) != ""
	}
	return nodes, names, rest
}

// number marks values of numeric types: they hold no text.
func (b *builder) number(n Node, typ string) {
	switch typ {
	case "int", "long", "short", "byte", "float", "double", "boolean", "bool", "Integer", "Long", "Short", "Double", "Float", "Boolean",
		"Int", "UInt", "BigDecimal", "BigInteger", "UUID", "LocalDate", "LocalDateTime", "LocalTime", "Date", "OffsetDateTime", "ZonedDateTime", "Duration", "Instant", "YearMonth", "Period", "DayOfWeek", "Month", "Timestamp", "Currency",
		"Sort.Direction", "Direction", "HttpMethod", "HttpStatus", "RoundingMode", "ChronoUnit", "TimeUnit", "int64", "int32", "int16", "int8", "uint",
		"uint64", "uint32", "uint16", "uint8", "float64", "float32", "decimal", "Decimal", "Guid", "DateTime", "number", "Number":
		b.g.Values[n].Number = true
	}
}
