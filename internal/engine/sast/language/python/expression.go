package python

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// expression lowers what is an expression or a part of one.
func (p *lowerer) expression(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "parenthesized_expression", "type", "with_item", "parenthesized_list_splat":
		if c := p.First(at); c >= 0 && p.Nth(at, 1) < 0 {
			return p.lower(c), true
		}
		return ast.None, false
	case "binary_operator", "boolean_operator":
		op := ""
		if o := p.Child(at, "operator"); o >= 0 {
			op = p.Text(o)
		}
		return p.Node(ast.Binary, at, op, p.field(at, "left"), p.field(at, "right")), true
	case "comparison_operator":
		return p.comparison(at), true
	case "not_operator":
		return p.Node(ast.Unary, at, "not", p.field(at, "argument")), true
	case "unary_operator":
		op := ""
		if o := p.Child(at, "operator"); o >= 0 {
			op = p.Text(o)
		}
		return p.Node(ast.Unary, at, op, p.field(at, "argument")), true
	case "subscript":
		return p.List(ast.Index, at, "", p.self), true
	case "slice":
		return p.slice(at), true
	case "argument_list":
		return p.List(ast.Args, at, "", p.self), true
	case "keyword_argument":
		return p.Node(ast.KeyArg, at, "", p.field(at, "name"), p.field(at, "value")), true
	case "list", "list_pattern":
		return p.List(ast.Seq, at, "[", p.self), true
	case "tuple", "tuple_pattern", "expression_list", "pattern_list":
		return p.List(ast.Seq, at, "(", p.self), true
	case "set":
		return p.List(ast.Seq, at, "{", p.self), true
	case "dictionary", "dict_pattern":
		return p.dictionary(at), true
	case "pair":
		return p.Node(ast.Pair, at, "", p.field(at, "key"), p.field(at, "value")), true
	case "list_splat", "list_splat_pattern":
		return p.Node(ast.Spread, at, "*", p.lower(p.First(at))), true
	case "dictionary_splat", "dictionary_splat_pattern":
		return p.Node(ast.Spread, at, "**", p.lower(p.First(at))), true
	case "list_comprehension":
		return p.comprehension(at, "["), true
	case "dictionary_comprehension", "set_comprehension":
		return p.comprehension(at, "{"), true
	case "generator_expression":
		return p.comprehension(at, "("), true
	case "conditional_expression":
		then := p.lower(p.First(at))
		return p.Node(ast.Cond, at, "", p.lower(p.Nth(at, 1)), then, p.lower(p.Nth(at, 2))), true
	case "named_expression":
		return p.Node(ast.Assign, at, ":=", p.field(at, "name"), p.field(at, "value")), true
	case "as_pattern":
		value := p.lower(p.First(at))
		return p.Node(ast.Assign, at, "as", p.lower(p.Nth(at, 1)), value), true
	case "as_pattern_target":
		return p.lower(p.First(at)), true
	case "await":
		return p.Node(ast.Await, at, "", p.lower(p.First(at))), true
	case "yield":
		text := ""
		if p.Has(at, "from") {
			text = "from"
		}
		return p.Node(ast.Yield, at, text, p.lower(p.First(at))), true
	case "lambda":
		return p.lambda(at), true
	case "assignment":
		return p.assignment(at), true
	case "augmented_assignment":
		op := "="
		if o := p.Child(at, "operator"); o >= 0 {
			op = p.Text(o)
		}
		return p.Node(ast.Assign, at, op, p.field(at, "left"), p.field(at, "right")), true
	case "generic_type":
		return p.genericType(at), true
	case "member_type":
		return p.Node(ast.Member, at, ".", p.lower(p.First(at)), p.lower(p.Nth(at, 1))), true
	case "union_type":
		return p.Node(ast.Binary, at, "|", p.lower(p.First(at)), p.lower(p.Nth(at, 1))), true
	case "splat_type":
		return p.Node(ast.Spread, at, "*", p.lower(p.First(at))), true
	case "dotted_name":
		return p.dotted(at), true
	}
	return ast.None, false
}

