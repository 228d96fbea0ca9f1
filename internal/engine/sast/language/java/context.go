package java

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// anything is a body that matches all bodies.
const anything = " { " + ellipsis + "; }"

// contexts make a file of a pattern, the natural reading first.
var contexts = []language.Context{
	{Name: "file"},
	{Name: "statement", Suffix: ";"},
	{Name: "catch", Prefix: "try " + anything, Find: language.Handlers},
	{Name: "else", Prefix: "if (" + ast.DotsName + ")" + anything, Find: language.Alternative},
	{Name: "member", Prefix: "class C_ {", Suffix: "}", Find: language.Members},
	{Name: "annotation", Suffix: "\nclass C_ {}", Find: language.Annotations},
	{Name: "header", Suffix: anything},
	{Name: "member header", Prefix: "class C_ {", Suffix: anything + "}", Find: language.Members},
	{Name: "case", Prefix: "switch (C_) {", Suffix: "}", Find: language.Cases},
	{Name: "type", Suffix: " C_;", Find: language.VariableType},
}
