package javascript

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// imports pushes one node for each name that an import statement brings.
func (l *lowerer) imports(at int32) {
	clause := l.Find(at, "import_clause")
	if r := l.Find(at, "import_require_clause"); r >= 0 {
		l.importRequire(at, r)
		return
	}
	src := l.Child(at, "source")
	if clause < 0 {
		l.Place(l.Node(ast.Import, at, "import", l.expr(src), ast.None))
		return
	}
	module := l.module(src)
	mark := len(l.Stack)
	for c := range l.Named(clause) {
		switch l.Type(c) {
		case "namespace_import":
			alias := l.First(c)
			l.Place(l.Node(ast.Import, at, "import", l.expr(src), l.expr(alias)))
			if alias >= 0 {
				l.Import(l.Text(alias), module)
			}
		case "named_imports":
			for s := range l.Named(c) {
				l.importName(s, src, module)
			}
		default:
			n := &l.Nodes[c]
			name := l.New(ast.Ident, n.Start, n.Start, "default")
			l.Place(l.Node(ast.ImportOf, at, "import", l.expr(src), name, l.expr(c)))
			l.Import(l.Text(c), module)
		}
	}
	l.Stack = l.Stack[:mark+trim(l, mark)]
}

// trim drops the ellipses before and after the names of an import: each name
// is a node of its own, so others may stand around it anyway. One between two
// names stands for other imports; one that is alone is any name.
func trim(l *lowerer, mark int) int {
	names := l.Stack[mark:]
	if !l.Pattern {
		return len(names)
	}
	dots := func(id ast.ID) bool { return l.Stands(l.File.Kid(id, 1)) }
	for len(names) > 1 && dots(names[len(names)-1]) {
		names = names[:len(names)-1]
	}
	for len(names) > 1 && dots(names[0]) {
		names = names[1:]
	}
	for i := 1; i < len(names); i++ {
		if dots(names[i]) {
			at := l.File.Nodes[names[i]]
			names[i] = l.New(ast.Ident, at.Start, at.End, ast.DotsName)
		}
	}
	return copy(l.Stack[mark:], names)
}

func (l *lowerer) importName(at, src int32, module string) {
	n, alias := l.Child(at, "name"), l.Child(at, "alias")
	if n < 0 {
		l.Place(l.unknown(at))
		return
	}
	name := l.moduleName(n)
	l.Place(l.Node(ast.ImportOf, at, "import", l.expr(src), name, l.expr(alias)))
	if l.Stands(name) {
		return
	}
	local := n
	if alias >= 0 {
		local = alias
	}
	if l.Text(n) == "default" {
		l.Import(l.Text(local), module)
	} else if module != "" {
		l.Import(l.Text(local), module+"."+l.Text(n))
	}
}

// moduleName lowers a name that a module exports; default is a token.
func (l *lowerer) moduleName(at int32) ast.ID {
	if at < 0 || l.Type(at) == "string" {
		return l.expr(at)
	}
	return l.Leaf(ast.Ident, at)
}

// importRequire lowers TypeScript's import a = require("m").
func (l *lowerer) importRequire(at, clause int32) {
	src, alias := l.Child(clause, "source"), l.First(clause)
	l.Place(l.Node(ast.Import, at, "import", l.expr(src), l.expr(alias)))
	if alias >= 0 {
		l.Import(l.Text(alias), l.module(src))
	}
}

// importAlias lowers TypeScript's import a = b.c.
func (l *lowerer) importAlias(at int32) ast.ID {
	alias, name := l.First(at), l.Last(at)
	if alias < 0 || alias == name {
		return l.unknown(at)
	}
	l.Import(l.Text(alias), l.Text(name))
	path := l.expr(name)
	return l.Node(ast.Import, at, "import", path, l.expr(alias))
}

// module is the name of the module that a string names.
func (l *lowerer) module(at int32) string {
	if at < 0 || l.Type(at) != "string" {
		return ""
	}
	return strings.TrimPrefix(strings.Trim(l.Text(at), "\"'"), "node:")
}

