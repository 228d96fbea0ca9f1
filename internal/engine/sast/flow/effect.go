package flow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// effect is what a call of a library does when nobody knows its callee.
type effect struct {
	b      *builder
	c      *Call
	n      ast.ID
	id     int32 // of the call
	at     Node  // its result
	model  modelKind
	recv   value
	recvAt ast.ID
	args   []value
	places []ast.ID // the arguments' expressions
	result value
	list   *list  // what the receiver is afterwards, when it is a list of known length
	kill   string // the key that the receiver loses, or everything
}

// everything is the key of all that an object holds.
const everything = "\x00"

// guard adds an edge that holds as long as the callee is not known.
func (e *effect) guard(op Op, key string, from, to Node) {
	x := Edge{To: to, Op: op, Guard: e.id}
	if key != "" {
		x.Key = e.b.g.key(key)
	}
	e.b.edge(x, from)
}

// apply follows the model.
func (e *effect) apply() {
	switch e.model {
	case modelApart:
	case modelNone:
		e.none()
	case modelClean:
		e.b.g.Values[e.at].Number = true
	case modelNumber:
		e.b.g.Values[e.at].Number = true
		e.b.collect(e.args, e.recv, e.at, e.id)
	case modelGet:
		e.get()
	case modelPut:
		e.put()
	case modelAppend:
		e.add()
	case modelKeys, modelNext:
		e.some()
	case modelEntries:
		e.entries()
	case modelEntryKey:
		if len(e.args) > 0 {
			e.b.unknown(e.n, e.args, e.recv, e.at, e.id)
			break
		}
		e.guard(Load, entryKey, e.recv.n, e.at)
	case modelMix:
		elem := e.b.fresh(e.c.Start, e.c.End)
		e.guard(Load, AnyKey, e.recv.n, elem)
		e.b.keyed(Store, AnyKey, elem, e.c.RecvOut)
		e.b.keyed(Store, AnyKey, elem, e.at)
		e.kill = everything
	case modelClear:
		e.kill = everything
	case modelSetField, modelGetField:
		e.field()
	case modelRemove:
		e.remove()
	case modelMutate, modelFluent:
		for _, a := range e.args {
			e.guard(Collect, "", a.n, e.c.RecvOut)
		}
		e.b.collect(e.args, e.recv, e.at, e.id)
	case modelInto:
		e.into()
	case modelRun:
		e.run()
	case modelListOf, modelMapOf, modelPairOf:
		e.result.list = e.b.filled(e.model, e.n, e.args, e.guard, e.at)
		if e.model == modelMapOf {
			e.result.typ = "Map"
		}
	case modelSame:
		e.guard(Pass, "", e.recv.n, e.at)
		for _, a := range e.args {
			e.guard(Pass, "", a.n, e.at)
		}
		e.result.list = e.recv.list
	case modelHead:
		e.guard(Load, "0", e.recv.n, e.at)
	case modelTail:
		key := AnyKey
		if e.recv.list != nil {
			key = strconv.Itoa(e.recv.list.n - 1)
		}
		e.guard(Load, key, e.recv.n, e.at)
	case modelLet:
		e.let()
	case modelEach, modelThen, modelMap:
		e.each()
	case modelFold:
		e.fold()
	case modelWith:
		e.with()
	case modelIndexed:
		e.numbered()
	}
}

// none makes the result of what goes in, where nothing is known.
func (e *effect) none() {
	if e.c.Kind == Qualified && e.c.Receiver == "context" && e.b.f.Language == "go" {
		e.b.g.Values[e.at].Number = true
		return
	}
	if l := e.b.f.Language; (l == "kotlin" || l == "scala") && e.copied() {
		return
	}
	if e.b.accessor(e.c, e.recv) {
		e.guard(Load, e.c.Name, e.recv.n, e.at)
		return
	}
	e.b.unknown(e.n, e.args, e.recv, e.at, e.id)
}

