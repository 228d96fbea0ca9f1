package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// quoted lowers a string in single or double quotes.
func (l *lowerer) quoted(at int32) ast.ID {
	n := &l.Nodes[at]
	s := l.Text(at)
	start := uint32(1)
	if s != "" && (s[0] == 'b' || s[0] == 'B') {
		start = 2
	}
	if uint32(len(s)) < start+1 {
		return l.Leaf(ast.Str, at)
	}
	if l.Type(at) == "string" {
		return l.Node(ast.Str, at, s[start:len(s)-1])
	}
	return l.interpolated(at, at, n.Start+start, n.End-1)
}

// heredoc lowers a heredoc or nowdoc. Its text starts after the first line.
func (l *lowerer) heredoc(at int32) ast.ID {
	body := l.Child(at, "value")
	if body < 0 {
		return l.Node(ast.Str, at, "")
	}
	n := &l.Nodes[body]
	from, to := n.Start, n.End
	s := l.Src[from:to]
	trimmed := strings.TrimPrefix(strings.TrimPrefix(s, "\r"), "\n")
	from += uint32(len(s) - len(trimmed))
	if l.Type(at) == "nowdoc" {
		return l.Node(ast.Str, at, l.Src[from:to])
	}
	return l.interpolated(at, body, from, to)
}

// shell lowers `x`, which is shell_exec("x").
func (l *lowerer) shell(at int32) ast.ID {
	n := &l.Nodes[at]
	if n.End < n.Start+2 {
		return l.unknown(at)
	}
	arg := ast.None
	if l.Pattern && strings.TrimSpace(l.Src[n.Start+1:n.End-1]) == "..." {
		arg = l.Node(ast.Ident, at, ast.DotsName)
	} else {
		arg = l.interpolated(at, at, n.Start+1, n.End-1)
	}
	args := l.Node(ast.Args, at, "", arg)
	return l.intrinsic(at, "shell_exec", args)
}

// interpolated lowers the text from one offset to another; the children of
// body within it are what is interpolated.
func (l *lowerer) interpolated(at, body int32, from, to uint32) ast.ID {
	mark, start, found, brace := len(l.Stack), from, false, false
	part := func(end uint32) {
		if end > from {
			l.Place(l.New(ast.Str, from, end, l.Src[from:end]))
		}
	}
	for c := range l.Children(body) {
		n := &l.Nodes[c]
		switch t := l.Type(c); t {
		case "{":
			part(n.Start)
			from, brace = n.End, true
		case "}":
			from, brace = n.End, false
		case "string_content", "escape_sequence":
		default:
			if !n.Named() || n.Extra() || t == "ERROR" {
				continue
			}
			if !brace {
				part(n.Start)
			}
			found = true
			l.Place(l.simple(c, brace))
			from = n.End
		}
	}
	if !found {
		l.Stack = l.Stack[:mark]
		return l.Node(ast.Str, at, l.Src[start:to])
	}
	part(to)
	return l.Pop(mark, ast.Template, at, "")
}

// simple lowers one interpolated expression. Without braces, the name in
// "$a[name]" is a string.
func (l *lowerer) simple(at int32, brace bool) ast.ID {
	if brace || l.Type(at) != "subscript_expression" {
		return l.expr(at)
	}
	mark := len(l.Stack)
	for c := range l.Named(at) {
		if l.Type(c) == "name" {
			l.Place(l.Leaf(ast.Str, c))
		} else {
			l.Place(l.expr(c))
		}
	}
	return l.Pop(mark, ast.Index, at, "")
}
