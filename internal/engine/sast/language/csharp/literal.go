package csharp

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// literal lowers a literal, and gives None for anything else.
func (w *lowerer) literal(at int32) ast.ID {
	switch w.Type(at) {
	case "string_literal", "character_literal", "verbatim_string_literal", "raw_string_literal":
		return w.Node(ast.Str, at, unquote(w.Text(at)))
	case "interpolated_string_expression":
		return w.itemList(ast.Template, at, "", w.piece)
	case "integer_literal", "real_literal":
		return w.Leaf(ast.Num, at)
	case "boolean_literal":
		return w.Leaf(ast.Bool, at)
	case "null_literal":
		return w.Leaf(ast.Null, at)
	}
	return ast.None
}

// piece is a part of an interpolated string.
func (w *lowerer) piece(at int32) ast.ID {
	switch w.Type(at) {
	case "interpolation":
		for c := range w.items(at) {
			if t := w.Type(c); t != "interpolation_brace" && t != "interpolation_format_clause" && t != "interpolation_alignment_clause" {
				return w.expr(c)
			}
		}
		return ast.None
	case "interpolation_start", "interpolation_quote":
		return ast.None
	}
	return w.Leaf(ast.Str, at)
}

// unquote takes the quotes off a literal.
func unquote(s string) string {
	s = strings.TrimPrefix(s, "@")
	q := byte('"')
	if len(s) > 0 && s[0] == '\'' {
		q = '\''
	}
	first := strings.IndexByte(s, q)
	last := strings.LastIndexByte(s, q)
	if first < 0 || last <= first {
		return s
	}
	s = s[first : last+1]
	for n := 3; ; n-- {
		quotes := strings.Repeat(string(q), n)
		if len(s) >= 2*n && strings.HasPrefix(s, quotes) && strings.HasSuffix(s, quotes) && (n == 1 || n == 3) {
			return s[n : len(s)-n]
		}
		if n == 1 {
			return s
		}
	}
}
