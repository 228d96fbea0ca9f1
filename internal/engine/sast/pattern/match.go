package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// node calls k once for every way in which code node c matches pattern node p.
// Bindings made on the way hold during the call.
func (m *Matcher) node(p, c ast.ID, k func()) {
	m.steps--
	if m.steps <= 0 {
		return
	}
	pf, cf := m.pf, m.c
	pk, ck := pf.Kind(p), cf.Kind(c)
	switch pk {
	case ast.Nil:
		if ck == ast.Nil {
			k()
		}
		return
	case ast.Dots:
		k()
		return
	case ast.Metavar:
		if ck == ast.Param && pf.Kind(pf.Nodes[p].Parent) == ast.Params {
			c = cf.Kid(c, 2) // the parameter by its name, whatever its type
		}
		if ck != ast.Nil && ck != ast.KeyArg {
			m.bind(pf.Text(p), c, k)
		}
		return
	case ast.MetavarSeq:
		m.bindText(Binding{Name: pf.Text(p), Start: cf.Nodes[c].Start, End: cf.Nodes[c].End, Text: cf.Src(c)}, k)
		return
	case ast.TypedVar:
		m.typed(p, c, k)
		return
	case ast.Deep:
		m.deep(pf.First(p), c, k)
		return
	case ast.ExprStmt:
		m.expressionStatement(p, c, k)
		return
	case ast.Str:
		m.str(p, c, k)
		return
	case ast.Num, ast.Bool, ast.Null, ast.Regex:
		m.literal(p, c, k)
		return
	case ast.Ident, ast.Member:
		m.name(p, c, k)
		return
	case ast.Assign:
		if ck == ast.VarDecl && !m.withItem(c) && m.opts.VardefAssign && (pf.Text(p) == "=" || pf.Text(p) == ":=") && cf.Kind(cf.Kid(c, 3)) != ast.Nil {
			m.node(pf.Kid(p, 0), cf.Kid(c, 2), func() { m.node(pf.Kid(p, 1), cf.Kid(c, 3), k) })
			return
		}
	case ast.Template:
		m.template(p, c, k)
		return
	case ast.Import, ast.ImportOf:
		m.imports(p, c, k)
		return
	case ast.Return:
		// return ...; and return $X; differ in what they need.
	}
	if pk != ck {
		m.across(p, c, k)
		return
	}
	switch pk {
	case ast.Args:
		m.args(p, c, k)
	case ast.Dict:
		m.unordered(m.kids(pf, p), m.kids(cf, c), hasDots(pf, p) || openObjects(pf.Language), k)
	case ast.Mods:
		m.unordered(m.kids(pf, p), m.kids(cf, c), true, k)
	case ast.Supers:
		m.unordered(m.kids(pf, p), m.kids(cf, c), true, k)
	case ast.Block:
		m.block(p, c, k)
	case ast.Class:
		m.class(p, c, k)
	case ast.Func:
		m.function(p, c, k)
	case ast.VarDecl:
		m.declaration(p, c, k)
	case ast.Binary:
		m.binary(p, c, k)
	case ast.Element:
		m.element(p, c, k)
	case ast.If, ast.Try, ast.Annot, ast.Param, ast.New, ast.Call, ast.Attr, ast.ForEach, ast.Catch, ast.Assert:
		// What the pattern leaves out may be there.
		if pk == ast.Annot {
			if !m.annotArgs(p, c) {
				return
			}
			if pa, ca := pf.Kid(p, 1), cf.Kid(c, 1); pf.Kind(pa) == ast.Args && cf.Kind(ca) != ast.Args {
				// @A is @A().
				m.node(pf.First(p), cf.First(c), func() { m.seq(pf.First(pa), nil, 0, k) })
				return
			}
		}
		m.lenient(pf.First(p), cf.First(c), k)
	case ast.Seq, ast.Params, ast.Comp, ast.Switch:
		if pf.Text(p) != cf.Text(c) {
			return
		}
		m.seq(pf.First(p), m.kids(cf, c), 0, k)
	case ast.Update, ast.Unary, ast.TypeTest:
		if pf.Text(p) == cf.Text(c) {
			m.pairwise(pf.First(p), cf.First(c), k)
		}
	default:
		if pf.Text(p) != cf.Text(c) && pf.Text(p) != "" {
			return
		}
		m.pairwise(pf.First(p), cf.First(c), k)
	}
}

