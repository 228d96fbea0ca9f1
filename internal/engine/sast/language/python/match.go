package python

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (p *lowerer) match(at int32) ast.ID {
	mark := len(p.Stack)
	subject, n := int32(-1), 0
	for c := range p.Named(at) {
		if p.Nodes[c].Field != 0 && p.Field(c) == "subject" {
			if n == 0 {
				subject = c
			}
			n++
		}
	}
	if n > 1 {
		inner := len(p.Stack)
		for c := range p.Named(at) {
			if p.Nodes[c].Field != 0 && p.Field(c) == "subject" {
				p.Push(p.lower(c))
			}
		}
		p.Push(p.Pop(inner, ast.Seq, at, "("))
	} else {
		p.Stack = append(p.Stack, p.lower(subject))
	}
	if body := p.Child(at, "body"); body >= 0 {
		for c := range p.Named(body) {
			if p.Type(c) == "case_clause" {
				p.Push(p.caseClause(c))
			} else {
				p.Push(p.lower(c))
			}
		}
	}
	return p.Pop(mark, ast.Switch, at, "")
}

func (p *lowerer) caseClause(at int32) ast.ID {
	mark := len(p.Stack)
	guard := p.Child(at, "guard")
	for c := range p.Named(at) {
		if p.Type(c) == "case_pattern" {
			p.label(c, guard < 0)
		}
	}
	if guard >= 0 {
		p.Push(p.Node(ast.Unary, guard, "if", p.lower(p.First(guard))))
	}
	labels := p.Pop(mark, ast.Args, at, "")
	return p.Node(ast.Case, at, "", labels, p.body(p.Child(at, "consequence"), at))
}

// label pushes the alternatives of a case. The lone "_" is the default.
func (p *lowerer) label(at int32, def bool) {
	c := p.First(at)
	switch {
	case c < 0 && def && p.Text(at) == "_":
	case c >= 0 && p.Type(c) == "union_pattern":
		p.union(c)
	default:
		p.Push(p.lower(at))
	}
}

// union pushes what stands between the bars of a|-1|_.
func (p *lowerer) union(at int32) {
	minus := int32(-1)
	for c := range p.Children(at) {
		switch typ := p.Type(c); {
		case typ == "_":
			p.Push(p.Leaf(ast.Ident, c))
		case typ == "-":
			minus = c
		case !p.Nodes[c].Named() || p.Nodes[c].Extra():
		case minus >= 0:
			x := p.lower(c)
			p.Push(p.New(ast.Unary, p.Nodes[minus].Start, p.Nodes[c].End, "-", x))
			minus = -1
		default:
			p.Push(p.lower(c))
		}
	}
}

// casePattern lowers what may stand after case.
func (p *lowerer) casePattern(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "case_pattern":
		c := p.First(at)
		if c < 0 {
			return p.Leaf(ast.Ident, at), true
		}
		if p.Has(at, "-") {
			return p.Node(ast.Unary, at, "-", p.lower(c)), true
		}
		return p.lower(c), true
	case "union_pattern":
		mark := len(p.Stack)
		p.union(at)
		return p.Pop(mark, ast.Seq, at, "|"), true
	case "class_pattern":
		name := p.First(at)
		callee := p.lower(name)
		mark := len(p.Stack)
		for c := range p.Named(at) {
			if c != name {
				p.Push(p.lower(c))
			}
		}
		return p.Node(ast.Call, at, "", callee, p.Pop(mark, ast.Args, at, ""), ast.None), true
	case "keyword_pattern":
		name := p.lower(p.First(at))
		return p.Node(ast.KeyArg, at, "", name, p.lower(p.Nth(at, 1))), true
	case "splat_pattern":
		text := "*"
		if p.Has(at, "**") {
			text = "**"
		}
		return p.Node(ast.Spread, at, text, p.lower(p.First(at))), true
	}
	return ast.None, false
}