func (p *lowerer) call(at int32) ast.ID {
	callee := p.field(at, "function")
	a := p.Child(at, "arguments")
	var args ast.ID
	switch {
	case a < 0:
		args = p.Empty(ast.Args, at)
	case p.Type(a) == "argument_list":
		args = p.lower(a)
	default: // f(x for x in y)
		args = p.Node(ast.Args, a, "", p.lower(a))
	}
	if p.Pattern {
		if id, ok := p.typedVar(at, callee, args); ok {
			return id
		}
	}
	return p.Node(ast.Call, at, "", callee, args, ast.None)
}

// comparison lowers a chain of comparisons from the left.
func (p *lowerer) comparison(at int32) ast.ID {
	if p.Nth(at, maxChain) >= 0 {
		return p.Other(at, p.self)
	}
	left, op := ast.None, ""
	start := p.Nodes[at].Start
	for c := range p.Children(at) {
		n := &p.Nodes[c]
		switch {
		case n.Extra():
		case !n.Named() || n.Field != 0 && p.Field(c) == "operators":
			op = p.Type(c)
		case left == ast.None:
			left = p.lower(c)
		default:
			right := p.lower(c)
			left = p.New(ast.Binary, start, n.End, op, left, right)
		}
	}
	return left
}

// slice keeps where its bounds stand: [from|Nil, to|Nil, step|Nil].
func (p *lowerer) slice(at int32) ast.ID {
	var part [3]ast.ID
	i := 0
	for c := range p.Children(at) {
		switch {
		case p.Type(c) == ":" && i < 2:
			i++
		case p.Nodes[c].Named() && !p.Nodes[c].Extra():
			part[i] = p.lower(c)
		}
	}
	return p.Node(ast.Other, at, "slice", part[:]...)
}

// dictionary lowers a dict, or the pattern of one. An ellipsis among its pairs
// is written **DOTS_ for the grammar's sake.
func (p *lowerer) dictionary(at int32) ast.ID {
	mark, keyAt := len(p.Stack), int32(-1)
	for c := range p.Named(at) {
		switch {
		case p.Nodes[c].Field != 0 && p.Field(c) == "key":
			keyAt = c
		case keyAt >= 0 && p.Nodes[c].Field != 0 && p.Field(c) == "value":
			key := p.lower(keyAt)
			p.Push(p.New(ast.Pair, p.Nodes[keyAt].Start, p.Nodes[c].End, "", key, p.lower(c)))
			keyAt = -1
		case p.Pattern && p.Type(c) == "dictionary_splat":
			id := p.lower(c)
			if x := p.File.First(id); p.File.Kind(x) == ast.Dots {
				id = p.Node(ast.Dots, c, "...")
			}
			p.Push(id)
		default:
			p.Push(p.lower(c))
		}
	}
	return p.Pop(mark, ast.Dict, at, "")
}

// comprehension lowers each for with the conditions that follow it.
func (p *lowerer) comprehension(at int32, text string) ast.ID {
	mark := len(p.Stack)
	p.Push(p.field(at, "body"))
	open, inner := int32(-1), 0
	done := func() {
		if open >= 0 {
			p.Push(p.Pop(inner, ast.CompFor, open, ""))
		}
	}
	for c := range p.Named(at) {
		switch {
		case p.Type(c) == "for_in_clause":
			done()
			open, inner = c, len(p.Stack)
			p.Stack = append(p.Stack, p.field(c, "left"), p.field(c, "right"))
		case p.Type(c) == "if_clause" && open >= 0:
			p.Push(p.lower(p.First(c)))
		}
	}
	done()
	return p.Pop(mark, ast.Comp, at, text)
}

func (p *lowerer) lambda(at int32) ast.ID {
	params := p.Child(at, "parameters")
	var ps ast.ID
	if params < 0 {
		ps = p.Empty(ast.Params, at)
	} else {
		ps = p.parameters(params)
	}
	var body ast.ID
	if b := p.Child(at, "body"); b >= 0 {
		value := p.lower(b)
		body = p.Node(ast.Block, b, "", p.Node(ast.Return, b, "", value))
	}
	return p.Node(ast.Func, at, "lambda", p.Empty(ast.Mods, at), ast.None, ast.None, ps, body, ast.None)
}

