package php

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// statement lowers one statement. What becomes several is pushed, and None
// returned.
func (l *lowerer) statement(at int32) ast.ID {
	switch l.Type(at) {
	case "expression_statement":
		return l.effect(at)
	case "compound_statement":
		return l.body(at)
	case "echo_statement":
		return l.Node(ast.ExprStmt, at, "", l.intrinsic(at, "echo", l.parts(at)))
	case "unset_statement":
		return l.Node(ast.ExprStmt, at, "", l.intrinsic(at, "unset", l.parts(at)))
	case "exit_statement":
		return l.Node(ast.ExprStmt, at, "", l.intrinsic(at, "exit", l.parts(at)))
	case "declare_statement":
		return l.declare(at)
	case "if_statement":
		return l.ifStatement(at)
	case "while_statement":
		c := l.expr(l.Child(at, "condition"))
		return l.Node(ast.While, at, "", c, l.block(l.Child(at, "body"), at))
	case "do_statement":
		b := l.block(l.Child(at, "body"), at)
		return l.Node(ast.DoWhile, at, "", b, l.expr(l.Child(at, "condition")))
	case "for_statement":
		return l.forStatement(at)
	case "foreach_statement":
		return l.forEach(at)
	case "switch_statement":
		return l.switchStatement(at)
	case "case_statement", "default_statement":
		return l.switchCase(at)
	case "try_statement":
		return l.tryStatement(at)
	case "catch_clause":
		return l.catch(at)
	case "return_statement":
		return l.Node(ast.Return, at, "", l.expr(l.First(at)))
	case "break_statement":
		return l.Node(ast.Jump, at, "break", l.expr(l.First(at)))
	case "continue_statement":
		return l.Node(ast.Jump, at, "continue", l.expr(l.First(at)))
	case "goto_statement":
		return l.Node(ast.Jump, at, "goto", l.expr(l.First(at)))
	case "named_label_statement":
		return l.Node(ast.Labeled, at, "", l.expr(l.First(at)), ast.None)
	case "empty_statement", "text", "php_tag", "text_interpolation":
		return ast.None
	case "ERROR":
		return l.broken(at)
	}
	mark := len(l.Stack)
	if l.declaration(at) {
		return ast.None
	}
	l.Stack = l.Stack[:mark]
	x := l.expression(at)
	switch l.File.Kind(x) {
	case ast.Other, ast.Func, ast.Class, ast.Block:
		return x
	}
	return l.Node(ast.ExprStmt, at, "", x)
}

func (l *lowerer) effect(at int32) ast.ID {
	x := l.First(at)
	if x < 0 {
		return ast.None
	}
	if l.echoes(at) {
		args := l.Node(ast.Args, x, "", l.expr(x))
		return l.Node(ast.ExprStmt, at, "", l.intrinsic(at, "echo", args))
	}
	id := l.expr(x)
	switch l.File.Kind(id) {
	case ast.Throw, ast.Switch:
		return id
	}
	return l.Node(ast.ExprStmt, at, "", id)
}

// parts makes the arguments of a construct without an argument list.
func (l *lowerer) parts(at int32) ast.ID {
	mark := len(l.Stack)
	start, end := l.Nodes[at].End, l.Nodes[at].End
	for c := range l.Named(at) {
		l.spread(c)
		start, end = min(start, l.Nodes[c].Start), l.Nodes[c].End
	}
	id := l.New(ast.Args, start, end, "", l.Stack[mark:]...)
	l.Stack = l.Stack[:mark]
	return id
}

