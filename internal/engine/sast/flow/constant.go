package flow

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

type konstKind uint8

const (
	kStr konstKind = iota
	kInt
	kBool
)

// konst is a constant.
type konst struct {
	kind konstKind
	s    string
	i    int64
	b    bool
}

func (k *konst) equal(o *konst) bool {
	if k == nil || o == nil {
		return k == o
	}
	return *k == *o
}

// String is the constant as a key.
func (k *konst) String() string {
	switch k.kind {
	case kInt:
		return strconv.FormatInt(k.i, 10)
	case kBool:
		return strconv.FormatBool(k.b)
	}
	return k.s
}

// literal is the constant that a literal spells.
func (b *builder) literal(n ast.ID) *konst {
	f := b.f
	switch f.Kind(n) {
	case ast.Str:
		return &konst{kind: kStr, s: unescape(f.Text(n))}
	case ast.Num:
		if i, err := strconv.ParseInt(strings.TrimRight(strings.ReplaceAll(f.Text(n), "_", ""), "lLuU"), 0, 64); err == nil {
			return &konst{kind: kInt, i: i}
		}
	case ast.Bool:
		return &konst{kind: kBool, b: strings.EqualFold(f.Text(n), "true")}
	case ast.Unary:
		if k := b.literal(f.First(n)); k != nil && k.kind == kInt && f.Text(n) == "-" {
			return &konst{kind: kInt, i: -k.i}
		}
	}
	return nil
}

// unescape turns the common escapes of string literals into what they mean.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	if u, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(s, `\'`, `'`), "\n", `\n`) + `"`); err == nil {
		return u
	}
	return s
}

// parseKonst is the constant of a number's or boolean's text.
func parseKonst(s string) *konst {
	if i, err := strconv.ParseInt(strings.TrimRight(strings.ReplaceAll(s, "_", ""), "lLuU"), 0, 64); err == nil {
		return &konst{kind: kInt, i: i}
	}
	switch strings.ToLower(s) {
	case "true":
		return &konst{kind: kBool, b: true}
	case "false":
		return &konst{kind: kBool}
	}
	return nil
}

// maxText bounds strings that are put together.
const maxText = 1 << 14

func foldBinary(op string, l, r *konst) *konst {
	boolean := func(v bool) *konst { return &konst{kind: kBool, b: v} }
	// One side is enough to decide some.
	switch op {
	case "&&", "and":
		if l != nil && l.kind == kBool && !l.b || r != nil && r.kind == kBool && !r.b {
			return boolean(false)
		}
	case "||", "or":
		if l != nil && l.kind == kBool && l.b {
			return boolean(true)
		}
	}
	if l == nil || r == nil {
		return nil
	}
	switch op {
	case "==", "===":
		if l.kind == r.kind {
			return boolean(*l == *r)
		}
		return nil
	case "!=", "!==":
		if l.kind == r.kind {
			return boolean(*l != *r)
		}
		return nil
	case "&&", "and":
		if l.kind == kBool && r.kind == kBool {
			return boolean(l.b && r.b)
		}
	case "||", "or":
		if l.kind == kBool && r.kind == kBool {
			return boolean(l.b || r.b)
		}
	}
	if l.kind == kStr || r.kind == kStr {
		if (op == "+" || op == ".") && len(l.String())+len(r.String()) < maxText {
			return &konst{kind: kStr, s: l.String() + r.String()}
		}
		return nil
	}
	if l.kind != kInt || r.kind != kInt {
		return nil
	}
	number := func(v int64) *konst { return &konst{kind: kInt, i: v} }
	switch op {
	case "+":
		return number(l.i + r.i)
	case "-":
		return number(l.i - r.i)
	case "*":
		return number(l.i * r.i)
	case "/":
		if r.i != 0 {
			return number(l.i / r.i)
		}
	case "%":
		if r.i != 0 {
			return number(l.i % r.i)
		}
	case "<":
		return boolean(l.i < r.i)
	case ">":
		return boolean(l.i > r.i)
	case "<=":
		return boolean(l.i <= r.i)
	case ">=":
		return boolean(l.i >= r.i)
	}
	return nil
}

// step is what ++ or -- makes of a constant.
func step(op string, k *konst) *konst {
	one := &konst{kind: kInt, i: 1}
	switch {
	case strings.Contains(op, "++"):
		return foldBinary("+", k, one)
	case strings.Contains(op, "--"):
		return foldBinary("-", k, one)
	}
	return nil
}

func charAt(s string, i int64) *konst {
	if i < 0 || i >= int64(len(s)) {
		return nil
	}
	return &konst{kind: kStr, s: s[i : i+1]}
}

// foldCall is the result of a string's method when all is constant.
func foldCall(name string, recv *konst, args []value) *konst {
	if recv == nil || recv.kind != kStr {
		return nil
	}
	var ks []*konst
	for _, a := range args {
		if a.k == nil {
			return nil
		}
		ks = append(ks, a.k)
	}
	str := func(s string) *konst { return &konst{kind: kStr, s: s} }
	switch len(ks) {
	case 0:
		switch name {
		case "length", "size", "count":
			return &konst{kind: kInt, i: int64(len(recv.s))}
		case "toLowerCase", "lower", "ToLower", "downcase", "lowercase":
			return str(strings.ToLower(recv.s))
		case "toUpperCase", "upper", "ToUpper", "upcase", "uppercase":
			return str(strings.ToUpper(recv.s))
		case "trim", "strip", "Trim":
			return str(strings.TrimSpace(recv.s))
		case "toString", "intern", "to_s", "ToString":
			return recv
		case "isEmpty", "empty?", "isBlank":
			return &konst{kind: kBool, b: recv.s == ""}
		}
	case 1:
		switch name {
		case "charAt", "at":
			if ks[0].kind == kInt {
				return charAt(recv.s, ks[0].i)
			}
		case "equals", "Equals", "==":
			return &konst{kind: kBool, b: recv.s == ks[0].s && ks[0].kind == kStr}
		case "equalsIgnoreCase":
			return &konst{kind: kBool, b: strings.EqualFold(recv.s, ks[0].s)}
		case "contains", "includes", "Contains":
			return &konst{kind: kBool, b: strings.Contains(recv.s, ks[0].s)}
		case "startsWith", "startswith", "StartsWith", "start_with?":
			return &konst{kind: kBool, b: strings.HasPrefix(recv.s, ks[0].s)}
		case "endsWith", "endswith", "EndsWith", "end_with?":
			return &konst{kind: kBool, b: strings.HasSuffix(recv.s, ks[0].s)}
		case "concat":
			if len(recv.s)+len(ks[0].s) < maxText {
				return str(recv.s + ks[0].s)
			}
		case "substring", "slice", "Substring":
			if ks[0].kind == kInt && ks[0].i >= 0 && ks[0].i <= int64(len(recv.s)) {
				return str(recv.s[ks[0].i:])
			}
		}
	case 2:
		if (name == "substring" || name == "slice") && ks[0].kind == kInt && ks[1].kind == kInt &&
			ks[0].i >= 0 && ks[0].i <= ks[1].i && ks[1].i <= int64(len(recv.s)) {
			return str(recv.s[ks[0].i:ks[1].i])
		}
	}
	return nil
}
