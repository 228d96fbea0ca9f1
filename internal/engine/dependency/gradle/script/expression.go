package script

// expression reads one expression, with an assignment.
func (p *parser) expression() *Node {
	if !p.enter() {
		p.leave()
		return &Node{Kind: Bad}
	}
	defer p.leave()
	left := p.ternary()
	t := p.peek()
	switch {
	case t.is("="), t.is("+="), t.is("-="), t.is("*="), t.is("/="):
		p.pos++
		p.skipLines()
		var right *Node
		p.within(p.folded, false, func() { right = p.expression() })
		return &Node{Kind: Assign, S: t.s, Kids: []*Node{left, right}, Line: t.line}
	}
	return left
}

func (p *parser) ternary() *Node {
	cond := p.binary(1)
	p.onNextLine("?")
	if !p.peek().is("?") {
		return cond
	}
	n := &Node{Kind: Ternary, Line: p.take().line}
	p.skipLines()
	yes := p.nested()
	p.onNextLine(":")
	p.accept(":")
	p.skipLines()
	n.Kids = []*Node{cond, yes, p.nested()}
	return n
}

// nested is a ternary within one.
func (p *parser) nested() *Node {
	if !p.enter() {
		p.leave()
		return &Node{Kind: Bad}
	}
	defer p.leave()
	return p.ternary()
}

// precedence of the binary operators, weakest first.
var precedence = map[string]int{
	"?:": 1, "||": 2, "&&": 3, "|": 4, "^": 4, "&": 4, "==": 5, "!=": 5, "===": 5, "!==": 5, "=~": 5, "==~": 5, "<=>": 5,
	"<": 6, ">": 6, "<=": 6, "in": 6, "is": 6, "instanceof": 6, "as": 11, "<<": 7, "..": 7, "..<": 7,
	"+": 8, "-": 8, "*": 9, "/": 9, "%": 9,
}

// operator is the binary operator that comes next; empty when there is none.
func (p *parser) operator() (string, int) {
	p.onNextLine("?:", "&&", "||")
	t := p.peek()
	if t.kind != op && t.kind != ident {
		return "", 0
	}
	if t.is("!") { // !in, !is
		if n := p.at(1); n.word("in") || n.word("is") {
			return "!", 6
		}
	}
	if t.is("*") && !t.spaced && p.at(1).is(".") {
		return "", 0
	}
	return t.s, precedence[t.s]
}

// binary climbs precedences.
func (p *parser) binary(least int) *Node {
	left := p.unary()
	for {
		s, level := p.operator()
		if level < least || level == 0 {
			return left
		}
		line := p.take().line
		if s == "!" {
			p.pos++
		}
		p.skipLines()
		left = p.applied(left, s, level, line)
	}
}

func (p *parser) applied(left *Node, s string, level, line int) *Node {
	if s == "as" {
		p.accept("?")
		p.castType()
		return left
	}
	if s == "is" || s == "instanceof" {
		p.castType()
		return &Node{Kind: Bad, Line: line}
	}
	right := &Node{Kind: Bad, Line: line}
	if p.enter() {
		right = p.binary(level + 1)
	}
	p.leave()
	return &Node{Kind: Binary, S: s, Kids: []*Node{left, right}, Line: line}
}

// castType steps over the type behind as and is.
func (p *parser) castType() {
	i := p.pos
	if !p.typeName() {
		p.pos = i
	}
	p.accept("?")
}

func (p *parser) unary() *Node {
	t := p.peek()
	switch {
	case t.is("!"), t.is("-"), t.is("+"), t.is("~"), t.is("*"), t.is("++"), t.is("--"), t.is("!!"):
		p.pos++
		if !p.enter() {
			p.leave()
			return &Node{Kind: Bad}
		}
		defer p.leave()
		return &Node{Kind: Unary, S: t.s, Kids: []*Node{p.unary()}, Line: t.line}
	}
	return p.postfix(p.primary())
}

// primary reads what an expression begins with.
func (p *parser) primary() *Node {
	t := p.peek()
	switch t.kind {
	case text:
		p.pos++
		return p.text(t)
	case number:
		p.pos++
		return &Node{Kind: Number, S: t.s, Line: t.line}
	case ident:
		return p.named(t)
	case op:
		switch t.s {
		case "(":
			return p.inParens()
		case "[":
			return p.listOrMap()
		case "{":
			return p.lambda()
		case "::":
			p.pos++
			return p.primary0()
		}
	}
	return &Node{Kind: Bad, Line: t.line}
}

// primary0 is the name behind a reference ::x.
func (p *parser) primary0() *Node {
	if p.peek().kind == ident {
		p.pos++
	}
	return &Node{Kind: Bad}
}

// named reads words that are expressions by themselves, and names.
func (p *parser) named(t *token) *Node {
	next := p.at(1)
	switch {
	case t.s == "new" && next.kind == ident:
		p.pos++
		name := p.peek().s
		p.typeName()
		return &Node{Kind: Name, S: name, Line: t.line}
	case t.s == "if" && next.is("("):
		return p.condition()
	case t.s == "when" && (next.is("(") || next.is("{")):
		return p.choice()
	case t.s == "try" && next.is("{"):
		return p.attempt()
	case t.s == "object" && (next.is(":") || next.is("{")):
		p.typeDeclaration()
		return &Node{Kind: Bad, Line: t.line}
	case t.s == "throw" || t.s == "return":
		if n := p.leaveStatement(); n != nil {
			return n
		}
		return &Node{Kind: Bad, Line: t.line}
	}
	p.pos++
	return &Node{Kind: Name, S: t.s, Line: t.line}
}

// text turns a string token into a node.
func (p *parser) text(t *token) *Node {
	n := &Node{Kind: Text, Line: t.line}
	for _, part := range t.parts {
		if part.code == nil {
			n.Kids = append(n.Kids, &Node{Kind: Literal, S: part.s, Line: part.line})
			continue
		}
		q := &parser{toks: part.code, lang: p.lang, script: p.script, depth: p.depth + 1}
		body := q.statements(false)
		switch len(body) {
		case 1:
			n.Kids = append(n.Kids, body[0])
		default:
			n.Kids = append(n.Kids, &Node{Kind: Bad, Line: part.line})
		}
	}
	return n
}
