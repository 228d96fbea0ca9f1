// Package scope says what the names of one file stand for: where a variable is
// declared, which type the text gives it, whether it is a constant, and which
// qualified name an import makes of it.
//
// It looks at functions, classes and the file as scopes, not at blocks, and at
// one file only. What it can't tell, it does not guess.
package scope

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// Scopes answers questions about one file. It is not safe for concurrent use.
type Scopes struct {
	f       *ast.File
	tables  map[ast.ID]map[string]*Variable // by Func, Class or root
	consts  map[ast.ID]constant
	classes map[string]ast.ID
	names   map[string]bool              // that are set anywhere; made when first asked for
	entries map[ast.ID]map[string]ast.ID // of literals that were asked for, by key
}

// Variable is all that one scope does to one name.
type Variable struct {
	Defs    []Def
	Mutated bool // changed other than by a definition: x++, x += 1
	Changed bool // an element is set: x.a = 1, x.push(1)
}

// Def gives a variable a value or a type.
type Def struct {
	Node  ast.ID // VarDecl, Param, Assign, ForEach ...
	Type  ast.ID // or None
	Value ast.ID // or None
}

// New looks at a file.
func New(f *ast.File) *Scopes {
	s := &Scopes{f: f, tables: map[ast.ID]map[string]*Variable{}, consts: map[ast.ID]constant{}, classes: map[string]ast.ID{}, entries: map[ast.ID]map[string]ast.ID{}}
	for i := 1; i < len(f.Nodes); i++ {
		s.note(ast.ID(i))
	}
	return s
}

func (s *Scopes) note(n ast.ID) {
	f := s.f
	switch f.Kind(n) {
	case ast.Class:
		s.classes[f.Text(f.Kid(n, 1))] = n
	case ast.VarDecl:
		s.define(f.Kid(n, 2), Def{Node: n, Type: present(f, f.Kid(n, 1)), Value: present(f, f.Kid(n, 3))})
		s.companion(n)
	case ast.Param:
		if f.Kind(f.Nodes[n].Parent) == ast.Params || f.Kind(f.Nodes[n].Parent) == ast.Catch || f.Kind(f.Nodes[n].Parent) == ast.Func {
			s.define(f.Kid(n, 2), Def{Node: n, Type: present(f, f.Kid(n, 1))})
			s.property(n)
		}
	case ast.Assign:
		target := f.Kid(n, 0)
		s.change(target)
		if f.Text(n) == "=" || f.Text(n) == ":=" {
			s.define(target, Def{Node: n, Value: f.Kid(n, 1)})
			return
		}
		s.mutate(target)
	case ast.Update:
		s.mutate(f.Kid(n, 0))
		s.change(f.Kid(n, 0))
	case ast.Call:
		if callee := f.Kid(n, 0); f.Kind(callee) == ast.Member && changing[strings.ToLower(f.Text(f.Kid(callee, 1)))] {
			s.change(callee)
		}
	case ast.ForEach, ast.CompFor:
		s.define(f.Kid(n, 0), Def{Node: n})
	case ast.Unary:
		switch f.Text(n) {
		case "&":
			s.mutate(f.Kid(n, 0))
		case "delete":
			s.change(f.Kid(n, 0))
		}
	}
}

// property notes a parameter of a primary constructor, which the whole class
// sees.
func (s *Scopes) property(n ast.ID) {
	f := s.f
	ctor := f.Nodes[f.Nodes[n].Parent].Parent
	if f.Kind(ctor) != ast.Func || f.Text(ctor) != "ctor" || f.Kind(f.Kid(ctor, 4)) != ast.Nil || f.Kind(f.Kid(n, 2)) != ast.Ident {
		return
	}
	if class := s.enclosing(n, ast.Class); class != ast.None {
		name := f.Kid(n, 2)
		v := s.Lookup(name, f.Text(name)) // one variable, under both scopes
		s.entry(class, f.Text(name))
		s.tables[class][f.Text(name)] = v
	}
}

// companion notes a value of a companion object of Kotlin, which the class
// around it sees as its own.
func (s *Scopes) companion(n ast.ID) {
	f := s.f
	object := s.scopeOf(n)
	if f.Language != "kotlin" || f.Kind(object) != ast.Class || f.Text(f.First(f.Kid(object, 0))) != "companion" || f.Kind(f.Kid(n, 2)) != ast.Ident {
		return
	}
	name := f.Text(f.Kid(n, 2))
	if class := s.enclosing(object, ast.Class); class != ast.None && s.tables[class][name] == nil {
		s.entry(class, name)
		s.tables[class][name] = s.tables[object][name]
	}
}