// across matches nodes of different kinds that mean the same.
func (m *Matcher) across(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	switch {
	case pf.Kind(p) == ast.TypeApp && cf.Kind(c) == ast.TypeApp:
	case cf.Kind(c) == ast.TypeApp && cf.Text(c) == "" && pf.Kind(p) != ast.Metavar:
		// List matches List<String>.
		m.node(p, cf.First(c), k)
	case pf.Kind(p) == ast.Seq && pf.Text(p) == "{" && cf.Kind(c) == ast.Dict, pf.Kind(p) == ast.Dict && cf.Kind(c) == ast.Seq && cf.Text(c) == "{":
		// {...} is any dict or set.
		if first := pf.First(p); onlyEllipsis(pf, first) {
			k()
		}
	case m.opts.Symbolic && cf.Kind(c) == ast.Ident:
		if v := m.scopes.Value(c); v != ast.None && m.symbols < maxSymbols {
			m.symbols++
			m.node(p, v, k)
			m.symbols--
		}
	case pf.Kind(p) == ast.Call && cf.Kind(c) == ast.Annot && m.opts.AttrExpr:
		// A decorator is a call, with or without arguments.
		m.node(pf.First(p), cf.First(c), func() {
			if args := cf.Kid(c, 1); cf.Kind(args) == ast.Args {
				m.args(pf.Kid(p, 1), args, k)
				return
			}
			m.seq(pf.First(pf.Kid(p, 1)), nil, 0, k)
		})
	case pf.Kind(p) == ast.Seq && cf.Kind(c) == ast.New && cf.Kind(cf.Kid(c, 2)) == ast.Seq:
		m.node(p, cf.Kid(c, 2), k)
	}
}

// pairwise matches kids one by one; an ellipsis among them stands for any
// number.
func (m *Matcher) pairwise(p, c ast.ID, k func()) {
	if p == ast.None {
		if c == ast.None {
			k()
		}
		return
	}
	if kind := m.pf.Kind(p); kind == ast.Dots || kind == ast.MetavarSeq {
		m.seq(p, m.siblings(c), 0, k)
		return
	}
	if c == ast.None {
		return
	}
	m.node(p, c, func() { m.pairwise(m.pf.Next(p), m.c.Next(c), k) })
}

// lenient is pairwise, and what is Nil or left out at the pattern's end may be
// anything in the code.
func (m *Matcher) lenient(p, c ast.ID, k func()) {
	if p == ast.None {
		k()
		return
	}
	if kind := m.pf.Kind(p); kind == ast.Dots || kind == ast.MetavarSeq {
		if c != ast.None && kind == ast.Dots {
			// In a place of its own: if ...: is any condition.
			m.lenient(m.pf.Next(p), m.c.Next(c), k)
		}
		m.seq(p, m.siblings(c), 0, k)
		return
	}
	if c == ast.None {
		if m.pf.Kind(p) == ast.Nil {
			m.lenient(m.pf.Next(p), c, k)
		}
		return
	}
	if m.pf.Kind(p) == ast.Nil {
		m.lenient(m.pf.Next(p), m.c.Next(c), k)
		return
	}
	m.node(p, c, func() { m.lenient(m.pf.Next(p), m.c.Next(c), k) })
}

func (m *Matcher) siblings(c ast.ID) []ast.ID {
	var out []ast.ID
	for ; c != ast.None; c = m.c.Next(c) {
		out = append(out, c)
	}
	return out
}

func (m *Matcher) kids(f *ast.File, n ast.ID) []ast.ID {
	var out []ast.ID
	for k := range f.Kids(n) {
		out = append(out, k)
	}
	return out
}

// openObjects says whether an object of a pattern may lack entries of the
// code: JavaScript's objects are records, not containers.
func openObjects(language string) bool {
	return language == "javascript" || language == "typescript"
}

// deep matches a pattern with a node or anything in it.
func (m *Matcher) deep(p, c ast.ID, k func()) {
	if m.steps <= 0 {
		return
	}
	m.node(p, c, k)
	for x := range m.c.Kids(c) {
		if m.c.Kind(x) != ast.Nil {
			m.deep(p, x, k)
		}
	}
}

// chainDots matches X. ... with a chain of calls, members and indexes that
// starts with X.
func (m *Matcher) chainDots(p, c ast.ID, k func()) {
	for c != ast.None {
		if m.steps <= 0 {
			return
		}
		m.node(p, c, k)
		switch m.c.Kind(c) {
		case ast.Call, ast.Member, ast.Index, ast.Await:
			c = m.c.First(c)
		default:
			return
		}
	}
}
