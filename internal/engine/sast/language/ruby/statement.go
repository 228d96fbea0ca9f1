package ruby

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// block lowers the statements directly below a node.
func (r *lowerer) block(at int32) ast.ID {
	mark := len(r.Stack)
	for c := range r.Named(at) {
		r.Push(r.Within(c, r.stmt))
	}
	return r.Pop(mark, ast.Block, at, "")
}

// body lowers a body, which is a Block even where it is missing. With rescue
// and ensure its only statement is a Try.
func (r *lowerer) body(at, parent int32) ast.ID {
	if at < 0 {
		return r.Empty(ast.Block, parent)
	}
	switch r.Type(at) {
	case "body_statement", "begin":
		if r.guarded(at) {
			return r.Node(ast.Block, at, "", r.Within(at, r.try))
		}
		return r.Within(at, r.block)
	case "block_body", "then", "do", "else", "program":
		return r.Within(at, r.block)
	}
	return r.Node(ast.Block, at, "", r.Within(at, r.stmt))
}

// statement lowers what stands as a statement.
func (r *lowerer) statement(at int32) ast.ID {
	switch typ := r.Type(at); typ {
	case "if", "unless", "elsif":
		return r.ifStatement(at, typ)
	case "uninterpreted", "heredoc_body", "empty_statement":
		return ast.None
	default:
		id := r.node(at)
		switch r.File.Kind(id) {
		case ast.If, ast.While, ast.DoWhile, ast.ForEach, ast.Switch, ast.Try, ast.Return, ast.Jump, ast.Func, ast.Class, ast.Block, ast.Case, ast.Catch, ast.Dots:
			if typ != "lambda" && typ != "block" && typ != "do_block" {
				return id
			}
		case ast.Other:
			switch typ {
			case "alias", "undef", "begin_block", "end_block", "ERROR":
				return id
			}
		case ast.Nil:
			if id == ast.None {
				return id
			}
		}
		return r.Node(ast.ExprStmt, at, "", id)
	}
}

// control lowers what steers the program, where it is a value, too.
func (r *lowerer) control(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "if", "unless", "elsif":
		return r.ifExpression(at, typ), true
	case "if_modifier", "unless_modifier":
		then := r.body(r.Child(at, "body"), at)
		cond := r.condition(at, typ == "unless_modifier")
		return r.Node(ast.If, at, "", cond, then, ast.None), true
	case "while_modifier", "until_modifier":
		cond := r.condition(at, typ == "until_modifier")
		body := r.Child(at, "body")
		if body >= 0 && r.Type(body) == "begin" {
			return r.Node(ast.DoWhile, at, "", r.body(body, at), cond), true
		}
		return r.Node(ast.While, at, "", cond, r.body(body, at)), true
	case "while", "until":
		cond := r.condition(at, typ == "until")
		return r.Node(ast.While, at, "", cond, r.body(r.Child(at, "body"), at)), true
	case "for":
		target := r.target(r.Child(at, "pattern"))
		over := ast.None
		if v := r.Child(at, "value"); v >= 0 {
			over = r.lower(r.First(v))
		}
		return r.Node(ast.ForEach, at, "", target, over, r.body(r.Child(at, "body"), at), ast.None), true
	case "case", "case_match":
		return r.cases(at), true
	case "when", "in_clause":
		return r.clause(at), true
	case "begin", "body_statement":
		if r.guarded(at) {
			return r.try(at), true
		}
		return r.block(at), true
	case "then", "do", "block_body", "else", "ensure", "program":
		return r.block(at), true
	case "rescue":
		return r.rescue(at), true
	case "rescue_modifier":
		body := r.body(r.Child(at, "body"), at)
		handler := r.body(r.Child(at, "handler"), at)
		catch := r.Node(ast.Catch, at, "", ast.None, handler)
		return r.Node(ast.Try, at, "", ast.None, body, ast.None, ast.None, catch), true
	case "return":
		return r.Node(ast.Return, at, "", r.value(at)), true
	case "break", "next", "redo", "retry":
		return r.Node(ast.Jump, at, typ, r.value(at)), true
	}
	return ast.None, false
}

// condition lowers a condition, negated for unless and until.
func (r *lowerer) condition(at int32, negated bool) ast.ID {
	c := r.Child(at, "condition")
	id := r.lower(c)
	if negated && c >= 0 {
		return r.Node(ast.Unary, c, "!", id)
	}
	return id
}

