package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// imports matches imports: part by part, or by the qualified name of what they
// bring in, of which the pattern may spell the beginning only: import a
// matches import a.b and from a.b import c.
func (m *Matcher) imports(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	ck := cf.Kind(c)
	if ck == ast.VarDecl && pf.Kind(p) == ast.Import && pf.Kind(pf.Kid(p, 1)) == ast.Nil {
		// JavaScript's require is an import.
		if call := cf.Kid(c, 3); cf.Kind(call) == ast.Call && cf.Text(cf.First(call)) == "require" {
			m.str(pf.First(p), cf.First(cf.Kid(call, 1)), k)
		}
		return
	}
	if ck != ast.Import && ck != ast.ImportOf {
		return
	}
	want, ok1 := imported(pf, p)
	have, ok2 := imported(cf, c)
	if ok1 && ok2 && (want == have || strings.HasPrefix(have, want) && strings.IndexByte("./", have[len(want)]) >= 0) {
		alias := pf.Kid(p, pf.Len(p)-1)
		if pf.Kind(alias) == ast.Nil {
			k()
			return
		}
		if own := cf.Kid(c, cf.Len(c)-1); cf.Kind(own) != ast.Nil {
			m.node(alias, own, k)
		}
		return
	}
	if m.importParts(p, c, k) {
		return
	}
	if pf.Kind(p) == ck {
		m.lenient(pf.First(p), cf.First(c), k)
	}
}

// importParts matches import a.$X by parts with the beginning of what the code
// imports, and says whether the pattern is such a one.
func (m *Matcher) importParts(p, c ast.ID, k func()) bool {
	ps, open := parts(m.pf, p)
	cs, _ := parts(m.c, c)
	if !open || len(ps) < 2 || m.pf.Kind(m.pf.Kid(p, m.pf.Len(p)-1)) != ast.Nil {
		return false
	}
	if len(ps) > len(cs) {
		return true
	}
	var match func(int)
	match = func(i int) {
		if i == len(ps) {
			k()
			return
		}
		m.node(ps[i], cs[i], func() { match(i + 1) })
	}
	match(0)
	return true
}

// parts are the names that an import's path consists of, and whether one of
// them is a metavariable.
func parts(f *ast.File, n ast.ID) (out []ast.ID, open bool) {
	var add func(ast.ID)
	add = func(n ast.ID) {
		if f.Kind(n) == ast.Member {
			add(f.Kid(n, 0))
			n = f.Kid(n, 1)
		}
		out = append(out, n)
		open = open || f.Kind(n) == ast.Metavar
	}
	add(f.Kid(n, 0))
	if f.Kind(n) == ast.ImportOf {
		add(f.Kid(n, 1))
	}
	return out, open
}

// imported is the name of what an import brings in, when it spells one.
func imported(f *ast.File, n ast.ID) (string, bool) {
	name, ok := path(f, f.Kid(n, 0))
	if !ok || f.Kind(n) == ast.Import {
		return name, ok
	}
	of, ok := path(f, f.Kid(n, 1))
	switch {
	case of == "*":
		return name, ok
	case strings.HasSuffix(name, "."):
		return name + of, ok
	}
	return name + "." + of, ok
}

// path is a module's name as written, dotted or quoted.
func path(f *ast.File, n ast.ID) (string, bool) {
	if f.Kind(n) == ast.Str {
		return f.Text(n), f.Text(n) != "" && f.Text(n) != "..." && !metavarText(f.Text(n))
	}
	return f.Dotted(n)
}