// get takes what the receiver holds under the first argument.
func (e *effect) get() {
	key, exact := AnyKey, false
	if len(e.args) > 0 && e.args[0].k != nil {
		key, exact = e.args[0].k.String(), true
	}
	e.guard(Load, key, e.recv.n, e.at)
	if len(e.args) == 2 && exact && e.args[1].k != nil {
		e.guard(Load, inSection(e.args[0].k, e.args[1].k), e.recv.n, e.at)
	}
	for _, a := range e.args[min(1, len(e.args)):] {
		e.guard(Pass, "", a.n, e.at)
	}
	if !exact && len(e.args) > 0 && (e.c.Kind == Qualified || e.c.Name == "apply" && !collects(e.recv.typ)) {
		e.b.collect(e.args, value{}, e.at, e.id)
	}
}

// put puts the last argument under those before it.
func (e *effect) put() {
	if len(e.args) == 3 && e.args[0].k != nil && e.args[1].k != nil {
		e.kill = inSection(e.args[0].k, e.args[1].k)
		e.guard(Store, e.kill, e.args[2].n, e.c.RecvOut)
	} else if len(e.args) >= 2 {
		key := AnyKey
		if e.args[0].k != nil {
			key = e.args[0].k.String()
			e.kill = key
		}
		e.guard(Store, key, e.args[1].n, e.c.RecvOut)
		if key == AnyKey {
			e.guard(Store, KeysKey, e.args[0].n, e.c.RecvOut)
		}
	}
	if len(e.args) == 1 && (e.b.f.Language == "go" || strings.HasPrefix(e.recv.typ, "Atomic") || e.recv.typ == "ThreadLocal") {
		// A cell: it has no keys.
		e.guard(Collect, "", e.args[0].n, e.c.RecvOut)
	}
	e.guard(Pass, "", e.recv.n, e.at)
}

// add puts the arguments behind the elements.
func (e *effect) add() {
	key := AnyKey
	if len(e.args) == 1 && e.recv.list != nil {
		key = strconv.Itoa(e.recv.list.n)
		e.list = &list{n: e.recv.list.n + 1}
	}
	for _, a := range e.args {
		e.guard(Store, key, a.n, e.c.RecvOut)
	}
	e.guard(Pass, "", e.recv.n, e.at)
}

// some gives the keys or the elements.
func (e *effect) some() {
	key := AnyKey
	if e.model == modelKeys {
		key = KeysKey
	}
	of := e.recv.n
	if (e.c.Kind == Plain || e.c.Kind == Qualified) && len(e.args) > 0 {
		of = e.args[0].n
	}
	e.guard(Load, key, of, e.at)
}

// entries gives the pairs of a map.
func (e *effect) entries() {
	pair := e.b.fresh(e.c.Start, e.c.End)
	for _, part := range [][2]string{{KeysKey, entryKey}, {AnyKey, "value"}} {
		x := e.b.fresh(e.c.Start, e.c.End)
		e.guard(Load, part[0], e.recv.n, x)
		e.b.keyed(Store, part[1], x, pair)
	}
	e.b.keyed(Store, AnyKey, pair, e.at)
}

// field reads or sets a field that the second argument names.
func (e *effect) field() {
	if len(e.args) < 2 {
		return
	}
	key := AnyKey
	if e.args[1].k != nil {
		key = e.args[1].k.String()
	}
	if e.model == modelGetField {
		e.guard(Load, key, e.args[0].n, e.at)
	} else if len(e.args) > 2 && e.c.Outs[0] != None {
		e.guard(Store, key, e.args[2].n, e.c.Outs[0])
	}
}

// remove takes an element out.
func (e *effect) remove() {
	if len(e.args) == 1 && e.recv.list != nil && e.args[0].k != nil && e.args[0].k.kind == kInt {
		e.guard(Shift, e.args[0].k.String(), e.recv.n, e.c.RecvOut)
		e.list = &list{n: e.recv.list.n - 1}
		e.guard(Load, e.args[0].k.String(), e.recv.n, e.at)
		e.kill = everything
	} else if len(e.args) == 1 && e.args[0].k != nil && e.args[0].k.kind == kStr {
		e.kill = e.args[0].k.String()
		e.guard(Load, e.kill, e.recv.n, e.at)
	} else {
		e.guard(Load, AnyKey, e.recv.n, e.at)
	}
}