func (r *lowerer) ifStatement(at int32, typ string) ast.ID {
	cond := r.condition(at, typ == "unless")
	then := r.body(r.Child(at, "consequence"), at)
	otherwise := ast.None
	if e := r.Child(at, "alternative"); e >= 0 {
		otherwise = r.body(e, at)
	}
	return r.Node(ast.If, at, "", cond, then, otherwise)
}

// ifExpression lowers an if whose value is used.
func (r *lowerer) ifExpression(at int32, typ string) ast.ID {
	cond := r.condition(at, typ == "unless")
	then := r.branch(r.Child(at, "consequence"))
	return r.Node(ast.Cond, at, "", cond, then, r.branch(r.Child(at, "alternative")))
}

// branch lowers a branch with one statement to that, others to a Block.
func (r *lowerer) branch(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	switch r.Type(at) {
	case "then", "else":
		if c := r.First(at); c >= 0 && r.Nth(at, 1) < 0 {
			return r.lower(c)
		}
		return r.Within(at, r.block)
	}
	return r.lower(at)
}

func (r *lowerer) cases(at int32) ast.ID {
	mark := len(r.Stack)
	value := r.field(at, "value")
	r.Stack = append(r.Stack, value)
	for c := range r.Named(at) {
		switch {
		case r.Under(c, "value"):
		case r.Type(c) == "else":
			r.Push(r.Node(ast.Case, c, "", r.Empty(ast.Args, c), r.Within(c, r.block)))
		default:
			r.Push(r.lower(c))
		}
	}
	return r.Pop(mark, ast.Switch, at, "")
}

// clause lowers when and in.
func (r *lowerer) clause(at int32) ast.ID {
	mark := len(r.Stack)
	end := r.Nodes[at].Start
	for c := range r.Named(at) {
		if r.Under(c, "body") {
			continue
		}
		r.label(c)
		end = r.Nodes[c].End
	}
	labels := r.New(ast.Args, r.Nodes[at].Start, end, "", r.Stack[mark:]...)
	r.Stack = r.Stack[:mark]
	return r.Node(ast.Case, at, "", labels, r.body(r.Child(at, "body"), at))
}

// guarded says whether a body has rescue, else or ensure.
func (r *lowerer) guarded(at int32) bool {
	for c := range r.Named(at) {
		switch r.Type(c) {
		case "rescue", "ensure", "else":
			return true
		}
	}
	return false
}

func (r *lowerer) try(at int32) ast.ID {
	mark := len(r.Stack)
	start := r.Nodes[at].Start
	end := start
	otherwise, finally := int32(-1), int32(-1)
	for c := range r.Named(at) {
		switch r.Type(c) {
		case "rescue":
		case "else":
			otherwise = c
		case "ensure":
			finally = c
		default:
			r.Push(r.Within(c, r.stmt))
			end = r.Nodes[c].End
		}
	}
	body := r.New(ast.Block, start, end, "", r.Stack[mark:]...)
	r.Stack = r.Stack[:mark]
	e, f := ast.None, ast.None
	if otherwise >= 0 {
		e = r.Within(otherwise, r.block)
	}
	if finally >= 0 {
		f = r.Within(finally, r.block)
	}
	r.Stack = append(r.Stack, ast.None, body, e, f)
	for c := range r.Named(at) {
		if r.Type(c) == "rescue" {
			r.Push(r.Within(c, r.rescue))
		}
	}
	return r.Pop(mark, ast.Try, at, "")
}

func (r *lowerer) rescue(at int32) ast.ID {
	types, variable := r.Child(at, "exceptions"), r.Child(at, "variable")
	param := ast.None
	if types >= 0 || variable >= 0 {
		t, name := ast.None, ast.None
		start, end := r.Nodes[at].Start, r.Nodes[at].Start
		if types >= 0 {
			start, end = r.Nodes[types].Start, r.Nodes[types].End
			if one := r.First(types); one >= 0 && r.Nth(types, 1) < 0 {
				t = r.lower(one)
			} else {
				t = r.List(ast.Seq, types, "(", r.self)
			}
		}
		if variable >= 0 {
			end = r.Nodes[variable].End
			name = r.target(r.First(variable))
		}
		param = r.New(ast.Param, start, end, "", r.Empty(ast.Mods, at), t, name, ast.None)
	}
	return r.Node(ast.Catch, at, "", param, r.body(r.Child(at, "body"), at))
}
