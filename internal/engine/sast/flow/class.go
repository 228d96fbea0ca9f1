package flow

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (b *builder) declareClass(n ast.ID) {
	f := b.f
	c := Class{Name: f.Text(f.Kid(n, 1)), Fields: map[string]string{}, Enum: f.Text(n) == "enum"}
	for s := range f.Kids(f.Kid(n, 3)) {
		if name := b.typeName(s); name != "" {
			c.Supers = append(c.Supers, name)
		}
	}
	for m := range f.Kids(f.Kid(n, 4)) {
		if mixin := b.mixin(m); mixin != "" {
			c.Supers = append(c.Supers, mixin)
		}
		if f.Kind(m) == ast.VarDecl {
			if t := b.typeName(f.Kid(m, 1)); t != "" {
				c.Fields[f.Text(f.Kid(m, 2))] = t
			}
		}
	}
	b.g.Classes = append(b.g.Classes, c)
}

// classBody is the Block of the class that is followed: an anonymous class
// stands in a New.
func (b *builder) classBody() ast.ID {
	if b.f.Kind(b.class) == ast.New {
		return b.f.Kid(b.class, 2)
	}
	return b.f.Kid(b.class, 4)
}

// className is the name of the class that is followed.
func (b *builder) className() string {
	if b.f.Kind(b.class) == ast.New {
		return b.g.Funcs[b.fn].Class
	}
	return b.f.Text(b.f.Kid(b.class, 1))
}

// mixin is the trait or module whose methods a line of a class's body takes
// over.
func (b *builder) mixin(m ast.ID) string {
	f := b.f
	switch {
	case f.Kind(m) == ast.Import && f.Text(m) == "trait":
		return b.typeName(f.First(m))
	case f.Kind(m) == ast.ExprStmt && f.Language == "ruby" && f.Kind(f.First(m)) == ast.Call:
		switch f.Text(f.First(f.First(m))) {
		case "include", "extend", "prepend":
			return b.typeName(f.Kid(f.Kid(f.First(m), 1), 0))
		}
	}
	return ""
}

// typeName is the last part of a type's name, without its arguments.
func (b *builder) typeName(n ast.ID) string {
	f := b.f
	switch f.Kind(n) {
	case ast.Ident:
		if f.Text(n) != "" && f.Text(n)[0] == '$' {
			return "" // a variable of PHP that holds a class's name
		}
		return f.Text(n)
	case ast.Member:
		return f.Text(f.Kid(n, 1))
	case ast.TypeApp:
		if f.Text(n) == "[]" {
			return ""
		}
		return b.typeName(f.First(n))
	case ast.Call, ast.New: // a parent with constructor arguments
		return b.typeName(f.First(n))
	}
	return ""
}
