package flow

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// sharedNode is the value of a variable that other files may see.
func (b *builder) sharedNode(module, name string) Node {
	k := sharedKey{module, name}
	n := b.shared[k]
	if n == None {
		n = b.fresh(0, 0)
		b.g.Values[n].Func = 0
		b.shared[k] = n
		b.g.Shared = append(b.g.Shared, Shared{Name: name, Module: module, Node: n})
	}
	return n
}

// outer is the shared variable that a member names: a static field of a class
// or a variable of an imported module.
func (b *builder) outer(n ast.ID) Node {
	f := b.f
	obj := f.First(n)
	name := f.Text(f.Kid(n, 1))
	if name == "" || f.Kind(obj) != ast.Ident && f.Kind(obj) != ast.Member {
		return None
	}
	root := f.Text(obj)
	if f.Kind(obj) == ast.Member {
		root = f.Text(f.Kid(obj, 1))
	}
	if root == "" || root == "this" || root == "self" {
		if root == "self" && f.Language == "php" && b.class != ast.None {
			return b.sharedNode("", b.className()+"."+name)
		}
		return None
	}
	if _, local := b.lookup(root); local && !b.isClass(root) {
		return None
	}
	switch f.Language {
	case "go":
		if q, ok := f.Imported(n, root); ok && name[0] >= 'A' && name[0] <= 'Z' {
			return b.sharedNode(q, name)
		}
		return None
	case "python", "javascript", "typescript":
		if q, ok := f.Imported(n, root); ok && f.Kind(obj) == ast.Ident && (root[0] < 'A' || root[0] > 'Z') {
			return b.sharedNode(q, name)
		}
	}
	if root[0] < 'A' || root[0] > 'Z' {
		return None
	}
	return b.sharedNode("", root+"."+name)
}

// isClass says whether a name is a class of this file.
func (b *builder) isClass(name string) bool {
	return slices.ContainsFunc(b.g.Classes, func(c Class) bool { return c.Name == name })
}

// ownStatic is the shared variable that a bare name means, a static field of
// the class that is followed, and the name of what the function has made of it.
func (b *builder) ownStatic(name string) (n Node, local string) {
	f := b.f
	if b.class == ast.None {
		return None, ""
	}
	if _, local := b.names[name]; local {
		return None, ""
	}
	body, owner := b.classBody(), b.className()
	for class := b.class; class != ast.None; {
		if ms := b.declared(body, ast.VarDecl, name); len(ms) > 0 {
			if !b.static(ms[0]) {
				return None, ""
			}
			field := owner + "." + name
			return b.sharedNode("", field), field
		}
		class = b.enclosing(class)
		body, owner = f.Kid(class, 4), f.Text(f.Kid(class, 1))
	}
	return None, ""
}

// enclosing is the class in which a class is declared, whose static fields it
// names like its own.
func (b *builder) enclosing(class ast.ID) ast.ID {
	f := b.f
	if f.Language != "java" && f.Language != "csharp" {
		return ast.None
	}
	for n := f.Nodes[class].Parent; n != ast.None; n = f.Nodes[n].Parent {
		if f.Kind(n) == ast.Class {
			return n
		}
	}
	return ast.None
}

// imported is the shared variable of another file that a bare name means.
func (b *builder) imported(n ast.ID, name string) Node {
	switch b.f.Language {
	case "python", "javascript", "typescript":
		if q, ok := b.f.Imported(n, name); ok {
			if m := module(q); m != q {
				return b.sharedNode(m, strings.TrimLeft(q[len(m):], "./"))
			}
		}
	case "go":
		return b.sharedNode("package", name)
	}
	return None
}

// share lets other files see the variables of this one.
func (b *builder) share() {
	switch b.f.Language {
	case "python", "javascript", "typescript", "go":
	default:
		return
	}
	names := make([]string, 0, len(b.globals))
	for name := range b.globals {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.g.Shared = append(b.g.Shared, Shared{Name: name, Module: ".", Node: b.globals[name]})
	}
}

// shareField lets others see what a field of a class begins with.
func (b *builder) shareField(class, m ast.ID) {
	f := b.f
	name := ast.None
	switch f.Kind(m) {
	case ast.VarDecl:
		if name = f.Kid(m, 2); f.Language != "python" && !b.static(m) && f.Text(class) != "object" && b.constantOf(m) == ast.None {
			return
		}
	case ast.ExprStmt:
		if x := f.First(m); f.Language == "python" && f.Kind(x) == ast.Assign {
			name = f.First(x)
		}
	}
	if f.Kind(name) != ast.Ident {
		return
	}
	if v, ok := b.lookup(f.Text(name)); ok {
		b.flow(v.n, b.sharedNode("", f.Text(f.Kid(class, 1))+"."+f.Text(name)))
	}
}