// assignment lowers x = v, and the declarations x: T and x: T = v.
func (p *lowerer) assignment(at int32) ast.ID {
	target, value := p.field(at, "left"), p.field(at, "right")
	if t := p.Child(at, "type"); t >= 0 {
		return p.Node(ast.VarDecl, at, "", p.Empty(ast.Mods, at), p.lower(t), target, value)
	}
	return p.Node(ast.Assign, at, "=", target, value)
}

func (p *lowerer) genericType(at int32) ast.ID {
	mark := len(p.Stack)
	for c := range p.Named(at) {
		if p.Type(c) != "type_parameter" {
			p.Push(p.lower(c))
			continue
		}
		for t := range p.Named(c) {
			p.Push(p.lower(t))
		}
	}
	return p.Pop(mark, ast.TypeApp, at, "")
}

// dotted lowers a.b.c of imports and cases to the same members as elsewhere.
func (p *lowerer) dotted(at int32) ast.ID {
	if p.Nth(at, maxChain) >= 0 {
		return p.Leaf(ast.Ident, at)
	}
	left := ast.None
	for c := range p.Named(at) {
		if left == ast.None {
			left = p.Leaf(ast.Ident, c)
			continue
		}
		name := p.Leaf(ast.Ident, c)
		left = p.New(ast.Member, p.Nodes[at].Start, p.Nodes[c].End, ".", left, name)
	}
	if left == ast.None {
		return p.Leaf(ast.Ident, at)
	}
	return left
}

// string lowers a string: a Template when it is formatted, else a Str.
func (p *lowerer) string(at int32) ast.ID {
	from, to := p.quotes(at)
	if !p.formatted(at) {
		return p.Node(ast.Str, at, p.Src[from:to])
	}
	mark := len(p.Stack)
	p.parts(at)
	return p.Pop(mark, ast.Template, at, "")
}

// quotes gives the range of what stands between a string's quotes.
func (p *lowerer) quotes(at int32) (from, to uint32) {
	n := &p.Nodes[at]
	from, to = n.Start, n.End
	for c := range p.Children(at) {
		switch p.Type(c) {
		case "string_start":
			from = p.Nodes[c].End
		case "string_end":
			to = p.Nodes[c].Start
		}
	}
	return from, max(from, to)
}

func (p *lowerer) formatted(at int32) bool {
	s := p.Find(at, "string_start")
	return s >= 0 && strings.ContainsAny(p.Text(s), "fFtT")
}

// parts pushes the texts and expressions of a string.
func (p *lowerer) parts(at int32) {
	if !p.formatted(at) {
		if from, to := p.quotes(at); from < to {
			p.Push(p.New(ast.Str, from, to, p.Src[from:to]))
		}
		return
	}
	for c := range p.Named(at) {
		switch p.Type(c) {
		case "string_content":
			p.Push(p.Leaf(ast.Str, c))
		case "interpolation":
			p.interpolation(c)
		}
	}
}

func (p *lowerer) interpolation(at int32) {
	for c := range p.Named(at) {
		switch p.Type(c) {
		case "type_conversion":
		case "format_specifier":
			for e := range p.Named(c) {
				p.Push(p.lower(p.First(e)))
			}
		default:
			p.Push(p.lower(c))
		}
	}
}

// concatenated lowers adjacent strings to one.
func (p *lowerer) concatenated(at int32) ast.ID {
	plain := true
	for c := range p.Named(at) {
		plain = plain && p.Type(c) == "string" && !p.formatted(c)
	}
	if plain {
		var b strings.Builder
		for c := range p.Named(at) {
			from, to := p.quotes(c)
			b.WriteString(p.Src[from:to])
		}
		return p.Node(ast.Str, at, b.String())
	}
	mark := len(p.Stack)
	for c := range p.Named(at) {
		if p.Type(c) == "string" {
			p.parts(c)
		} else {
			p.Push(p.lower(c))
		}
	}
	return p.Pop(mark, ast.Template, at, "")
}
