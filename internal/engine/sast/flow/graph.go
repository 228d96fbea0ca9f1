// Package flow turns the functions of a file into value-flow graphs: which
// value goes where, through variables, fields, elements of collections, calls
// and returns.
//
//	g := flow.Build(file, scopes)
//
// A node is a value at one point of the program; an edge says that it goes on,
// whole, into a field, or out of one. The graph knows no rules: sources, sinks
// and sanitizers are marks that package taint puts on nodes. Building is flow
// sensitive: variables have one node per definition, branches that constants
// rule out have none, fields and constant keys are told apart.
//
// Calls stay open: a Call lists what goes in and comes out, and package taint
// decides which functions it may mean. Edges with a Guard hold only while that
// call is not resolved.
package flow

import (
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// Node is a value of a file's graph; None is no value.
type Node int32

// None is no value.
const None Node = 0

// Op says what an edge does to an access path.
type Op uint8

// Operations. A path is the list of fields at which a value holds something
// of interest; the empty path is the whole value.
const (
	Pass    Op = iota // the path stays
	Store             // the value is put under Key
	Load              // what is under Key comes out
	Kill              // the path stays unless it starts with Key
	Shift             // element Key is removed: higher ones move down
	Collect           // the path is forgotten: the result is made of the value
	Arg               // the value is argument Index of call Key; Index -1 is the receiver
	Keep              // the path stays: a function leaves its parameter's object as it was
	Stay              // the path stays, unless all functions that call Guard may mean say what they leave of Index
)

// Edge is one way on from a node.
type Edge struct {
	To    Node
	next  int32
	Key   int32 // of Store, Load, Kill: Graph.Keys; of Arg: Graph.Calls
	Guard int32 // call that must not be resolved, or -1
	Index int16
	Op    Op
}

// Value is what is known of a node.
type Value struct {
	Start, End uint32
	Func       int32
	first      int32
	Number     bool // a number, a boolean, or a length: holds no text
}

// Func is a function, method, or the code of a file outside functions.
type Func struct {
	Name   string
	Class  string
	Params []Node
	Names  []string
	Outs   []Node // the parameters' objects when the function ends
	Self   Node
	SelfO  Node
	Return Node
	Result string // the class of what it returns, when the text gives it
	Rest   bool   // the last parameter takes the rest
	Open   bool   // without a body: of an interface, or abstract
	Getter bool   // called by reading a member
	// Extension says that a method's receiver is its first parameter.
	Extension bool
	Start     uint32
	End       uint32
	// Exhausted says that the function was too large to follow to its end.
	Exhausted bool
}

// Call is one call.
type Call struct {
	Func     int32
	Start    uint32
	End      uint32
	Name     string // method, function or class
	Receiver string // type of the receiver, or the qualified name before Name; "" unknown
	Kind     CallKind
	From     int32 // the call whose result the receiver is, or -1
	Recv     Node
	RecvOut  Node
	Args     []Node
	Outs     []Node
	Names    []string // of named arguments, SpreadList, SpreadMap or ""; nil when there are none
	Result   Node
}

// Names of arguments that stand for several.
const (
	SpreadList = "*"
	SpreadMap  = "**"
)

// spread is the name of an argument that stands for several, by its operator.
func spread(op string) string {
	switch op {
	case "**":
		return SpreadMap
	case "*", "...":
		return SpreadList
	}
	return ""
}

// CallKind says how a callee is named.
type CallKind uint8

// Kinds of calls.
const (
	Plain       CallKind = iota // f(x)
	Method                      // x.f(y), the receiver is a value
	Qualified                   // a.b.f(x), a.b is a module, package or class
	SelfCall                    // this.f(x), or f(x) in a class that has f
	Constructor                 // new C(x)
)

// Class is what a file says of a class.
type Class struct {
	Name   string
	Supers []string
	Fields map[string]string // types by name, where the text gives them
	Enum   bool              // its objects are those that the text names
}

// Shared is a variable that other files see: a static field of a class, as
// Class.field, or a variable of a module.
type Shared struct {
	Name   string
	Module string // "" a field of a class; "." a variable of this file; else of the module that is named
	Node   Node
}

// Graph is the graph of one file.
type Graph struct {
	Path     string
	Language string
	Values   []Value // Values[0] is not used
	Edges    []Edge  // Edges[0] is not used
	Keys     []string
	Funcs    []Func
	Calls    []Call
	Classes  []Class
	Shared   []Shared
	Package  string
	Imports  map[string]string
	// CallNames are the names of the calls, sorted; those of constructors are
	// "new " and the class.
	CallNames []string

	body  *body // what is not read yet; nil when all is there
	keys  map[string]int32
	byAST []Node
	post  map[ast.ID]Node
}

// Out yields the edges that leave a node.
func (g *Graph) Out(n Node) func(yield func(*Edge) bool) {
	return func(yield func(*Edge) bool) {
		for i := g.Values[n].first; i != 0; i = g.Edges[i].next {
			if !yield(&g.Edges[i]) {
				return
			}
		}
	}
}

// Numbered yields the edges that leave a node with their numbers in Edges.
func (g *Graph) Numbered(n Node) func(yield func(int32, *Edge) bool) {
	return func(yield func(int32, *Edge) bool) {
		for i := g.Values[n].first; i != 0; i = g.Edges[i].next {
			if !yield(i, &g.Edges[i]) {
				return
			}
		}
	}
}

// Dead says whether no edge leaves a node.
func (g *Graph) Dead(n Node) bool { return int(n) >= len(g.Values) || g.Values[n].first == 0 }

// At is the value of an expression, or None when it is dead or no expression.
func (g *Graph) At(n ast.ID) Node {
	if int(n) >= len(g.byAST) {
		return None
	}
	return g.byAST[n]
}

// After is what a variable that is handed to a call at n holds afterwards.
func (g *Graph) After(n ast.ID) Node { return g.post[n] }

// nameCalls fills CallNames.
func (g *Graph) nameCalls() {
	for i := range g.Calls {
		g.CallNames = append(g.CallNames, g.Calls[i].Key())
	}
	slices.Sort(g.CallNames)
	g.CallNames = slices.Compact(g.CallNames)
}

// Seal forgets what links the graph to the syntax tree.
func (g *Graph) Seal() {
	g.byAST, g.post, g.keys = nil, nil, nil
}

// Key is the name under which a call stands in CallNames.
func (c *Call) Key() string {
	if c.Kind == Constructor {
		return "new " + c.Receiver
	}
	return c.Name
}

// Keys that are no field's name.
const (
	AnyKey    = "*"        // elements whose place is not known
	KeysKey   = "#keys"    // the keys of a map
	callKey   = "()"       // with a number: what a function is called with
	returnKey = "()return" // what a function returns
)

func (g *Graph) key(s string) int32 {
	if i, ok := g.keys[s]; ok {
		return i
	}
	i := int32(len(g.Keys))
	g.Keys = append(g.Keys, s)
	g.keys[s] = i
	return i
}
