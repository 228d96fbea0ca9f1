package javascript

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// statement lowers one statement. What becomes several is pushed, and None
// returned.
func (l *lowerer) statement(at int32) ast.ID {
	switch l.Type(at) {
	case "expression_statement":
		l.effects(l.First(at), at)
		return ast.None
	case "lexical_declaration", "variable_declaration", "using_declaration":
		l.variables(at)
		return ast.None
	case "statement_block":
		return l.body(at)
	case "if_statement":
		return l.ifStatement(at)
	case "else_clause", "finally_clause":
		return l.body(l.First(at))
	case "for_statement":
		return l.forStatement(at)
	case "for_in_statement":
		return l.forEach(at)
	case "while_statement":
		c := l.expr(l.Child(at, "condition"))
		return l.Node(ast.While, at, "", c, l.body(l.Child(at, "body")))
	case "do_statement":
		b := l.body(l.Child(at, "body"))
		return l.Node(ast.DoWhile, at, "", b, l.expr(l.Child(at, "condition")))
	case "switch_statement":
		return l.switchStatement(at)
	case "switch_case", "switch_default":
		return l.switchCase(at)
	case "try_statement":
		return l.tryStatement(at)
	case "catch_clause":
		return l.catch(at)
	case "with_statement":
		object := l.Child(at, "object")
		if object < 0 {
			return l.unknown(at)
		}
		args := l.Node(ast.Args, object, "", l.expr(object))
		return l.Node(ast.With, at, "", args, l.body(l.Child(at, "body")))
	case "return_statement":
		return l.Node(ast.Return, at, "", l.expr(l.First(at)))
	case "throw_statement":
		return l.Node(ast.Throw, at, "", l.expr(l.First(at)))
	case "break_statement":
		return l.Node(ast.Jump, at, "break", l.expr(l.Child(at, "label")))
	case "continue_statement":
		return l.Node(ast.Jump, at, "continue", l.expr(l.Child(at, "label")))
	case "debugger_statement":
		return l.Node(ast.Jump, at, "debugger", ast.None)
	case "labeled_statement":
		return l.labeled(at)
	case "empty_statement", "hash_bang_line":
		return ast.None
	case "import_statement":
		l.imports(at)
		return ast.None
	case "import_alias":
		return l.importAlias(at)
	case "export_statement":
		l.export(at)
		return ast.None
	case "ambient_declaration":
		return l.ambient(at)
	case "ERROR":
		return l.broken(at)
	}
	if id := l.declaration(at); id != ast.None {
		return id
	}
	x := l.expression(at)
	switch l.File.Kind(x) {
	case ast.Other, ast.Func, ast.Class:
		return x
	}
	return l.Node(ast.ExprStmt, at, "", x)
}

// effects pushes an expression as a statement, and each part of a sequence as
// one of its own.
func (l *lowerer) effects(x, at int32) {
	if x < 0 {
		return
	}
	if l.Type(x) == "sequence_expression" {
		for c := range l.Named(x) {
			l.effects(c, c)
		}
		return
	}
	id := l.expr(x)
	if k := l.File.Kind(id); k == ast.Func && l.Type(x) != "arrow_function" && l.File.Kind(l.File.Kid(id, 2)) != ast.Nil {
		l.Place(id) // a function's declaration that the grammar takes for an expression
		return
	}
	if t := l.Type(x); t == "internal_module" || t == "module" {
		l.Place(id)
		return
	}
	l.Place(l.Node(ast.ExprStmt, at, "", id))
}

// broken lowers the statements and expressions within text that was not
// understood.
func (l *lowerer) broken(at int32) ast.ID {
	mark := len(l.Stack)
	for c := range l.Children(at) {
		l.stmt(c)
	}
	l.Other(at, func(int32) ast.ID { return ast.None }) // marks the file
	return l.Pop(mark, ast.Other, at, "ERROR")
}

func (l *lowerer) ifStatement(at int32) ast.ID {
	c := l.expr(l.Child(at, "condition"))
	then := l.body(l.Child(at, "consequence"))
	otherwise := ast.None
	if e := l.Child(at, "alternative"); e >= 0 {
		otherwise = l.body(l.First(e))
	}
	return l.Node(ast.If, at, "", c, then, otherwise)
}

