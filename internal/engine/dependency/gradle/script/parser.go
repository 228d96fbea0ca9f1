package script

// maxNesting bounds blocks within blocks; real scripts stay below thirty.
const maxNesting = 150

type parser struct {
	toks   []token
	pos    int
	lang   Lang
	script *Script
	depth  int
	// folded says that line ends mean nothing here: within ( ) and [ ].
	folded bool
	// plain says that no command call may begin: within one's arguments.
	plain bool
}

// peek is the next token that counts.
func (p *parser) peek() *token {
	if p.folded {
		for p.toks[p.pos].kind == newline {
			p.pos++
		}
	}
	return &p.toks[p.pos]
}

// at is the token n after the next one, as it stands.
func (p *parser) at(n int) *token {
	p.peek()
	return &p.toks[min(p.pos+n, len(p.toks)-1)]
}

// take steps over the next token.
func (p *parser) take() *token {
	t := p.peek()
	if t.kind != eof {
		p.pos++
	}
	return t
}

func (t *token) is(s string) bool   { return t.kind == op && t.s == s }
func (t *token) word(s string) bool { return t.kind == ident && t.s == s }

// accept steps over an operator if it is there.
func (p *parser) accept(s string) bool {
	if p.peek().is(s) {
		p.pos++
		return true
	}
	return false
}

// lines skips ends of lines and semicolons.
func (p *parser) lines() {
	for p.toks[p.pos].kind == newline || p.toks[p.pos].is(";") {
		p.pos++
	}
}

// onNextLine moves over ends of lines when the token behind them continues
// the expression.
func (p *parser) onNextLine(ops ...string) {
	i := p.pos
	for p.toks[i].kind == newline {
		i++
	}
	for _, o := range ops {
		if p.toks[i].is(o) {
			p.pos = i
			return
		}
	}
}

func (p *parser) fault(line int, what string) {
	if len(p.script.Faults) == 0 {
		p.script.Faults = append(p.script.Faults, Fault{line, what})
	}
}

// enter counts nesting; when it is too deep the rest of the file is given up.
func (p *parser) enter() bool {
	if p.depth++; p.depth <= maxNesting {
		return true
	}
	p.fault(p.toks[p.pos].line, "is nested too deep")
	p.pos = len(p.toks) - 1
	return false
}

func (p *parser) leave() { p.depth-- }

// within parses with other rules for line ends and commands.
func (p *parser) within(folded, plain bool, parse func()) {
	f, c := p.folded, p.plain
	p.folded, p.plain = folded, plain
	parse()
	p.folded, p.plain = f, c
}

// statements reads up to the end of the block, or of the file.
func (p *parser) statements(block bool) []*Node {
	var all []*Node
	for {
		p.lines()
		t := p.peek()
		if t.kind == eof {
			if block {
				p.fault(t.line, "ends within a block that was never closed")
			}
			return all
		}
		if t.is("}") {
			if block {
				return all
			}
			p.fault(t.line, "closes a block that was never opened")
			p.pos++
			continue
		}
		before := p.pos
		if n := p.statement(); n != nil {
			all = append(all, n)
		}
		if p.pos == before {
			p.pos++ // not understood: go on behind it
		}
	}
}

// block reads { … } as statements.
func (p *parser) block() []*Node {
	if !p.accept("{") {
		return nil
	}
	var all []*Node
	if p.enter() {
		p.within(false, false, func() { all = p.statements(true) })
	}
	p.leave()
	p.accept("}")
	return all
}

// body is a block, or the one statement in its place.
func (p *parser) body() *Node {
	for p.toks[p.pos].kind == newline {
		p.pos++
	}
	n := &Node{Kind: Block, Line: p.peek().line}
	if p.peek().is("{") {
		n.Kids = p.block()
		return n
	}
	if p.enter() {
		p.within(false, false, func() {
			if s := p.statement(); s != nil {
				n.Kids = []*Node{s}
			}
		})
	}
	p.leave()
	return n
}
