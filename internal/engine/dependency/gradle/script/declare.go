package script

// declaration reads what stands behind def, val and var.
func (p *parser) declaration() *Node {
	p.generics()
	if p.peek().is("(") { // several at once: def (a, b) = …
		p.pos++
		p.close(")")
		return p.assigned(&Node{Kind: Declare, Line: p.peek().line})
	}
	if p.isFunction() {
		return p.function()
	}
	// def String x, val Project.x: the last name counts.
	t := p.take()
	for p.peek().kind == ident && !p.peek().word("by") && !p.peek().word("in") || p.peek().is(".") || p.peek().is("?.") {
		if q := p.take(); q.kind == ident {
			t = q
		}
		p.generics()
		if p.peek().is("(") {
			p.pos -= 1
			return p.function()
		}
	}
	n := &Node{Kind: Declare, S: t.s, Line: t.line}
	if p.peek().is(":") {
		p.pos++
		p.skipType()
	}
	return p.assigned(n)
}

// isFunction says that a name and an opening bracket come next.
func (p *parser) isFunction() bool {
	return p.peek().kind == ident && p.at(1).is("(") && p.lang == Groovy
}

// assigned reads the value of a declaration.
func (p *parser) assigned(n *Node) *Node {
	if p.lang == Kotlin {
		p.onNextLine("=")
		p.getter()
	}
	switch {
	case p.accept("="):
		p.skipLines()
		n.Kids = append(n.Kids, p.expression())
	case p.peek().word("by"):
		p.pos++
		p.skipLines()
		n.Kind = Delegate
		n.Kids = append(n.Kids, p.expression())
	}
	return n
}

// getter steps to the value of "val x: T get() = …".
func (p *parser) getter() {
	i := p.pos
	for p.toks[i].kind == newline {
		i++
	}
	if !p.toks[i].word("get") || i+3 >= len(p.toks) || !p.toks[i+1].is("(") || !p.toks[i+2].is(")") {
		return
	}
	p.pos = i + 3
	if p.accept(":") {
		p.skipType()
	}
}

func (p *parser) skipLines() {
	for p.toks[p.pos].kind == newline {
		p.pos++
	}
}

// typed reads "String x = …", "Map<String, String> x = …" and methods that
// begin with a type; nil when there is none.
func (p *parser) typed() *Node {
	start := p.pos
	if !p.typeName() {
		p.pos = start
		return nil
	}
	t := p.toks[p.pos]
	if t.kind != ident || t.s == "in" || t.s == "is" || t.s == "as" || t.s == "by" {
		p.pos = start
		return nil
	}
	switch next := p.toks[min(p.pos+1, len(p.toks)-1)]; {
	case next.is("="):
		p.pos++
		return p.assigned(&Node{Kind: Declare, S: t.s, Line: t.line})
	case p.bareDeclaration(start, &next):
		p.pos++
		return &Node{Kind: Declare, S: t.s, Line: t.line}
	case next.is("(") && !next.spaced && p.methodFollows():
		return p.function()
	}
	p.pos = start
	return nil
}

// bareDeclaration is "String x" without a value, by Java's spelling of types.
func (p *parser) bareDeclaration(start int, next *token) bool {
	first := p.toks[start].s
	ends := next.kind == newline || next.kind == eof || next.is(";") || next.is("}")
	return p.lang == Groovy && ends && (first[0] >= 'A' && first[0] <= 'Z' || primitive[first])
}

// typeName steps over a type, with generics and array brackets.
func (p *parser) typeName() bool {
	for {
		if p.toks[p.pos].kind != ident {
			return false
		}
		p.pos++
		if !p.toks[p.pos].is(".") {
			break
		}
		p.pos++
	}
	p.generics()
	for p.toks[p.pos].is("[") && p.toks[min(p.pos+1, len(p.toks)-1)].is("]") {
		p.pos += 2
	}
	return true
}

