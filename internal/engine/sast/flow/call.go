package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// target is what a call's callee means.
type target struct {
	recv      value
	recvAt    ast.ID
	local     *lambda // a known function
	parameter value   // a parameter that is called
	applied   bool    // an element of a variable of Scala
}

// target finds what a callee means, and names it in the call.
func (b *builder) target(callee ast.ID, c *Call) target {
	f := b.f
	c.From = -1
	switch f.Kind(callee) {
	case ast.Ident:
		return b.plain(callee, f.Text(callee), c)
	case ast.Member:
		if f.Kind(f.Kid(callee, 0)) != ast.Nil {
			return b.method(callee, c)
		}
		return b.plain(callee, f.Text(f.Kid(callee, 1)), c) // ::f
	}
	recv := b.eval(callee)
	return target{recv: recv, local: recv.lam}
}

// plain finds what a callee means that is a name.
func (b *builder) plain(callee ast.ID, name string, c *Call) (t target) {
	f := b.f
	c.Name = name
	var v value
	if f.Kind(callee) == ast.Ident {
		v = b.ident(callee)
	} else {
		v, _ = b.lookup(name)
	}
	t.local = v.lam
	if q, ok := f.Imported(callee, c.Name); ok && t.local == nil {
		c.Kind, c.Receiver = Qualified, module(q)
		c.Name = q[len(module(q)):]
		c.Name = strings.TrimLeft(c.Name, "./")
		if c.Name == "" {
			c.Name = defaultName // the module is a function
		}
		if f.Language != "python" && b.construction(c.Name) {
			c.Kind, c.Receiver = Constructor, c.Name
		}
	} else if t.local == nil && b.construction(c.Name) {
		c.Kind, c.Receiver = Constructor, c.Name
	} else if m := b.appliedObject(callee, v); m != "" {
		c.Kind, c.Name, c.Receiver = Method, m, v.typ
		t.recv, t.recvAt = v, callee
	} else if b.appliedVariable(callee, v) {
		t.recv, t.applied = v, true
		return t
	} else if t.local == nil && b.hasMethod(c.Name) {
		c.Kind = SelfCall
		t.recv, _ = b.lookup(selfName)
	} else {
		t.recv = value{n: v.n}
		if t.local == nil {
			t.parameter, _ = b.lookup(c.Name)
		}
	}
	if (c.Name == "super" || c.Name == "base") && f.Language != "python" {
		b.parent(c, &t.recv)
	} else if own := &b.g.Funcs[b.fn]; c.Name == "this" && f.Language == "java" && own.Name == ConstructorName {
		c.Kind, c.Receiver, c.Name = Method, own.Class, ConstructorName
		t.recv, _ = b.lookup(selfName)
		t.local = nil
	}
	return t
}

// method finds what a callee means that is a member.
func (b *builder) method(callee ast.ID, c *Call) (t target) {
	f := b.f
	t.recvAt = f.Kid(callee, 0)
	c.Name = f.Text(f.Kid(callee, 1))
	t.recv = b.eval(t.recvAt)
	b.keyed(Load, c.Name, t.recv.n, b.at(callee))
	c.Kind, c.Receiver = Method, t.recv.typ
	if t.recv.typ == "" {
		c.From = t.recv.call - 1
	}
	t.local = t.recv.funcs[c.Name]
	if q, ok := b.qualifier(t.recvAt); ok {
		c.Kind, c.Receiver = Qualified, q
	} else if name := f.Text(t.recvAt); f.Language == "go" && f.Kind(t.recvAt) == ast.Ident && b.undeclared(name) {
		c.Kind, c.Receiver = Qualified, PackageClause+name
	} else if t.recv.origin == -1 && f.Kind(t.recvAt) == ast.Ident {
		c.Kind, c.Receiver = SelfCall, b.g.Funcs[b.fn].Class
	} else if f.Kind(t.recvAt) == ast.Ident && (name == "super" || name == "base" || name == "parent") {
		c.Kind = SelfCall
		t.recv, _ = b.lookup(selfName)
		if b.constructorName(c.Name) != "" {
			b.parent(c, &t.recv)
			t.recvAt = ast.None
		}
	} else if f.Kind(t.recvAt) == ast.Call && f.Text(f.First(t.recvAt)) == "super" && f.Language == "python" {
		c.Kind, c.Receiver = SelfCall, ""
		t.recv, _ = b.lookup(selfName)
		if c.Name == "__init__" {
			b.parent(c, &t.recv)
			t.recvAt = ast.None
		}
	}
	return t
}