func (l *lowerer) forStatement(at int32) ast.ID {
	initial := l.step(l.Child(at, "initializer"))
	condition := ast.None
	if c := l.Child(at, "condition"); c >= 0 && l.Type(c) != "empty_statement" {
		if l.Type(c) == "expression_statement" {
			c = l.First(c)
		}
		condition = l.expr(c)
	}
	update := l.step(l.Child(at, "increment"))
	return l.Node(ast.For, at, "", initial, condition, update, l.body(l.Child(at, "body")))
}

// step lowers the first and third part of a for statement's head.
func (l *lowerer) step(at int32) ast.ID {
	if at < 0 || l.Type(at) == "empty_statement" {
		return ast.None
	}
	mark := len(l.Stack)
	switch l.Type(at) {
	case "lexical_declaration", "variable_declaration", "expression_statement":
		l.stmt(at)
	default:
		l.effects(at, at)
	}
	if len(l.Stack) == mark+1 && l.Stands(l.Stack[mark]) {
		id := l.Stack[mark]
		l.Stack = l.Stack[:mark]
		return id
	}
	return l.Pop(mark, ast.Block, at, "")
}

func (l *lowerer) forEach(at int32) ast.ID {
	left := l.Child(at, "left")
	if left < 0 {
		return l.unknown(at)
	}
	target := l.expr(left)
	if kind := l.Child(at, "kind"); kind >= 0 {
		target = l.Node(ast.VarDecl, left, l.Text(kind), l.Empty(ast.Mods, left), ast.None, target, ast.None)
	}
	operator := ""
	if op := l.Child(at, "operator"); op >= 0 {
		operator = l.Text(op)
	}
	x := l.expr(l.Child(at, "right"))
	return l.Node(ast.ForEach, at, operator, target, x, l.body(l.Child(at, "body")), ast.None)
}

func (l *lowerer) switchStatement(at int32) ast.ID {
	mark := len(l.Stack)
	l.Place(l.expr(l.Child(at, "value")))
	if body := l.Child(at, "body"); body >= 0 {
		for c := range l.Children(body) {
			l.stmt(c)
		}
	}
	return l.Pop(mark, ast.Switch, at, "")
}

func (l *lowerer) switchCase(at int32) ast.ID {
	value := l.Child(at, "value")
	labels := ast.None
	if value >= 0 {
		x := l.expr(value)
		if l.Stands(x) {
			return x
		}
		labels = l.Node(ast.Args, value, "", x)
	} else {
		labels = l.Empty(ast.Args, at)
	}
	mark := len(l.Stack)
	for c := range l.Children(at) {
		if c != value {
			l.stmt(c)
		}
	}
	return l.Node(ast.Case, at, "", labels, l.Pop(mark, ast.Block, at, ""))
}

func (l *lowerer) tryStatement(at int32) ast.ID {
	body := l.body(l.Child(at, "body"))
	finally := ast.None
	if f := l.Child(at, "finalizer"); f >= 0 {
		finally = l.body(l.First(f))
	}
	if h := l.Child(at, "handler"); h >= 0 {
		return l.Node(ast.Try, at, "", ast.None, body, ast.None, finally, l.catch(h))
	}
	return l.Node(ast.Try, at, "", ast.None, body, ast.None, finally)
}

func (l *lowerer) catch(at int32) ast.ID {
	param := ast.None
	if p := l.Child(at, "parameter"); p >= 0 {
		name := l.expr(p)
		t := l.typ(l.Child(at, "type"))
		param = l.Node(ast.Param, p, "", l.Empty(ast.Mods, p), t, name, ast.None)
	}
	return l.Node(ast.Catch, at, "", param, l.body(l.Child(at, "body")))
}

func (l *lowerer) labeled(at int32) ast.ID {
	label := l.expr(l.Child(at, "label"))
	b := l.Child(at, "body")
	if b < 0 {
		b = l.Last(at)
	}
	if b < 0 {
		return l.unknown(at)
	}
	mark := len(l.Stack)
	l.stmt(b)
	if len(l.Stack) == mark+1 {
		id := l.Stack[mark]
		l.Stack = l.Stack[:mark]
		return l.Node(ast.Labeled, at, "", label, id)
	}
	return l.Node(ast.Labeled, at, "", label, l.Pop(mark, ast.Block, b, ""))
}
