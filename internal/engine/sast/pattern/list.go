package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func hasDots(f *ast.File, n ast.ID) bool {
	for k := range f.Kids(n) {
		if f.Kind(k) == ast.Dots {
			return true
		}
	}
	return false
}

// seq matches a list of patterns, with ellipses, against a list of code from i
// to its end.
func (m *Matcher) seq(p ast.ID, cs []ast.ID, i int, k func()) {
	if m.steps <= 0 {
		return
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
		if next == ast.None {
			k()
			return
		}
		for j := i; j <= len(cs); j++ {
			m.seq(next, cs, j, k)
		}
		return
	case ast.MetavarSeq:
		for j := len(cs); j >= i; j-- {
			m.bindRange(m.pf.Text(p), cs, i, j, func() { m.seq(next, cs, j, k) })
			if next == ast.None {
				break
			}
		}
		return
	}
	if i < len(cs) {
		m.node(p, cs[i], func() { m.seq(next, cs, i+1, k) })
	}
}

func (m *Matcher) bindRange(name string, cs []ast.ID, i, j int, k func()) {
	b := Binding{Name: name}
	if i < j {
		b.Start, b.End = m.c.Nodes[cs[i]].Start, m.c.Nodes[cs[j-1]].End
		b.Text = string(m.c.Source[b.Start:b.End])
	} else if i < len(cs) {
		b.Start = m.c.Nodes[cs[i]].Start
		b.End = b.Start
	}
	m.bindText(b, k)
}

// unordered matches each pattern with a different piece of code, in any order.
// With less, code may be left over.
func (m *Matcher) unordered(ps, cs []ast.ID, less bool, k func()) {
	used := make([]bool, len(cs))
	var rest ast.ID = ast.None
	need := ps[:0:0]
	for _, p := range ps {
		switch m.pf.Kind(p) {
		case ast.Dots:
		case ast.MetavarSeq:
			rest = p
		default:
			need = append(need, p)
		}
	}
	if !less && rest == ast.None && len(need) != len(cs) {
		return
	}
	var try func(int)
	try = func(i int) {
		if m.steps <= 0 {
			return
		}
		if i == len(need) {
			if rest == ast.None {
				k()
				return
			}
			var left []ast.ID
			for j, c := range cs {
				if !used[j] {
					left = append(left, c)
				}
			}
			m.bindRange(m.pf.Text(rest), left, 0, len(left), k)
			return
		}
		for j, c := range cs {
			if used[j] {
				continue
			}
			used[j] = true
			m.node(need[i], c, func() { try(i + 1) })
			used[j] = false
		}
	}
	try(0)
}
