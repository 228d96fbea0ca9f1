package javascript

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// jsx lowers an element or what stands in one.
func (l *lowerer) jsx(at int32) ast.ID {
	switch l.Type(at) {
	case "jsx_element":
		return l.element(at)
	case "jsx_self_closing_element":
		mark := len(l.Stack)
		l.opening(at)
		l.Place(ast.None)
		return l.Pop(mark, ast.Element, at, "")
	case "jsx_expression":
		if c := l.First(at); c >= 0 {
			return l.expr(c)
		}
		return l.Node(ast.Nil, at, "")
	}
	return l.Leaf(ast.Str, at)
}

func (l *lowerer) element(at int32) ast.ID {
	mark := len(l.Stack)
	open := l.Child(at, "open_tag")
	if open < 0 {
		return l.unknown(at)
	}
	l.opening(open)
	from, to := l.Nodes[open].End, l.Nodes[at].End
	kids := len(l.Stack)
	for c := range l.Named(at) {
		switch {
		case l.Field(c) == "open_tag":
		case l.Field(c) == "close_tag":
			to = l.Nodes[c].Start
		default:
			l.child(c)
		}
	}
	block := l.New(ast.Block, from, max(from, to), "", l.Stack[kids:]...)
	l.Stack = append(l.Stack[:kids], block)
	return l.Pop(mark, ast.Element, at, "")
}

// opening pushes a tag's name and its attributes.
func (l *lowerer) opening(at int32) {
	name := l.Child(at, "name")
	l.Place(l.expr(name))
	for c := range l.Named(at) {
		switch l.Type(c) {
		case "jsx_attribute":
			l.Place(l.attribute(c))
		case "jsx_expression":
			l.Place(l.jsx(c))
		default:
			if c != name && l.Type(c) != "type_arguments" {
				l.Place(l.expr(c))
			}
		}
	}
}

func (l *lowerer) attribute(at int32) ast.ID {
	k := l.First(at)
	if k < 0 {
		return l.unknown(at)
	}
	name := l.Leaf(ast.Ident, k)
	v := l.Last(at)
	if v == k {
		if l.Stands(name) {
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
		s := strings.TrimSpace(l.Text(at))
		switch {
		case s == "":
		case l.Pattern && l.encoded(at, s):
		default:
			start := l.Nodes[at].Start + uint32(strings.Index(l.Text(at), s))
			end := start + uint32(len(s))
			if l.Pattern {
				s = written.Replace(s)
			}
			l.Place(l.New(ast.Str, start, end, s))
		}
	case "jsx_expression":
		if l.First(at) >= 0 {
			l.Place(l.jsx(at))
		}
	default:
		l.Place(l.expr(at))
	}
}

// written gives the text of a pattern as its author wrote it.
var written = strings.NewReplacer(ast.MetavarSeqName, "$...", ast.MetavarName, "$", ast.DotsName, "...")

// encoded pushes the metavariables and ellipses that a pattern's text consists
// of, if it consists of nothing else.
func (l *lowerer) encoded(at int32, s string) bool {
	words := strings.Fields(strings.ReplaceAll(s, ";", " "))
	for _, w := range words {
		if !language.Encoded(w) {
			return false
		}
	}
	for _, w := range words {
		l.Place(l.Node(ast.Ident, at, w))
	}
	return len(words) > 0
}
