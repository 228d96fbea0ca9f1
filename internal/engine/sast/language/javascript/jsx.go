package javascript

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// jsx lowers an element or what stands in one.
func (l *lowerer) jsx(at int32) ast.ID {
	switch l.Type(at) {
	case "jsx_element":
		return l.element(at)
	case "jsx_self_closing_element":
		mark := len(l.stack)
		l.opening(at)
		l.push(ast.None)
		return l.list(ast.Element, at, "", mark)
	case "jsx_expression":
		if c := l.inner(at); c >= 0 {
			return l.expr(c)
		}
		return l.Node(ast.Nil, at, "")
	}
	return l.leaf(ast.Str, at)
}

func (l *lowerer) element(at int32) ast.ID {
	mark := len(l.stack)
	open := l.Child(at, "open_tag")
	if open < 0 {
		return l.unknown(at)
	}
	l.opening(open)
	from, to := l.Nodes[open].End, l.Nodes[at].End
	kids := len(l.stack)
	for c := range l.Named(at) {
		switch {
		case l.Field(c) == "open_tag":
		case l.Field(c) == "close_tag":
			to = l.Nodes[c].Start
		default:
			l.child(c)
		}
	}
	block := l.New(ast.Block, from, max(from, to), "", l.stack[kids:]...)
	l.stack = append(l.stack[:kids], block)
	return l.list(ast.Element, at, "", mark)
}

// opening pushes a tag's name and its attributes.
func (l *lowerer) opening(at int32) {
	name := l.Child(at, "name")
	l.push(l.expr(name))
	for c := range l.Named(at) {
		switch l.Type(c) {
		case "jsx_attribute":
			l.push(l.attribute(c))
		case "jsx_expression":
			l.push(l.jsx(c))
		default:
			if c != name && l.Type(c) != "type_arguments" {
				l.push(l.expr(c))
			}
		}
	}
}

func (l *lowerer) attribute(at int32) ast.ID {
	k := l.inner(at)
	if k < 0 {
		return l.unknown(at)
	}
	name := l.leaf(ast.Ident, k)
	v := l.last(at)
	if v == k {
		if l.stands(name) {
			return name
		}
		return l.Node(ast.Attr, at, "", name, ast.None)
	}
	return l.Node(ast.Attr, at, "", name, l.expr(v))
}

// child pushes what stands between two tags; blank text is nothing.
func (l *lowerer) child(at int32) {
	switch l.Type(at) {
	case "jsx_text":
		s := strings.TrimSpace(l.text(at))
		switch {
		case s == "":
		case l.Pattern && l.encoded(at, s):
		default:
			start := l.Nodes[at].Start + uint32(strings.Index(l.text(at), s))
			end := start + uint32(len(s))
			if l.Pattern {
				s = written.Replace(s)
			}
			l.push(l.New(ast.Str, start, end, s))
		}
	case "jsx_expression":
		if l.inner(at) >= 0 {
			l.push(l.jsx(at))
		}
	default:
		l.push(l.expr(at))
	}
}

// written gives the text of a pattern as its author wrote it.
var written = strings.NewReplacer(ast.MetavarSeqName, "$...", ast.MetavarName, "$", ast.DotsName, "...")

// encoded pushes the metavariables and ellipses that a pattern's text consists
// of, if it consists of nothing else.
func (l *lowerer) encoded(at int32, s string) bool {
	words := strings.Fields(strings.ReplaceAll(s, ";", " "))
	for _, w := range words {
		if !strings.HasPrefix(w, ast.DotsName) && !strings.HasPrefix(w, ast.MetavarName) && !strings.HasPrefix(w, ast.MetavarSeqName) {
			return false
		}
	}
	for _, w := range words {
		l.push(l.Node(ast.Ident, at, w))
	}
	return len(words) > 0
}
