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
	{Name: "handler", Prefix: "try {} ", Find: language.Some(language.Handler)},
	{Name: "else", Prefix: "if (a_) {} ", Find: language.Some(language.Otherwise)},
	{Name: "case", Prefix: "switch (a_) {\n", Suffix: "\n}", Find: language.FirstOf(ast.Case)},
	{Name: "class member", Prefix: "class C_ {\n", Suffix: "\n}", Find: language.Members},
	{Name: "property", Prefix: "({\n", Suffix: "\n})", Find: property},
	{Name: "decorator", Prefix: "class C_ {\n", Suffix: "\nm_() {} }", Find: language.FirstOf(ast.Annot)},
	{Name: "parameter", Prefix: "function f_(", Suffix: ") {}", Find: language.FirstOf(ast.Param)},
	{Name: "head", Suffix: " {}", Find: language.Head},
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

func property(f *ast.File) ast.ID {
	if dict := f.First(language.Only(f, ast.ExprStmt)); f.Kind(dict) == ast.Dict {
		return language.OneOf(f, dict)
	}
	return ast.None
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

func typeOnly(f *ast.File) ast.ID { return f.Kid(language.Only(f, ast.TypeDecl), 1) }

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