// Declares says whether the file declares a class.
func (s *Scopes) Declares(class string) bool {
	_, ok := s.classes[class]
	return ok
}

// made is the class that a call makes an object of, in languages without new.
func (s *Scopes) made(n ast.ID) ast.ID {
	f := s.f
	if f.Language != "kotlin" && f.Language != "scala" || f.Kind(n) != ast.Call {
		return ast.None
	}
	if c := f.Kid(n, 0); f.Kind(c) == ast.Ident && f.Text(c) != "" && f.Text(c)[0] >= 'A' && f.Text(c)[0] <= 'Z' {
		return c
	}
	return ast.None
}

func present(f *ast.File, n ast.ID) ast.ID {
	if f.Kind(n) == ast.Nil {
		return ast.None
	}
	return n
}

// define notes a definition of every name that a target binds.
func (s *Scopes) define(target ast.ID, d Def) {
	f := s.f
	switch f.Kind(target) {
	case ast.Ident:
		v := s.variable(target, f.Text(target))
		v.Defs = append(v.Defs, d)
	case ast.Member:
		// this.x = ... defines a field of the class.
		if obj := f.Kid(target, 0); f.Kind(obj) == ast.Ident && self(f.Text(obj)) {
			if class := s.enclosing(target, ast.Class); class != ast.None {
				v := s.entry(class, f.Text(f.Kid(target, 1)))
				v.Defs = append(v.Defs, d)
			}
		}
	case ast.Seq, ast.Dict, ast.Pair, ast.Spread:
		for k := range f.Kids(target) {
			s.define(k, Def{Node: d.Node})
		}
	case ast.VarDecl: // noted by itself
	}
}

func (s *Scopes) mutate(target ast.ID) {
	if s.f.Kind(target) != ast.Ident {
		return
	}
	name := s.f.Text(target)
	v := s.Lookup(target, name)
	if v == nil {
		v = s.variable(target, name)
	}
	v.Mutated = true
}

// changing are methods that change an object's elements, in small letters.
var changing = map[string]bool{
	"put": true, "putall": true, "putifabsent": true, "set": true, "setproperty": true, "push": true, "append": true, "add": true, "addall": true, "extend": true,
	"update": true, "merge!": true, "store": true, "insert": true, "unshift": true, "splice": true, "replace": true, "compute": true, "merge": true,
}

// change notes that an element of a variable's object is set.
func (s *Scopes) change(target ast.ID) {
	f := s.f
	if k := f.Kind(target); k != ast.Member && k != ast.Index {
		return
	}
	obj := f.Kid(target, 0)
	switch f.Kind(obj) {
	case ast.Ident:
		if self(f.Text(obj)) {
			return
		}
		v := s.Lookup(obj, f.Text(obj))
		if v == nil {
			v = s.entry(s.scopeOf(obj), f.Text(obj))
		}
		v.Changed = true
	case ast.Member:
		if name := f.Kid(obj, 1); f.Kind(f.Kid(obj, 0)) == ast.Ident && self(f.Text(f.Kid(obj, 0))) {
			if class := s.enclosing(obj, ast.Class); class != ast.None {
				s.entry(class, f.Text(name)).Changed = true
			}
		}
	}
}

func self(name string) bool {
	return name == "this" || name == "self" || name == "$this" || name == "@"
}

// variable is the entry of a name that is defined at n: of the nearest scope,
// or of the outer one that declared it, when an assignment only sets it.
func (s *Scopes) variable(n ast.ID, name string) *Variable {
	nearest := s.scopeOf(n)
	if s.f.Kind(s.f.Nodes[n].Parent) == ast.Assign {
		for sc := nearest; ; sc = s.scopeOf(sc) {
			if v := s.tables[sc][name]; v != nil {
				return v
			}
			if sc == s.f.Root {
				break
			}
		}
	}
	return s.entry(nearest, name)
}

func (s *Scopes) entry(scope ast.ID, name string) *Variable {
	t := s.tables[scope]
	if t == nil {
		t = map[string]*Variable{}
		s.tables[scope] = t
	}
	v := t[name]
	if v == nil {
		v = &Variable{}
		t[name] = v
	}
	return v
}

