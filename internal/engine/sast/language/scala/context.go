package scala

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// anything is a body that matches all bodies.
const anything = " { " + ellipsis + " } "

// contexts make a file of a pattern, the natural reading first.
var contexts = []language.Context{
	{Name: "annotation", Suffix: "\nclass C_\n", Find: annotations},
	{Name: "catch", Prefix: "try" + anything, Suffix: "\n", Find: handlers},
	{Name: "file", Suffix: "\n"},
	{Name: "else", Prefix: "if (" + ellipsis + ")" + anything, Suffix: "\n", Find: alternative},
	{Name: "member", Prefix: "class C_ {\n", Suffix: "\n}\n", Find: members},
	{Name: "case", Prefix: "C_ match {\n", Suffix: "\n}\n", Find: cases},
	{Name: "type", Prefix: "val C_ : ", Suffix: "\n", Find: variableType},
}

// only is the one node of a file, if it is of a kind.
func only(f *ast.File, k ast.Kind) ast.ID {
	if n := f.First(f.Root); n != ast.None && f.Next(n) == ast.None && f.Kind(n) == k {
		return n
	}
	return ast.None
}

// members are those of the class around the pattern.
func members(f *ast.File) ast.ID {
	if block := f.Kid(only(f, ast.Class), 4); f.First(block) != ast.None {
		return block
	}
	return ast.None
}

// annotations are those of the class behind the pattern.
func annotations(f *ast.File) ast.ID {
	mods := f.First(only(f, ast.Class))
	switch f.Len(mods) {
	case 0:
		return ast.None
	case 1:
		return f.First(mods)
	}
	return mods
}

// handlers are the catch clause of the try before the pattern, or that try
// when a finally clause is among them.
func handlers(f *ast.File) ast.ID {
	try := only(f, ast.Try)
	switch {
	case f.Len(try) < 4 || f.Len(try) == 4 && f.Kind(f.Kid(try, 3)) == ast.Nil:
		return ast.None
	case f.Len(try) == 5 && f.Kind(f.Kid(try, 3)) == ast.Nil:
		return f.Kid(try, 4)
	}
	return try
}

// alternative is the if after an else, or the whole if before the pattern.
func alternative(f *ast.File) ast.ID {
	n := only(f, ast.If)
	block := f.Kid(n, 2)
	if f.Kind(block) == ast.Nil {
		return ast.None
	}
	if elseIf := f.First(block); f.Len(block) == 1 && f.Kind(elseIf) == ast.If {
		return elseIf
	}
	return n
}

// cases are those of the match around the pattern.
func cases(f *ast.File) ast.ID {
	if s := only(f, ast.Switch); f.Len(s) == 2 {
		return f.Kid(s, 1)
	}
	return ast.None
}

// variableType is the type behind the variable.
func variableType(f *ast.File) ast.ID {
	if t := f.Kid(only(f, ast.VarDecl), 1); f.Kind(t) != ast.Nil {
		return t
	}
	return ast.None
}
