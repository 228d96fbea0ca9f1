package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// bind holds a metavariable to a node while k runs. A bound one must be equal.
func (m *Matcher) bind(name string, c ast.ID, k func()) {
	if m.c.Kind(c) == ast.ExprStmt {
		c = m.c.First(c)
	}
	if name == "$_" {
		k()
		return
	}
	if b := m.env.Get(name); b != nil {
		if m.same(b, c) {
			k()
		}
		return
	}
	d := &m.c.Nodes[c]
	m.push(Binding{Name: name, Start: d.Start, End: d.End, Node: c}, k)
}

// bindText is bind for what is no node.
func (m *Matcher) bindText(b Binding, k func()) {
	if b.Name == "$..._" || b.Name == "$_" {
		k()
		return
	}
	if old := m.env.Get(b.Name); old != nil {
		if old.Text == b.Text {
			k()
		}
		return
	}
	m.push(b, k)
}

func (m *Matcher) push(b Binding, k func()) {
	if m.accept != nil && !m.accept(&b) {
		return
	}
	n := len(m.env)
	m.env = append(m.env, b)
	k()
	m.env = m.env[:n]
}

// same says whether a binding and a node are the same code.
func (m *Matcher) same(b *Binding, c ast.ID) bool {
	if b.Node == ast.None {
		return b.Content(m.c) == m.c.Text(c) || b.Text == m.c.Src(c)
	}
	return m.Equal(b.Node, c)
}

// str matches a string literal of the pattern: "..." any string, "=~/re/" one
// that a regular expression finds, "$X" one whose content is bound.
func (m *Matcher) str(p, c ast.ID, k func()) {
	want := m.pf.Text(p)
	have, ok := m.constant(c)
	if !ok {
		return
	}
	switch {
	case want == "...":
		k()
	case m.p.regexes[p] != nil:
		if m.p.regexes[p].Match(have) {
			k()
		} else if m.p.regexes[p].GaveUp() {
			m.GiveUp()
		}
	case metavarText(want):
		d := &m.c.Nodes[c]
		m.bindText(Binding{Name: want, Start: d.Start, End: d.End, Text: have, Node: ast.None}, k)
	case want == have || unquoted(want) == unquoted(have):
		k()
	}
}

// unquoted is the content of a string without the backslashes before quotes,
// which depend on the quotes around it.
func unquoted(s string) string {
	if !strings.Contains(s, `\'`) && !strings.Contains(s, `\"`) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if i++; s[i] != '\'' && s[i] != '"' {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// constant is the content of a string, or of what always holds one.
func (m *Matcher) constant(c ast.ID) (string, bool) {
	switch m.c.Kind(c) {
	case ast.Str:
		return m.c.Text(c), true
	case ast.Ident, ast.Member, ast.Binary, ast.Template:
		if m.opts.ConstantPropagation {
			return m.scopes.StringConstant(c)
		}
	}
	return "", false
}

func metavarText(s string) bool {
	if len(s) < 2 || s[0] != '$' {
		return false
	}
	for _, r := range strings.TrimPrefix(s[1:], "...") {
		if r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// literal matches numbers, booleans and the like.
func (m *Matcher) literal(p, c ast.ID, k func()) {
	want := m.pf.Text(p)
	if m.pf.Kind(p) == ast.Regex && m.c.Kind(c) == ast.Regex {
		switch {
		case want == "..." || want == m.c.Text(c):
			k()
		case metavarText(want):
			d := &m.c.Nodes[c]
			m.bindText(Binding{Name: want, Start: d.Start, End: d.End, Text: m.c.Text(c)}, k)
		}
		return
	}
	if m.pf.Kind(p) == m.c.Kind(c) {
		if m.pf.Text(p) == m.c.Text(c) {
			k()
		}
		return
	}
	if kind := m.c.Kind(c); m.opts.ConstantPropagation && (kind == ast.Ident || kind == ast.Member) {
		if have, ok := m.scopes.Constant(c); ok && have == want {
			k()
		}
	}
}

// template matches interpolated strings; one of only "..." matches any
// interpolated string.
func (m *Matcher) template(p, c ast.ID, k func()) {
	first := m.pf.First(p)
	any := first != ast.None && m.pf.Next(first) == ast.None && (m.pf.Text(first) == "..." || m.pf.Kind(first) == ast.Dots)
	switch m.c.Kind(c) {
	case ast.Template:
		if any {
			k()
			return
		}
		m.pieces(first, m.kids(m.c, c), 0, k)
	case ast.Str:
		// Python's f"..." and JavaScript's `...` are no plain strings; elsewhere
		// the quotes are the same.
		if any && m.c.Language != "python" && (!openObjects(m.c.Language) || strings.HasPrefix(m.c.Src(c), "`")) {
			k()
		}
	}
}

// pieces matches the parts of an interpolated string. "..." among them stands
// for any number of parts.
func (m *Matcher) pieces(p ast.ID, cs []ast.ID, i int, k func()) {
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
	// #{...} is one thing that is interpolated, ... any text and things.
	if m.pf.Kind(p) == ast.Str && m.pf.Text(p) == "..." && !quotedStr(m.pf, p) {
		for j := i; j <= len(cs); j++ {
			m.pieces(next, cs, j, k)
		}
		return
	}
	if i < len(cs) {
		if m.c.Kind(cs[i]) == ast.Str && !quotedStr(m.c, cs[i]) && (m.pf.Kind(p) != ast.Str || quotedStr(m.pf, p)) && m.c.Language != "php" {
			return // {$X} is what is interpolated, not the text around it; PHP's $X has no braces to say so
		}
		m.node(p, cs[i], func() { m.pieces(next, cs, i+1, k) })
	}
}

// quotedStr says whether a string has quotes of its own, and is not the text
// of one that others are put into.
func quotedStr(f *ast.File, n ast.ID) bool {
	at := int(f.Nodes[n].Start)
	return at < len(f.Source) && strings.IndexByte("\"'`", f.Source[at]) >= 0 && !strings.HasPrefix(f.Text(n), string(f.Source[at]))
}
