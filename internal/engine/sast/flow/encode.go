package flow

import (
	"errors"
	"slices"
	"sync"

	"github.com/assay-dev/assay/internal/engine/sast/pack"
)

// A graph is encoded in two parts: what other files need of it (functions,
// classes, imports, names of calls), and its body (values, edges, calls), which
// is read only when data is followed into the file. Numbers are varints.

// errEncoding says that bytes are no graph.
var errEncoding = errors.New("not a value-flow graph")

func writeNodes(w *pack.Writer, ns []Node) {
	w.Num(len(ns))
	for _, n := range ns {
		w.Num(int(n))
	}
}

func readNodes(r *pack.Reader) []Node {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make([]Node, n)
	for i := range out {
		out[i] = Node(r.Num())
	}
	return out
}

// Encode writes a graph that is sealed.
func (g *Graph) Encode() []byte {
	g.Load()
	w := &pack.Writer{}
	w.Text(g.Path)
	w.Text(g.Language)
	w.Text(g.Package)
	w.Texts(g.Keys)
	w.Pairs(g.Imports)
	w.Num(len(g.Classes))
	for i := range g.Classes {
		c := &g.Classes[i]
		w.Text(c.Name)
		w.Texts(c.Supers)
		w.Pairs(c.Fields)
		w.Flag(c.Enum)
	}
	w.Num(len(g.Funcs))
	for i := range g.Funcs {
		f := &g.Funcs[i]
		w.Text(f.Name)
		w.Text(f.Class)
		writeNodes(w, f.Params)
		w.Texts(f.Names)
		writeNodes(w, f.Outs)
		for _, n := range []Node{f.Self, f.SelfO, f.Return} {
			w.Num(int(n))
		}
		w.Text(f.Result)
		w.Flag(f.Rest)
		w.Flag(f.Open)
		w.Flag(f.Getter)
		w.Flag(f.Extension)
		w.Flag(f.Exhausted)
		w.Num(int(f.Start))
		w.Num(int(f.End))
	}
	w.Num(len(g.Shared))
	for i := range g.Shared {
		w.Text(g.Shared[i].Name)
		w.Text(g.Shared[i].Module)
		w.Num(int(g.Shared[i].Node))
	}
	w.Texts(g.CallNames)
	g.writeBody(w)
	return w.Bytes
}

func (g *Graph) writeBody(w *pack.Writer) {
	w.Num(len(g.Values))
	last := 0
	for i := range g.Values {
		v := &g.Values[i]
		w.Signed(int(v.Start) - last)
		w.Num(int(v.End-v.Start)<<1 | bit(v.Number))
		w.Num(int(v.Func))
		w.Num(int(v.first))
		last = int(v.Start)
	}
	w.Num(len(g.Edges))
	for i := range g.Edges {
		e := &g.Edges[i]
		w.Num(int(e.To))
		w.Num(int(e.next))
		w.Num(int(e.Op) | bit(e.Guard >= 0)<<4)
		switch e.Op {
		case Store, Load, Kill, Shift, Arg:
			w.Num(int(e.Key))
		}
		if e.Op == Arg || e.Op == Stay {
			w.Num(int(e.Index) + 1)
		}
		if e.Guard >= 0 {
			w.Num(int(e.Guard))
		}
	}
	w.Num(len(g.Calls))
	for i := range g.Calls {
		c := &g.Calls[i]
		w.Num(int(c.Func))
		w.Num(int(c.Start))
		w.Num(int(c.End - c.Start))
		w.Text(c.Name)
		w.Text(c.Receiver)
		w.Num(int(c.Kind))
		w.Num(int(c.From + 1))
		for _, n := range []Node{c.Recv, c.RecvOut, c.Result} {
			w.Num(int(n))
		}
		writeNodes(w, c.Args)
		writeNodes(w, c.Outs)
		w.Texts(c.Names)
	}
}

// Decode reads what Encode wrote. The body waits for Load.
func Decode(data string) (*Graph, error) {
	r := &pack.Reader{Rest: data}
	g := &Graph{Path: r.Text(), Language: r.Text(), Package: r.Text(), Keys: r.Texts(), Imports: r.Pairs()}
	g.Classes = make([]Class, r.Count())
	for i := range g.Classes {
		g.Classes[i] = Class{Name: r.Text(), Supers: r.Texts(), Fields: r.Pairs(), Enum: r.Flag()}
	}
	g.Funcs = make([]Func, r.Count())
	for i := range g.Funcs {
		g.Funcs[i] = Func{
			Name: r.Text(), Class: r.Text(), Params: readNodes(r), Names: r.Texts(), Outs: readNodes(r),
			Self: Node(r.Num()), SelfO: Node(r.Num()), Return: Node(r.Num()), Result: r.Text(),
			Rest: r.Flag(), Open: r.Flag(), Getter: r.Flag(), Extension: r.Flag(), Exhausted: r.Flag(), Start: uint32(r.Num()), End: uint32(r.Num()),
		}
	}
	g.Shared = make([]Shared, r.Count())
	for i := range g.Shared {
		g.Shared[i] = Shared{Name: r.Text(), Module: r.Text(), Node: Node(r.Num())}
	}
	g.CallNames = r.Texts()
	if r.Bad {
		return nil, errEncoding
	}
	g.body = &body{data: r.Rest}
	return g, nil
}

