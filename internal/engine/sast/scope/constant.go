package scope

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// maxConstant bounds the text of a constant, in bytes.
const maxConstant = 1 << 12

// Constant is the text of a string, number or boolean that an expression
// always has: a literal, a concatenation of constants, or a variable that is
// set once, to a constant.
func (s *Scopes) Constant(n ast.ID) (string, bool) {
	f := s.f
	switch f.Kind(n) {
	case ast.Str, ast.Num, ast.Bool:
		return f.Text(n), true
	case ast.Ident, ast.Member:
		if c, ok := s.consts[n]; ok {
			return c.value, c.ok && !c.busy
		}
		s.consts[n] = constant{busy: true}
		c := constant{}
		c.value, c.ok = s.variableConstant(n)
		s.consts[n] = c
		return c.value, c.ok
	case ast.Binary:
		// A long chain is asked for at each of its links.
		c, ok := s.consts[n]
		if !ok {
			if l, ok := s.Constant(f.Kid(n, 0)); ok {
				if r, ok := s.Constant(f.Kid(n, 1)); ok {
					c.value, c.ok = s.binary(n, l, r)
				}
			}
			s.consts[n] = c
		}
		return c.value, c.ok
	case ast.Template:
		var b strings.Builder
		for k := range f.Kids(n) {
			v, ok := s.Constant(k)
			if !ok {
				return "", false
			}
			b.WriteString(v)
		}
		return b.String(), true
	}
	return "", false
}

func (s *Scopes) binary(n ast.ID, l, r string) (string, bool) {
	f := s.f
	text := s.textual(f.Kid(n, 0)) || s.textual(f.Kid(n, 1))
	switch op := f.Text(n); {
	case op == "." && text, op == "+" && text:
		if len(l)+len(r) > maxConstant {
			return "", false
		}
		return l + r, true
	case text:
		return "", false
	default:
		a, err1 := strconv.ParseInt(l, 0, 64)
		b, err2 := strconv.ParseInt(r, 0, 64)
		if err1 != nil || err2 != nil {
			return "", false
		}
		switch op {
		case "+":
			return strconv.FormatInt(a+b, 10), true
		case "-":
			return strconv.FormatInt(a-b, 10), true
		case "*":
			return strconv.FormatInt(a*b, 10), true
		}
	}
	return "", false
}

// textual says whether a constant expression is a string.
func (s *Scopes) textual(n ast.ID) bool {
	f := s.f
	switch f.Kind(n) {
	case ast.Str, ast.Template:
		return true
	case ast.Binary:
		text, ok := s.texts[n]
		if !ok {
			text = s.textual(f.Kid(n, 0)) || s.textual(f.Kid(n, 1))
			s.texts[n] = text
		}
		return text
	case ast.Ident, ast.Member:
		if v := s.of(n); v != nil && len(v.Defs) == 1 && v.Defs[0].Value != ast.None && v.Defs[0].Value != n {
			if k := f.Kind(v.Defs[0].Value); k == ast.Ident || k == ast.Member {
				return false
			}
			return s.textual(v.Defs[0].Value)
		}
	}
	return false
}

// StringConstant is Constant for strings only.
func (s *Scopes) StringConstant(n ast.ID) (string, bool) {
	v, ok := s.Constant(n)
	if !ok || !s.textual(n) {
		return "", false
	}
	return v, true
}

func (s *Scopes) variableConstant(n ast.ID) (string, bool) {
	v := s.of(n)
	if v == nil || len(v.Defs) != 1 || v.Mutated || v.Defs[0].Value == ast.None {
		return "", false
	}
	d := v.Defs[0]
	if s.open(d.Node) {
		return "", false
	}
	// Names of a destructured value have none of their own.
	if k := s.f.Kind(d.Node); k != ast.VarDecl && k != ast.Assign {
		return "", false
	}
	// An assignment under a condition says nothing about the other case, but
	// an unset variable would fail; that is as good as a constant.
	return s.Constant(d.Value)
}

// open says whether a definition is that of a field that other classes may
// set: neither final nor private.
func (s *Scopes) open(def ast.ID) bool {
	f := s.f
	if f.Language != "java" || f.Kind(def) != ast.VarDecl || f.Kind(f.Nodes[f.Nodes[def].Parent].Parent) != ast.Class {
		return false
	}
	if class := f.Nodes[f.Nodes[def].Parent].Parent; f.Text(class) == "interface" {
		return false
	}
	for m := range f.Kids(f.First(def)) {
		if t := f.Text(m); t == "final" || t == "private" {
			return false
		}
	}
	return true
}

// Value is the expression that a variable always stands for, or None.
func (s *Scopes) Value(n ast.ID) ast.ID {
	v := s.of(n)
	if v == nil || len(v.Defs) != 1 || v.Mutated {
		return ast.None
	}
	d := v.Defs[0]
	if k := s.f.Kind(d.Node); k != ast.VarDecl && k != ast.Assign || s.f.Nodes[d.Node].End > s.f.Nodes[n].Start {
		return ast.None
	}
	return d.Value
}
