package kotlin

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// statement lowers a statement, a declaration, or whatever stands there.
func (w *lowerer) statement(at int32) ast.ID {
	switch w.Type(at) {
	case "for_statement":
		return w.forEach(at)
	case "while_statement":
		return w.Node(ast.While, at, "", w.field(at, "condition"), w.loopBody(at))
	case "do_while_statement":
		return w.Node(ast.DoWhile, at, "", w.loopBody(at), w.field(at, "condition"))
	case "if_expression":
		return w.choice(at, ast.If)
	case "block":
		return w.block(at)
	case "labeled_expression":
		return w.labeled(at)
	case "infix_expression":
		if id := w.companion(at); id != ast.None {
			return id
		}
	case "annotated_expression":
		if id := w.annotatedClass(at); id != ast.None {
			return id
		}
	}
	if id := w.declaration(at); id != ast.None {
		return id
	}
	id := w.expression(at)
	switch w.File.Kind(id) {
	case ast.Return, ast.Throw, ast.Jump, ast.Switch, ast.Try, ast.Other, ast.Nil, ast.Annot:
		return id
	}
	return w.Node(ast.ExprStmt, at, "", id)
}

// block makes a Block of the statements that a node holds.
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
	if w.Type(at) == "block" {
		return w.Within(at, w.block)
	}
	mark := len(w.Stack)
	w.member(at)
	return w.Pop(mark, ast.Block, at, "")
}

// loopBody is the Block of a loop.
func (w *lowerer) loopBody(at int32) ast.ID {
	condition := w.Child(at, "condition")
	for c := range w.Named(at) {
		if c != condition && w.Type(c) != "label" {
			return w.body(c)
		}
	}
	return w.Empty(ast.Block, at)
}

func (w *lowerer) forEach(at int32) ast.ID {
	target, over, body := ast.None, int32(-1), int32(-1)
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "label", "annotation":
		case "variable_declaration", "multi_variable_declaration":
			name, typ := w.target(c)
			if w.File.Kind(name) != ast.Seq && !w.IsDots(name) {
				name = w.Node(ast.VarDecl, c, "", w.Empty(ast.Mods, c), typ, name, ast.None)
			}
			target = name
		default:
			if over < 0 {
				over = c
			} else {
				body = c
			}
		}
	}
	block := w.body(body)
	if body < 0 {
		block = w.Empty(ast.Block, at)
	}
	return w.Node(ast.ForEach, at, "", target, w.expr(over), block, ast.None)
}

// choice is an if: an If with Blocks, or a Cond with expressions.
func (w *lowerer) choice(at int32, kind ast.Kind) ast.ID {
	condition := w.Child(at, "condition")
	then, otherwise, behind := int32(-1), int32(-1), false
	for c := range w.Children(at) {
		switch n := &w.Nodes[c]; {
		case w.Type(c) == "else":
			behind = true
		case !n.Named() || n.Extra() || c == condition:
		case behind:
			otherwise = c
		default:
			then = c
		}
	}
	branch := w.body
	if kind == ast.Cond {
		branch = w.value
	}
	first := branch(then)
	if first == ast.None {
		first = w.Empty(ast.Block, at)
	}
	return w.Node(kind, at, "", w.expr(condition), first, branch(otherwise))
}

// value is a branch whose value is used: a Block with braces only.
func (w *lowerer) value(at int32) ast.ID {
	if at >= 0 && w.Type(at) == "block" {
		return w.body(at)
	}
	return w.expr(at)
}

func (w *lowerer) when(at int32) ast.ID {
	mark, subject := len(w.Stack), ast.None
	if c := w.Find(at, "when_subject"); c >= 0 {
		subject = w.subject(c)
	}
	w.Stack = append(w.Stack, subject)
	for c := range w.Named(at) {
		if w.Type(c) == "when_entry" {
			w.Push(w.Within(c, w.entry))
		}
	}
	return w.Pop(mark, ast.Switch, at, "")
}

// subject is what a when asks about, which may have a name.
func (w *lowerer) subject(at int32) ast.ID {
	value := w.Last(at)
	if c := w.Find(at, "variable_declaration"); c >= 0 && c != value {
		name, typ := w.target(c)
		return w.Node(ast.VarDecl, at, "val", w.Empty(ast.Mods, at), typ, name, w.expr(value))
	}
	return w.expr(value)
}

func (w *lowerer) entry(at int32) ast.ID {
	mark, body := len(w.Stack), w.Last(at)
	for c := range w.Children(at) {
		if w.Nodes[c].Field != 0 && w.Field(c) == "condition" && w.Nodes[c].Named() {
			w.Push(w.Within(c, w.condition))
		}
	}
	args := w.Pop(mark, ast.Args, at, "")
	if w.Pattern && w.IsDots(w.File.First(args)) && body >= 0 && w.Text(body) == ast.DotsName {
		return w.File.First(args)
	}
	return w.Node(ast.Case, at, "", args, w.body(body))
}

// condition is a label of a when.
func (w *lowerer) condition(at int32) ast.ID {
	switch w.Type(at) {
	case "range_test":
		return w.Node(ast.Unary, at, w.token(at), w.sole(at))
	case "type_test":
		return w.Node(ast.Unary, at, w.token(at), w.typ(w.typeIn(at)))
	}
	return w.expression(at)
}

func (w *lowerer) try(at int32) ast.ID {
	finally, body := ast.None, w.body(w.Find(at, "block"))
	var catches []ast.ID
	for c := range w.Named(at) {
		switch w.Type(c) {
		case "catch_block":
			name := w.expr(w.Find(c, "identifier"))
			param := w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), w.typ(w.typeIn(c)), name, ast.None)
			catches = append(catches, w.Node(ast.Catch, c, "", param, w.body(w.Find(c, "block"))))
		case "finally_block":
			finally = w.body(w.Find(c, "block"))
		}
	}
	return w.Node(ast.Try, at, "", append([]ast.ID{ast.None, body, ast.None, finally}, catches...)...)
}

func (w *lowerer) labeled(at int32) ast.ID {
	label := w.Find(at, "label")
	x := w.Last(at)
	if label < 0 || x == label {
		return w.other(at)
	}
	name := w.Text(label)
	return w.Node(ast.Labeled, at, "", w.Node(ast.Ident, label, name[:max(0, len(name)-1)]), w.Within(x, w.statement))
}