// call follows a call.
func (b *builder) call(n ast.ID) value {
	f := b.f
	callee := f.First(n)
	c := Call{Func: b.fn, Start: f.Nodes[n].Start, End: f.Nodes[n].End}
	t := b.target(callee, &c)
	if t.applied {
		return b.applied(n, t.recv)
	}
	recv, local := t.recv, t.local
	if b.f.Language == "ruby" && c.Name == "new" && c.Kind == Qualified {
		c.Kind, c.Name = Constructor, ConstructorName
		c.Receiver = c.Receiver[strings.LastIndexAny(c.Receiver, ".:")+1:]
	}
	b.job(&c)
	args := b.arguments(f.Kid(n, 1), &c)
	at := b.at(n)
	c.Result = at
	if local != nil {
		b.applyLambda(local, &c, f.Kid(n, 1), at)
		for i, a := range args {
			if a.lam != nil && i < len(local.params) {
				b.calledWith(a.lam, local.params[i])
			}
		}
		recv = value{typ: recv.typ} // what the closure holds is no argument
		b.answered = true
	} else if recv.lam != nil {
		b.answered = b.applyTo(recv.lam, &c, args, at)
	}
	if t.parameter.n != None {
		b.callback(t.parameter, c.Args, at)
	}
	if f.Language == "go" && f.Kind(callee) == ast.Ident {
		switch {
		case c.Name == "panic" && len(args) == 1:
			b.flow(args[0].n, b.panicked())
		case c.Name == "recover" && len(args) == 0:
			b.flow(b.panicked(), at)
		}
	}
	c.Recv = recv.n
	v := b.finish(&c, n, recv, t.recvAt, args)
	if f.Kind(callee) == ast.Ident {
		b.removal(c.Name, f.Kid(n, 1), args)
	}
	switch {
	case c.Kind == Constructor:
		v.typ = c.Receiver
	case f.Language == "python" && c.Kind == Qualified && b.construction(c.Name):
		v.typ = c.Name // a class of another file
	}
	if local != nil {
		for i, o := range c.Outs {
			if i < len(local.outs) {
				b.flow(local.outs[i], o)
			}
		}
	}
	if f.Language == "go" && (c.Name == "make" || c.Name == "new") {
		v.ref = true
	}
	if v.k == nil && len(args) == 0 && f.Kind(callee) == ast.Ident {
		v.k = b.constantMethod(c.Name)
	}
	return v
}

// appliedVariable says whether a call's callee is a variable, or a field, that
// holds no known function.
func (b *builder) appliedVariable(callee ast.ID, v value) bool {
	if b.f.Language != "scala" || v.lam != nil {
		return false
	}
	name := b.f.Text(callee)
	_, local := b.lookup(name)
	return local || b.field(callee, name)
}

// appliedObject is the method that a call of an object of a class means, where
// a variable or field holds one: apply in Scala, invoke in Kotlin.
func (b *builder) appliedObject(callee ast.ID, v value) string {
	method := map[string]string{"scala": "apply", "kotlin": "invoke"}[b.f.Language]
	if method == "" || v.lam != nil || v.list != nil || v.typ == "" || v.typ[0] < 'A' || v.typ[0] > 'Z' || collects(v.typ) || strings.Contains(v.typ, "Function") {
		return ""
	}
	name := b.f.Text(callee)
	if _, local := b.lookup(name); !local && !b.field(callee, name) {
		return ""
	}
	return method
}

// collects says whether a type of Scala or Kotlin holds elements.
func collects(typ string) bool {
	switch typ {
	case "Map", "Set", "Seq", "List", "Array", "Vector", "IndexedSeq", "String", "Iterable", "Option":
		return true
	}
	return collection(typ)
}

// hasMethod says whether the class that is followed declares a method.
func (b *builder) hasMethod(name string) bool {
	switch b.f.Language {
	case "java", "csharp", "kotlin", "scala", "ruby":
	default:
		return false
	}
	if b.class == ast.None {
		return false
	}
	return b.declares(name) || b.f.Kind(b.f.Kid(b.class, 3)) == ast.Supers && b.f.Len(b.f.Kid(b.class, 3)) > 0
}

// declares says whether the text of the class that is followed has a method.
func (b *builder) declares(name string) bool {
	return b.class != ast.None && b.declaredIn(b.classBody(), name)
}

