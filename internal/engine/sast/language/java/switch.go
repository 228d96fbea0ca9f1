package java

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// switchBlock lowers a switch, which is the same as statement and expression.
func (w *lowerer) switchBlock(at int32) ast.ID {
	value := w.inner(w.Child(at, "condition"))
	mark := len(w.Stack)
	w.Stack = append(w.Stack, value)
	if body := w.Child(at, "body"); body >= 0 {
		for c := range w.Named(body) {
			w.Push(w.Within(c, w.switchCase))
		}
	}
	return w.Pop(mark, ast.Switch, at, "")
}

func (w *lowerer) switchCase(at int32) ast.ID {
	switch w.Type(at) {
	case "switch_block_statement_group", "switch_rule":
	default:
		return w.other(at)
	}
	labels := w.labels(at)
	if w.Pattern && w.IsDots(w.File.First(labels)) {
		return w.File.First(labels)
	}
	mark := len(w.Stack)
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "switch_label":
		case "local_variable_declaration":
			w.declarators(c)
		case "block":
			if w.Type(at) == "switch_rule" {
				w.Stack = w.Stack[:mark]
				return w.Node(ast.Case, at, "", labels, w.body(c))
			}
			w.Push(w.Within(c, w.statement))
		default:
			w.Push(w.Within(c, w.statement))
		}
	}
	body := w.Pop(mark, ast.Block, at, "")
	return w.Node(ast.Case, at, "", labels, body)
}

// labels puts the labels of all cases that share a body into one Args; a
// default among them has no label of its own, unless others stand beside it.
func (w *lowerer) labels(at int32) ast.ID {
	mark, first, fallback := len(w.Stack), int32(-1), int32(-1)
	for c := range w.Named(at) {
		if w.Type(c) != "switch_label" {
			continue
		}
		if first < 0 {
			first = c
		}
		if w.First(c) < 0 {
			fallback = c
		}
		for x := range w.Named(c) {
			w.Push(w.Within(x, w.pattern))
		}
	}
	if fallback >= 0 && len(w.Stack) > mark {
		w.Push(w.Node(ast.Ident, fallback, "default"))
	}
	if first < 0 {
		return w.Empty(ast.Args, at)
	}
	return w.Pop(mark, ast.Args, first, "")
}

// pattern lowers a label: an expression, T x as a VarDecl, R(...) as a Call,
// and a guard.
func (w *lowerer) pattern(at int32) ast.ID {
	switch w.Type(at) {
	case "pattern":
		if c := w.First(at); c >= 0 {
			return w.Within(c, w.pattern)
		}
	case "type_pattern", "record_pattern_component":
		first, last := w.First(at), w.Last(at)
		if first == last {
			return w.expr(first)
		}
		return w.Node(ast.VarDecl, at, "", w.Empty(ast.Mods, at), w.typ(first), w.expr(last), ast.None)
	case "record_pattern":
		args := ast.None
		if body := w.Find(at, "record_pattern_body"); body >= 0 {
			args = w.List(ast.Args, body, "", w.pattern)
		}
		return w.Node(ast.Call, at, "", w.typ(w.First(at)), args, ast.None)
	case "guard":
		return w.Node(ast.Unary, at, "if", w.expr(w.First(at)))
	}
	return w.expression(at)
}
