package csharp

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (w *lowerer) switchStatement(at int32) ast.ID {
	mark := len(w.Stack)
	w.Stack = append(w.Stack, w.field(at, "value"))
	if body := w.Child(at, "body"); body >= 0 {
		for c := range w.Named(body) {
			w.Push(w.Within(c, w.section))
		}
	}
	return w.Pop(mark, ast.Switch, at, "")
}

// section is one label with the statements behind it.
func (w *lowerer) section(at int32) ast.ID {
	if w.Type(at) != "switch_section" {
		return w.other(at)
	}
	labels, statements := len(w.Stack), false
	args := ast.None
	finish := func() {
		if !statements {
			statements = true
			args = w.Pop(labels, ast.Args, at, "")
		}
	}
	if w.Has(at, "default") {
		finish()
	}
	for c := range w.Children(at) {
		switch n := &w.Nodes[c]; {
		case n.Extra():
		case w.Type(c) == ":":
			finish()
		case !n.Named() && w.Type(c) != "this" && w.Type(c) != "base":
		case statements:
			w.push1(c)
		case w.Type(c) == "when_clause":
			w.Push(w.Node(ast.Unary, c, "if", w.sole(c)))
		default:
			w.Push(w.expr(c))
		}
	}
	finish()
	body := w.Pop(labels, ast.Block, at, "")
	if w.Pattern && w.IsDots(w.File.First(args)) {
		return w.File.First(args)
	}
	return w.Node(ast.Case, at, "", args, body)
}

// switchExpression is x switch { p => y }.
func (w *lowerer) switchExpression(at int32) ast.ID {
	mark := len(w.Stack)
	w.Stack = append(w.Stack, w.expr(w.firstItem(at)))
	for c := range w.Named(at) {
		if w.Type(c) == "switch_expression_arm" {
			w.Push(w.Within(c, w.arm))
		}
	}
	return w.Pop(mark, ast.Switch, at, "")
}

func (w *lowerer) arm(at int32) ast.ID {
	mark, last := len(w.Stack), w.lastItem(at)
	for c := range w.items(at) {
		switch {
		case c == last:
		case w.Type(c) == "when_clause":
			w.Push(w.Node(ast.Unary, c, "if", w.sole(c)))
		default:
			w.Push(w.expr(c))
		}
	}
	args := w.Pop(mark, ast.Args, at, "")
	if last < 0 {
		return w.other(at)
	}
	return w.Node(ast.Case, at, "", args, w.Node(ast.Block, last, "", w.Node(ast.ExprStmt, last, "", w.expr(last))))
}

// isPattern is x is P.
func (w *lowerer) isPattern(at int32) ast.ID {
	x := w.field(at, "expression")
	p := w.Child(at, "pattern")
	if p >= 0 && w.Type(p) == "declaration_pattern" {
		if name := w.Child(p, "name"); name >= 0 {
			return w.Node(ast.TypeTest, at, "is", x, w.typ(w.Child(p, "type")), w.Ident(name))
		}
	}
	return w.Node(ast.TypeTest, at, "is", x, w.expr(p))
}

// pattern lowers what a label or an is asks, and gives None for anything
// else.
func (w *lowerer) pattern(at int32) ast.ID {
	switch w.Type(at) {
	case "constant_pattern", "parenthesized_pattern", "type_pattern":
		return w.sole(at)
	case "declaration_pattern", "var_pattern":
		typ := w.typ(w.Child(at, "type"))
		return w.Node(ast.VarDecl, at, "", w.Empty(ast.Mods, at), typ, w.expr(w.lastItem(at)), ast.None)
	case "negated_pattern":
		return w.Node(ast.Unary, at, "not", w.sole(at))
	case "and_pattern", "or_pattern":
		return w.Node(ast.Binary, at, w.operator(at), w.field(at, "left"), w.field(at, "right"))
	case "relational_pattern":
		op := ""
		for c := range w.Children(at) {
			if !w.Nodes[c].Named() {
				op = w.Type(c)
				break
			}
		}
		return w.Node(ast.Unary, at, op, w.sole(at))
	case "list_pattern":
		return w.itemList(ast.Seq, at, "[", w.expression)
	case "positional_pattern_clause":
		return w.itemList(ast.Seq, at, "(", w.expression)
	case "property_pattern_clause":
		return w.itemList(ast.Dict, at, "", w.expression)
	case "subpattern":
		if first, last := w.firstItem(at), w.lastItem(at); first != last {
			return w.Node(ast.Pair, at, "", w.expr(first), w.expr(last))
		}
		return w.sole(at)
	case "recursive_pattern":
		return w.recursivePattern(at)
	}
	return ast.None
}

// recursivePattern is T { A: p } x: a Call of the type with what it asks.
func (w *lowerer) recursivePattern(at int32) ast.ID {
	typ := w.Child(at, "type")
	mark := len(w.Stack)
	for c := range w.items(at) {
		if c != typ {
			w.Push(w.expr(c))
		}
	}
	args := w.Pop(mark, ast.Args, at, "")
	return w.Node(ast.Call, at, "", w.typ(typ), args, ast.None)
}
