package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// binary matches operands, in any order where the order does not matter.
func (m *Matcher) binary(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	op := pf.Text(p)
	if op != cf.Text(c) {
		return
	}
	pl, pr := pf.Kid(p, 0), pf.Kid(p, 1)
	cl, cr := cf.Kid(c, 0), cf.Kid(c, 1)
	switch {
	case m.opts.ACMatching && commutes(op):
		m.unordered(m.operands(pf, p, op), m.operands(cf, c, op), hasDots(pf, p), k)
		return
	case associates(op) && chained(pf, p, op):
		m.chain(m.operands(pf, p, op), m.operands(cf, c, op), k)
		return
	case op == "==" || op == "!=" || op == "===" || op == "!==":
		if m.opts.SymmetricEq {
			m.node(pl, cr, func() { m.node(pr, cl, k) })
		}
	}
	m.node(pl, cl, func() { m.node(pr, cr, k) })
}

func commutes(op string) bool {
	switch op {
	case "&&", "||", "and", "or", "&", "|", "^":
		return true
	}
	return false
}

func associates(op string) bool { return op == "+" || op == "." }

// chained says whether a pattern's operands contain an ellipsis.
func chained(f *ast.File, p ast.ID, op string) bool {
	for f.Kind(p) == ast.Binary && f.Text(p) == op {
		if f.Kind(f.Kid(p, 1)) == ast.Dots || f.Kind(f.Kid(p, 0)) == ast.Dots {
			return true
		}
		p = f.Kid(p, 0)
	}
	return false
}

// operands flattens a chain of one operator.
func (m *Matcher) operands(f *ast.File, n ast.ID, op string) []ast.ID {
	if f.Kind(n) == ast.Binary && f.Text(n) == op {
		return append(m.operands(f, f.Kid(n, 0), op), m.operands(f, f.Kid(n, 1), op)...)
	}
	return []ast.ID{n}
}

// chain matches operands in order, with ellipses.
func (m *Matcher) chain(ps, cs []ast.ID, k func()) {
	if len(ps) == 0 {
		if len(cs) == 0 {
			k()
		}
		return
	}
	if m.pf.Kind(ps[0]) == ast.Dots {
		for j := 0; j <= len(cs); j++ {
			m.chain(ps[1:], cs[j:], k)
		}
		return
	}
	if len(cs) > 0 {
		m.node(ps[0], cs[0], func() { m.chain(ps[1:], cs[1:], k) })
	}
}
