package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// importPath matches imports of modules that are named by a path. A path also
// means what lies under it: "pkg" matches "pkg/part". A pattern that takes no
// name matches every import of the module.
func (m *Matcher) importPath(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	if cf.Kind(c) == ast.VarDecl && pf.Kind(p) == ast.Import && pf.Kind(pf.Kid(p, 1)) == ast.Nil {
		if call := cf.Kid(c, 3); cf.Kind(call) == ast.Call && cf.Text(cf.First(call)) == "require" {
			m.str(pf.First(p), cf.First(cf.Kid(call, 1)), k)
		}
		return
	}
	if kind := cf.Kind(c); kind != ast.Import && kind != ast.ImportOf {
		return
	}
	from, path := pf.First(p), cf.First(c)
	rest := func() {
		if pf.Kind(p) == ast.Import && pf.Kind(pf.Next(from)) == ast.Nil {
			k()
		} else if pf.Kind(p) == cf.Kind(c) {
			m.lenient(pf.Next(from), cf.Next(path), k)
		}
	}
	if cf.Kind(path) == ast.Str && strings.HasPrefix(cf.Text(path), pf.Text(from)+"/") {
		rest()
		return
	}
	m.str(from, path, rest)
}