// required notes the names that a declaration or assignment takes from
// require("m"), require("m").name or await import("m").
func (l *lowerer) required(target, value int32) {
	module := l.requires(value)
	if module == "" {
		return
	}
	switch l.Type(target) {
	case "identifier":
		l.Import(l.Text(target), module)
	case "object_pattern":
		for c := range l.Named(target) {
			switch l.Type(c) {
			case "shorthand_property_identifier_pattern":
				l.Import(l.Text(c), module+"."+l.Text(c))
			case "pair_pattern":
				k, v := l.Child(c, "key"), l.Child(c, "value")
				if k >= 0 && v >= 0 && l.Type(k) == "property_identifier" && l.Type(v) == "identifier" {
					l.Import(l.Text(v), module+"."+l.Text(k))
				}
			}
		}
	}
}

// requires is the qualified name of what a chain that starts with require or
// import loads, or "".
func (l *lowerer) requires(at int32) string {
	names := ""
	for at >= 0 {
		switch l.Type(at) {
		case "member_expression":
			p := l.Child(at, "property")
			if p < 0 {
				return ""
			}
			if name := l.Text(p); name != "default" {
				names = "." + name + names
			}
			at = l.Child(at, "object")
		case "await_expression", "parenthesized_expression", "non_null_expression", "as_expression":
			at = l.First(at)
		case "call_expression":
			f, a := l.Child(at, "function"), l.Child(at, "arguments")
			if f < 0 || a < 0 {
				return ""
			}
			if name := l.Text(f); name != "require" && name != "import" {
				return l.promisified(f, l.First(a))
			}
			module := l.module(l.First(a))
			if module == "" {
				return ""
			}
			return module + names
		default:
			return ""
		}
	}
	return ""
}

// promisified is the qualified name of a module's function that promisify
// wraps: its result is called like it.
func (l *lowerer) promisified(wrapper, wrapped int32) string {
	name := l.Text(wrapper)
	if name = name[strings.LastIndexByte(name, '.')+1:]; name != "promisify" || wrapped < 0 {
		return ""
	}
	head, rest, dotted := strings.Cut(l.Text(wrapped), ".")
	q, ok := l.File.Imports[head]
	switch {
	case !ok:
		return ""
	case dotted:
		return q + "." + rest
	}
	return q
}

// export pushes what an export statement exports: a declaration is itself,
// with the modifiers export and default.
func (l *lowerer) export(at int32) {
	d := l.Child(at, "declaration")
	if d < 0 {
		l.Place(l.exported(at))
		return
	}
	switch l.Type(d) {
	case "function_declaration", "generator_function_declaration", "function_signature":
		l.Place(l.functionWith(d, l.mods(at, ast.None)))
		return
	case "class_declaration", "abstract_class_declaration", "interface_declaration":
		l.Place(l.class(d, l.mods(at, ast.None)))
		return
	}
	mark := len(l.Stack)
	l.stmt(d)
	for _, id := range l.Stack[mark:] {
		switch l.File.Kind(id) {
		case ast.VarDecl, ast.Class, ast.Func:
			for c := range l.Children(at) {
				if m := l.modifier(c); m != ast.None {
					l.Append(l.File.First(id), m)
				}
			}
		}
	}
}

func (l *lowerer) exported(at int32) ast.ID {
	if v := l.Child(at, "value"); v >= 0 {
		return l.Node(ast.Other, at, "export default", l.expr(v))
	}
	mark := len(l.Stack)
	for c := range l.Named(at) {
		if l.Type(c) != "export_clause" {
			l.Place(l.expr(c))
			continue
		}
		for s := range l.Named(c) {
			name := l.moduleName(l.Child(s, "name"))
			alias := l.moduleName(l.Child(s, "alias"))
			if alias == ast.None {
				l.Place(name)
			} else {
				l.Place(l.Node(ast.Pair, s, "", name, alias))
			}
		}
	}
	return l.Pop(mark, ast.Other, at, "export")
}
