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
	{Name: "class member", Prefix: tag + "class C_ {\n", Suffix: "\n}", Find: member},
	{Name: "property", Prefix: tag + "class C_ {\n", Suffix: ";\n}", Find: member},
	{Name: "element", Prefix: tag + "[\n", Suffix: "\n];", Find: element},
	{Name: "attribute", Prefix: tag, Suffix: "\nfunction f_() {}", Find: first(ast.Annot)},
	{Name: "handler", Prefix: tag + "try {} ", Find: handler},
	{Name: "else", Prefix: tag + "if ($a_) {} ", Find: otherwise},
	{Name: "case", Prefix: tag + "switch ($a_) {\n", Suffix: "\n}", Find: first(ast.Case)},
	{Name: "parameter", Prefix: tag + "function f_(", Suffix: ") {}", Find: first(ast.Param)},
	{Name: "argument", Prefix: tag + "f_(", Suffix: ");", Find: first(ast.KeyArg)},
	{Name: "head", Prefix: tag, Suffix: " {}", Find: head},
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

// only is the only statement of a file if it is of a kind.
func only(f *ast.File, k ast.Kind) ast.ID {
	s := f.First(f.Root)
	if f.Kind(s) != k || f.Next(s) != ast.None {
		return ast.None
	}
	return s
}

func member(f *ast.File) ast.ID {
	body := f.Kid(only(f, ast.Class), 4)
	if body == ast.None || f.Len(body) == 0 {
		return ast.None
	}
	return body
}

func element(f *ast.File) ast.ID {
	if d := f.First(only(f, ast.ExprStmt)); f.Kind(d) == ast.Dict {
		if f.Len(d) == 1 {
			return f.First(d)
		}
		return d
	}
	return ast.None
}

// handler finds a catch, or the block of a finally.
func handler(f *ast.File) ast.ID {
	t := only(f, ast.Try)
	if t == ast.None {
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
	b := f.Kid(only(f, ast.If), 2)
	if b == ast.None || f.Kind(b) != ast.Block {
		return ast.None
	}
	return some(f, b)
}

// head finds the declaration whose body the pattern leaves out.
func head(f *ast.File) ast.ID {
	if d := only(f, ast.Func); d != ast.None {
		return d
	}
	return only(f, ast.Class)
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
