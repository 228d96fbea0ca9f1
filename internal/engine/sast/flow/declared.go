package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// declaration is one of a class, by the class's body, its kind and name.
type declaration struct {
	body ast.ID
	kind ast.Kind
	name string
}

// declarations are those of the bodies that were asked for.
type declarations struct {
	known map[ast.ID]bool
	by    map[declaration][]ast.ID
}

// constructorOf is under which name constructors stand among the functions,
// besides their own.
const constructorOf = "constructor of"

// readerOf stands before the name of an attribute that Ruby's attr_reader
// makes.
const readerOf = ":"

// declared lists the declarations of a kind and name in the body of a class.
// A class is read once: looking for each name in all of it takes the square
// of its size.
func (b *builder) declared(body ast.ID, kind ast.Kind, name string) []ast.ID {
	if !b.bodies.known[body] {
		if b.bodies.known == nil {
			b.bodies = declarations{map[ast.ID]bool{}, map[declaration][]ast.ID{}}
		}
		b.bodies.known[body] = true
		for m := range b.f.Kids(body) {
			b.enter(body, m)
		}
	}
	return b.bodies.by[declaration{body, kind, name}]
}

func (b *builder) enter(body, m ast.ID) {
	f := b.f
	add := func(name string) {
		k := declaration{body, f.Kind(m), name}
		b.bodies.by[k] = append(b.bodies.by[k], m)
	}
	switch f.Kind(m) {
	case ast.VarDecl:
		add(f.Text(f.Kid(m, 2)))
	case ast.Func:
		name := f.Text(f.Kid(m, 2))
		if add(name); f.Text(m) == "ctor" || name == "constructor" {
			add(constructorOf)
		}
	case ast.ExprStmt:
		call := f.First(m)
		if name := f.Text(f.First(call)); f.Kind(call) != ast.Call || name != "attr_reader" && name != "attr_accessor" {
			return
		}
		for a := range f.Kids(f.Kid(call, 1)) {
			if strings.HasPrefix(f.Text(a), readerOf) {
				add(f.Text(a))
			}
		}
	}
}
