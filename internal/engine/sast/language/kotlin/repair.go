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
			head = w.first(head)
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
