package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// block matches the statements between braces.
func (m *Matcher) block(p, c ast.ID, k func()) {
	first := m.pf.First(p)
	list := m.list(c)
	if first == ast.None {
		if len(list) == 0 {
			k()
		}
		return
	}
	// { ... } needs no look inside.
	if m.pf.Kind(first) == ast.Dots && m.pf.Next(first) == ast.None {
		k()
		return
	}
	// A metavariable alone stands for the whole body; between braces not for
	// nothing.
	if m.pf.Next(first) == ast.None && len(list) != 1 && m.wholeBody(first) && (len(list) > 0 || !m.braced(p)) {
		m.bind(m.pf.Text(m.metavarOf(first)), c, k)
		return
	}
	// An ellipsis anywhere lets more statements follow, too.
	open := hasDots(m.pf, p)
	m.sequence(first, list, 0, 0, func(last int) {
		if open || last == len(list)-1 {
			k()
		}
	})
}

// metavarOf is the metavariable that a statement of a pattern consists of.
func (m *Matcher) metavarOf(p ast.ID) ast.ID {
	switch m.pf.Kind(p) {
	case ast.Metavar:
		return p
	case ast.ExprStmt:
		if x := m.pf.First(p); m.pf.Kind(x) == ast.Metavar {
			return x
		}
	}
	return ast.None
}

// braced says whether the author of a pattern wrote a block's braces.
func (m *Matcher) braced(p ast.ID) bool {
	at := int(m.pf.Nodes[p].Start)
	return at < len(m.pf.Source) && m.pf.Source[at] == '{'
}

func (m *Matcher) wholeBody(p ast.ID) bool { return m.metavarOf(p) != ast.None }

// sequence matches patterns of statements with the statements of a list from
// i on. start is where the whole sequence began. k gets the index of the last
// statement that was needed; after an ellipsis at the end that is the list's
// last. Behind an ellipsis, statements in nested blocks count too.
func (m *Matcher) sequence(p ast.ID, list []ast.ID, start, i int, k func(last int)) {
	if m.steps <= 0 {
		return
	}
	if p == ast.None {
		k(i - 1)
		return
	}
	next := m.pf.Next(p)
	if m.pf.Kind(p) == ast.Dots {
		if next == ast.None {
			k(len(list) - 1)
			return
		}
		for j := i; j < len(list); j++ {
			m.sequence(next, list, start, j, k)
			m.nested(next, list[j], list, start, j, k)
			if m.steps <= 0 {
				return
			}
		}
		if m.onlyDots(next) {
			k(len(list) - 1)
		}
		return
	}
	if i >= len(list) {
		return
	}
	m.statement(p, list[i], func() { m.sequence(next, list, start, i+1, k) })
}

func (m *Matcher) onlyDots(p ast.ID) bool { return onlyEllipsis(m.pf, p) }

// onlyEllipsis says whether a pattern's nodes from p on are ellipses.
func onlyEllipsis(f *ast.File, p ast.ID) bool {
	for ; p != ast.None; p = f.Next(p) {
		if k := f.Kind(p); k != ast.Dots && (k != ast.Spread || f.Kind(f.First(p)) != ast.Dots) {
			return false
		}
	}
	return true
}

// nested continues a sequence in the blocks inside a statement. What matches
// there ends, for the sequence, with the statement j that holds it, unless
// more follows behind it.
func (m *Matcher) nested(p, stmt ast.ID, list []ast.ID, start, j int, k func(last int)) {
	m.innerBlocks(stmt, func(block ast.ID) {
		inner := m.list(block)
		for i := range inner {
			m.partly(p, inner, i, list, start, j, k)
			m.nested(p, inner[i], list, start, j, k)
			if m.steps <= 0 {
				return
			}
		}
	})
}

// partly matches patterns inside a nested block; those that remain after an
// ellipsis may match behind the statement that holds the block.
func (m *Matcher) partly(p ast.ID, inner []ast.ID, i int, list []ast.ID, start, j int, k func(last int)) {
	if p == ast.None {
		k(j)
		return
	}
	if m.steps <= 0 {
		return
	}
	next := m.pf.Next(p)
	if m.pf.Kind(p) == ast.Dots {
		if next == ast.None {
			k(len(list) - 1)
			return
		}
		for x := i; x < len(inner); x++ {
			m.partly(next, inner, x, list, start, j, k)
			m.nested(next, inner[x], list, start, j, k)
		}
		m.sequence(p, list, start, j+1, k)
		return
	}
	if i < len(inner) {
		m.statement(p, inner[i], func() { m.partly(next, inner, i+1, list, start, j, k) })
	}
}

// innerBlocks yields the blocks directly inside a statement.
func (m *Matcher) innerBlocks(stmt ast.ID, f func(ast.ID)) {
	for x := range m.c.Kids(stmt) {
		switch m.c.Kind(x) {
		case ast.Block:
			f(x)
		case ast.Case, ast.Catch, ast.If, ast.Labeled, ast.Func:
			if m.c.Kind(stmt) != ast.Call {
				m.innerBlocks(x, f)
			}
		case ast.Args, ast.Call, ast.Member, ast.Await:
			// A closure that is handed on holds statements, too.
			m.innerBlocks(x, f)
		}
	}
	if k := m.c.Kind(stmt); k == ast.ExprStmt || k == ast.VarDecl || k == ast.Assign {
		return
	}
}

// statement matches one statement.
func (m *Matcher) statement(p, c ast.ID, k func()) {
	m.node(p, c, k)
}