// declaredIn says whether a class's Block has a method.
func (b *builder) declaredIn(body ast.ID, name string) bool {
	return len(b.declared(body, ast.Func, name)) > 0
}

// accessor says whether a call of Ruby without arguments reads an attribute of
// an object whose class stands above.
func (b *builder) accessor(c *Call, recv value) bool {
	if b.f.Language != "ruby" || c.Kind != Method || len(c.Args) > 0 || recv.typ == "" {
		return false
	}
	for i := range b.g.Classes {
		if b.g.Classes[i].Name == recv.typ {
			return true
		}
	}
	return false
}

// reads says whether the class that is followed has a reader of a name, as
// Ruby's attr_reader makes it.
func (b *builder) reads(name string) bool {
	return b.class != ast.None && len(b.declared(b.classBody(), ast.ExprStmt, readerOf+name)) > 0
}

// bareCall follows a call that is written as a name alone, as Ruby allows.
func (b *builder) bareCall(n ast.ID, name string) value {
	d := &b.f.Nodes[n]
	c := Call{Func: b.fn, Start: d.Start, End: d.End, Name: name, Kind: SelfCall, From: -1, Result: b.at(n)}
	recv, _ := b.lookup(selfName)
	return b.finish(&c, n, recv, ast.None, nil)
}

// arguments follows the arguments of a call.
func (b *builder) arguments(n ast.ID, c *Call) []value {
	f := b.f
	if t := f.First(n); b.script() && f.Kind(t) == ast.Template && f.Nodes[t].Start == f.Nodes[n].Start {
		return b.tagged(t, c)
	}
	var out []value
	i := 0
	for a := range f.Kids(n) {
		x := a
		name := ""
		if f.Kind(a) == ast.KeyArg {
			name, x = f.Text(f.First(a)), f.Kid(a, 1)
		} else if f.Kind(a) == ast.Spread {
			name = spread(f.Text(a))
		}
		v := b.eval(x)
		if v.lam == nil && b.refers(x, c.Name) {
			v.lam = b.reference(x, 1)
		}
		if x != a {
			b.flow(v.n, b.at(a))
		}
		if name != "" {
			for len(c.Names) < i {
				c.Names = append(c.Names, "")
			}
			c.Names = append(c.Names, name)
		}
		out = append(out, v)
		c.Args = append(c.Args, v.n)
		i++
	}
	return out
}

// tagged are the arguments of a function that stands before a template: the
// texts between the places, and what is put into each.
func (b *builder) tagged(template ast.ID, c *Call) []value {
	f := b.f
	d := &f.Nodes[template]
	out := []value{{n: b.fresh(d.Start, d.Start)}}
	at := b.at(template)
	for k := range f.Kids(template) {
		v := b.eval(k)
		b.edge(Edge{To: at, Op: Collect, Guard: -1}, v.n)
		if f.Kind(k) != ast.Str || f.Src(k) != f.Text(k) { // no text of the template
			out = append(out, v)
		}
	}
	for _, v := range out {
		c.Args = append(c.Args, v.n)
	}
	return out
}

// collection says whether a type's name is that of a list or map.
func collection(typ string) bool {
	return strings.HasSuffix(typ, "List") || strings.HasSuffix(typ, "Map")
}

// entryKey is where a map's pair holds its key.
const entryKey = "key"

// place says whether an expression names a variable, field or element, so
// that a call can change what it holds.
func (b *builder) place(n ast.ID) bool {
	f := b.f
	switch f.Kind(n) {
	case ast.Ident:
		if f.Text(n) == "$this" { // methods of PHP's frameworks leave it as it was
			return false
		}
		_, local := b.lookup(b.variable(n))
		_, global := b.globals[f.Text(n)]
		// A call may be what makes a variable, where nobody declares them.
		made := f.Language == "php" && strings.HasPrefix(f.Text(n), "$")
		return local || global || b.field(n, f.Text(n)) || made
	case ast.Member, ast.Index:
		return b.place(f.First(n))
	case ast.Unary:
		return f.Text(n) == "&" && b.place(f.First(n))
	}
	return false
}

// neverReturns says whether an expression ends the program.
func (b *builder) neverReturns(n ast.ID) bool {
	f := b.f
	if f.Kind(n) != ast.Call {
		return false
	}
	name, ok := f.Dotted(f.First(n))
	if !ok {
		return false
	}
	switch name {
	case "exit", "die", "System.exit", "process.exit", "sys.exit", "os.Exit", "log.Fatal", "log.Fatalf", "panic":
		return true
	}
	return false
}
