package javascript

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// contexts are what a pattern may be a part of. The whole file comes first:
// most patterns are statements or expressions.
var contexts = []language.Context{
	{Name: "file", Find: file},
	{Name: "handler", Prefix: "try {} ", Find: handler},
	{Name: "else", Prefix: "if (a_) {} ", Find: otherwise},
	{Name: "case", Prefix: "switch (a_) {\n", Suffix: "\n}", Find: first(ast.Case)},
	{Name: "class member", Prefix: "class C_ {\n", Suffix: "\n}", Find: member},
	{Name: "property", Prefix: "({\n", Suffix: "\n})", Find: property},
	{Name: "decorator", Prefix: "class C_ {\n", Suffix: "\nm_() {} }", Find: first(ast.Annot)},
	{Name: "parameter", Prefix: "function f_(", Suffix: ") {}", Find: first(ast.Param)},
	{Name: "head", Suffix: " {}", Find: head},
	{Name: "attribute", Prefix: "<a ", Suffix: " />", Find: attribute},
	{Name: "type", Prefix: "type T_ = ", Find: typeOnly},
}

// file refuses key: value, which is an entry of an object, not a label.
func file(f *ast.File) ast.ID {
	if f.Len(f.Root) == 0 {
		return ast.None
	}
	if s := f.First(f.Root); f.Len(f.Root) == 1 && f.Kind(s) == ast.Labeled && f.Kind(f.Kid(s, 1)) == ast.ExprStmt {
		return ast.None
	}
	return f.Root
}

func member(f *ast.File) ast.ID {
	c := f.First(f.Root)
	if f.Kind(c) != ast.Class || f.Next(c) != ast.None {
		return ast.None
	}
	body := f.Kid(c, 4)
	if f.Len(body) == 0 {
		return ast.None
	}
	return body
}

func property(f *ast.File) ast.ID {
	s := f.First(f.Root)
	if f.Kind(s) != ast.ExprStmt || f.Next(s) != ast.None || f.Kind(f.First(s)) != ast.Dict {
		return ast.None
	}
	switch f.Len(f.First(s)) {
	case 0:
		return ast.None
	case 1:
		return f.First(f.First(s))
	}
	return f.First(s)
}

// handler finds a catch, or the block of a finally.
func handler(f *ast.File) ast.ID {
	t := f.First(f.Root)
	if f.Kind(t) != ast.Try || f.Next(t) != ast.None {
		return ast.None
	}
	if c := f.Kid(t, 4); c != ast.None {
		return c
	}
	return some(f, f.Kid(t, 3))
}

// some refuses a block of which only an ellipsis would be left.
func some(f *ast.File, block ast.ID) ast.ID {
	if f.Len(block) == 1 && f.Kind(f.First(block)) == ast.Dots {
		return ast.None
	}
	return block
}

func otherwise(f *ast.File) ast.ID {
	i := f.First(f.Root)
	if f.Kind(i) != ast.If || f.Next(i) != ast.None || f.Kind(f.Kid(i, 2)) != ast.Block {
		return ast.None
	}
	return some(f, f.Kid(i, 2))
}

// head finds the declaration whose body the pattern leaves out.
func head(f *ast.File) ast.ID {
	d := f.First(f.Root)
	if k := f.Kind(d); k != ast.Func && k != ast.Class || f.Next(d) != ast.None {
		return ast.None
	}
	return d
}

// attribute finds the only attribute, which must have a value.
func attribute(f *ast.File) ast.ID {
	e := f.First(f.First(f.Root))
	if f.Kind(e) != ast.Element || f.Len(e) != 3 {
		return ast.None
	}
	a := f.Kid(e, 1)
	if f.Kind(a) != ast.Attr || f.Kind(f.Kid(a, 1)) == ast.Nil {
		return ast.None
	}
	return a
}

func typeOnly(f *ast.File) ast.ID {
	d := f.First(f.Root)
	if f.Kind(d) != ast.TypeDecl || f.Next(d) != ast.None {
		return ast.None
	}
	return f.Kid(d, 1)
}

// first finds the first node of a kind.
func first(k ast.Kind) func(*ast.File) ast.ID {
	return func(f *ast.File) ast.ID {
		for i := range f.Nodes {
			if i > 0 && f.Nodes[i].Kind == k {
				return ast.ID(i)
			}
		}
		return ast.None
	}
}

// encode gives the pattern with names for metavariables and ellipses. What
// starts with a brace is an object before it is a block; a function without a
// name, or a class, is an expression where it is no statement.
func encode(pattern string) []string {
	e := encoder{in: strings.TrimSpace(pattern)}
	e.run()
	t := e.out.String()
	if t == "" {
		return nil
	}
	wrapped := "(" + strings.TrimRight(t, "; \t\r\n") + ")"
	if t[0] == '{' {
		return []string{wrapped, t}
	}
	return []string{t, wrapped}
}