// spread pushes an expression, and each part of a sequence.
func (l *lowerer) spread(at int32) {
	for l.Type(at) == "sequence_expression" {
		rest := int32(-1)
		for c := range l.Named(at) {
			if rest = c; l.Type(c) != "sequence_expression" {
				l.Place(l.expr(c))
			}
		}
		if rest < 0 || l.Type(rest) != "sequence_expression" {
			return
		}
		at = rest
	}
	l.Place(l.expr(at))
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

func (l *lowerer) declare(at int32) ast.ID {
	args := ast.None
	if d := l.Find(at, "declare_directive"); d >= 0 {
		mark := len(l.Stack)
		n := &l.Nodes[d]
		for c := range l.Children(d) {
			l.Place(l.New(ast.Ident, n.Start, l.Nodes[c].End, l.Text(c)))
			break
		}
		l.Place(l.expr(l.First(d)))
		args = l.Node(ast.Args, d, "", l.Pop(mark, ast.KeyArg, d, ""))
	} else {
		args = l.Empty(ast.Args, at)
	}
	l.Place(l.Node(ast.ExprStmt, at, "", l.intrinsic(at, "declare", args)))
	for c := range l.Named(at) {
		if l.Type(c) != "declare_directive" {
			l.stmt(c)
		}
	}
	return ast.None
}

func (l *lowerer) ifStatement(at int32) ast.ID {
	c := l.expr(l.Child(at, "condition"))
	then := l.block(l.Child(at, "body"), at)
	var clauses []int32
	for k := range l.Children(at) {
		if t := l.Type(k); t == "else_if_clause" || t == "else_clause" {
			clauses = append(clauses, k)
		}
	}
	otherwise := ast.None
	for i := len(clauses) - 1; i >= 0; i-- {
		k := clauses[i]
		body := l.block(l.Child(k, "body"), k)
		if l.Type(k) == "else_clause" {
			otherwise = body
			continue
		}
		elif := l.Node(ast.If, k, "", l.expr(l.Child(k, "condition")), body, otherwise)
		otherwise = l.Node(ast.Block, k, "", elif)
	}
	return l.Node(ast.If, at, "", c, then, otherwise)
}

func (l *lowerer) forStatement(at int32) ast.ID {
	initial := l.step(l.Child(at, "initialize"))
	condition := l.expr(l.Child(at, "condition"))
	update := l.step(l.Child(at, "update"))
	mark, where := len(l.Stack), int32(-1)
	for c := range l.Children(at) { // the long form has any number of statements
		if l.Nodes[c].Field == 0 || l.Field(c) != "body" {
			continue
		}
		where = c
		if l.Type(c) == "compound_statement" {
			for s := range l.Children(c) {
				l.stmt(s)
			}
		} else {
			l.stmt(c)
		}
	}
	if where < 0 {
		where = at
	}
	return l.Node(ast.For, at, "", initial, condition, update, l.Pop(mark, ast.Block, where, ""))
}

// step lowers the first and third part of a for statement's head.
func (l *lowerer) step(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	mark := len(l.Stack)
	l.spread(at)
	for i := mark; i < len(l.Stack); i++ {
		x := l.Stack[i]
		if l.Stands(x) {
			if len(l.Stack) == mark+1 {
				l.Stack = l.Stack[:mark]
				return x
			}
			continue
		}
		n := &l.File.Nodes[x]
		l.Stack[i] = l.New(ast.ExprStmt, n.Start, n.End, "", x)
	}
	return l.Pop(mark, ast.Block, at, "")
}

func (l *lowerer) forEach(at int32) ast.ID {
	x, target := int32(-1), int32(-1)
	for c := range l.Named(at) {
		switch {
		case l.Field(c) == "body":
		case x < 0:
			x = c
		default:
			target = c
		}
	}
	if target < 0 {
		return l.unknown(at)
	}
	to := ast.None
	if l.Type(target) == "pair" {
		mark := len(l.Stack)
		for c := range l.Named(target) {
			l.Place(l.target(c))
		}
		to = l.Pop(mark, ast.Seq, target, "=>")
	} else {
		to = l.target(target)
	}
	over := l.expr(x)
	return l.Node(ast.ForEach, at, "", to, over, l.block(l.Child(at, "body"), at), ast.None)
}

// target lowers what a loop assigns to.
func (l *lowerer) target(at int32) ast.ID {
	if l.Type(at) == "by_ref" {
		if c := l.First(at); c >= 0 {
			at = c
		}
	}
	return l.expr(at)
}

func (l *lowerer) switchStatement(at int32) ast.ID {
	mark := len(l.Stack)
	l.Place(l.expr(l.Child(at, "condition")))
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
	body := l.block(l.Child(at, "body"), at)
	finally := ast.None
	if f := l.Find(at, "finally_clause"); f >= 0 {
		finally = l.block(l.Child(f, "body"), f)
	}
	mark := len(l.Stack)
	l.Stack = append(l.Stack, ast.None, body, ast.None, finally)
	for c := range l.Children(at) {
		if l.Type(c) == "catch_clause" {
			l.Place(l.catch(c))
		}
	}
	return l.Pop(mark, ast.Try, at, "")
}

func (l *lowerer) catch(at int32) ast.ID {
	param := ast.None
	if t := l.Child(at, "type"); t >= 0 {
		caught := l.typ(t)
		name := l.expr(l.Child(at, "name"))
		param = l.Node(ast.Param, t, "", l.Empty(ast.Mods, t), caught, name, ast.None)
	}
	return l.Node(ast.Catch, at, "", param, l.block(l.Child(at, "body"), at))
}
