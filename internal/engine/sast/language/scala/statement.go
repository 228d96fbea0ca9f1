package scala

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// statement lowers a statement, a declaration, or whatever stands there.
func (w *lowerer) statement(at int32) ast.ID {
	if w.Type(at) == "if_expression" {
		return w.choice(at, ast.If)
	}
	if id := w.declaration(at); id != ast.None {
		return id
	}
	id := w.expression(at)
	switch w.File.Kind(id) {
	case ast.Return, ast.Throw, ast.Switch, ast.Try, ast.While, ast.DoWhile, ast.ForEach, ast.Block, ast.Other, ast.Nil, ast.Annot:
		return id
	}
	return w.Node(ast.ExprStmt, at, "", id)
}

// block makes a Block of the statements or members that a node holds.
func (w *lowerer) block(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.Named(at) {
		w.member(c)
	}
	return w.Pop(mark, ast.Block, at, "")
}

// body makes a Block of any statement; -1 is none.
func (w *lowerer) body(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(w.Stack)
	w.inline(at)
	return w.Pop(mark, ast.Block, at, "")
}

// choice is an if: an If with Blocks, or a Cond with expressions.
func (w *lowerer) choice(at int32, kind ast.Kind) ast.ID {
	branch := w.body
	if kind == ast.Cond {
		branch = w.expr
	}
	return w.Node(kind, at, "", w.field(at, "condition"), branch(w.Child(at, "consequence")), branch(w.Child(at, "alternative")))
}

func (w *lowerer) match(at int32) ast.ID {
	value := w.field(at, "value")
	body := w.Child(at, "body")
	if body < 0 {
		return w.other(at)
	}
	return w.cases(body, value, at)
}

// cases is a Switch of the clauses in a block.
func (w *lowerer) cases(block int32, value ast.ID, at int32) ast.ID {
	mark := len(w.Stack)
	w.Stack = append(w.Stack, value)
	for c := range w.Named(block) {
		w.Push(w.Within(c, w.clause))
	}
	return w.Pop(mark, ast.Switch, at, "")
}

func (w *lowerer) clause(at int32) ast.ID {
	if w.Type(at) != "case_clause" {
		return w.other(at)
	}
	mark := len(w.Stack)
	label := w.Child(at, "pattern")
	if label >= 0 {
		w.labels(label)
	}
	if g := w.Find(at, "guard"); g >= 0 {
		w.Push(w.Node(ast.Unary, g, "if", w.sole(g)))
	}
	args := w.Pop(mark, ast.Args, at, "")
	body := w.clauseBody(at)
	if first := w.File.First(args); w.IsDots(first) && w.File.Len(body) == 1 && w.IsDots(w.File.First(body)) {
		return first
	}
	return w.Node(ast.Case, at, "", args, body)
}

// labels pushes the alternatives of a pattern.
func (w *lowerer) labels(at int32) {
	w.Within(at, func(at int32) ast.ID {
		if w.Type(at) != "alternative_pattern" {
			w.Push(w.expression(at))
			return ast.None
		}
		for c := range w.Named(at) {
			w.labels(c)
		}
		return ast.None
	})
}

// clauseBody is the Block behind the arrow of a case.
func (w *lowerer) clauseBody(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.Children(at) {
		if n := &w.Nodes[c]; n.Field != 0 && n.Named() && !n.Extra() && w.Field(c) == "body" {
			w.member(c)
		}
	}
	return w.Pop(mark, ast.Block, at, "")
}

func (w *lowerer) try(at int32) ast.ID {
	body, finally := w.body(w.Child(at, "body")), ast.None
	var catches []ast.ID
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "catch_clause":
			catches = append(catches, w.catches(c)...)
		case "finally_clause":
			finally = w.body(w.First(c))
		}
	}
	if body == ast.None {
		body = w.Empty(ast.Block, at)
	}
	return w.Node(ast.Try, at, "", append([]ast.ID{ast.None, body, ast.None, finally}, catches...)...)
}

func (w *lowerer) catches(at int32) []ast.ID {
	var out []ast.ID
	block := w.First(at)
	if block < 0 {
		return nil
	}
	if t := w.Type(block); t != "case_block" && t != "indented_cases" {
		return []ast.ID{w.Node(ast.Catch, at, "", ast.None, w.body(block))}
	}
	for c := range w.Named(block) {
		if w.Type(c) == "case_clause" {
			out = append(out, w.Node(ast.Catch, c, "", w.caught(w.Child(c, "pattern")), w.clauseBody(c)))
		}
	}
	return out
}