// methodFollows says that behind the parameters a body begins, and that the
// parameters are names and no values.
func (p *parser) methodFollows() bool {
	first := p.toks[p.pos-1]
	if first.kind == ident && (first.s[0] < 'A' || first.s[0] > 'Z') && !primitive[first.s] {
		return false // task foo(type: X) {: a command
	}
	for i := p.pos + 2; i < min(p.pos+60, len(p.toks)); i++ {
		switch t := p.toks[i]; {
		case t.is(")"):
			return i+1 < len(p.toks) && p.toks[i+1].is("{")
		case t.kind == text || t.is("(") || t.is(":") || t.kind == eof:
			return false
		}
	}
	return false
}

var primitive = map[string]bool{"int": true, "boolean": true, "long": true, "double": true, "void": true, "def": true}

// generics steps over <A, B<C>>, if that is what comes next.
func (p *parser) generics() bool {
	i := p.pos
	if !p.toks[i].is("<") {
		return false
	}
	depth := 0
	for end := min(i+60, len(p.toks)); i < end; i++ {
		switch t := p.toks[i]; {
		case t.is("<"):
			depth++
		case t.is(">"):
			if depth--; depth == 0 {
				p.pos = i + 1
				return true
			}
		case t.kind == ident, t.is(","), t.is("."), t.is("?"), t.is("*"), t.is("&"), t.is(":"), t.is("["), t.is("]"):
		default:
			return false
		}
	}
	return false
}

// skipType steps over a type annotation up to what follows it.
func (p *parser) skipType() {
	for depth := 0; ; p.pos++ {
		t := &p.toks[p.pos]
		switch {
		case t.kind == eof, t.is("}"):
			return
		case t.is("(") || t.is("<") || t.is("["):
			depth++
		case t.is(")") || t.is(">") || t.is("]"):
			if depth == 0 {
				return
			}
			depth--
		case depth > 0:
		case t.kind == newline, t.is("="), t.is("{"), t.is(","), t.is(";"), t.word("by"):
			return
		}
	}
}

// function reads a name, parameters and a body.
func (p *parser) function() *Node {
	p.generics()
	t := p.take()
	for p.peek().is(".") || p.peek().is("?.") || p.peek().kind == ident {
		if q := p.take(); q.kind == ident {
			t = q
		}
		p.generics()
	}
	n := &Node{Kind: Function, S: t.s, Line: t.line}
	if p.accept("(") {
		n.Names = p.parameters()
	}
	if p.peek().is(":") {
		p.pos++
		p.skipType()
	}
	switch {
	case p.accept("="):
		p.skipLines()
		n.Kids = []*Node{p.expression()}
	case p.peek().is("{"):
		n.Kids = p.block()
	}
	return n
}

// parameters reads names up to the closing bracket; types and defaults are skipped.
func (p *parser) parameters() []string {
	var names []string
	name := ""
	flush := func() {
		if name != "" {
			names = append(names, name)
		}
		name = ""
	}
	p.within(true, false, func() {
		for {
			switch t := p.peek(); {
			case t.kind == eof || t.is("}"):
				return
			case t.is(")"):
				p.pos++
				return
			case t.is(","):
				flush()
				p.pos++
			case t.is(":"):
				p.pos++
				p.skipType()
			case t.is("="):
				p.pos++
				p.expression()
			case t.kind == ident:
				name = t.s
				p.pos++
			default:
				p.pos++
			}
		}
	})
	flush()
	return names
}

// typeDeclaration reads a class or object; the body of an enum is skipped.
func (p *parser) typeDeclaration() *Node {
	word := p.take()
	n := &Node{Kind: Type, Line: word.line}
	if p.peek().kind == ident {
		n.S = p.take().s
	}
	if word.s == "enum" || n.S == "class" && p.peek().kind == ident { // enum class X
		n.S = ""
	}
	for t := p.peek(); !t.is("{") && t.kind != newline && t.kind != eof && !t.is("}"); t = p.peek() {
		p.pos++
		if t.is("(") {
			p.close(")")
		}
	}
	if n.S == "" && word.s == "enum" && p.accept("{") {
		p.close("}")
		return nil
	}
	n.Kids = p.block()
	return n
}
