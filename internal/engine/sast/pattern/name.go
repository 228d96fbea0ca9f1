package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// name matches identifiers and members: as written, or by the qualified name
// that imports give.
func (m *Matcher) name(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	if want, ok := m.p.dotted[p]; ok {
		if q, ok := scope.Qualified(cf, c); ok && (q == want || m.samePath(q, want) || m.caseless(c) && strings.EqualFold(q, want)) {
			k()
			return
		}
	}
	if pf.Kind(p) == ast.Member && cf.Kind(c) == ast.Ident {
		if named := m.functionOf(c); named != ast.None {
			m.name(p, named, k)
			return
		}
	}
	if pf.Kind(p) == ast.Ident && cf.Kind(c) == ast.Member && m.inPackage(c, pf.Text(p)) {
		k()
		return
	}
	if m.importedMember(p, c, k) {
		return
	}
	if pf.Kind(p) == ast.Member && pf.Kind(pf.Kid(p, 1)) == ast.Dots {
		m.chainDots(pf.Kid(p, 0), c, k)
		return
	}
	if bareCall(cf, c) && pf.Kind(p) == ast.Member {
		m.name(p, cf.First(c), k)
		return
	}
	if pf.Kind(p) != cf.Kind(c) {
		m.across(p, c, k)
		return
	}
	if pf.Kind(p) == ast.Ident {
		if pf.Text(p) == cf.Text(c) || strings.EqualFold(pf.Text(p), cf.Text(c)) && (m.opts.CaseInsensitive || m.caseless(c)) {
			k()
		}
		return
	}
	obj := pf.Kid(p, 0)
	if pf.Kind(obj) == ast.Member && pf.Kind(pf.Kid(obj, 1)) == ast.Dots {
		m.node(pf.Kid(p, 1), cf.Kid(c, 1), func() { m.chainDots(pf.Kid(obj, 0), cf.Kid(c, 0), k) })
		return
	}
	m.node(pf.Kid(p, 1), cf.Kid(c, 1), func() { m.node(obj, cf.Kid(c, 0), k) })
}

// importedMember matches a.b.$X with a name that an import makes a member of
// a.b, and says whether it did.
func (m *Matcher) importedMember(p, c ast.ID, k func()) bool {
	if m.pf.Kind(p) != ast.Member || m.pf.Kind(m.pf.Kid(p, 1)) != ast.Metavar || len(m.c.Imports)+len(m.c.Scoped) == 0 {
		return false
	}
	want, ok := m.p.dotted[m.pf.Kid(p, 0)]
	if !ok {
		return false
	}
	q, ok := scope.Qualified(m.c, c)
	i := strings.LastIndexByte(q, '.')
	if !ok || i < 0 || q[:i] != want && !m.samePath(q[:i], want) {
		return false
	}
	if m.c.Kind(c) == ast.Member {
		c = m.c.Kid(c, 1)
	}
	m.bind(m.pf.Text(m.pf.Kid(p, 1)), c, k)
	return true
}

// bareCall says whether a node is Ruby's a.b, a call that looks like a member.
func bareCall(f *ast.File, n ast.ID) bool {
	return f.Language == "ruby" && f.Kind(n) == ast.Call && f.Kind(f.First(n)) == ast.Member && f.Len(f.Kid(n, 1)) == 0
}

// inPackage says whether code spells a class with its package: java.io.File
// is File.
func (m *Matcher) inPackage(c ast.ID, class string) bool {
	if class == "" || class[0] < 'A' || class[0] > 'Z' || m.c.Text(m.c.Kid(c, 1)) != class {
		return false
	}
	switch m.c.Language {
	case "java", "kotlin", "scala":
	default:
		return false
	}
	pkg, ok := m.c.Dotted(m.c.Kid(c, 0))
	return ok && strings.ToLower(pkg) == pkg && m.scopes.Lookup(c, pkg[:max(0, strings.IndexByte(pkg+".", '.'))]) == nil
}

// caseless says whether a name may be spelled in any case: PHP's functions,
// methods and classes, not its variables, properties and constants.
func (m *Matcher) caseless(c ast.ID) bool {
	cf := m.c
	if cf.Language != "php" || strings.HasPrefix(cf.Text(c), "$") {
		return false
	}
	if cf.Kind(c) == ast.Member {
		return cf.Text(c) == `\` // of a namespace
	}
	up := cf.Nodes[c].Parent
	if cf.Kind(up) != ast.Member || cf.First(up) == c {
		return true
	}
	call := cf.Nodes[up].Parent
	return cf.Text(up) == `\` || cf.Kind(call) == ast.Call && cf.First(call) == up
}

// samePath compares qualified names whose module is a path: Go's
// "net/http.Get" is http.Get to a rule, and JavaScript's "fs" is itself.
func (m *Matcher) samePath(q, want string) bool {
	i := strings.LastIndexByte(q, '/')
	return i >= 0 && q[i+1:] == want
}
