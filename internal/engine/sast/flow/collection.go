package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// Kotlin and Scala write lists, maps and pairs as calls and operators:
// listOf(a, b), Map("k" -> v), a to b. An element of a pair or tuple is kept
// under its number, as destructuring and patterns ask for it. C# writes tuples
// as such and names their elements.

// pairMembers are the members that name an element of a pair or tuple.
var pairMembers = map[string]map[string]string{
	"kotlin": {"first": "0", "second": "1", "third": "2"},
	"csharp": {"Item1": "0", "Item2": "1", "Item3": "2", "Item4": "3", "Item5": "4"},
	"scala":  {"_1": "0", "_2": "1", "_3": "2", "_4": "3", "_5": "4"},
}

// pairing says whether an operator makes a pair.
func (b *builder) pairing(op string) bool {
	return op == "to" && b.f.Language == "kotlin" || op == "->" && b.f.Language == "scala"
}

// filled notes what a call that makes a collection puts into it, and returns
// the list that it makes, if it is one.
func (b *builder) filled(model modelKind, n ast.ID, args []value, guard func(op Op, key string, from, to Node), at Node) *list {
	f := b.f
	if model == modelMapOf && f.Language == "java" {
		key := AnyKey
		for i, a := range args {
			if i%2 == 1 {
				guard(Store, key, a.n, at)
				continue
			}
			if key = AnyKey; a.k != nil {
				key = a.k.String()
			} else {
				guard(Store, KeysKey, a.n, at)
			}
		}
		return nil
	}
	if model == modelMapOf {
		for a := range f.Kids(f.Kid(n, 1)) {
			if f.Kind(a) != ast.Binary || !b.pairing(f.Text(a)) {
				guard(Pass, "", b.at(a), at)
				continue
			}
			key := AnyKey
			if k := b.literal(f.First(a)); k != nil {
				key = k.String()
			}
			guard(Store, key, b.at(f.Kid(a, 1)), at)
		}
		return nil
	}
	i := 0
	for a := range f.Kids(f.Kid(n, 1)) {
		if f.Kind(a) == ast.Spread {
			guard(Pass, "", args[i].n, at)
			return nil
		}
		guard(Store, strconv.Itoa(i), args[i].n, at)
		i++
	}
	if model == modelPairOf {
		return nil
	}
	return &list{n: i}
}

// parameterless follows x.name of Scala, where name is a method that the models
// know and that takes nothing; false means that it is none.
func (b *builder) parameterless(name string, obj value, at Node) bool {
	switch b.models.kind(name) {
	case modelHead:
		b.keyed(Load, "0", obj.n, at)
	case modelTail:
		key := AnyKey
		if obj.list != nil {
			key = strconv.Itoa(obj.list.n - 1)
		}
		b.keyed(Load, key, obj.n, at)
	case modelSame:
		b.keyed(Load, name, obj.n, at)
		b.flow(obj.n, at)
	case modelClean:
		b.g.Values[at].Number = true
	case modelNumber:
		b.g.Values[at].Number = true
		b.flow(obj.n, at)
	case modelIndexed:
		b.numbered(obj.n, at, "0", func(op Op, key string, from, to Node) { b.keyed(op, key, from, to) })
	default:
		return false
	}
	return true
}

// applied follows xs(i) of Scala, where xs is a variable that holds no known
// function: the element under i, or what an unknown function makes of i.
func (b *builder) applied(n ast.ID, of value) value {
	f := b.f
	at := b.at(n)
	collection := of.list != nil || collects(of.typ)
	key := AnyKey
	for a := range f.Kids(f.Kid(n, 1)) {
		v := b.eval(a)
		if v.k != nil && f.Len(f.Kid(n, 1)) == 1 {
			key = v.k.String()
		} else if !collection {
			b.edge(Edge{To: at, Op: Collect, Guard: -1}, v.n)
		}
	}
	b.keyed(Load, key, of.n, at)
	return value{n: at}
}

// bindParts gives the names in a pattern C(a, b) the parts of the value that is
// matched: those under their numbers, and the whole when it has no parts.
func (b *builder) bindParts(label ast.ID, x value) {
	f := b.f
	switch f.Kind(label) {
	case ast.Call:
		i := 0
		for a := range f.Kids(f.Kid(label, 1)) {
			d := &f.Nodes[a]
			part := b.fresh(d.Start, d.End)
			b.keyed(Load, strconv.Itoa(i), x.n, part)
			b.bindParts(a, value{n: part})
			i++
		}
	case ast.Seq, ast.Dict:
		b.assign(label, value{n: x.n})
	case ast.VarDecl:
		b.assign(label, value{n: x.n})
		b.bindParts(f.Kid(label, 3), x)
	case ast.Ident:
		if name := f.Text(label); name != "" && (name[0] >= 'a' && name[0] <= 'z') {
			b.assign(label, value{n: x.n})
		}
	case ast.Binary:
		for k := range f.Kids(label) {
			b.bindParts(k, x)
		}
	case ast.TypeTest, ast.Cast, ast.Other:
		for k := range f.Kids(label) {
			b.bindParts(k, x)
		}
	}
}