// body is the part of a graph that is read when it is needed.
type body struct {
	once sync.Once
	data string
}

// Load makes sure that values, edges and calls are there. It is safe for
// concurrent use.
func (g *Graph) Load() {
	if g.body == nil {
		return
	}
	g.body.once.Do(func() {
		if !g.readBody(&pack.Reader{Rest: g.body.data}) {
			// What a cache has spoilt holds nothing.
			g.Values, g.Edges, g.Calls = make([]Value, 1), make([]Edge, 1), nil
		}
		g.body.data = ""
	})
}

func (g *Graph) readBody(r *pack.Reader) bool {
	g.Values = make([]Value, r.Count())
	last := 0
	for i := range g.Values {
		start := last + r.Signed()
		n := r.Num()
		g.Values[i] = Value{Start: uint32(start), End: uint32(start + n>>1), Number: n&1 == 1, Func: int32(r.Num()), first: int32(r.Num())}
		last = start
	}
	g.Edges = make([]Edge, r.Count())
	for i := range g.Edges {
		e := Edge{To: Node(r.Num()), next: int32(r.Num()), Guard: -1}
		op := r.Num()
		e.Op = Op(op & 15)
		switch e.Op {
		case Store, Load, Kill, Shift, Arg:
			e.Key = int32(r.Num())
		}
		if e.Op == Arg || e.Op == Stay {
			e.Index = int16(r.Num() - 1)
		}
		if op&16 != 0 {
			e.Guard = int32(r.Num())
		}
		g.Edges[i] = e
	}
	g.Calls = make([]Call, r.Count())
	for i := range g.Calls {
		c := Call{Func: int32(r.Num()), Start: uint32(r.Num())}
		c.End = c.Start + uint32(r.Num())
		c.Name, c.Receiver, c.Kind = r.Text(), r.Text(), CallKind(r.Num())
		c.From = int32(r.Num()) - 1
		c.Recv, c.RecvOut, c.Result = Node(r.Num()), Node(r.Num()), Node(r.Num())
		c.Args, c.Outs, c.Names = readNodes(r), readNodes(r), r.Texts()
		g.Calls[i] = c
	}
	return !r.Bad && g.sound()
}

// sound says whether all indexes lie where they should.
func (g *Graph) sound() bool {
	node := func(n Node) bool { return n >= 0 && int(n) < len(g.Values) }
	nodes := func(ns []Node) bool { return !slices.ContainsFunc(ns, func(n Node) bool { return !node(n) }) }
	for i := range g.Values {
		v := &g.Values[i]
		if int(v.first) >= len(g.Edges) || v.first < 0 || v.Func < 0 || int(v.Func) >= len(g.Funcs) || v.End < v.Start {
			return false
		}
	}
	for i := 1; i < len(g.Edges); i++ {
		e := &g.Edges[i]
		// Edges are chained backwards: no ring can hang a reader.
		if !node(e.To) || int(e.next) >= i && e.next != 0 || e.next < 0 || int(e.Guard) >= len(g.Calls) {
			return false
		}
		if e.Op == Arg && (e.Key < 0 || int(e.Key) >= len(g.Calls)) || e.Op != Arg && (e.Key < 0 || int(e.Key) >= max(1, len(g.Keys))) {
			return false
		}
	}
	for i := range g.Calls {
		c := &g.Calls[i]
		if c.Func < 0 || int(c.Func) >= len(g.Funcs) || c.From < -1 || int(c.From) >= len(g.Calls) || !node(c.Recv) || !node(c.RecvOut) || !node(c.Result) || !nodes(c.Args) || !nodes(c.Outs) {
			return false
		}
	}
	for i := range g.Funcs {
		f := &g.Funcs[i]
		if !nodes(f.Params) || !nodes(f.Outs) || !node(f.Self) || !node(f.SelfO) || !node(f.Return) || len(f.Names) < len(f.Params) {
			return false
		}
	}
	for i := range g.Shared {
		if !node(g.Shared[i].Node) {
			return false
		}
	}
	return true
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
