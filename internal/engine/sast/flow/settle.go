package flow

import (
	"maps"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// settled are the variables that are one of the program's own texts where a
// condition holds, or where it does not, by their place; with the text when
// there is but one.
func (b *builder) settled(cond ast.ID, holds bool) map[int]*konst {
	f := b.f
	switch f.Kind(cond) {
	case ast.Unary:
		if op := f.Text(cond); op == "!" || op == "not" {
			return b.settled(f.First(cond), !holds)
		}
	case ast.Binary:
		x, y := f.Kid(cond, 0), f.Kid(cond, 1)
		switch op := f.Text(cond); op {
		case "&&", "and", "||", "or":
			return b.settledBoth(x, y, holds, (op == "&&" || op == "and") == holds)
		case "==", "===", "!=", "!==":
			if (op[0] == '=') != holds || f.Language == "php" && len(op) == 2 {
				return nil // PHP compares numbers in texts
			}
			return b.settledBy(x, y)
		case "in", "not in", "!in":
			if (op == "in") != holds {
				return nil
			}
			return b.settledIn(x, y)
		}
	case ast.Call:
		callee, arg := f.First(cond), f.First(f.Kid(cond, 1))
		if known := b.settledMember(callee, arg); holds && known != nil {
			return known
		}
		if holds && f.Kind(callee) == ast.Member && f.Len(f.Kid(cond, 1)) == 1 {
			switch f.Text(f.Kid(callee, 1)) {
			case "equals", "Equals", "equalsIgnoreCase":
				return b.settledBy(f.First(callee), arg)
			}
		}
	}
	return nil
}

// settledBoth puts two conditions together: all of them say something, or
// only one of them, and nobody knows which.
func (b *builder) settledBoth(x, y ast.ID, holds, all bool) map[int]*konst {
	p, q := b.settled(x, holds), b.settled(y, holds)
	if len(p) == 0 || len(q) == 0 {
		switch {
		case !all:
			return nil
		case len(p) == 0:
			return q
		}
		return p
	}
	out := map[int]*konst{}
	for i, k := range p {
		other, both := q[i]
		if both && !all && !k.equal(other) {
			k = nil
		}
		if both || all {
			out[i] = k
		}
	}
	if all {
		for i, k := range q {
			out[i] = k
		}
	}
	return out
}

// settledBy compares a variable with a literal text.
func (b *builder) settledBy(x, y ast.ID) map[int]*konst {
	if b.f.Kind(x) == ast.Str {
		x, y = y, x
	}
	if b.f.Kind(x) != ast.Ident || b.f.Kind(y) != ast.Str {
		return nil
	}
	i, ok := b.names[b.f.Text(x)]
	if !ok || i >= len(b.env) || b.env[i].n == None {
		return nil
	}
	return map[int]*konst{i: b.literal(y)}
}

// settledMember is what a call says that asks a collection whether it holds
// something: SET.contains(x), and SET(x) in Scala.
func (b *builder) settledMember(callee, arg ast.ID) map[int]*konst {
	f := b.f
	switch f.Kind(callee) {
	case ast.Ident:
		if f.Language == "php" && f.Text(callee) == "in_array" {
			return b.settledIn(arg, f.Next(arg))
		}
		if f.Language == "scala" && f.Next(arg) == ast.None {
			return b.settledIn(arg, callee)
		}
	case ast.Member:
		switch f.Text(f.Kid(callee, 1)) {
		case "contains", "containsKey", "Contains", "ContainsKey", "includes", "has", "include?", "key?", "has_key?", "member?":
			if f.Next(arg) == ast.None {
				return b.settledIn(arg, f.First(callee))
			}
		}
	}
	return nil
}

// settledIn is what a variable is that is found in a collection of constants,
// whatever the case of its letters.
func (b *builder) settledIn(x, collection ast.ID) map[int]*konst {
	f := b.f
	callee := x // Scala leaves the parentheses out
	if f.Kind(x) == ast.Call && f.Len(f.Kid(x, 1)) == 0 {
		callee = f.First(x)
	}
	if f.Kind(callee) == ast.Member {
		switch strings.ToLower(f.Text(f.Kid(callee, 1))) {
		case "tolowercase", "touppercase", "lower", "upper", "tolower", "toupper", "lowercase", "uppercase", "downcase", "upcase":
			x = f.First(callee)
		}
	}
	if f.Kind(x) != ast.Ident || !b.scopes.Constants(collection) {
		return nil
	}
	i, ok := b.names[b.variable(x)]
	if !ok || i >= len(b.env) || b.env[i].n == None {
		return nil
	}
	return map[int]*konst{i: nil}
}

// settle lets variables be what is known of them. The function it returns
// undoes that for those that are still so.
func (b *builder) settle(known map[int]*konst, at ast.ID) (undo func()) {
	if len(known) == 0 {
		return func() {}
	}
	before := map[int]value{}
	now := map[int]Node{}
	d := &b.f.Nodes[at]
	for _, i := range slices.Sorted(maps.Keys(known)) {
		k := known[i]
		before[i] = b.env[i]
		now[i] = b.fresh(d.Start, d.Start)
		b.env[i] = value{n: now[i], k: k, typ: b.env[i].typ}
	}
	return func() {
		for i, v := range before {
			if i < len(b.env) && b.env[i].n == now[i] {
				b.env[i] = v
			}
		}
	}
}

// settledCase is what a case of literal texts says of the variable that is
// looked at.
func (b *builder) settledCase(subject, labels ast.ID) map[int]*konst {
	if b.f.Language == "php" {
		return nil
	}
	var known map[int]*konst
	for label := range b.f.Kids(labels) {
		one := b.settledBy(subject, label)
		if one == nil {
			return nil
		}
		for i, k := range one {
			if known != nil && !known[i].equal(k) {
				one[i] = nil
			}
		}
		known = one
	}
	return known
}
