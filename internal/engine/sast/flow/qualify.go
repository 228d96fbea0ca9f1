package flow

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// module is a qualified name without its last part.
func module(q string) string {
	if i := strings.LastIndexAny(q, "./"); i > 0 && q[i] == '.' {
		return q[:i]
	}
	if i := strings.LastIndexByte(q, '.'); i > 0 {
		return q[:i]
	}
	return q
}

// qualifier is the qualified name of a module, package or class that stands
// before a method's name.
func (b *builder) qualifier(n ast.ID) (string, bool) {
	f := b.f
	name, ok := f.Dotted(n)
	if !ok {
		return "", false
	}
	root, _, _ := strings.Cut(name, ".")
	if _, local := b.lookup(root); local {
		// A module that is a variable, as with require, is in the imports.
		if _, imported := f.Imported(n, root); !imported || !b.inFile {
			return "", false
		}
	}
	q, _ := scope.Qualified(f, n)
	if _, imported := f.Imported(n, root); imported {
		return q, true
	}
	if b.field(n, root) || root == "this" || root == "self" || root == "super" || root == "$this" {
		return "", false
	}
	if _, variable := b.globals[root]; variable && b.script() {
		return "", false
	}
	if root[0] >= 'A' && root[0] <= 'Z' && b.f.Language != "go" {
		return q, true
	}
	return "", false
}

// PackageClause stands before the name of a package that is not its folder's.
const PackageClause = "package "

// undeclared says whether nothing in sight has a name.
func (b *builder) undeclared(name string) bool {
	if _, ok := b.lookup(name); ok {
		return false
	}
	_, ok := b.globals[name]
	return !ok
}
