package golang

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// block lowers the statements of a file or body.
func (g *lowerer) block(at int32) ast.ID {
	mark := len(g.Stack)
	g.statements(at)
	return g.Pop(mark, ast.Block, at, "")
}

func (g *lowerer) statements(at int32) {
	for c := range g.Named(at) {
		switch {
		case g.Type(c) == "statement_list":
			g.statements(c)
		case !g.declare(c):
			g.Push(g.lower(c))
		}
	}
}

// body lowers a body, which is a Block even where it is missing.
func (g *lowerer) body(at, parent int32) ast.ID {
	if at < 0 {
		return g.Empty(ast.Block, parent)
	}
	if g.Type(at) != "block" {
		return g.Node(ast.Block, at, "", g.lower(at))
	}
	return g.lower(at)
}

func (g *lowerer) statement(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "assignment_statement":
		left := g.field(at, "left")
		return g.assign(at, g.operator(at), left, g.field(at, "right")), true
	case "inc_statement":
		return g.Node(ast.ExprStmt, at, "", g.Node(ast.Update, at, "++", g.lower(g.First(at)))), true
	case "dec_statement":
		return g.Node(ast.ExprStmt, at, "", g.Node(ast.Update, at, "--", g.lower(g.First(at)))), true
	case "send_statement":
		channel := g.field(at, "channel")
		return g.Node(ast.ExprStmt, at, "", g.Node(ast.Binary, at, "<-", channel, g.field(at, "value"))), true
	case "return_statement":
		return g.Node(ast.Return, at, "", g.lower(g.First(at))), true
	case "go_statement":
		return g.Node(ast.Go, at, "go", g.lower(g.First(at))), true
	case "defer_statement":
		return g.Node(ast.Go, at, "defer", g.lower(g.First(at))), true
	case "break_statement":
		return g.jump(at, "break"), true
	case "continue_statement":
		return g.jump(at, "continue"), true
	case "goto_statement":
		return g.jump(at, "goto"), true
	case "fallthrough_statement":
		return g.jump(at, "fallthrough"), true
	case "labeled_statement":
		label := g.field(at, "label")
		stmt := g.lower(g.Nth(at, 1))
		return g.Node(ast.Labeled, at, "", label, stmt), true
	case "if_statement":
		return g.ifStatement(at), true
	case "for_statement":
		return g.loop(at), true
	case "expression_switch_statement", "type_switch_statement", "select_statement":
		return g.switches(at, typ), true
	case "expression_case", "default_case", "type_case", "communication_case":
		return g.caseClause(at), true
	case "receive_statement":
		return g.receive(at), true
	}
	return ast.None, false
}

func (g *lowerer) assign(at int32, op string, left, right ast.ID) ast.ID {
	return g.Node(ast.ExprStmt, at, "", g.Node(ast.Assign, at, op, left, right))
}

func (g *lowerer) jump(at int32, text string) ast.ID {
	return g.Node(ast.Jump, at, text, g.lower(g.First(at)))
}

// initial pushes the initialiser of a statement; after it, wrap makes a Block
// of it and the statement.
func (g *lowerer) initial(at int32) {
	if init := g.Child(at, "initializer"); init >= 0 && !g.declare(init) {
		g.Push(g.lower(init))
	}
}

func (g *lowerer) wrap(at int32, mark int, id ast.ID) ast.ID {
	if len(g.Stack) == mark {
		return id
	}
	g.Push(id)
	return g.Pop(mark, ast.Block, at, "")
}

func (g *lowerer) ifStatement(at int32) ast.ID {
	mark := len(g.Stack)
	g.initial(at)
	cond := g.field(at, "condition")
	then := g.body(g.Child(at, "consequence"), at)
	otherwise := ast.None
	if e := g.Child(at, "alternative"); e >= 0 {
		otherwise = g.lower(e)
		if g.File.Kind(otherwise) != ast.Block {
			otherwise = g.Node(ast.Block, e, "", otherwise)
		}
	}
	return g.wrap(at, mark, g.Node(ast.If, at, "", cond, then, otherwise))
}

