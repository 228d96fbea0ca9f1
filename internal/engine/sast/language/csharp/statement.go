package csharp

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// statement lowers a statement, a declaration, or whatever stands there.
func (w *lowerer) statement(at int32) ast.ID {
	switch w.Type(at) {
	case "global_statement":
		if c := w.firstItem(at); c >= 0 {
			return w.Within(c, w.statement)
		}
	case "expression_statement":
		return w.Node(ast.ExprStmt, at, "", w.sole(at))
	case "block":
		return w.block(at)
	case "empty_statement":
		return ast.None
	case "return_statement":
		return w.Node(ast.Return, at, "", w.expr(w.firstItem(at)))
	case "if_statement":
		return w.Node(ast.If, at, "", w.field(at, "condition"), w.body(w.Child(at, "consequence")), w.body(w.Child(at, "alternative")))
	case "while_statement":
		return w.Node(ast.While, at, "", w.field(at, "condition"), w.body(w.Child(at, "body")))
	case "do_statement":
		return w.Node(ast.DoWhile, at, "", w.body(w.Child(at, "body")), w.field(at, "condition"))
	case "for_statement":
		return w.Node(ast.For, at, "", w.clause(at, "initializer"), w.field(at, "condition"), w.clause(at, "update"), w.body(w.Child(at, "body")))
	case "foreach_statement":
		return w.forEach(at)
	case "switch_statement":
		return w.switchStatement(at)
	case "try_statement":
		return w.try(at)
	case "throw_statement":
		return w.Node(ast.Throw, at, "", w.expr(w.firstItem(at)))
	case "using_statement", "lock_statement", "fixed_statement":
		return w.scope(at)
	case "unsafe_statement", "checked_statement":
		return w.body(w.Find(at, "block"))
	case "break_statement":
		return w.Node(ast.Jump, at, "break", ast.None)
	case "continue_statement":
		return w.Node(ast.Jump, at, "continue", ast.None)
	case "goto_statement":
		return w.Node(ast.Jump, at, "goto", w.expr(w.firstItem(at)))
	case "yield_statement":
		if w.Has(at, "break") {
			return w.Node(ast.Jump, at, "yield break", ast.None)
		}
		return w.Node(ast.ExprStmt, at, "", w.Node(ast.Yield, at, "", w.expr(w.firstItem(at))))
	case "labeled_statement":
		return w.labeled(at)
	}
	if id := w.declaration(at); id != ast.None {
		return id
	}
	return w.expression(at)
}

// block makes a Block of the statements or members that a node holds.
func (w *lowerer) block(at int32) ast.ID {
	mark := len(w.Stack)
	w.members(at)
	return w.Pop(mark, ast.Block, at, "")
}

// members pushes what stands in a block, a class or a namespace.
func (w *lowerer) members(at int32) {
	w.Within(at, func(at int32) ast.ID {
		for c := range w.Named(at) {
			w.push1(c)
		}
		return ast.None
	})
}

// body makes a Block of any statement; -1 is none.
func (w *lowerer) body(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	if w.Type(at) == "block" {
		return w.Within(at, w.block)
	}
	mark := len(w.Stack)
	w.Push(w.Within(at, w.statement))
	return w.Pop(mark, ast.Block, at, "")
}

// clause makes a Block of the first or last part of a for, or None.
func (w *lowerer) clause(at int32, field string) ast.ID {
	mark, first := len(w.Stack), int32(-1)
	for c := range w.Children(at) {
		if w.Field(c) != field || !w.Nodes[c].Named() {
			continue
		}
		if first < 0 {
			first = c
		}
		if w.Type(c) == "variable_declaration" {
			w.declarators(c, c, "")
		} else {
			w.Push(w.Node(ast.ExprStmt, c, "", w.expr(c)))
		}
	}
	if first < 0 {
		return ast.None
	}
	return w.Pop(mark, ast.Block, first, "")
}

func (w *lowerer) forEach(at int32) ast.ID {
	left, typ := w.Child(at, "left"), w.Child(at, "type")
	target := w.expr(left)
	if typ >= 0 && !w.IsDots(target) && w.File.Kind(target) != ast.Seq {
		target = w.Node(ast.VarDecl, left, "", w.Empty(ast.Mods, at), w.typ(typ), target, ast.None)
	}
	return w.Node(ast.ForEach, at, "", target, w.field(at, "right"), w.body(w.Child(at, "body")), ast.None)
}

func (w *lowerer) try(at int32) ast.ID {
	finally, body := ast.None, w.body(w.Child(at, "body"))
	var catches []ast.ID
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "catch_clause":
			catches = append(catches, w.Within(c, w.catch))
		case "finally_clause":
			finally = w.body(w.Find(c, "block"))
		}
	}
	return w.Node(ast.Try, at, "", append([]ast.ID{ast.None, body, ast.None, finally}, catches...)...)
}

// catch is a handler; what its filter asks stands behind the Block.
func (w *lowerer) catch(at int32) ast.ID {
	param := ast.None
	if c := w.Find(at, "catch_declaration"); c >= 0 {
		typ, name := w.typ(w.Child(c, "type")), w.Child(c, "name")
		if name < 0 && w.IsDots(typ) {
			param = typ
		} else {
			param = w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), typ, w.expr(name), ast.None)
		}
	}
	body := w.body(w.Child(at, "body"))
	if c := w.Find(at, "catch_filter_clause"); c >= 0 {
		return w.Node(ast.Catch, at, "", param, body, w.sole(c))
	}
	return w.Node(ast.Catch, at, "", param, body)
}

// scope is using, lock or fixed.
func (w *lowerer) scope(at int32) ast.ID {
	body := w.Child(at, "body")
	if body < 0 {
		body = w.lastItem(at)
	}
	mark, items := len(w.Stack), at
	for c := range w.items(at) {
		if c == body {
			continue
		}
		items = c
		if w.Type(c) == "variable_declaration" {
			w.declarators(c, c, "")
		} else {
			w.Push(w.expr(c))
		}
	}
	args := w.Pop(mark, ast.Args, items, "")
	return w.Node(ast.With, at, "", args, w.body(body))
}

func (w *lowerer) labeled(at int32) ast.ID {
	name := w.firstItem(at)
	if name < 0 {
		return w.other(at)
	}
	statement := ast.None
	if s := w.lastItem(at); s != name {
		statement = w.Within(s, w.statement)
	}
	return w.Node(ast.Labeled, at, "", w.Ident(name), statement)
}
