package script

// listOrMap reads [a, b], [k: v] and [:].
func (p *parser) listOrMap() *Node {
	n := &Node{Kind: List, Line: p.take().line}
	if !p.enter() {
		p.leave()
		return n
	}
	defer p.leave()
	p.within(true, false, func() {
		if p.accept(":") {
			n.Kind = Map
		}
		for t := p.peek(); !t.is("]") && !t.is("}") && t.kind != eof; t = p.peek() {
			before := p.pos
			p.item(n)
			if !p.accept(",") && p.pos == before {
				p.pos++
			}
		}
	})
	p.close("]")
	return n
}

// item reads an element of a list or an entry of a map.
func (p *parser) item(n *Node) {
	t := p.peek()
	var key *Node
	switch next := p.at(1); {
	case next.is(":") && t.kind == ident:
		key = &Node{Kind: Text, Kids: []*Node{{Kind: Literal, S: t.s, Line: t.line}}, Line: t.line}
		p.pos++
	case next.is(":") && (t.kind == text || t.kind == number):
		key = p.primary()
	default:
		e := p.argument()
		if !p.peek().is(":") {
			n.Kids = append(n.Kids, e)
			return
		}
		key = e // (expression): value
	}
	p.accept(":")
	p.skipLines()
	n.Kind = Map
	n.Kids = append(n.Kids, &Node{Kind: Entry, Kids: []*Node{key, p.expression()}, Line: t.line})
}

// lambda reads { a, b -> … }.
func (p *parser) lambda() *Node {
	n := &Node{Kind: Lambda, Line: p.take().line}
	if !p.enter() {
		p.leave()
		return n
	}
	p.within(false, false, func() {
		n.Names = p.lambdaNames()
		n.Kids = p.statements(true)
	})
	p.leave()
	p.accept("}")
	return n
}

// lambdaNames reads the parameters up to the arrow; none when there is no arrow.
func (p *parser) lambdaNames() []string {
	i := p.pos
	for p.toks[i].kind == newline {
		i++
	}
	var names []string
	name, typed := "", false
	for end := min(i+60, len(p.toks)); i < end; i++ {
		switch t := p.toks[i]; {
		case t.is("->"):
			p.pos = i + 1
			return append(names, name)
		case t.is(","):
			names = append(names, name)
			name, typed = "", false
		case t.is(":") || t.is("="):
			typed = true
		case t.kind == ident && !typed:
			name = t.s
		case t.kind == ident, t.kind == number, t.is("."), t.is("<"), t.is(">"), t.is("?"), t.is("*"), t.is("("), t.is(")"), t.is("["), t.is("]"):
		default:
			return nil
		}
	}
	return nil
}
