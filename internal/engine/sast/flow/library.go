package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// started follows what libraries of the JVM do with a task that they are
// handed: they run it.
func (b *builder) started(c *Call, recv value, args []value) {
	switch b.f.Language {
	case "java", "kotlin", "scala":
	default:
		return
	}
	run := func(v value, name string) {
		if v.typ != "" && v.n != None {
			id := int32(len(b.g.Calls))
			b.g.Calls = append(b.g.Calls, Call{
				Func: b.fn, Start: c.Start, End: c.End, Name: name, Receiver: v.typ, Kind: Method, From: -1, Recv: v.n,
				Result: b.fresh(c.Start, c.End), RecvOut: c.RecvOut,
			})
			b.edge(Edge{To: c.Result, Op: Arg, Key: id, Index: -1, Guard: -1}, v.n)
		}
	}
	switch c.Name {
	case "start":
		run(recv, "run")
	case "execute", "submit", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay", "runAsync", "supplyAsync":
		for _, a := range args {
			run(a, "run")
			run(a, "call")
		}
	case ConstructorName:
		if c.Receiver == "Thread" {
			for _, a := range args {
				run(a, "run")
			}
		}
	}
}

// applyTo follows the call of a known function by one of its own methods:
// those of functional interfaces, and call and apply.
//
// It says whether the method is one of these.
func (b *builder) applyTo(l *lambda, c *Call, args []value, result Node) bool {
	nodes := c.Args
	switch c.Name {
	case "call":
		if b.script() {
			nodes = nodes[min(1, len(nodes)):]
		}
	case "apply":
		if b.script() {
			if len(args) == 2 {
				for i, p := range l.params {
					b.keyed(Load, strconv.Itoa(i), args[1].n, p)
				}
			}
			nodes = nil
		}
	case "accept", "test", "get", "run", "invoke", "Invoke", "execute", "applyAsInt", "applyAsLong", "yield":
	default:
		return false
	}
	for i, a := range nodes {
		if i < len(l.params) {
			b.flow(a, l.params[i])
		}
	}
	b.flow(l.ret, result)
	return true
}

// removal follows the functions that remove an element: unset of PHP, delete
// of Go.
func (b *builder) removal(name string, list ast.ID, args []value) {
	switch {
	case name == "unset" && b.f.Language == "php":
		for x := range b.f.Kids(list) {
			b.drop(x)
		}
	case name == "delete" && b.f.Language == "go" && len(args) == 2 && args[1].k != nil:
		b.update(b.f.Kid(list, 0), args[1].k.String(), None, true)
	}
}
