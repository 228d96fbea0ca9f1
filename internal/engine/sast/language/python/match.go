package python

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (p *lowerer) match(at int32) ast.ID {
	mark := len(p.list)
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
		inner := len(p.list)
		for c := range p.Named(at) {
			if p.Nodes[c].Field != 0 && p.Field(c) == "subject" {
				p.push(p.lower(c))
			}
		}
		p.push(p.pop(ast.Seq, at, "(", inner))
	} else {
		p.list = append(p.list, p.lower(subject))
	}
	if body := p.Child(at, "body"); body >= 0 {
		for c := range p.Named(body) {
			if p.Type(c) == "case_clause" {
				p.push(p.caseClause(c))
			} else {
				p.push(p.lower(c))
			}
		}
	}
	return p.pop(ast.Switch, at, "", mark)
}

func (p *lowerer) caseClause(at int32) ast.ID {
	mark := len(p.list)
	guard := p.Child(at, "guard")
	for c := range p.Named(at) {
		if p.Type(c) == "case_pattern" {
			p.label(c, guard < 0)
		}
	}
	if guard >= 0 {
		p.push(p.Node(ast.Unary, guard, "if", p.lower(p.named(guard, 0))))
	}
	labels := p.pop(ast.Args, at, "", mark)
	return p.Node(ast.Case, at, "", labels, p.body(p.Child(at, "consequence"), at))
}

// label pushes the alternatives of a case. The lone "_" is the default.
func (p *lowerer) label(at int32, def bool) {
	c := p.named(at, 0)
	switch {
	case c < 0 && def && p.text(at) == "_":
	case c >= 0 && p.Type(c) == "union_pattern":
		p.union(c)
	default:
		p.push(p.lower(at))
	}
}

// union pushes what stands between the bars of a|-1|_.
func (p *lowerer) union(at int32) {
	minus := int32(-1)
	for c := range p.Children(at) {
		switch typ := p.Type(c); {
		case typ == "_":
			p.push(p.leaf(ast.Ident, c))
		case typ == "-":
			minus = c
		case !p.Nodes[c].Named() || p.Nodes[c].Extra():
		case minus >= 0:
			x := p.lower(c)
			p.push(p.New(ast.Unary, p.Nodes[minus].Start, p.Nodes[c].End, "-", x))
			minus = -1
		default:
			p.push(p.lower(c))
		}
	}
}

// casePattern lowers what may stand after case.
func (p *lowerer) casePattern(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "case_pattern":
		c := p.named(at, 0)
		if c < 0 {
			return p.leaf(ast.Ident, at), true
		}
		if p.has(at, "-") {
			return p.Node(ast.Unary, at, "-", p.lower(c)), true
		}
		return p.lower(c), true
	case "union_pattern":
		mark := len(p.list)
		p.union(at)
		return p.pop(ast.Seq, at, "|", mark), true
	case "class_pattern":
		name := p.named(at, 0)
		callee := p.lower(name)
		mark := len(p.list)
		for c := range p.Named(at) {
			if c != name {
				p.push(p.lower(c))
			}
		}
		return p.Node(ast.Call, at, "", callee, p.pop(ast.Args, at, "", mark), ast.None), true
	case "keyword_pattern":
		name := p.lower(p.named(at, 0))
		return p.Node(ast.KeyArg, at, "", name, p.lower(p.named(at, 1))), true
	case "splat_pattern":
		text := "*"
		if p.has(at, "**") {
			text = "**"
		}
		return p.Node(ast.Spread, at, text, p.lower(p.named(at, 0))), true
	}
	return ast.None, false
}
