package php

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// namespace pushes the Package, and the statements of a namespace with braces
// after it.
func (l *lowerer) namespace(at int32) {
	if name := l.Child(at, "name"); name >= 0 {
		l.Place(l.Node(ast.Package, at, "", l.expr(name)))
	}
	if body := l.Child(at, "body"); body >= 0 {
		for c := range l.Children(body) {
			l.stmt(c)
		}
	}
}

// uses pushes one Import for each name.
func (l *lowerer) uses(at int32) {
	keyword := "use"
	if t := l.Child(at, "type"); t >= 0 {
		keyword = "use " + strings.ToLower(l.Text(t))
	}
	prefix := int32(-1)
	for c := range l.Named(at) {
		switch l.Type(c) {
		case "namespace_name":
			prefix = c
		case "namespace_use_clause":
			l.use(c, -1, keyword)
		case "namespace_use_group":
			for g := range l.Named(c) {
				l.use(g, prefix, keyword)
			}
		}
	}
}

func (l *lowerer) use(at, prefix int32, keyword string) {
	n, alias := l.First(at), l.Child(at, "alias")
	if n == alias || n < 0 {
		return
	}
	path := ast.None
	if prefix >= 0 {
		path = l.qualified(n, l.expr(prefix))
	} else {
		path = l.expr(n)
	}
	qualified, ok := l.File.Dotted(path)
	l.Place(l.Node(ast.Import, at, keyword, path, l.expr(alias)))
	if !ok {
		return
	}
	local := qualified[strings.LastIndexByte(qualified, '.')+1:]
	if alias >= 0 {
		local = l.Text(alias)
	}
	l.Import(local, qualified)
}
