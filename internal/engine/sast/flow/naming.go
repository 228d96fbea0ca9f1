package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// JavaScript gives functions their names where it keeps them: in variables of
// the file, in objects, and in what a module exports. Calls from elsewhere find
// them by these names, as if they had been declared.

// anyObject is the class of functions that an object without a class holds.
const anyObject = "{}"

// defaultName is the name of the one function that a module is.
const defaultName = "default"

// nameNext gives a name to the closure that is followed next.
func (b *builder) nameNext(name, class string, fn ast.ID) {
	switch b.f.Language {
	case "javascript", "typescript":
	default:
		return
	}
	if name != "" && b.f.Kind(fn) == ast.Func {
		b.naming = &Func{Name: name, Class: class}
	}
}

// nameMember gives the closure that a member is set to the member's name.
func (b *builder) nameMember(target, fn ast.ID) {
	f := b.f
	if f.Kind(target) != ast.Member || f.Kind(fn) != ast.Func {
		return
	}
	name := f.Text(f.Kid(target, 1))
	switch owner, _ := f.Dotted(f.Kid(target, 0)); owner {
	case "exports", "module.exports":
		b.nameNext(name, "", fn)
	case "module":
		b.nameNext(defaultName, "", fn)
	case "this", "self":
		// A function that fills this is a class.
		class := b.g.Funcs[b.fn].Class
		if class == "" {
			class = b.g.Funcs[b.fn].Name
		}
		b.nameNext(name, class, fn)
	case "":
	default:
		b.nameNext(name, strings.TrimSuffix(owner, ".prototype"), fn)
	}
}

// objectClass is the class under which an object's functions are known: none
// when the object is what the module exports.
func (b *builder) objectClass(n ast.ID) string {
	f := b.f
	up := f.Nodes[n].Parent
	if f.Kind(up) == ast.VarDecl && f.Kind(f.Kid(up, 2)) == ast.Ident {
		return f.Text(f.Kid(up, 2))
	}
	if f.Kind(up) == ast.Assign {
		if owner, _ := f.Dotted(f.First(up)); owner == "module.exports" || owner == "exports" {
			return ""
		}
	}
	if f.Kind(up) == ast.Other && strings.HasPrefix(f.Text(up), "export") {
		return ""
	}
	return anyObject
}
