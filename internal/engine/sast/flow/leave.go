package flow

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// What leaves a function other than by return: exceptions, panics, and the
// results that Go names.

// catches are the handlers of a try.
func (b *builder) catches(n ast.ID) []handler {
	f := b.f
	var out []handler
	for c := range f.Kids(n) {
		if p := f.First(c); f.Kind(c) == ast.Catch && f.Kind(p) == ast.Param && f.Kind(f.Kid(p, 2)) == ast.Ident {
			out = append(out, handler{b.at(f.Kid(p, 2)), b.typeName(f.Kid(p, 1))})
		}
	}
	return out
}

// anyException are the classes that stand for every exception.
var anyException = map[string]bool{
	"": true, "Exception": true, "Throwable": true, "Error": true, "BaseException": true, "StandardError": true, "RuntimeException": true, "NonFatal": true,
}

// throw hands what is thrown to the nearest catch that may take it.
func (b *builder) throw(v value) {
	for i := len(b.handlers) - 1; i >= 0; i-- {
		for _, h := range b.handlers[i] {
			if anyException[h.typ] || v.typ == "" || h.typ == v.typ || b.extends(v.typ, h.typ) {
				b.flow(v.n, h.at)
				return
			}
		}
	}
}

// extends says whether a class of this file descends from another.
func (b *builder) extends(class, from string) bool {
	for range 10 {
		next := ""
		for i := range b.g.Classes {
			if c := &b.g.Classes[i]; c.Name == class && len(c.Supers) > 0 {
				next = c.Supers[0]
			}
		}
		if next == "" || next == from {
			return next != ""
		}
		class = next
	}
	return false
}

// panicked is what Go's recover returns: what the function panics with.
func (b *builder) panicked() Node {
	if b.panics == None {
		b.panics = b.fresh(b.g.Funcs[b.fn].Start, b.g.Funcs[b.fn].Start)
	}
	return b.panics
}

// namedResults defines the results that a signature of Go names.
func (b *builder) namedResults(n ast.ID) {
	f := b.f
	if f.Language != "go" || f.Kind(n) != ast.Params {
		return
	}
	for p := range f.Kids(n) {
		name := f.Kid(p, 2)
		if f.Kind(p) != ast.Param || f.Kind(name) != ast.Ident {
			b.named = nil
			return
		}
		at := b.at(name)
		b.number(at, b.typeName(f.Kid(p, 1)))
		b.define(f.Text(name), value{n: at, typ: b.typeName(f.Kid(p, 1))})
		b.named = append(b.named, name)
	}
}

// returnNamed follows a return without values.
func (b *builder) returnNamed() {
	for i, name := range b.named {
		v, ok := b.lookup(b.f.Text(name))
		switch {
		case !ok:
		case len(b.named) == 1:
			b.flow(v.n, b.ret)
		default:
			b.keyed(Store, strconv.Itoa(i), v.n, b.ret)
		}
	}
}

// resultType notes the class of what a function returns, where the signature
// does not say it and all returns agree.
func (b *builder) resultType(typ string) {
	fn := &b.g.Funcs[b.fn]
	switch {
	case b.lambdas > 0 && fn.Self == None:
	case fn.Result == "":
		fn.Result = typ
	case fn.Result != typ && typ != "" && b.untyped():
		fn.Result = "?"
	}
}

// untyped says whether the language's functions do not declare their result.
func (b *builder) untyped() bool {
	switch b.f.Language {
	case "javascript", "typescript", "python", "ruby", "php":
		return true
	}
	return false
}