// into puts arguments and receiver into the other arguments.
func (e *effect) into() {
	for i, o := range e.c.Outs {
		for j, a := range e.args {
			if i != j {
				e.guard(Collect, "", a.n, o)
			}
		}
		e.guard(Collect, "", e.recv.n, o)
	}
	e.b.collect(e.args, e.recv, e.at, e.id)
}

// run gives what the closure gives; what is no closure may give what it holds.
func (e *effect) run() {
	if len(e.args) == 0 || e.args[0].lam == nil {
		e.b.collect(e.args, e.recv, e.at, e.id)
		return
	}
	e.guard(Pass, "", e.args[0].lam.ret, e.at)
}

// let hands the receiver to the closure.
func (e *effect) let() {
	for _, a := range e.args {
		if a.lam == nil {
			e.guard(Collect, "", e.recv.n, e.at)
			e.guard(Pass, "", a.n, e.at)
			continue
		}
		for _, p := range a.lam.params {
			e.guard(Pass, "", e.recv.n, p)
		}
		e.guard(Pass, "", a.lam.ret, e.at)
	}
}

// indexed says whether the closure's second parameter is the element's place.
func (e *effect) indexed() bool {
	switch e.b.f.Language {
	case "javascript", "typescript", "csharp":
	default:
		return false
	}
	switch e.c.Name {
	case "map", "forEach", "filter", "flatMap", "some", "every", "find", "findIndex", "Select", "SelectMany", "Where":
		return true
	}
	return false
}

// each hands the elements, or the receiver, to the closure.
func (e *effect) each() {
	op, key := Load, AnyKey
	if e.model == modelThen {
		op, key = Pass, ""
	}
	of := []Node{e.recv.n}
	if e.c.Kind == Plain || e.c.Kind == Qualified { // map(f, xs)
		for _, a := range e.args {
			if a.lam == nil {
				of = append(of, a.n)
			}
		}
	}
	known := slices.ContainsFunc(e.args, func(a value) bool { return a.lam != nil })
	for _, a := range e.args {
		if a.lam == nil {
			if !known || e.model != modelMap {
				e.guard(Pass, "", a.n, e.at)
			}
			continue
		}
		for i, p := range a.lam.params {
			if i == 1 && e.indexed() {
				e.b.g.Values[p].Number = true
				continue
			}
			for _, o := range of {
				e.guard(op, key, o, p)
			}
		}
		if e.model == modelMap {
			e.guard(Store, AnyKey, a.lam.ret, e.at)
		} else {
			e.guard(Pass, "", a.lam.ret, e.at)
		}
	}
	if !known || e.model != modelMap {
		e.guard(Pass, "", e.recv.n, e.at)
	}
}

// unknown makes the result of a call that no model describes.
func (b *builder) unknown(n ast.ID, args []value, recv value, result Node, call int32) {
	b.collect(args, recv, result, call)
	if x := b.f.First(n); b.f.Kind(n) == ast.Call && b.f.Kind(x) == ast.Member {
		// A tainted function gives tainted results.
		b.edge(Edge{To: result, Op: Collect, Guard: call}, b.at(x))
	}
	for _, a := range args {
		if a.lam != nil {
			b.edge(Edge{To: result, Guard: call}, a.lam.ret)
		}
	}
}

// collect makes the result of what goes in, as long as nobody knows better.
func (b *builder) collect(args []value, recv value, result Node, call int32) {
	for _, a := range args {
		b.edge(Edge{To: result, Op: Collect, Guard: call}, a.n)
	}
	b.edge(Edge{To: result, Op: Collect, Guard: call}, recv.n)
}
