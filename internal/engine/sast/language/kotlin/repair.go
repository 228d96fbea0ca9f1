package kotlin

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// The grammar binds some things in another order than Kotlin does: it takes
// !a.b() for (!a).b(), and f<T>(x) with one argument for two comparisons.

// prefixed is a chain of calls and members that begins with a prefix operator,
// which belongs before the whole chain; None when at is none.
func (w *lowerer) prefixed(at int32) ast.ID {
	head := at
	for depth := 0; head >= 0 && depth < maxHead; depth++ {
		switch w.Type(head) {
		case "call_expression", "navigation_expression", "index_expression":
			head = w.First(head)
			continue
		case "unary_expression":
			if w.bare[head] {
				head = w.Child(head, "argument")
				continue
			}
		}
		break
	}
	if head < 0 || w.Type(head) != "unary_expression" || w.bare[head] {
		return ast.None
	}
	arg := w.Child(head, "argument")
	if arg < 0 || w.Nodes[arg].Start == w.Nodes[head].Start {
		return ast.None // x!!, x++
	}
	if w.bare == nil {
		w.bare = map[int32]bool{}
	}
	w.bare[head] = true
	x := w.expression(at)
	// The chain begins behind the operator now.
	start := w.Nodes[head].Start
	for n := x; n != ast.None && w.File.Nodes[n].Start == start; n = w.File.First(n) {
		w.File.Nodes[n].Start = w.Nodes[arg].Start
	}
	kind, op := ast.Unary, w.operator(head)
	if op == "++" || op == "--" {
		kind = ast.Update
	}
	return w.Node(kind, at, op, x)
}

// maxHead bounds the chains that are looked through.
const maxHead = 64

// generic is f<T>(x) when the grammar has made comparisons of it, else None.
func (w *lowerer) generic(at int32) ast.ID {
	left, right := w.Child(at, "left"), w.Child(at, "right")
	if left < 0 || right < 0 || w.operator(at) != ">" || w.Type(left) != "binary_expression" || w.operator(left) != "<" ||
		w.Type(right) != "parenthesized_expression" {
		return ast.None
	}
	callee, typ := w.Child(left, "left"), w.Child(left, "right")
	if callee < 0 || typ < 0 {
		return ast.None
	}
	if t := w.Type(callee); t != "identifier" && t != "navigation_expression" || w.Type(typ) != "identifier" {
		return ast.None
	}
	f := w.expr(callee)
	args := w.Node(ast.Args, right, "", w.expr(right))
	return w.Node(ast.Call, at, "", f, args, w.Node(ast.Args, typ, "", w.expr(typ)))
}

// strays keeps the annotations of the declaration behind them, when the grammar
// has taken them, with the arguments of the last one in parentheses, for an
// expression. It says whether at is nothing else.
func (w *lowerer) strays(at int32) bool {
	switch {
	case w.Pattern:
		return false
	case w.Type(at) != "annotated_expression":
		if len(w.stray) > 0 && w.owner < 0 {
			w.owner = at
		}
		return false
	}
	x := at
	var all []int32
	for depth := 0; x >= 0 && w.Type(x) == "annotated_expression" && depth < maxHead; depth++ {
		for c := range w.Named(x) {
			if w.Type(c) == "annotation" {
				all = append(all, c)
			}
		}
		x = w.Last(x)
	}
	if x < 0 || w.Type(x) != "parenthesized_expression" || len(all) == 0 {
		return false
	}
	w.stray, w.owner = append(all, x), -1
	return true
}

// gather pushes the annotations that belong to a declaration, but stand before
// it as an expression.
func (w *lowerer) gather(at int32) {
	if len(w.stray) == 0 || w.owner != at {
		return
	}
	annots, args := w.stray[:len(w.stray)-1], w.stray[len(w.stray)-1]
	w.stray = nil
	for i, a := range annots {
		id := w.annotation(a)
		if name := w.File.First(id); i == len(annots)-1 && w.File.Kind(id) == ast.Annot && w.File.Len(id) == 2 {
			id = w.Node(ast.Annot, a, "", name, w.Node(ast.Args, args, "", w.expr(args)))
		}
		w.Push(id)
	}
}

// companion is companion object { ... } when the grammar has made an infix call
// of it, else None.
func (w *lowerer) companion(at int32) ast.ID {
	if w.Pattern || w.Text(w.First(at)) != "companion" || w.Type(w.Last(at)) != "lambda_literal" {
		return ast.None
	}
	body := w.Last(at)
	mods := w.Node(ast.Mods, w.First(at), "", w.Node(ast.Modifier, w.First(at), "companion"))
	return w.Node(ast.Class, at, "object", mods, ast.None, ast.None, w.Empty(ast.Supers, body), w.Within(body, w.block))
}

// annotatedClass is @A @B("x") class C { ... } when the grammar has made an
// infix call of the class, as it does with some annotated members, else None.
func (w *lowerer) annotatedClass(at int32) ast.ID {
	mark, x := len(w.Stack), at
	for depth := 0; x >= 0 && w.Type(x) == "annotated_expression" && depth < maxHead; depth++ {
		x = w.Last(x)
	}
	if x < 0 || w.Type(x) != "infix_expression" || w.Text(w.First(x)) != "class" || w.Type(w.Last(x)) != "lambda_literal" {
		return ast.None
	}
	for a := at; a != x; a = w.Last(a) {
		for c := range w.Named(a) {
			if w.Type(c) == "annotation" {
				w.Push(w.annotation(c))
			}
		}
	}
	mods := w.Pop(mark, ast.Mods, at, "")
	name, body := int32(-1), w.Last(x)
	for c := range w.Named(x) {
		if c != w.First(x) && c != body {
			name = c
		}
	}
	return w.Node(ast.Class, at, "class", mods, w.Ident(name), ast.None, w.Empty(ast.Supers, body), w.Within(body, w.block))
}
