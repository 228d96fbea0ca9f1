package script

// modifiers stand before declarations and mean nothing to us.
var modifiers = map[string]bool{
	"private": true, "public": true, "protected": true, "internal": true, "static": true, "final": true, "const": true,
	"lateinit": true, "abstract": true, "open": true, "override": true, "inline": true, "suspend": true, "operator": true,
	"infix": true, "data": true, "sealed": true, "inner": true, "companion": true, "transient": true, "volatile": true,
	"synchronized": true, "native": true, "default": true,
}

// statement reads one statement; nil for those that say nothing.
func (p *parser) statement() *Node {
	t := p.peek()
	if t.is("@") {
		p.annotation()
		return nil
	}
	if t.kind != ident {
		return p.expression()
	}
	next := p.at(1)
	if modifiers[t.s] && next.kind == ident {
		p.pos++
		return p.statement0()
	}
	return p.keyword(t, next)
}

// statement0 is a statement behind a modifier.
func (p *parser) statement0() *Node {
	for {
		t, next := p.peek(), p.at(1)
		if t.kind != ident || !modifiers[t.s] || next.kind != ident {
			return p.statement()
		}
		p.pos++
	}
}

// keyword reads what begins with a word.
func (p *parser) keyword(t, next *token) *Node {
	switch t.s {
	case "import", "package":
		return p.header(t.s == "package")
	case "def", "val", "var":
		if next.kind == ident || next.is("(") || next.is("<") {
			p.pos++
			return p.declaration()
		}
	case "fun", "void":
		if next.kind == ident || next.is("<") {
			p.pos++
			return p.function()
		}
	case "if":
		if next.is("(") {
			return p.condition()
		}
	case "for", "while":
		if next.is("(") {
			return p.loop()
		}
	case "when", "switch":
		if next.is("(") || t.s == "when" && next.is("{") {
			return p.choice()
		}
	case "try", "do":
		if next.is("{") || next.kind == newline {
			return p.attempt()
		}
	case "class", "interface", "object", "enum", "trait", "record":
		if next.kind == ident || t.s == "object" && (next.is("{") || next.is(":")) {
			return p.typeDeclaration()
		}
	case "return", "throw":
		return p.leaveStatement()
	case "else", "catch", "finally", "case", "break", "continue":
		p.pos++ // of a construct that was not understood
		return nil
	}
	if n := p.typed(); n != nil {
		return n
	}
	return p.expression()
}

// annotation skips @Name, @file:Name and their arguments.
func (p *parser) annotation() {
	p.pos++
	for p.peek().kind == ident {
		p.pos++
		if !p.peek().is(".") && !p.peek().is(":") {
			break
		}
		p.pos++
	}
	if t := p.peek(); t.is("(") && !t.spaced {
		p.arguments(nil)
	}
}

// header reads an import or the package.
func (p *parser) header(isPackage bool) *Node {
	p.pos++
	name := ""
	for t := p.peek(); t.kind != newline && t.kind != eof && !t.is(";"); t = p.peek() {
		name += t.s
		p.pos++
	}
	if isPackage {
		p.script.Package = name
	}
	return nil
}

// condition reads if (…) … else …
func (p *parser) condition() *Node {
	n := &Node{Kind: If, Line: p.take().line}
	n.Kids = append(n.Kids, p.inParens(), p.body())
	i := p.pos
	p.lines()
	if !p.peek().word("else") {
		p.pos = i
		return n
	}
	p.pos++
	n.Kids = append(n.Kids, p.body())
	return n
}

// inParens reads ( expression ).
func (p *parser) inParens() *Node {
	p.pos++
	var n *Node
	p.within(true, false, func() { n = p.expression() })
	p.close(")")
	return n
}

// close steps to the bracket that closes a list, over what was not understood.
func (p *parser) close(end string) {
	p.within(true, false, func() {
		for depth := 0; ; p.pos++ {
			switch t := p.peek(); {
			case t.kind == eof, t.is("}") && depth == 0:
				return
			case t.is("(") || t.is("[") || t.is("{"):
				depth++
			case depth == 0 && t.is(end):
				p.pos++
				return
			case t.is(")") || t.is("]") || t.is("}"):
				depth--
			}
		}
	})
}

// loop reads for (x in …), for (T x : …), for (;;) and while (…).
func (p *parser) loop() *Node {
	n := &Node{Kind: Loop, Line: p.take().line}
	p.pos++
	p.within(true, false, func() {
		for i := 0; i < 8; i++ {
			t := p.peek()
			if t.kind != ident {
				break
			}
			if sep := p.at(1); sep.word("in") || sep.is(":") {
				n.S = t.s
				p.pos += 2
				break
			}
			p.pos++
		}
		n.Kids = append(n.Kids, p.expression())
	})
	p.close(")")
	n.Kids = append(n.Kids, p.body())
	return n
}

// choice reads when and switch as the list of what may run.
func (p *parser) choice() *Node {
	n := &Node{Kind: Choice, Line: p.take().line}
	if p.peek().is("(") {
		p.inParens()
	}
	if !p.accept("{") {
		return n
	}
	if p.enter() {
		p.within(false, false, func() { n.Kids = p.branches() })
	}
	p.leave()
	p.accept("}")
	return n
}

// branches reads "a, b -> …" and "case a: …" up to the closing brace.
func (p *parser) branches() []*Node {
	var all []*Node
	for {
		p.lines()
		t := p.peek()
		switch {
		case t.kind == eof || t.is("}"):
			return all
		case t.is("->") || t.is(":"):
			p.pos++
			all = append(all, p.body())
		case t.is(",") || t.word("case") || t.word("else") || t.word("default") || t.word("is") || t.word("in"):
			p.pos++
		default:
			all = p.branch(all)
		}
	}
}

// branch reads a condition, or a further statement of the branch before.
func (p *parser) branch(all []*Node) []*Node {
	before := p.pos
	n := p.statement()
	if p.pos == before {
		p.pos++
	}
	if t := p.peek(); n != nil && len(all) > 0 && !t.is("->") && !t.is(":") && !t.is(",") {
		last := all[len(all)-1]
		last.Kids = append(last.Kids, n)
	}
	return all
}

// attempt reads try … catch … finally, and do … while.
func (p *parser) attempt() *Node {
	n := &Node{Kind: Choice, Line: p.take().line}
	n.Kids = append(n.Kids, p.body())
	for {
		i := p.pos
		p.lines()
		t := p.peek()
		if !t.word("catch") && !t.word("finally") {
			p.pos = i
			return n
		}
		p.pos++
		if p.peek().is("(") {
			p.pos++
			p.close(")")
		}
		n.Kids = append(n.Kids, p.body())
	}
}

// leaveStatement reads return and throw; Kotlin's may name a label.
func (p *parser) leaveStatement() *Node {
	t := p.take()
	n := &Node{Kind: Return, Line: t.line}
	if p.peek().is("@") {
		p.pos += 2
		p.pos = min(p.pos, len(p.toks)-1)
	}
	if next := p.toks[p.pos]; next.kind == newline || next.kind == eof || next.is("}") || next.is(";") {
		return n
	}
	n.Kids = append(n.Kids, p.expression())
	if t.s == "throw" {
		return nil
	}
	return n
}