func (g *lowerer) loop(at int32) ast.ID {
	body := g.Child(at, "body")
	head := int32(-1)
	for c := range g.Named(at) {
		if c != body {
			head = c
			break
		}
	}
	if head < 0 {
		return g.Node(ast.For, at, "", ast.None, ast.None, ast.None, g.body(body, at))
	}
	switch g.Type(head) {
	case "range_clause":
		target, over := g.rangeTarget(head), g.field(head, "right")
		return g.Node(ast.ForEach, at, "", target, over, g.body(body, at), ast.None)
	case "for_clause":
		init := g.clause(head, "initializer")
		cond, update := g.field(head, "condition"), g.clause(head, "update")
		return g.Node(ast.For, at, "", init, cond, update, g.body(body, at))
	}
	cond := g.lower(head)
	return g.Node(ast.For, at, "", ast.None, cond, ast.None, g.body(body, at))
}

// clause lowers a statement of a loop's head to a Block.
func (g *lowerer) clause(at int32, field string) ast.ID {
	c := g.Child(at, field)
	if c < 0 {
		return ast.None
	}
	mark := len(g.Stack)
	if !g.declare(c) {
		g.Push(g.lower(c))
	}
	return g.Pop(mark, ast.Block, c, "")
}

// rangeTarget lowers what a range assigns to, declared there or before.
func (g *lowerer) rangeTarget(at int32) ast.ID {
	left := g.Child(at, "left")
	target := g.lower(left)
	if left >= 0 && g.Find(at, ":=") >= 0 {
		return g.Node(ast.VarDecl, left, ":=", g.Empty(ast.Mods, left), ast.None, target, ast.None)
	}
	return target
}

// switches lowers all three statements. That of types declares its name before.
func (g *lowerer) switches(at int32, typ string) ast.ID {
	outer := len(g.Stack)
	g.initial(at)
	text, value := "", ast.None
	switch typ {
	case "select_statement":
		text = "select"
	case "type_switch_statement":
		text = "type"
		if alias := g.Child(at, "alias"); alias >= 0 {
			target := g.lower(alias)
			x := g.field(at, "value")
			g.Push(g.Node(ast.VarDecl, alias, ":=", g.Empty(ast.Mods, alias), ast.None, target, x))
			value = g.lower(alias)
			break
		}
		value = g.field(at, "value")
	default:
		value = g.field(at, "value")
	}
	mark := len(g.Stack)
	g.Stack = append(g.Stack, value)
	for c := range g.Named(at) {
		switch g.Type(c) {
		case "expression_case", "default_case", "type_case", "communication_case":
			g.Push(g.lower(c))
		case "ERROR":
			g.Push(g.lower(c))
		}
	}
	return g.wrap(at, outer, g.Pop(mark, ast.Switch, at, text))
}

func (g *lowerer) caseClause(at int32) ast.ID {
	mark := len(g.Stack)
	for c := range g.Named(at) {
		switch {
		case g.Under(c, "value") && g.Type(c) == "expression_list":
			for v := range g.Named(c) {
				g.Push(g.lower(v))
			}
		case g.Under(c, "value"), g.Under(c, "type"), g.Under(c, "communication"):
			g.Push(g.lower(c))
		}
	}
	start, end := g.Nodes[at].Start, g.Nodes[at].End
	labels := g.New(ast.Args, start, end, "", g.Stack[mark:]...)
	g.Stack = g.Stack[:mark]
	for c := range g.Named(at) {
		if g.Type(c) == "statement_list" {
			g.statements(c)
		} else if g.Nodes[c].Field == 0 {
			g.Push(g.lower(c))
		}
	}
	return g.Node(ast.Case, at, "", labels, g.Pop(mark, ast.Block, at, ""))
}

// receive lowers what a select waits for.
func (g *lowerer) receive(at int32) ast.ID {
	left := g.Child(at, "left")
	right := g.field(at, "right")
	switch {
	case left < 0:
		return right
	case g.Find(at, ":=") >= 0:
		return g.Node(ast.VarDecl, at, ":=", g.Empty(ast.Mods, at), ast.None, g.lower(left), right)
	}
	return g.Node(ast.Assign, at, "=", g.lower(left), right)
}
