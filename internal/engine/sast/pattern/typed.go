package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// typed matches (T $X) with an expression whose type the text gives.
func (m *Matcher) typed(p, c ast.ID, k func()) {
	want := m.pf.Kid(p, 0)
	mv := m.pf.Text(m.pf.Kid(p, 1))
	bound := func() { m.bind(mv, c, k) }
	if m.literalType(want, c) {
		bound()
		return
	}
	t := m.scopes.Type(c)
	if t == ast.None {
		return
	}
	if m.sameTypeName(want, t) {
		bound()
		return
	}
	m.node(want, t, bound)
}

// literalType says whether a literal, or a concatenation with one, has a type.
func (m *Matcher) literalType(want, c ast.ID) bool {
	name, ok := m.pf.Dotted(want)
	if !ok {
		return false
	}
	switch strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]) {
	case "string", "str":
		switch m.c.Kind(c) {
		case ast.Str, ast.Template:
			return true
		case ast.Binary:
			return m.c.Text(c) == "+" && (m.literalType(want, m.c.Kid(c, 0)) || m.literalType(want, m.c.Kid(c, 1)))
		}
	case "int", "integer", "long", "number", "float", "double":
		return m.c.Kind(c) == ast.Num
	case "bool", "boolean":
		return m.c.Kind(c) == ast.Bool
	}
	return false
}

// sameTypeName compares type names by their last part where one of them is
// not qualified.
func (m *Matcher) sameTypeName(p, c ast.ID) bool {
	if m.c.Kind(c) == ast.TypeApp && m.pf.Kind(p) != ast.TypeApp && m.c.Text(c) != "[]" {
		c = m.c.First(c)
	}
	want, ok1 := m.pf.Dotted(p)
	have, ok2 := m.c.Dotted(c)
	if !ok1 || !ok2 {
		return false
	}
	if want == have {
		return true
	}
	if q, ok := scope.Qualified(m.c, c); ok && (q == want || strings.HasSuffix(q, "/"+want) || strings.HasSuffix(q, "."+want)) {
		return true
	}
	if !strings.Contains(want, ".") || !strings.Contains(have, ".") {
		return want[strings.LastIndexByte(want, '.')+1:] == have[strings.LastIndexByte(have, '.')+1:] && m.c.Imports[have] == ""
	}
	return false
}
