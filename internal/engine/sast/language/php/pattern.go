package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

const tag = "<?php\n"

// contexts are what a pattern may be a part of. The whole file comes first,
// then the same with the semicolon that authors leave out.
var contexts = []language.Context{
	{Name: "file with tags", Find: tagged},
	{Name: "file", Prefix: tag, Find: file},
	{Name: "expression", Prefix: tag, Suffix: ";", Find: file},
	{Name: "class member", Prefix: tag + "class C_ {\n", Suffix: "\n}", Find: language.Members},
	{Name: "property", Prefix: tag + "class C_ {\n", Suffix: ";\n}", Find: language.Members},
	{Name: "element", Prefix: tag + "[\n", Suffix: "\n];", Find: element},
	{Name: "attribute", Prefix: tag, Suffix: "\nfunction f_() {}", Find: language.FirstOf(ast.Annot)},
	{Name: "handler", Prefix: tag + "try {} ", Find: language.Some(language.Handler)},
	{Name: "else", Prefix: tag + "if ($a_) {} ", Find: language.Some(language.Otherwise)},
	{Name: "case", Prefix: tag + "switch ($a_) {\n", Suffix: "\n}", Find: language.FirstOf(ast.Case)},
	{Name: "parameter", Prefix: tag + "function f_(", Suffix: ") {}", Find: language.FirstOf(ast.Param)},
	{Name: "argument", Prefix: tag + "f_(", Suffix: ");", Find: language.FirstOf(ast.KeyArg)},
	{Name: "head", Prefix: tag, Suffix: " {}", Find: language.Head},
}

// tagged takes patterns that bring their own tags.
func tagged(f *ast.File) ast.ID {
	if !strings.Contains(string(f.Source), "<?") {
		return ast.None
	}
	return file(f)
}

func file(f *ast.File) ast.ID {
	if f.Len(f.Root) == 0 {
		return ast.None
	}
	return f.Root
}

func element(f *ast.File) ast.ID {
	if d := f.First(language.Only(f, ast.ExprStmt)); f.Kind(d) == ast.Dict {
		if f.Len(d) == 1 {
			return f.First(d)
		}
		return d
	}
	return ast.None
}

// encode gives the pattern with names for metavariables and ellipses.
func encode(pattern string) []string {
	e := encoder{in: strings.TrimSpace(pattern)}
	for e.at < len(e.in) {
		e.step()
	}
	if e.out.Len() == 0 {
		return nil
	}
	return []string{e.out.String()}
}
