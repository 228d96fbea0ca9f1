package python

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (p *lowerer) expressionStatement(at int32) ast.ID {
	first := p.First(at)
	if first >= 0 && p.Has(at, ",") {
		return p.Node(ast.ExprStmt, at, "", p.List(ast.Seq, at, "(", p.self))
	}
	x := p.lower(first)
	if p.File.Kind(x) == ast.VarDecl {
		return x
	}
	return p.Node(ast.ExprStmt, at, "", x)
}

// simple lowers statements without a body.
func (p *lowerer) simple(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "return_statement":
		return p.Node(ast.Return, at, "", p.lower(p.First(at))), true
	case "pass_statement":
		return p.Node(ast.Jump, at, "pass", ast.None), true
	case "break_statement":
		return p.Node(ast.Jump, at, "break", ast.None), true
	case "continue_statement":
		return p.Node(ast.Jump, at, "continue", ast.None), true
	case "raise_statement":
		return p.raise(at), true
	case "assert_statement":
		return p.Node(ast.Assert, at, "", p.lower(p.First(at)), p.lower(p.Nth(at, 1))), true
	case "delete_statement":
		return p.Node(ast.ExprStmt, at, "", p.Node(ast.Unary, at, "del", p.lower(p.First(at)))), true
	case "print_statement":
		return p.print(at), true
	case "exec_statement":
		return p.keywordCall(at, "exec", p.List(ast.Args, at, "", p.self)), true
	case "import_statement", "import_from_statement", "future_import_statement":
		mark := len(p.Stack)
		p.statement(at)
		return p.Pop(mark, ast.Block, at, ""), true
	}
	return ast.None, false
}

// raise lowers raise X from Y. A cause that is only a name says nothing that a
// rule could ask for.
func (p *lowerer) raise(at int32) ast.ID {
	cause := p.Child(at, "cause")
	first := p.First(at)
	if first == cause {
		first = -1
	}
	value := p.lower(first)
	if cause >= 0 && p.Type(cause) != "identifier" && p.Type(cause) != "none" {
		value = p.Node(ast.Binary, at, "from", value, p.lower(cause))
	}
	return p.Node(ast.Throw, at, "", value)
}

// print lowers Python 2's statement to a call; print >>f, x is print(x, file=f).
func (p *lowerer) print(at int32) ast.ID {
	mark := len(p.Stack)
	file := int32(-1)
	for c := range p.Named(at) {
		if p.Type(c) == "chevron" {
			file = c
			continue
		}
		p.Push(p.lower(c))
	}
	if file >= 0 {
		name := p.Node(ast.Ident, file, "file")
		p.Push(p.Node(ast.KeyArg, file, "", name, p.lower(p.First(file))))
	}
	return p.keywordCall(at, "print", p.Pop(mark, ast.Args, at, ""))
}

// keywordCall is a call that is written as a statement.
func (p *lowerer) keywordCall(at int32, name string, args ast.ID) ast.ID {
	n := &p.Nodes[at]
	end := min(n.Start+uint32(len(name)), n.End)
	callee := p.New(ast.Ident, n.Start, end, name)
	return p.Node(ast.ExprStmt, at, "", p.Node(ast.Call, at, "", callee, args, ast.None))
}

// compound lowers statements with a body.
func (p *lowerer) compound(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "if_statement":
		return p.ifStatement(at), true
	case "while_statement":
		cond := p.field(at, "condition")
		id := p.Node(ast.While, at, "", cond, p.body(p.Child(at, "body"), at))
		if e := p.Find(at, "else_clause"); e >= 0 {
			p.Append(id, p.body(p.Child(e, "body"), e))
		}
		return id, true
	case "for_statement":
		target, over := p.field(at, "left"), p.field(at, "right")
		body := p.body(p.Child(at, "body"), at)
		return p.Node(ast.ForEach, at, "", target, over, body, p.elseBlock(at)), true
	case "try_statement":
		return p.try(at), true
	case "with_statement":
		return p.with(at), true
	case "match_statement":
		return p.match(at), true
	}
	return ast.None, false
}

// elseBlock is the body of a statement's else clause, or None.
func (p *lowerer) elseBlock(at int32) ast.ID {
	if e := p.Find(at, "else_clause"); e >= 0 {
		return p.body(p.Child(e, "body"), e)
	}
	return ast.None
}

