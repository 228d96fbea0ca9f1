package flow

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// A function that is named and not called, x::f or f, is what calls it with
// what it will be called with.

// refers says whether an argument of a call of some name is the name of a
// function.
func (b *builder) refers(n ast.ID, call string) bool {
	f := b.f
	switch f.Language {
	case "java", "kotlin":
		return f.Kind(n) == ast.Member && f.Text(n) == "::" && f.Text(f.Kid(n, 1)) != "class"
	case "javascript", "typescript", "python", "csharp", "go", "scala":
	default:
		return false
	}
	switch b.models.kind(call) {
	case modelEach, modelMap, modelThen, modelLet:
		return b.namesFunction(n)
	}
	return false
}

// namesFunction says whether an expression may be the name of a function.
func (b *builder) namesFunction(n ast.ID) bool {
	f := b.f
	switch f.Kind(n) {
	case ast.Ident:
		_, local := b.lookup(f.Text(n))
		return !local
	case ast.Member:
		k := f.Kind(f.Kid(n, 0))
		return k == ast.Ident || k == ast.Member
	}
	return false
}

// reference is a function that is named, with as many parameters as it will be
// given.
func (b *builder) reference(n ast.ID, parameters int) *lambda {
	f := b.f
	d := &f.Nodes[n]
	l := &lambda{ret: b.fresh(d.Start, d.End)}
	var args []value
	for range parameters {
		p := b.fresh(d.Start, d.End)
		l.params = append(l.params, p)
		args = append(args, value{n: p})
	}
	c := Call{Func: b.fn, Start: d.Start, End: d.End}
	t := b.target(n, &c)
	if t.local != nil {
		return t.local
	}
	if c.Name == "new" && f.Text(n) == "::" {
		c.Kind, c.Receiver, c.Name = Constructor, b.typeName(f.Kid(n, 0)), ConstructorName
	}
	of := c.Kind == Qualified && f.Text(n) == "::" && parameters == 1 && b.models.qualified(c.Receiver, c.Name) == modelNone
	b.calls(c, n, t.recv, args, l.ret)
	if of { // T::f may be f of what it is called with
		c := Call{Func: b.fn, Start: d.Start, End: d.End, Name: c.Name, Kind: Method, Receiver: b.typeName(f.Kid(n, 0)), From: -1}
		b.calls(c, n, args[0], nil, l.ret)
	}
	return l
}

// calls notes a call that the text does not write out.
func (b *builder) calls(c Call, n ast.ID, recv value, args []value, result Node) {
	c.Recv, c.Result = recv.n, b.fresh(c.Start, c.End)
	c.Args, c.Names = nil, nil
	for _, a := range args {
		c.Args = append(c.Args, a.n)
	}
	b.flow(b.finish(&c, n, recv, ast.None, args).n, result)
}

// tasks are functions of libraries that call one that they are handed, by its
// place among the arguments; what it is called with stands behind it, or one
// further on.
var tasks = map[string]map[string]struct{ function, behind int }{
	"python": {
		"submit": {0, 1}, "add_task": {0, 1}, "to_thread": {0, 1}, "run_in_threadpool": {0, 1}, "run_in_executor": {1, 2}, "call_soon": {0, 1},
		"call_soon_threadsafe": {0, 1}, "call_later": {1, 2}, "enqueue": {0, 1}, "run_sync": {0, 1}, "spawn": {0, 1}, "add_job": {0, 1}, "on_commit": {0, 1},
	},
	"javascript": {"setTimeout": {0, 2}, "setInterval": {0, 2}, "setImmediate": {0, 1}, "nextTick": {0, 1}},
	"typescript": {"setTimeout": {0, 2}, "setInterval": {0, 2}, "setImmediate": {0, 1}, "nextTick": {0, 1}},
	"csharp":     {"QueueUserWorkItem": {0, 1}, "StartNew": {0, 1}},
}

// task follows a call that starts a function with arguments.
func (b *builder) task(c *Call, list ast.ID, args []value) {
	f := b.f
	if f.Language == "python" && (c.Name == "Thread" || c.Name == "Process" || c.Receiver == "Thread" || c.Receiver == "Process") {
		b.thread(c, list, args)
		return
	}
	how, ok := tasks[f.Language][c.Name]
	if !ok || len(args) <= how.behind {
		return
	}
	given := args[how.behind:]
	l := args[how.function].lam
	if x := f.Kid(list, how.function); l == nil && b.namesFunction(x) {
		l = b.reference(x, len(given))
	}
	if l == nil {
		return
	}
	for i, a := range given {
		if i < len(l.params) {
			b.flow(a.n, l.params[i])
		}
	}
}

// thread follows Thread(target=f, args=(x, y)).
func (b *builder) thread(c *Call, list ast.ID, args []value) {
	f := b.f
	var fn, given ast.ID
	var with Node
	i := 0
	for a := range f.Kids(list) {
		if f.Kind(a) == ast.KeyArg && i < len(args) {
			switch f.Text(f.First(a)) {
			case "target":
				fn = f.Kid(a, 1)
			case "args":
				given, with = f.Kid(a, 1), args[i].n
			}
		}
		i++
	}
	if fn == ast.None || with == None || !b.namesFunction(fn) {
		return
	}
	n := max(1, f.Len(given))
	for i, p := range b.reference(fn, n).params {
		b.keyed(Load, strconv.Itoa(i), with, p)
	}
}

// job makes a call that queues a job one of what runs it.
func (b *builder) job(c *Call) {
	if b.f.Language != "ruby" || c.Kind != Qualified {
		return
	}
	switch c.Name {
	case "perform_later", "perform_now", "perform_async":
		c.Kind, c.Name, c.Receiver = Method, "perform", c.Receiver[strings.LastIndexAny(c.Receiver, ".:")+1:]
	}
}
