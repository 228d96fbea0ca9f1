package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// mayStand says whether a pattern may match a node where the node stands: a
// name in an import is no use of what it names, and where a name is defined it
// has no constant value.
func (m *Matcher) mayStand(root ast.Kind, n ast.ID) bool {
	k := m.c.Kind(n)
	switch root {
	case ast.Str:
		return k != ast.Ident && k != ast.Member || m.evaluated(n)
	case ast.Ident, ast.Member:
		parent := m.c.Kind(m.c.Nodes[n].Parent)
		return parent != ast.Import && parent != ast.ImportOf
	case ast.Metavar, ast.TypedVar:
		// A declaration is no expression.
		if k == ast.Func && m.c.Kind(m.c.Kid(n, 2)) != ast.Nil {
			parent := m.c.Kind(m.c.Nodes[n].Parent)
			return parent != ast.Block && parent != ast.Nil
		}
	}
	return true
}

// evaluated says whether a name stands where its value is used.
func (m *Matcher) evaluated(n ast.ID) bool {
	parent := m.c.Nodes[n].Parent
	switch m.c.Kind(parent) {
	case ast.Args, ast.Binary, ast.Cond, ast.Return, ast.Spread, ast.Template, ast.Seq, ast.Throw, ast.ExprStmt, ast.Await, ast.Yield:
		return true
	case ast.Assign, ast.KeyArg, ast.Pair, ast.Attr, ast.Cast:
		return n == m.c.Kid(parent, 1)
	case ast.Index, ast.Member:
		return n == m.c.Kid(parent, 0)
	case ast.VarDecl, ast.Param:
		return n == m.c.Kid(parent, 3)
	}
	return false
}

// withItem says whether a node is an item of Python's with, which has a name
// but is no assignment.
func (m *Matcher) withItem(n ast.ID) bool {
	args := m.c.Nodes[n].Parent
	return m.c.Language == "python" && m.c.Kind(args) == ast.Args && m.c.Kind(m.c.Nodes[args].Parent) == ast.With
}