// scopeOf is the Func, Class or root around a node, not the node itself.
func (s *Scopes) scopeOf(n ast.ID) ast.ID {
	for p := s.f.Nodes[n].Parent; p != ast.None; p = s.f.Nodes[p].Parent {
		if k := s.f.Kind(p); k == ast.Func || k == ast.Class {
			return p
		}
	}
	return s.f.Root
}

func (s *Scopes) enclosing(n ast.ID, k ast.Kind) ast.ID {
	for p := s.f.Nodes[n].Parent; p != ast.None; p = s.f.Nodes[p].Parent {
		if s.f.Kind(p) == k {
			return p
		}
	}
	return ast.None
}

// Sets says whether the file sets a name anywhere.
func (s *Scopes) Sets(name string) bool {
	if s.names == nil {
		s.names = map[string]bool{}
		for _, t := range s.tables {
			for n := range t {
				s.names[n] = true
			}
		}
	}
	return s.names[name]
}

// Lookup finds what a use of a name at n refers to, or nil.
func (s *Scopes) Lookup(n ast.ID, name string) *Variable {
	for sc := s.scopeOf(n); ; sc = s.scopeOf(sc) {
		if v := s.tables[sc][name]; v != nil {
			return v
		}
		if sc == s.f.Root {
			return nil
		}
	}
}

// field finds a field of the class around n, or nil.
func (s *Scopes) field(n ast.ID, name string) *Variable {
	class := s.enclosing(n, ast.Class)
	if class == ast.None {
		return nil
	}
	if v := s.tables[class][name]; v != nil || s.f.Language != "php" {
		return v
	}
	return s.tables[class]["$"+name] // declared with its sign
}

// of is the variable that an expression names: x, this.x, or C.x in class C.
func (s *Scopes) of(n ast.ID) *Variable {
	f := s.f
	switch f.Kind(n) {
	case ast.Ident:
		return s.Lookup(n, f.Text(n))
	case ast.Member:
		obj, name := f.Kid(n, 0), f.Kid(n, 1)
		if f.Kind(obj) != ast.Ident || f.Kind(name) != ast.Ident {
			return nil
		}
		if self(f.Text(obj)) {
			return s.field(n, f.Text(name))
		}
		if class, ok := s.classes[f.Text(obj)]; ok {
			return s.tables[class][f.Text(name)]
		}
	}
	return nil
}

// Type is the type node that the text gives an expression, or None: a
// declared type, the class of a constructor call, the target of a cast.
func (s *Scopes) Type(n ast.ID) ast.ID {
	f := s.f
	switch f.Kind(n) {
	case ast.New, ast.Cast:
		return f.Kid(n, 0)
	case ast.Call:
		return s.made(n)
	case ast.Await:
		return s.Type(f.Kid(n, 0))
	case ast.Unary:
		if f.Text(n) == "&" || f.Text(n) == "*" {
			return s.Type(f.Kid(n, 0))
		}
	case ast.Ident, ast.Member:
		v := s.of(n)
		if v == nil {
			return ast.None
		}
		for _, d := range v.Defs {
			if d.Type != ast.None && !(f.Kind(d.Type) == ast.Ident && f.Text(d.Type) == "var") {
				return d.Type
			}
			switch f.Kind(d.Value) {
			case ast.New, ast.Cast:
				return f.Kid(d.Value, 0)
			case ast.Call:
				if c := s.made(d.Value); c != ast.None {
					return c
				}
			case ast.Unary:
				if x := f.Kid(d.Value, 0); f.Text(d.Value) == "&" && f.Kind(x) == ast.New {
					return f.Kid(x, 0)
				}
			}
		}
	}
	return ast.None
}

// Qualified is the dotted name of a chain of identifiers with its import
// resolved, and whether there is such a name.
func Qualified(f *ast.File, n ast.ID) (string, bool) {
	name, ok := f.Dotted(n)
	if !ok || len(f.Imports)+len(f.Scoped) == 0 {
		return name, ok
	}
	head, rest, dotted := strings.Cut(name, ".")
	q, imported := f.Imported(n, head)
	switch {
	case !imported:
		return name, true
	case dotted:
		return q + "." + rest, true
	}
	return q, true
}
