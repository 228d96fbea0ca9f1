package script

// maxChain bounds a.b.c.d…; real ones are shorter than fifty.
const maxChain = 500

// postfix reads members, indices, calls and commands behind an expression.
func (p *parser) postfix(n *Node) *Node {
	for i := 0; i < maxChain; i++ {
		p.onNextLine(".", "?.", "*.")
		next := p.step(n)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

// step reads one link; nil when there is none.
func (p *parser) step(n *Node) *Node {
	t := p.peek()
	switch {
	case t.is("."), t.is("?."), t.is("*."), t.is(".&"), t.is("::"):
		p.pos++
		return p.member(n, t)
	case t.is("!!"), t.is("++"), t.is("--"):
		p.pos++
		return n
	case t.is("*") && p.at(1).is("."):
		p.pos++
		return n
	case t.is("(") && callable(n):
		return p.arguments(n)
	case t.is("<") && !t.spaced && callable(n) && p.genericCall():
		return n
	case (t.is("[") || t.is("?[")) && !p.listArgument(n, t):
		return p.index(n)
	case t.is("{") && callable(n):
		return p.withClosure(n)
	}
	if p.plain || p.folded && p.lang == Groovy && n.Kind != Call {
		return p.infix(n, t)
	}
	return p.command(n, t)
}

// callable says that an expression can be called: a word in a string too
// ("implementation"(…) of Kotlin).
func callable(n *Node) bool {
	switch n.Kind {
	case Name, Member, Call, Index:
		return true
	case Text:
		return len(n.Kids) == 1
	}
	return false
}

func (p *parser) member(n *Node, dot *token) *Node {
	p.skipLines()
	t := p.peek()
	m := &Node{Kind: Member, Kids: []*Node{n}, Line: t.line}
	switch {
	case t.kind == ident:
		m.S = t.s
		p.pos++
	case t.kind == text && len(t.parts) == 1 && t.parts[0].code == nil:
		m.S = t.parts[0].s
		p.pos++
	case t.is("@"):
		p.pos++
		return m
	}
	if dot.s == "::" {
		return &Node{Kind: Bad, Line: t.line}
	}
	return m
}

// genericCall steps over the type arguments of a call.
func (p *parser) genericCall() bool {
	i := p.pos
	if !p.generics() {
		return false
	}
	if t := p.toks[p.pos]; t.is("(") || t.is("{") || t.is(".") || t.kind == newline || t.is(")") || t.kind == eof || t.is("}") {
		return true
	}
	p.pos = i
	return false
}

func (p *parser) index(n *Node) *Node {
	line := p.take().line
	x := &Node{Kind: Index, Kids: []*Node{n}, Line: line}
	p.within(true, false, func() {
		for !p.peek().is("]") && p.peek().kind != eof {
			before := p.pos
			x.Kids = append(x.Kids, p.expression())
			if !p.accept(",") && p.pos == before {
				break
			}
		}
	})
	p.close("]")
	return x
}

// listArgument says that "name [" begins a command's argument, not an index.
func (p *parser) listArgument(n *Node, t *token) bool {
	return p.lang == Groovy && t.spaced && n.Kind == Name && !p.plain && !p.folded
}

// arguments reads ( … ) behind n.
func (p *parser) arguments(n *Node) *Node {
	line := p.take().line
	c := &Node{Kind: Call, Kids: []*Node{n}, Line: line}
	if n != nil {
		c.Line = n.Line
	}
	p.within(true, false, func() {
		for t := p.peek(); !t.is(")") && !t.is("}") && t.kind != eof; t = p.peek() {
			before := p.pos
			c.Kids = append(c.Kids, p.argument())
			if !p.accept(",") && p.pos == before {
				p.pos++
			}
		}
	})
	p.close(")")
	return c
}

// argument reads one, with its name if it has one.
func (p *parser) argument() *Node {
	t, next := p.peek(), p.at(1)
	named := next.is(":") || next.is("=") && p.lang == Kotlin && p.folded
	if named && (t.kind == ident || t.kind == text && len(t.parts) == 1) {
		s := t.s
		if t.kind == text {
			s = t.parts[0].s
		}
		p.pos += 2
		p.skipLines()
		return &Node{Kind: Named, S: s, Kids: []*Node{p.expression()}, Line: t.line}
	}
	if t.is("*") {
		p.pos++ // spread
		if p.accept(":") {
			return p.expression()
		}
	}
	return p.expression()
}

// withClosure adds a closure to a call, or makes one.
func (p *parser) withClosure(n *Node) *Node {
	body := p.lambda()
	if n.Kind == Call {
		n.Kids = append(n.Kids, body)
		return n
	}
	return &Node{Kind: Call, Kids: []*Node{n, body}, Line: n.Line}
}

// command reads "name argument, argument", and what is chained behind.
func (p *parser) command(n *Node, t *token) *Node {
	if p.lang == Kotlin || n.Kind != Name && n.Kind != Member {
		return p.infix(n, t)
	}
	switch {
	case t.kind == text, t.kind == number:
	case t.kind == ident && precedence[t.s] == 0 && t.s != "else" && t.s != "by":
	case t.is("[") && p.listArgument(n, t):
	case t.is("-") && t.spaced && !p.at(1).spaced && p.at(1).kind == number:
	default:
		return nil
	}
	c := &Node{Kind: Call, Kids: []*Node{n}, Line: n.Line}
	p.within(p.folded, true, func() {
		for {
			c.Kids = append(c.Kids, p.argument())
			if !p.accept(",") {
				return
			}
			p.skipLines()
		}
	})
	return c
}

// infix reads "expression name argument": version "1" behind id("x"), a to b.
func (p *parser) infix(n *Node, t *token) *Node {
	if t.kind != ident || precedence[t.s] != 0 || t.s == "else" || t.s == "by" || !t.spaced {
		return nil
	}
	if p.plain || p.lang == Groovy && n.Kind != Call {
		return nil
	}
	arg := p.at(1)
	begins := arg.kind == text || arg.kind == number || arg.kind == ident && precedence[arg.s] == 0 ||
		p.lang == Kotlin && (arg.is("(") || arg.is("{"))
	if !begins {
		return nil
	}
	p.pos++
	m := &Node{Kind: Member, S: t.s, Kids: []*Node{n}, Line: t.line}
	c := &Node{Kind: Call, Kids: []*Node{m}, Line: n.Line}
	p.within(p.folded, true, func() {
		if p.lang == Groovy {
			c.Kids = append(c.Kids, p.argument())
		} else {
			c.Kids = append(c.Kids, p.binary(7))
		}
	})
	return c
}
