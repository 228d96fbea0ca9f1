package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// Some classes say what their objects hold, by a toString that nobody wrote: a
// record of Java, what Lombok is told to write out, a data class of Kotlin or a
// case class of Scala. The type of a part stands for what is said of it, so
// that a rule can mean the part by its name.

// toString is the method that writes an object out.
const toString = "toString"

// spelled makes the toString that a class has without writing one.
func (b *builder) spelled(class ast.ID) {
	f := b.f
	parts := b.parts(class)
	if len(parts) == 0 || b.declaredIn(f.Kid(class, 4), toString) {
		return
	}
	d := &f.Nodes[class]
	b.start(Func{Name: toString, Class: f.Text(f.Kid(class, 1)), Start: d.Start, End: d.Start, Result: "String"})
	self := b.fresh(d.Start, d.Start)
	b.g.Funcs[b.fn].Self = self
	for _, p := range parts {
		t := &f.Nodes[f.Kid(p, 1)]
		said := b.fresh(t.Start, t.End)
		b.g.byAST[f.Kid(p, 1)] = said
		b.keyed(Load, f.Text(f.Kid(p, 2)), self, said)
		b.flow(said, b.ret)
	}
}

// parts are the parameters or fields that such a toString writes out.
func (b *builder) parts(class ast.ID) []ast.ID {
	f := b.f
	var out []ast.ID
	ctor := f.First(f.Kid(class, 4))
	switch {
	case f.Language == "java" && f.Text(class) == "record" && f.Text(ctor) == "ctor":
		for p := range f.Kids(f.Kid(ctor, 3)) {
			if f.Kind(p) == ast.Param && f.Kind(f.Kid(p, 1)) != ast.Nil {
				out = append(out, p)
			}
		}
	case f.Language == "java" && b.annotated(class, "Data", "ToString", "Value") && !b.chosen(class):
		for m := range f.Kids(f.Kid(class, 4)) {
			if f.Kind(m) == ast.VarDecl && f.Kind(f.Kid(m, 2)) == ast.Ident && f.Kind(f.Kid(m, 1)) != ast.Nil && !b.annotated(m, "ToString.Exclude", "Exclude") && !b.static(m) {
				out = append(out, m)
			}
		}
	}
	return out
}

// chosen says whether Lombok is told which fields to write out.
func (b *builder) chosen(class ast.ID) bool {
	f := b.f
	for m := range f.Kids(f.Kid(class, 0)) {
		if name, _ := f.Dotted(f.First(m)); f.Kind(m) == ast.Annot && strings.HasSuffix(name, "ToString") && f.Len(f.Kid(m, 1)) > 0 {
			return true
		}
	}
	return false
}

// annotated says whether a declaration of Java has one of some annotations.
func (b *builder) annotated(n ast.ID, names ...string) bool {
	f := b.f
	for m := range f.Kids(f.Kid(n, 0)) {
		name, ok := f.Dotted(f.First(m))
		if f.Kind(m) != ast.Annot || !ok {
			continue
		}
		for _, want := range names {
			if name == want || strings.HasSuffix(name, "."+want) {
				return true
			}
		}
	}
	return false
}

// levels are the methods by which lines get into a log.
var levels = map[string]bool{"trace": true, "debug": true, "info": true, "warn": true, "error": true, "fatal": true, "severe": true, "fine": true, "println": true}

// written follows the toString of objects that are written to a log: the text
// has no call of it. The object itself is not what it says.
func (b *builder) written(c *Call, list ast.ID) {
	if b.f.Language != "java" || c.Kind == Constructor || !levels[c.Name] {
		return
	}
	for a := range b.f.Kids(list) {
		if b.f.Kind(a) == ast.Binary {
			b.said(a, b.g.byAST[a], 0)
			continue
		}
		at := b.g.byAST[a]
		if at == None || b.f.Kind(a) != ast.Ident {
			continue
		}
		d := &b.f.Nodes[a]
		text := b.fresh(d.Start, d.End)
		b.g.Values[text].Number = b.g.Values[at].Number
		b.flow(at, text)
		b.said(a, text, 0)
		b.g.byAST[a] = text
	}
}

// said lets what an object in an expression says flow into a text.
func (b *builder) said(n ast.ID, text Node, depth int) {
	f := b.f
	switch f.Kind(n) {
	case ast.Binary:
		if f.Text(n) == "+" && depth < maxNesting {
			b.said(f.Kid(n, 0), text, depth+1)
			b.said(f.Kid(n, 1), text, depth+1)
		}
	case ast.Ident:
		v, ok := b.lookup(f.Text(n))
		at := b.g.byAST[n]
		if !ok || at == None || b.g.Values[at].Number || v.typ == "" || v.typ == "String" {
			return
		}
		d := &f.Nodes[n]
		c := Call{Func: b.fn, Start: d.Start, End: d.End, Name: toString, Kind: Method, Receiver: v.typ, From: -1, Recv: at, Result: b.fresh(d.Start, d.End)}
		b.edge(Edge{To: c.Result, Op: Arg, Key: int32(len(b.g.Calls)), Index: -1, Guard: -1}, at)
		b.g.Calls = append(b.g.Calls, c)
		b.flow(c.Result, text)
	}
}
