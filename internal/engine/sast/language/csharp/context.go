package csharp

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// anything is a body that matches all bodies.
const anything = " { " + ellipsis + "; }"

// contexts make a file of a pattern, the natural reading first.
var contexts = []language.Context{
	{Name: "file"},
	{Name: "attribute", Suffix: "\nclass C_ {}", Find: language.Annotations},
	{Name: "statement", Suffix: ";"},
	{Name: "expression", Prefix: "C_ = ", Suffix: ";", Find: assigned},
	{Name: "catch", Prefix: "try " + anything, Find: language.Handlers},
	{Name: "else", Prefix: "if (" + ast.DotsName + ")" + anything, Find: language.Alternative},
	{Name: "member", Prefix: "class C_ {", Suffix: "}", Find: language.Members},
	{Name: "header", Suffix: anything},
	{Name: "member header", Prefix: "class C_ {", Suffix: anything + "}", Find: language.Members},
	{Name: "case", Prefix: "switch (C_) {", Suffix: "}", Find: language.Cases},
	{Name: "type", Suffix: " C_;", Find: language.VariableType},
}

// assigned is the expression behind the equals sign. A statement is none.
func assigned(f *ast.File) ast.ID {
	if s := bytes.TrimRight(bytes.TrimSuffix(f.Source, []byte(";")), " \t\r\n"); bytes.HasSuffix(s, []byte(";")) {
		return ast.None
	}
	if assign := f.First(language.Only(f, ast.ExprStmt)); f.Kind(assign) == ast.Assign {
		return f.Kid(assign, 1)
	}
	return ast.None
}
