package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// finish notes a call with its effects.
func (b *builder) finish(c *Call, n ast.ID, recv value, recvAt ast.ID, args []value) value {
	// Following what the call changes may meet other calls: take the number now.
	id := int32(len(b.g.Calls))
	b.g.Calls = append(b.g.Calls, *c)
	e := &effect{
		b: b, c: c, n: n, id: id, at: c.Result, model: b.modelOf(c, args), recv: recv, recvAt: recvAt, args: args, places: b.places(n, len(args)),
		result: value{n: c.Result, k: foldCall(c.Name, recv.k, args)},
	}
	e.given()
	e.apply()
	e.left()
	b.g.Calls[id] = *c
	e.held()
	list := b.f.Kid(n, 1)
	b.written(c, list)
	b.started(c, recv, args)
	b.task(c, list, args)
	b.events(c, recvAt, list, args)
	e.result.call = id + 1
	if e.model == modelFluent {
		e.result.typ = recv.typ
	}
	return e.result
}

// modelOf is how a call's library function is described.
func (b *builder) modelOf(c *Call, args []value) modelKind {
	model := b.models.kind(c.Name)
	if b.answered {
		model, b.answered = modelApart, false
	}
	switch {
	case model == modelListOf, model == modelMapOf, model == modelPairOf:
	case c.Kind == Constructor && model != modelWith:
		model = modelNone
	case model == modelSame && c.Name == "get" && len(args) > 0: // not that of an Option
		model = modelGet
	case c.Name == "getOrElse" && len(args) < 2: // of an Option
		model = modelNone
	case (model == modelHead || model == modelTail) && len(args) > 0: // of what a closure selects
		model = modelEach
	}
	if c.Kind == Qualified {
		if m := b.models.qualified(c.Receiver, c.Name); m != modelNone {
			model = m
		}
	}
	return model
}

// places are the expressions of a call's arguments; a call that the text does
// not write out has none.
func (b *builder) places(n ast.ID, args int) []ast.ID {
	f := b.f
	out := make([]ast.ID, 0, args)
	for a := range f.Kids(f.Kid(n, 1)) {
		if f.Kind(a) == ast.KeyArg {
			a = f.Kid(a, 1)
		}
		out = append(out, a)
	}
	for len(out) < args {
		out = append(out, ast.None)
	}
	return out
}

// given notes what goes in, arguments and receiver, and where what they hold
// afterwards will be.
func (e *effect) given() {
	b, c, f := e.b, e.c, e.b.f
	for i, a := range e.args {
		b.edge(Edge{To: e.at, Op: Arg, Key: e.id, Index: int16(i), Guard: -1}, a.n)
	}
	if e.recv.n != None {
		b.edge(Edge{To: e.at, Op: Arg, Key: e.id, Index: -1, Guard: -1}, e.recv.n)
	}
	for i, a := range e.args {
		x := e.places[i]
		out := None
		if name, typ := b.outTarget(x); name != "" {
			c.Outs = append(c.Outs, b.out(c, x, typ, e.recv, e.args, e.id))
			continue
		}
		if b.place(x) && a.n != None {
			out = b.fresh(f.Nodes[x].Start, f.Nodes[x].End)
			b.edge(Edge{To: out, Op: Stay, Guard: e.id, Index: int16(i)}, a.n)
			b.g.post[x] = out
			b.g.Values[out].Number = b.g.Values[a.n].Number
		}
		if a.lam != nil && a.n != None {
			if out == None {
				out = b.fresh(f.Nodes[x].Start, f.Nodes[x].End)
			}
			b.calledWith(a.lam, out)
		}
		c.Outs = append(c.Outs, out)
	}
	switch {
	case e.recv.n == None:
	case e.recvAt != ast.None && (b.place(e.recvAt) || f.Kind(e.recvAt) == ast.Call):
		d := &f.Nodes[e.recvAt]
		c.RecvOut = b.fresh(d.Start, d.End)
		b.g.post[e.recvAt] = c.RecvOut
	case c.Kind == SelfCall || c.Name == ConstructorName:
		c.RecvOut = b.fresh(c.Start, c.Start)
	}
}

// left lets variables stand for what the call left.
func (e *effect) left() {
	b, c, f := e.b, e.c, e.b.f
	for i, o := range c.Outs {
		if name, typ := b.outTarget(e.places[i]); name != "" {
			b.define(name, value{n: o, typ: typ})
		} else if o != None {
			b.replace(e.places[i], e.args[i], o)
		}
	}
	if c.RecvOut == None {
		return
	}
	if c.Name == ConstructorName && c.Kind != Constructor {
		// A parent whose constructor nobody knows keeps what it is given.
		b.collect(e.args, value{}, c.RecvOut, e.id)
	}
	switch e.kill {
	case "":
		b.edge(Edge{To: c.RecvOut, Op: Stay, Guard: e.id, Index: -1}, e.recv.n)
	case everything:
	default:
		b.keyed(Kill, e.kill, e.recv.n, c.RecvOut)
	}
	after := e.recv
	after.list = e.list
	if e.list == nil && (e.model == modelGet || e.model == modelClean || e.model == modelHead || e.model == modelTail) {
		after.list = e.recv.list
	}
	if e.recvAt != ast.None {
		b.replace(e.recvAt, after, c.RecvOut)
		if v, ok := b.lookup(f.Text(e.recvAt)); ok && f.Kind(e.recvAt) == ast.Ident {
			v.list = after.list
			b.env[b.names[f.Text(e.recvAt)]] = v
		}
	} else if self, ok := b.lookup(selfName); ok {
		self.n = c.RecvOut
		b.define(selfName, self)
	}
}

// held notes which object a collection holds now.
func (e *effect) held() {
	b := e.b
	n := len(e.args)
	if e.c.RecvOut == None || n == 0 || e.model != modelPut && e.model != modelAppend {
		return
	}
	if e.recv.list == nil && !b.models.lists[e.recv.typ] && !collection(e.recv.typ) {
		return
	}
	key := AnyKey
	switch {
	case e.model == modelPut && n == 2 && e.args[0].k != nil:
		key = e.args[0].k.String()
	case e.model == modelAppend && n == 1 && e.list != nil:
		key = strconv.Itoa(e.list.n - 1)
	}
	b.alias(e.places[n-1], &e.args[n-1])
	b.hold(e.recvAt, key, e.args[n-1])
}