// caught is the parameter of a handler.
func (w *lowerer) caught(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	name, typ := at, int32(-1)
	if w.Type(at) == "typed_pattern" {
		name, typ = w.Child(at, "pattern"), w.Child(at, "type")
	}
	x := w.expr(name)
	if w.IsDots(x) {
		return x
	}
	return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), w.typ(typ), x, ast.None)
}

// loop is a for: ForEach within ForEach, or a Comp when it yields.
func (w *lowerer) loop(at int32) ast.ID {
	list, body := w.Find(at, "enumerators"), w.Child(at, "body")
	if list < 0 {
		return w.other(at)
	}
	if w.Has(at, "yield") {
		return w.comprehension(at, list, body)
	}
	return w.nest(at, w.enumerators(list), body)
}

func (w *lowerer) enumerators(list int32) []int32 {
	var out []int32
	for c := range w.Named(list) {
		if w.Type(c) == "enumerator" {
			out = append(out, c)
		}
	}
	return out
}

// nest makes the loop of the first generator around the rest.
func (w *lowerer) nest(at int32, list []int32, body int32) ast.ID {
	if len(list) == 0 {
		return w.body(body)
	}
	return w.Within(at, func(at int32) ast.ID {
		e := list[0]
		target, over, guards := w.enumerator(e)
		inner := w.nest(at, list[1:], body)
		if inner == ast.None {
			inner = w.Empty(ast.Block, e)
		}
		if w.File.Kind(inner) != ast.Block {
			inner = w.Node(ast.Block, e, "", inner)
		}
		for i := len(guards) - 1; i >= 0; i-- {
			inner = w.Node(ast.Block, e, "", w.Node(ast.If, e, "", guards[i], inner, ast.None))
		}
		switch {
		case target == ast.None:
			return inner
		case w.Has(e, "="):
			return w.Node(ast.Block, e, "", w.Node(ast.VarDecl, e, "val", w.Empty(ast.Mods, e), ast.None, target, over), inner)
		}
		return w.Node(ast.ForEach, at, "", target, over, inner, ast.None)
	})
}

// enumerator is x <- xs if c, or x = e.
func (w *lowerer) enumerator(at int32) (target, over ast.ID, guards []ast.ID) {
	for c := range w.Named(at) {
		switch {
		case w.Type(c) == "guard":
			guards = append(guards, w.sole(c))
		case target == ast.None:
			target = w.expr(c)
		default:
			over = w.expr(c)
		}
	}
	return target, over, guards
}

func (w *lowerer) comprehension(at, list, body int32) ast.ID {
	mark := len(w.Stack)
	w.Stack = append(w.Stack, w.expr(body))
	for _, e := range w.enumerators(list) {
		target, over, guards := w.enumerator(e)
		if target == ast.None {
			for _, g := range guards {
				if len(w.Stack) > mark+1 {
					w.Append(w.Stack[len(w.Stack)-1], g)
				}
			}
			continue
		}
		w.Push(w.Node(ast.CompFor, e, "", append([]ast.ID{target, over}, guards...)...))
	}
	return w.Pop(mark, ast.Comp, at, "")
}

// pattern lowers what a case asks, and gives None for anything else.
func (w *lowerer) pattern(at int32) ast.ID {
	switch w.Type(at) {
	case "typed_pattern":
		return w.Node(ast.VarDecl, at, "", w.Empty(ast.Mods, at), w.typ(w.Child(at, "type")), w.field(at, "pattern"), ast.None)
	case "case_class_pattern":
		typ := w.Child(at, "type")
		mark := len(w.Stack)
		for c := range w.Named(at) {
			if c != typ {
				w.Push(w.expr(c))
			}
		}
		args := w.Pop(mark, ast.Args, at, "")
		return w.Node(ast.Call, at, "", w.typ(typ), args, ast.None)
	case "capture_pattern":
		return w.Node(ast.VarDecl, at, "", w.Empty(ast.Mods, at), ast.None, w.expr(w.First(at)), w.field(at, "pattern"))
	case "infix_pattern":
		if op := w.Child(at, "operator"); op >= 0 {
			return w.Node(ast.Binary, at, w.Text(op), w.field(at, "left"), w.field(at, "right"))
		}
	case "alternative_pattern":
		return w.Node(ast.Binary, at, "|", w.expr(w.First(at)), w.expr(w.Last(at)))
	case "repeat_pattern":
		return w.Node(ast.Spread, at, "*", w.sole(at))
	case "named_pattern":
		return w.Node(ast.KeyArg, at, "", w.expr(w.First(at)), w.expr(w.Last(at)))
	case "given_pattern":
		return w.typ(w.Last(at))
	}
	return ast.None
}