// expressionStatement matches an expression that stands as a statement with
// any statement that evaluates it: foo(); also matches x = foo(); and
// return foo();.
func (m *Matcher) expressionStatement(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	x := pf.First(p)
	if pf.Kind(x) == ast.Metavar {
		if cf.Kind(c) == ast.ExprStmt {
			c = cf.First(c)
		}
		m.bind(pf.Text(x), c, k)
		return
	}
	switch cf.Kind(c) {
	case ast.ExprStmt:
		m.own(x, cf.First(c), k)
	case ast.VarDecl:
		if pf.Kind(x) == ast.Assign {
			m.node(x, c, k)
			return
		}
		m.own(x, cf.Kid(c, 3), k)
	case ast.Return, ast.Throw, ast.Go, ast.If, ast.While, ast.DoWhile, ast.Switch, ast.ForEach, ast.With, ast.Assert, ast.For, ast.Try:
		for y := range cf.Kids(c) {
			if kind := cf.Kind(y); kind != ast.Block && kind != ast.Nil && kind != ast.Case && kind != ast.Catch {
				m.own(x, y, k)
			}
		}
	}
}

// own matches an expression or any of its parts, without the bodies of
// functions in it.
func (m *Matcher) own(p, c ast.ID, k func()) {
	if m.steps <= 0 || m.c.Kind(c) == ast.Nil || m.c.Kind(c) == ast.Block {
		return
	}
	m.node(p, c, k)
	if m.pf.Kind(p) == ast.Metavar || m.pf.Kind(p) == ast.Dots {
		return
	}
	for x := range m.c.Kids(c) {
		m.own(p, x, k)
	}
}

// class matches a class: modifiers, parents and members that the pattern
// names may stand among others.
func (m *Matcher) class(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	if pf.Text(p) != "" && pf.Text(p) != cf.Text(c) {
		return
	}
	kid := func(i int) (ast.ID, ast.ID) { return pf.Kid(p, i), cf.Kid(c, i) }
	p0, c0 := kid(0)
	p1, c1 := kid(1)
	p3, c3 := kid(3)
	p4, c4 := kid(4)
	m.optional(p0, c0, func() {
		m.optional(p1, c1, func() {
			m.optional(p3, c3, func() {
				if pf.Kind(p4) == ast.Block && cf.Kind(c4) == ast.Block {
					m.members(p4, c4, k)
					return
				}
				m.optional(p4, c4, k)
			})
		})
	})
}

// members matches the members of a class in any order.
func (m *Matcher) members(p, c ast.ID, k func()) {
	if !hasDots(m.pf, p) {
		if m.pf.First(p) == ast.None {
			k()
			return
		}
	}
	m.unordered(m.kids(m.pf, p), m.kids(m.c, c), true, k)
}

// optional matches when the pattern says nothing.
func (m *Matcher) optional(p, c ast.ID, k func()) {
	if m.pf.Kind(p) == ast.Nil || p == ast.None {
		k()
		return
	}
	if c == ast.None {
		return
	}
	m.node(p, c, k)
}

// function matches functions, methods and closures.
func (m *Matcher) function(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	pn, cn := pf.Kid(p, 2), cf.Kid(c, 2)
	if pf.Kind(pn) == ast.Nil && cf.Kind(cn) != ast.Nil && pf.Text(p) == "lambda" {
		return
	}
	if up := pf.Nodes[p].Parent; openObjects(pf.Language) && up != ast.None && pf.Kind(up) != ast.Block {
		pn = ast.None // the name of a function that is an expression says nothing
	}
	m.optional(pf.Kid(p, 0), cf.Kid(c, 0), func() {
		m.optional(pf.Kid(p, 1), cf.Kid(c, 1), func() {
			m.optional(pn, cn, func() {
				m.optional(pf.Kid(p, 5), cf.Kid(c, 5), func() {
					m.optional(pf.Kid(p, 3), cf.Kid(c, 3), func() {
						m.optional(pf.Kid(p, 4), cf.Kid(c, 4), k)
					})
				})
			})
		})
	})
}

// declaration matches a variable's declaration; what the pattern leaves out
// may be there.
func (m *Matcher) declaration(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	if t := pf.Text(p); t != "" && t != cf.Text(c) && !(t == "var" && openObjects(pf.Language)) {
		return // JavaScript's var stands for let and const, too
	}
	m.optional(pf.Kid(p, 0), cf.Kid(c, 0), func() {
		m.declaredType(pf.Kid(p, 1), cf.Kid(c, 1), func() {
			m.node(pf.Kid(p, 2), cf.Kid(c, 2), func() {
				m.optional(pf.Kid(p, 3), cf.Kid(c, 3), k)
			})
		})
	})
}

func (m *Matcher) declaredType(p, c ast.ID, k func()) {
	if m.pf.Kind(p) != ast.Nil && m.pf.Kind(p) != ast.Metavar && m.c.Kind(c) != ast.Nil && m.sameTypeName(p, c) {
		k()
		return
	}
	m.optional(p, c, k)
}

// annotArgs says whether an annotation's arguments are wanted and there: @A
// does not match @A(x), and @A() matches @A.
func (m *Matcher) annotArgs(p, c ast.ID) bool {
	pa, ca := m.pf.Kid(p, 1), m.c.Kid(c, 1)
	if m.pf.Kind(pa) == ast.Nil {
		return ca == ast.None || m.c.Kind(ca) == ast.Nil
	}
	return true
}
