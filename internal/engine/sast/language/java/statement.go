package java

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// statement lowers a statement, a member of a class, or whatever stands there.
func (w *lowerer) statement(at int32) ast.ID {
	switch w.Type(at) {
	case "expression_statement":
		return w.Node(ast.ExprStmt, at, "", w.expr(w.First(at)))
	case "local_variable_declaration", "field_declaration", "constant_declaration":
		return w.variables(at)
	case "block":
		return w.body(at)
	case "return_statement":
		return w.Node(ast.Return, at, "", w.expr(w.First(at)))
	case "if_statement":
		return w.Node(ast.If, at, "", w.inner(w.Child(at, "condition")), w.body(w.Child(at, "consequence")), w.body(w.Child(at, "alternative")))
	case "while_statement":
		return w.Node(ast.While, at, "", w.inner(w.Child(at, "condition")), w.body(w.Child(at, "body")))
	case "do_statement":
		return w.Node(ast.DoWhile, at, "", w.body(w.Child(at, "body")), w.inner(w.Child(at, "condition")))
	case "for_statement":
		return w.forLoop(at)
	case "enhanced_for_statement":
		return w.forEach(at)
	case "try_statement", "try_with_resources_statement":
		return w.try(at)
	case "switch_expression":
		return w.switchBlock(at)
	case "throw_statement":
		return w.Node(ast.Throw, at, "", w.expr(w.First(at)))
	case "break_statement":
		return w.Node(ast.Jump, at, "break", w.Leaf(ast.Ident, w.First(at)))
	case "continue_statement":
		return w.Node(ast.Jump, at, "continue", w.Leaf(ast.Ident, w.First(at)))
	case "yield_statement":
		return w.Node(ast.ExprStmt, at, "", w.Node(ast.Yield, at, "", w.expr(w.First(at))))
	case "labeled_statement":
		return w.labeled(at)
	case "assert_statement":
		return w.assert(at)
	case "synchronized_statement":
		return w.synchronized(at)
	case "explicit_constructor_invocation":
		return w.constructorCall(at)
	}
	if id := w.declaration(at); id != ast.None {
		return id
	}
	return w.expression(at)
}

// block makes a Block of the statements or members that a node holds.
func (w *lowerer) block(at int32, lower func(int32) ast.ID) ast.ID {
	mark := len(w.Stack)
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "local_variable_declaration", "field_declaration", "constant_declaration":
			w.declarators(c)
		default:
			w.Push(w.Within(c, lower))
		}
	}
	return w.Pop(mark, ast.Block, at, "")
}

// body makes a Block of any statement; -1 is none.
func (w *lowerer) body(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	switch w.Type(at) {
	case "block", "constructor_body":
		return w.block(at, w.statement)
	case ";":
		return w.Node(ast.Block, at, "")
	}
	return w.Node(ast.Block, at, "", w.Within(at, w.statement))
}

// forLoop is for (init; condition; update).
func (w *lowerer) forLoop(at int32) ast.ID {
	init := w.clause(at, "init")
	condition := w.field(at, "condition")
	update := w.clause(at, "update")
	return w.Node(ast.For, at, "", init, condition, update, w.body(w.Child(at, "body")))
}

// clause makes a Block of the init or update part of a for, or None.
func (w *lowerer) clause(at int32, field string) ast.ID {
	mark, first := len(w.Stack), int32(-1)
	for c := range w.Children(at) {
		if w.Field(c) != field {
			continue
		}
		if first < 0 {
			first = c
		}
		if w.Type(c) == "local_variable_declaration" {
			w.declarators(c)
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
	typ := w.arrayOf(w.typ(w.Child(at, "type")), w.Child(at, "dimensions"))
	name := w.Child(at, "name")
	mods := w.mods(at)
	target := w.expr(name)
	if name >= 0 && !w.IsDots(target) {
		target = w.Node(ast.VarDecl, name, "", mods, typ, target, ast.None)
	}
	return w.Node(ast.ForEach, at, "", target, w.field(at, "value"), w.body(w.Child(at, "body")), ast.None)
}

func (w *lowerer) try(at int32) ast.ID {
	resources, finally := ast.None, ast.None
	if c := w.Child(at, "resources"); c >= 0 {
		resources = w.List(ast.Args, c, "", w.resource)
	}
	mark := len(w.Stack)
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "catch_clause":
			w.Push(w.Within(c, w.catch))
		case "finally_clause":
			finally = w.body(w.Find(c, "block"))
		}
	}
	body := w.body(w.Child(at, "body"))
	kids := append([]ast.ID{resources, body, ast.None, finally}, w.Stack[mark:]...)
	w.Stack = w.Stack[:mark]
	return w.Node(ast.Try, at, "", kids...)
}

func (w *lowerer) resource(at int32) ast.ID {
	name := w.Child(at, "name")
	if w.Type(at) != "resource" || name < 0 {
		if c := w.First(at); c >= 0 {
			return w.expr(c)
		}
		return w.other(at)
	}
	return w.Node(ast.VarDecl, at, "", w.mods(at), w.typ(w.Child(at, "type")), w.expr(name), w.field(at, "value"))
}

func (w *lowerer) catch(at int32) ast.ID {
	param := ast.None
	if c := w.Find(at, "catch_formal_parameter"); c >= 0 {
		typ := w.typ(w.Find(c, "catch_type"))
		param = w.Node(ast.Param, c, "", w.mods(c), typ, w.field(c, "name"), ast.None)
	}
	return w.Node(ast.Catch, at, "", param, w.body(w.Child(at, "body")))
}

func (w *lowerer) labeled(at int32) ast.ID {
	name := w.First(at)
	if name < 0 {
		return w.other(at)
	}
	statement := ast.None
	if s := w.Last(at); s != name {
		statement = w.Within(s, w.statement)
	}
	return w.Node(ast.Labeled, at, "", w.Leaf(ast.Ident, name), statement)
}

func (w *lowerer) assert(at int32) ast.ID {
	first, last := w.First(at), w.Last(at)
	if first == last {
		last = -1
	}
	return w.Node(ast.Assert, at, "", w.expr(first), w.expr(last))
}

func (w *lowerer) synchronized(at int32) ast.ID {
	item := w.inner(w.Find(at, "parenthesized_expression"))
	args := w.Empty(ast.Args, at)
	if item != ast.None {
		w.Append(args, item)
	}
	return w.Node(ast.With, at, "", args, w.body(w.Child(at, "body")))
}

// constructorCall is this(...) or super(...).
func (w *lowerer) constructorCall(at int32) ast.ID {
	callee := w.field(at, "constructor")
	if object := w.Child(at, "object"); object >= 0 {
		callee = w.Node(ast.Member, at, ".", w.expr(object), callee)
	}
	call := w.Node(ast.Call, at, "", callee, w.arguments(at), w.typeArguments(w.Child(at, "type_arguments")))
	return w.Node(ast.ExprStmt, at, "", call)
}
