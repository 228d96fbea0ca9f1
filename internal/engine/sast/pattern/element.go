package pattern

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// element matches elements of JSX. Attributes may stand in any order and among
// others; a pattern that closes itself says nothing of what is inside.
func (m *Matcher) element(p, c ast.ID, k func()) {
	pTag, pAttrs, pBody := m.parts(m.pf, p)
	cTag, cAttrs, cBody := m.parts(m.c, c)
	m.node(pTag, cTag, func() {
		m.unordered(pAttrs, cAttrs, true, func() {
			if m.pf.Kind(pBody) == ast.Nil {
				k()
				return
			}
			m.seq(m.pf.First(pBody), m.kids(m.c, cBody), 0, k)
		})
	})
}

// parts are an element's tag, attributes and body.
func (m *Matcher) parts(f *ast.File, n ast.ID) (tag ast.ID, attrs []ast.ID, body ast.ID) {
	kids := m.kids(f, n)
	return kids[0], kids[1 : len(kids)-1], kids[len(kids)-1]
}
