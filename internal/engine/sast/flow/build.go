package flow

import (
	"strings"

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
		hoisted: map[ast.ID]*lambda{}, param: map[Node]bool{}, shared: map[sharedKey]Node{},
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
	param    map[Node]bool       // parameters, as they come
	lasting  map[string]Node     // variables that outlive the function
	byRef    []string            // parameters that stand for the caller's variable, by place; "" others
	linked   map[string][]string // variables that are one by reference
	holders  map[int32][]holder  // the objects in which others lie
	handlers [][]handler         // catches that are open, innermost last
	panics   Node                // what the function panics with
	kept     []bool              // parameters whose object some exit leaves as it was; the receiver first
	named    []ast.ID            // variables that a bare return returns
	shared   map[sharedKey]Node
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

func (b *builder) declareClass(n ast.ID) {
	f := b.f
	c := Class{Name: f.Text(f.Kid(n, 1)), Fields: map[string]string{}}
	for s := range f.Kids(f.Kid(n, 3)) {
		if name := b.typeName(s); name != "" {
			c.Supers = append(c.Supers, name)
		}
	}
	for m := range f.Kids(f.Kid(n, 4)) {
		if mixin := b.mixin(m); mixin != "" {
			c.Supers = append(c.Supers, mixin)
		}
		if f.Kind(m) == ast.VarDecl {
			if t := b.typeName(f.Kid(m, 1)); t != "" {
				c.Fields[f.Text(f.Kid(m, 2))] = t
			}
		}
	}
	b.g.Classes = append(b.g.Classes, c)
}

// classBody is the Block of the class that is followed: an anonymous class
// stands in a New.
func (b *builder) classBody() ast.ID {
	if b.f.Kind(b.class) == ast.New {
		return b.f.Kid(b.class, 2)
	}
	return b.f.Kid(b.class, 4)
}

// className is the name of the class that is followed.
func (b *builder) className() string {
	if b.f.Kind(b.class) == ast.New {
		return b.g.Funcs[b.fn].Class
	}
	return b.f.Text(b.f.Kid(b.class, 1))
}

// mixin is the trait or module whose methods a line of a class's body takes
// over.
func (b *builder) mixin(m ast.ID) string {
	f := b.f
	switch {
	case f.Kind(m) == ast.Import && f.Text(m) == "trait":
		return b.typeName(f.First(m))
	case f.Kind(m) == ast.ExprStmt && f.Language == "ruby" && f.Kind(f.First(m)) == ast.Call:
		switch f.Text(f.First(f.First(m))) {
		case "include", "extend", "prepend":
			return b.typeName(f.Kid(f.Kid(f.First(m), 1), 0))
		}
	}
	return ""
}

// typeName is the last part of a type's name, without its arguments.
func (b *builder) typeName(n ast.ID) string {
	f := b.f
	switch f.Kind(n) {
	case ast.Ident:
		if f.Text(n) != "" && f.Text(n)[0] == '$' {
			return "" // a variable of PHP that holds a class's name
		}
		return f.Text(n)
	case ast.Member:
		return f.Text(f.Kid(n, 1))
	case ast.TypeApp:
		if f.Text(n) == "[]" {
			return ""
		}
		return b.typeName(f.First(n))
	case ast.Call, ast.New: // a parent with constructor arguments
		return b.typeName(f.First(n))
	}
	return ""
}

// start begins a function.
func (b *builder) start(fn Func) {
	fn.Outer = -1
	b.g.Funcs = append(b.g.Funcs, fn)
	b.fn = int32(len(b.g.Funcs) - 1)
	b.names, b.next = map[string]int{}, 0
	b.env = b.env[:0]
	b.loops, b.handlers, b.named, b.panics = nil, nil, nil, None
	b.kept = nil
	b.lasting, b.byRef, b.linked = map[string]Node{}, nil, map[string][]string{}
	b.cells, b.outside, b.objects = map[int][]cell{}, 0, 0
	b.holders = map[int32][]holder{}
	b.steps = stepsPerFunction
	b.ret = b.fresh(fn.Start, fn.Start)
	b.g.Funcs[b.fn].Return = b.ret
}

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
	fn.Static = b.static(n)
	fn.Open = f.Kind(f.Kid(n, 4)) != ast.Block
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
	body := f.Kid(n, 4)
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
			b.flow(fn.Self, fn.SelfO)
		case i > 0 && i <= len(fn.Outs) && i <= len(fn.Params) && fn.Outs[i-1] != None:
			b.flow(fn.Params[i-1], fn.Outs[i-1])
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

// define gives a variable a value.
func (b *builder) define(name string, v value) {
	i, ok := b.names[name]
	if !ok {
		i = b.next
		b.next++
		b.names[name] = i
	}
	for len(b.env) <= i {
		b.env = append(b.env, value{})
	}
	b.env[i] = v
	if to := b.lasting[name]; to != None {
		b.flow(v.n, to)
	}
	for _, c := range b.cells[i] {
		if b.lambdas < c.depth {
			b.flow(v.n, c.at)
		}
	}
	if b.inFile && b.lambdas == 0 {
		b.flow(v.n, b.global(name))
	}
}

// global is the value of a variable outside functions, as functions see it.
func (b *builder) global(name string) Node {
	n := b.globals[name]
	if n == None {
		n = b.fresh(0, 0)
		b.globals[name] = n
	}
	return n
}

func (b *builder) lookup(name string) (value, bool) {
	if i, ok := b.names[name]; ok && i < len(b.env) && b.env[i].n != None {
		return b.env[i], true
	}
	return value{}, false
}

// snapshot copies the state.
func (b *builder) snapshot() []value { return append([]value(nil), b.env...) }

// merge joins two states: where they differ, a new node takes both.
func (b *builder) merge(x, y []value) []value {
	if len(x) < len(y) {
		x, y = y, x
	}
	out := append([]value(nil), x...)
	for i := range y {
		if x[i].n == y[i].n {
			if x[i].k != y[i].k {
				out[i].k = nil
			}
			continue
		}
		switch {
		case x[i].n == None:
			out[i] = y[i]
			out[i].k = nil
		case y[i].n == None:
			out[i].k = nil
		default:
			v := x[i]
			v.n = b.join(x[i].n, y[i].n)
			if !x[i].k.equal(y[i].k) {
				v.k = nil
			}
			if x[i].lam != y[i].lam {
				v.lam = nil
			}
			if x[i].list == nil || y[i].list == nil || x[i].list.n != y[i].list.n {
				v.list = nil
			}
			if x[i].typ != y[i].typ {
				v.typ = ""
			}
			if x[i].origin != y[i].origin {
				v.origin = 0
			}
			if x[i].object != y[i].object {
				v.object = 0
			}
			if x[i].call != y[i].call {
				v.call = 0
			}
			out[i] = v
		}
	}
	return out
}

// join is a node that takes two others; joining the same twice gives a node
// that is there already where possible.
func (b *builder) join(x, y Node) Node {
	for e := range b.g.Out(x) {
		if e.To == y && e.Op == Pass && e.Guard < 0 {
			return y
		}
	}
	for e := range b.g.Out(y) {
		if e.To == x && e.Op == Pass && e.Guard < 0 {
			return x
		}
	}
	n := b.fresh(b.g.Values[x].Start, b.g.Values[x].End)
	b.g.Values[n].Number = b.g.Values[x].Number && b.g.Values[y].Number
	b.flow(x, n)
	b.flow(y, n)
	return n
}