// ifStatement nests the elif clauses from the last one upwards. Beyond a
// number that nobody writes they stand side by side.
func (p *lowerer) ifStatement(at int32) ast.ID {
	cond := p.field(at, "condition")
	then := p.body(p.Child(at, "consequence"), at)
	otherwise := p.elseBlock(at)
	var elifs []int32
	for c := range p.Named(at) {
		if p.Type(c) == "elif_clause" {
			elifs = append(elifs, c)
		}
	}
	end := p.Nodes[at].End
	if len(elifs) > maxChain {
		mark := len(p.Stack)
		for _, c := range elifs[maxChain:] {
			cond := p.field(c, "condition")
			p.Push(p.Node(ast.If, c, "", cond, p.body(p.Child(c, "consequence"), c), ast.None))
		}
		p.Push(otherwise)
		otherwise = p.Pop(mark, ast.Block, elifs[maxChain], "")
		elifs = elifs[:maxChain]
	}
	for i := len(elifs) - 1; i >= 0; i-- {
		c := elifs[i]
		start := p.Nodes[c].Start
		cond := p.field(c, "condition")
		then := p.body(p.Child(c, "consequence"), c)
		id := p.New(ast.If, start, end, "", cond, then, otherwise)
		otherwise = p.New(ast.Block, start, end, "", id)
	}
	return p.Node(ast.If, at, "", cond, then, otherwise)
}

func (p *lowerer) try(at int32) ast.ID {
	mark := len(p.Stack)
	body := p.body(p.Child(at, "body"), at)
	otherwise := p.elseBlock(at)
	finally := ast.None
	if f := p.Find(at, "finally_clause"); f >= 0 {
		finally = p.body(p.Find(f, "block"), f)
	}
	p.Stack = append(p.Stack, ast.None, body, otherwise, finally)
	for c := range p.Named(at) {
		if p.Type(c) == "except_clause" {
			p.Push(p.except(c))
		}
	}
	return p.Pop(mark, ast.Try, at, "")
}

// except lowers a clause with its type and name: "as e" and Python 2's ", e".
func (p *lowerer) except(at int32) ast.ID {
	var values []int32
	alias := p.Child(at, "alias")
	for c := range p.Named(at) {
		if p.Type(c) != "block" && c != alias {
			values = append(values, c)
		}
	}
	param := ast.None
	if len(values) > 0 {
		typ := values[0]
		if len(values) == 2 && alias < 0 {
			alias = values[1]
		}
		if p.Type(typ) == "as_pattern" && alias < 0 {
			alias = p.Nth(typ, 1)
			typ = p.First(typ)
		}
		end := p.Nodes[values[0]].End
		if alias >= 0 {
			end = p.Nodes[alias].End
		}
		mods := p.Empty(ast.Mods, values[0])
		t := p.lower(typ)
		param = p.New(ast.Param, p.Nodes[values[0]].Start, end, "", mods, t, p.lower(alias), ast.None)
	}
	return p.Node(ast.Catch, at, "", param, p.body(p.Find(at, "block"), at))
}

func (p *lowerer) with(at int32) ast.ID {
	clause := p.Find(at, "with_clause")
	var items ast.ID
	if clause < 0 {
		items = p.Empty(ast.Args, at)
	} else {
		mark := len(p.Stack)
		for c := range p.Named(clause) {
			v := c
			if p.Type(c) == "with_item" {
				v = p.Child(c, "value")
			}
			p.withItem(v, c)
		}
		items = p.Pop(mark, ast.Args, clause, "")
	}
	return p.Node(ast.With, at, "", items, p.body(p.Child(at, "body"), at))
}

// withItem pushes the items of a with statement: several when they stand in
// parentheses.
func (p *lowerer) withItem(at, item int32) {
	if at < 0 {
		at = item
	}
	switch p.Type(at) {
	case "tuple", "parenthesized_expression":
		named := false
		for c := range p.Named(at) {
			named = named || p.Type(c) == "as_pattern"
		}
		if !named {
			p.Push(p.lower(at))
			return
		}
		for c := range p.Named(at) {
			p.withItem(c, c)
		}
	case "as_pattern":
		value := p.lower(p.First(at))
		target := p.lower(p.Nth(at, 1))
		p.Push(p.Node(ast.VarDecl, at, "", p.Empty(ast.Mods, at), ast.None, target, value))
	default:
		p.Push(p.lower(at))
	}
}
