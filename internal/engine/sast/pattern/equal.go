package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// Equal says whether two nodes are the same code: spelled the same, with names
// that stand for the same variables.
func (m *Matcher) Equal(a, b ast.ID) bool {
	if a == b {
		return true
	}
	f := m.c
	x, y := &f.Nodes[a], &f.Nodes[b]
	if x.Kind != y.Kind || x.Text != y.Text {
		return false
	}
	if x.Kind == ast.Ident && !m.sameVariable(a, b) {
		return false
	}
	i, j := f.First(a), f.First(b)
	for i != ast.None && j != ast.None {
		if !m.Equal(i, j) {
			return false
		}
		i, j = f.Next(i), f.Next(j)
	}
	return i == j
}

// sameVariable says whether two uses of a name may mean the same: not when both
// are known to mean different variables.
func (m *Matcher) sameVariable(a, b ast.ID) bool {
	if m.label(a) || m.label(b) {
		return true
	}
	name := m.c.Text(a)
	v := m.scopes.Lookup(a, name)
	if v == nil {
		return true
	}
	w := m.scopes.Lookup(b, name)
	return w == nil || v == w
}

// label says whether an identifier only labels something, and names no
// variable: a field, a key, a named argument.
func (m *Matcher) label(n ast.ID) bool {
	up := m.c.Nodes[n].Parent
	switch m.c.Kind(up) {
	case ast.Member:
		return m.c.First(up) != n
	case ast.Pair, ast.KeyArg, ast.Attr:
		return m.c.First(up) == n
	}
	return false
}
