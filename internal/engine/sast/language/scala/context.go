package scala

import "github.com/assay-dev/assay/internal/engine/sast/language"

// anything is a body that matches all bodies.
const anything = " { " + ellipsis + " } "

// contexts make a file of a pattern, the natural reading first.
var contexts = []language.Context{
	{Name: "annotation", Suffix: "\nclass C_\n", Find: language.Annotations},
	{Name: "catch", Prefix: "try" + anything, Suffix: "\n", Find: language.Handlers},
	{Name: "file", Suffix: "\n"},
	{Name: "else", Prefix: "if (" + ellipsis + ")" + anything, Suffix: "\n", Find: language.Alternative},
	{Name: "member", Prefix: "class C_ {\n", Suffix: "\n}\n", Find: language.Members},
	{Name: "case", Prefix: "C_ match {\n", Suffix: "\n}\n", Find: language.Cases},
	{Name: "type", Prefix: "val C_ : ", Suffix: "\n", Find: language.VariableType},
}
