package flow

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// stepsPerFunction bounds the work on one function. Loops are followed twice,
// so honest functions need a few steps for each of their nodes.
const stepsPerFunction = 400_000

// maxNesting bounds the recursion over one function's syntax.
const maxNesting = 3000

// Build makes the graph of a file.
func Build(f *ast.File, scopes *scope.Scopes) *Graph {
	g := &Graph{
		Path: f.Path, Language: f.Language, Values: make([]Value, 1, len(f.Nodes)/2+1), Edges: make([]Edge, 1, len(f.Nodes)/2+1),
		keys: map[string]int32{}, byAST: make([]Node, len(f.Nodes)), post: map[ast.ID]Node{}, Imports: f.Imports,
	}
	b := &builder{
		f: f, scopes: scopes, g: g, globals: map[string]Node{}, models: modelsOf(f.Language),
		hoisted: map[ast.ID]*lambda{}, matched: map[ast.ID]Node{}, param: map[Node]bool{}, shared: map[sharedKey]Node{},
	}
	b.file()
	b.share()
	g.nameCalls()
	return g
}

// value is what is known of an expression while a function is followed.
type value struct {
	n      Node
	k      *konst             // when it is always the same
	lam    *lambda            // when it is a known function
	list   *list              // when it is a list of known length
	typ    string             // class, when the text gives it
	origin int16              // parameter whose object it is, from 1; -1 is the receiver
	call   int32              // the call whose result it is, from 1
	object int32              // which object it is, when another variable holds it too
	ref    bool               // a pointer or another thing that is handed on by reference
	funcs  map[string]*lambda // the functions it holds, when they are known
}

// lambda is a function inside another, followed where it is written.
type lambda struct {
	params []Node
	names  []string
	outs   []Node // what the parameters' objects hold when it ends
	ret    Node
	rest   bool
}

// list is a list whose length is known.
type list struct{ n int }

type builder struct {
	f       *ast.File
	scopes  *scope.Scopes
	g       *Graph
	models  *models
	globals map[string]Node // of variables outside functions

	fn       int32
	class    ast.ID
	names    map[string]int
	next     int // the next variable
	env      []value
	ret      Node
	loops    []*loop
	steps    int
	depth    int
	inFile   bool
	lambdas  int
	naming   *Func // the name of the closure that is followed next
	answered bool  // the call that is noted next goes to a closure, which says what it returns

	objects  int32          // how many have a number
	outside  int            // variables from here on are the closure's own
	own      map[int]bool   // and these, which hide others of their name
	cells    map[int][]cell // where closures read variables from around them
	hoisted  map[ast.ID]*lambda
	matched  map[ast.ID]Node     // what the cases of a closure of Scala match
	param    map[Node]bool       // parameters, as they come
	lasting  map[string]Node     // variables that outlive the function
	byRef    []string            // parameters that stand for the caller's variable, by place; "" others
	linked   map[string][]string // variables that are one by reference
	holders  map[int32][]holder  // the objects in which others lie
	handlers [][]handler         // catches that are open, innermost last
	panics   Node                // what the function panics with
	guarding []ast.ID            // by parameter: its name, where it decides whether the function throws
	kept     []bool              // parameters whose object some exit leaves as it was; the receiver first
	named    []ast.ID            // variables that a bare return returns
	shared   map[sharedKey]Node
	bodies   declarations
}

// cell is where a closure reads a variable that may change before it runs.
type cell struct {
	at    Node
	depth int
}

// holder is an object that a variable names, and where in it another lies.
type holder struct {
	name   string
	object int32
	key    string
}

// handler is where an exception arrives.
type handler struct {
	at  Node
	typ string
}

type sharedKey struct{ module, name string }

// loop collects the states in which a loop, or a switch, is left.
type loop struct {
	breaks    [][]value
	continues [][]value
	isSwitch  bool
}

// file follows the code outside functions, then every function.
func (b *builder) file() {
	f := b.f
	b.start(Func{Name: "", Start: 0, End: uint32(len(f.Source))})
	b.inFile = true
	b.block(f.Root)
	b.inFile = false
	b.functions(f.Root, ast.None)
}

// functions follows the functions that are not inside others.
func (b *builder) functions(n, class ast.ID) {
	if b.depth > maxNesting {
		return
	}
	b.depth++
	defer func() { b.depth-- }()
	for k := range b.f.Kids(n) {
		switch b.f.Kind(k) {
		case ast.Func:
			if b.f.Kind(b.f.Kid(k, 2)) != ast.Nil || class != ast.None {
				b.function(k, class)
			}
		case ast.Class:
			b.declareClass(k)
			b.record(k)
			b.accessors(k)
			b.spelled(k)
			b.functions(b.f.Kid(k, 4), k)
		case ast.Package:
			if name, ok := b.f.Dotted(b.f.First(k)); ok {
				b.g.Package = name
			}
			b.functions(k, class)
		case ast.Block, ast.If, ast.Try, ast.With, ast.Other, ast.Labeled:
			b.functions(k, class)
		}
	}
}

// start begins a function.
func (b *builder) start(fn Func) {
	b.g.Funcs = append(b.g.Funcs, fn)
	b.fn = int32(len(b.g.Funcs) - 1)
	b.names, b.next = map[string]int{}, 0
	b.env = b.env[:0]
	b.loops, b.handlers, b.named, b.panics = nil, nil, nil, None
	b.kept, b.guarding = nil, nil
	b.lasting, b.byRef, b.linked = map[string]Node{}, nil, map[string][]string{}
	b.cells, b.outside, b.objects = map[int][]cell{}, 0, 0
	b.holders = map[int32][]holder{}
	b.steps = stepsPerFunction
	b.ret = b.fresh(fn.Start, fn.Start)
	b.g.Funcs[b.fn].Return = b.ret
}

// fresh makes a node.
func (b *builder) fresh(start, end uint32) Node {
	b.g.Values = append(b.g.Values, Value{Start: start, End: end, Func: b.fn})
	return Node(len(b.g.Values) - 1)
}

// at is the node of a piece of syntax.
func (b *builder) at(n ast.ID) Node {
	if v := b.g.byAST[n]; v != None {
		return v
	}
	d := &b.f.Nodes[n]
	v := b.fresh(d.Start, d.End)
	b.g.byAST[n] = v
	return v
}

func (b *builder) flow(from, to Node) { b.edge(Edge{To: to, Guard: -1}, from) }

// edge adds an edge unless it is there.
func (b *builder) edge(e Edge, from Node) {
	if from == None || e.To == None || (from == e.To && e.Op == Pass) {
		return
	}
	for old := range b.g.Out(from) {
		if old.To == e.To && old.Op == e.Op && old.Key == e.Key && old.Guard == e.Guard && old.Index == e.Index {
			return
		}
	}
	e.next = b.g.Values[from].first
	b.g.Edges = append(b.g.Edges, e)
	b.g.Values[from].first = int32(len(b.g.Edges) - 1)
}

func (b *builder) keyed(op Op, key string, from, to Node) {
	b.edge(Edge{To: to, Op: op, Key: b.g.key(key), Guard: -1}, from)
}
