package scope

import (
	"strconv"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// maxConstant bounds the text of a constant, in bytes.
const maxConstant = 1 << 12

// constant is what an expression always is.
type constant struct {
	value string
	text  bool // a string
	ok    bool
	busy  bool
}

// Constant is the text of a string, number or boolean that an expression
// always has: a literal, what is put together of constants, an element of an
// object that nothing changes, or a variable that is set once, to a constant.
func (s *Scopes) Constant(n ast.ID) (string, bool) {
	c := s.fold(n)
	return c.value, c.ok
}

// StringConstant is Constant for strings only.
func (s *Scopes) StringConstant(n ast.ID) (string, bool) {
	c := s.fold(n)
	if !c.ok || !c.text {
		return "", false
	}
	return c.value, true
}

func (s *Scopes) fold(n ast.ID) constant {
	f := s.f
	switch f.Kind(n) {
	case ast.Str:
		return constant{value: f.Text(n), text: true, ok: true}
	case ast.Num, ast.Bool:
		return constant{value: f.Text(n), ok: true}
	case ast.Ident, ast.Member, ast.Index, ast.Call, ast.New, ast.Binary, ast.Template:
	default:
		return constant{}
	}
	// A long chain is asked for at each of its links.
	if c, ok := s.consts[n]; ok {
		if c.busy {
			return constant{}
		}
		return c
	}
	s.consts[n] = constant{busy: true}
	var c constant
	switch f.Kind(n) {
	case ast.Binary:
		if r := f.Kid(n, 1); f.Text(n) == "%" && f.Kind(r) == ast.Seq {
			c = s.format(percentPlace, f.Kid(n, 0), f.First(r))
		} else if l := s.fold(f.Kid(n, 0)); l.ok {
			if r := s.fold(r); r.ok {
				c = operate(f.Text(n), l, r)
			}
		}
	case ast.Template:
		c = s.joined("", f.First(n))
	case ast.New: // new Regex("...")
		if name := f.Text(f.First(n)); name == "Regex" || name == "RegExp" {
			if c = s.fold(f.First(f.Kid(n, 1))); c.text {
				c.text = false
			} else {
				c = constant{}
			}
		}
	case ast.Call:
		if c = s.call(n); !c.ok {
			c = s.elementConstant(n)
		}
	default:
		if c = s.variableConstant(n); !c.ok {
			c = s.elementConstant(n)
		}
	}
	if len(c.value) > maxConstant {
		c = constant{}
	}
	s.consts[n] = c
	return c
}

func operate(op string, l, r constant) constant {
	if l.text || r.text {
		if op != "." && op != "+" {
			return constant{}
		}
		return constant{value: l.value + r.value, text: true, ok: true}
	}
	a, err1 := strconv.ParseInt(l.value, 0, 64)
	b, err2 := strconv.ParseInt(r.value, 0, 64)
	if err1 != nil || err2 != nil {
		return constant{}
	}
	switch op {
	case "+":
		a += b
	case "-":
		a -= b
	case "*":
		a *= b
	case "**":
		if b < 0 || b > 64 {
			return constant{}
		}
		n := a
		for a = 1; b > 0 && a < 1<<32 && a > -1<<32; b-- {
			a *= n
		}
		if b != 0 {
			return constant{}
		}
	case "<<":
		if b < 0 || b > 30 || a > 1<<31 {
			return constant{}
		}
		a <<= b
	default:
		return constant{}
	}
	return constant{value: strconv.FormatInt(a, 10), ok: true}
}

func (s *Scopes) variableConstant(n ast.ID) constant {
	v := s.of(n)
	if v == nil || len(v.Defs) != 1 || v.Mutated || v.Defs[0].Value == ast.None {
		return constant{}
	}
	d := v.Defs[0]
	if s.open(d.Node) {
		return constant{}
	}
	// Names of a destructured value have none of their own.
	if k := s.f.Kind(d.Node); k != ast.VarDecl && k != ast.Assign {
		return constant{}
	}
	// An assignment under a condition says nothing about the other case, but
	// an unset variable would fail; that is as good as a constant.
	return s.fold(d.Value)
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
