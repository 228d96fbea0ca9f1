package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// args matches arguments: positional ones in order, named ones anywhere.
func (m *Matcher) args(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	var named []ast.ID
	for x := range pf.Kids(p) {
		if pf.Kind(x) == ast.KeyArg {
			named = append(named, x)
		}
	}
	var codeNamed, codePlain []ast.ID
	for x := range cf.Kids(c) {
		if cf.Kind(x) == ast.KeyArg {
			codeNamed = append(codeNamed, x)
		} else {
			codePlain = append(codePlain, x)
		}
	}
	if len(named) == 0 && len(codeNamed) == 0 {
		m.seq(pf.First(p), codePlain, 0, k)
		return
	}
	open := false
	for x := range pf.Kids(p) {
		open = open || pf.Kind(x) == ast.Dots || pf.Kind(x) == ast.MetavarSeq
	}
	if !open && len(named) != len(codeNamed) {
		return
	}
	m.unordered(named, codeNamed, true, func() {
		m.positional(pf.First(p), codePlain, m.kids(cf, c), 0, k)
	})
}

// positional is seq over a pattern's arguments without its named ones.
func (m *Matcher) positional(p ast.ID, cs, all []ast.ID, i int, k func()) {
	for p != ast.None && m.pf.Kind(p) == ast.KeyArg {
		p = m.pf.Next(p)
	}
	if p == ast.None {
		if i == len(cs) {
			k()
		}
		return
	}
	next := m.pf.Next(p)
	switch m.pf.Kind(p) {
	case ast.Dots:
		for j := i; j <= len(cs); j++ {
			m.positional(next, cs, all, j, k)
		}
	case ast.MetavarSeq:
		if i == 0 && next == ast.None {
			m.bindRange(m.pf.Text(p), all, 0, len(all), k)
			return
		}
		for j := len(cs); j >= i; j-- {
			m.bindRange(m.pf.Text(p), cs, i, j, func() { m.positional(next, cs, all, j, k) })
		}
	default:
		if i < len(cs) {
			m.node(p, cs[i], func() { m.positional(next, cs, all, i+1, k) })
		}
	}
}
