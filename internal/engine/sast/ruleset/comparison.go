package ruleset

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Comparison is a condition in the small subset of Python that
// metavariable-comparison allows: and, or, not, comparisons, in, + - * / % **,
// int(), float(), str(), len(), lower(), re.match(), lists and literals.
type Comparison struct {
	op   string
	text string  // of literals and metavariables
	num  float64 // of numbers
	args []*Comparison
}

// ParseComparison reads a condition.
func ParseComparison(s string) (*Comparison, error) {
	p := &comparisonParser{}
	if err := p.scan(s); err != nil {
		return nil, err
	}
	c, err := p.or(0)
	if err == nil && p.at < len(p.tokens) {
		err = fmt.Errorf("unexpected %q", p.tokens[p.at])
	}
	return c, err
}

// Metavars are the metavariables that the condition names.
func (c *Comparison) Metavars() []string {
	if c.op == "var" {
		return []string{c.text}
	}
	var out []string
	for _, a := range c.args {
		out = append(out, a.Metavars()...)
	}
	return out
}

var comparisonToken = regexp.MustCompile(`^(\s+|r?"(?:[^"\\]|\\.)*"|r?'(?:[^'\\]|\\.)*'|\$\.{0,3}[A-Z_0-9]+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z_0-9.]*|==|!=|<=|>=|\*\*|//|[-+*/%<>(),\[\]&|~])`)

type comparisonParser struct {
	tokens []string
	at     int
}

func (p *comparisonParser) scan(s string) error {
	if len(s) > 4096 {
		return fmt.Errorf("is too long")
	}
	for s != "" {
		t := comparisonToken.FindString(s)
		if t == "" {
			return fmt.Errorf("unexpected %q", s[:1])
		}
		s = s[len(t):]
		if strings.TrimSpace(t) != "" {
			p.tokens = append(p.tokens, t)
		}
	}
	return nil
}

func (p *comparisonParser) take(words ...string) string {
	if p.at < len(p.tokens) {
		for _, w := range words {
			if p.tokens[p.at] == w {
				p.at++
				return w
			}
		}
	}
	return ""
}

// levels are the binary operators, loosest first.
var levels = [][]string{
	{"or"}, {"and"}, nil, {"==", "!=", "<=", ">=", "<", ">", "in", "not"}, {"|"}, {"&"}, {"+", "-"}, {"*", "/", "//", "%"}, {"**"},
}

func (p *comparisonParser) or(depth int) (*Comparison, error) { return p.level(0, depth) }

func (p *comparisonParser) level(i, depth int) (*Comparison, error) {
	if depth > 200 {
		return nil, fmt.Errorf("nested too deep")
	}
	if i == len(levels) {
		return p.unary(depth)
	}
	if levels[i] == nil { // not
		if p.take("not") != "" {
			x, err := p.level(i, depth+1)
			return &Comparison{op: "not", args: []*Comparison{x}}, err
		}
		return p.level(i+1, depth)
	}
	l, err := p.level(i+1, depth)
	for err == nil {
		op := p.take(levels[i]...)
		if op == "" {
			break
		}
		if op == "not" {
			if p.take("in") == "" {
				return nil, fmt.Errorf("not without in")
			}
			op = "not in"
		}
		var r *Comparison
		r, err = p.level(i+1, depth+1)
		l = &Comparison{op: op, args: []*Comparison{l, r}}
	}
	return l, err
}

func (p *comparisonParser) unary(depth int) (*Comparison, error) {
	if depth > 200 {
		return nil, fmt.Errorf("nested too deep")
	}
	if p.take("-") != "" {
		x, err := p.unary(depth + 1)
		return &Comparison{op: "neg", args: []*Comparison{x}}, err
	}
	if p.take("~") != "" {
		x, err := p.unary(depth + 1)
		return &Comparison{op: "~", args: []*Comparison{x}}, err
	}
	if p.at >= len(p.tokens) {
		return nil, fmt.Errorf("ends too early")
	}
	t := p.tokens[p.at]
	p.at++
	switch {
	case t == "(":
		x, err := p.or(depth + 1)
		if err == nil && p.take(")") == "" {
			err = fmt.Errorf("a ) is missing")
		}
		return x, err
	case t == "[":
		args, err := p.list("]", depth)
		return &Comparison{op: "list", args: args}, err
	case t[0] == '$':
		return &Comparison{op: "var", text: t}, nil
	case t[0] == '"' || t[0] == '\'' || len(t) > 1 && t[0] == 'r' && (t[1] == '"' || t[1] == '\''):
		raw := t[0] == 'r'
		t = strings.TrimPrefix(t, "r")
		t = t[1 : len(t)-1]
		if !raw {
			t = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\'`, `'`, `\n`, "\n", `\t`, "\t").Replace(t)
		}
		return &Comparison{op: "text", text: t}, nil
	case t[0] >= '0' && t[0] <= '9':
		n, ok := number(t, 10)
		if !ok {
			return nil, fmt.Errorf("bad number %q", t)
		}
		return &Comparison{op: "num", num: n}, nil
	}
	switch t {
	case "True", "true":
		return &Comparison{op: "bool", num: 1}, nil
	case "False", "false":
		return &Comparison{op: "bool"}, nil
	case "None", "null":
		return &Comparison{op: "none"}, nil
	case "int", "float", "str", "len", "re.match", "lower", "upper", "today", "strptime", "abs":
		if p.take("(") == "" {
			return nil, fmt.Errorf("%s needs arguments", t)
		}
		args, err := p.list(")", depth)
		if t == "today" || t == "strptime" {
			return nil, fmt.Errorf("unknown function %s", t)
		}
		want := 1
		if t == "re.match" {
			want = 2
		}
		if err == nil && len(args) != want {
			err = fmt.Errorf("%s takes %d arguments", t, want)
		}
		return &Comparison{op: t, args: args}, err
	}
	return nil, fmt.Errorf("unknown name %s", t)
}

func (p *comparisonParser) list(end string, depth int) ([]*Comparison, error) {
	var args []*Comparison
	for p.take(end) == "" {
		x, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		args = append(args, x)
		if p.take(",") == "" {
			if p.take(end) == "" {
				return nil, fmt.Errorf("a %s is missing", end)
			}
			break
		}
	}
	return args, nil
}

// number reads Python's and other languages' numbers.
func number(s string, base int) (float64, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "")
	s = strings.TrimRight(s, "lLuU")
	if n, err := strconv.ParseInt(s, 0, 64); err == nil && (base == 10 || base == 0) {
		return float64(n), true
	}
	if n, err := strconv.ParseInt(s, base, 64); err == nil {
		return float64(n), true
	}
	if n, err := strconv.ParseFloat(strings.TrimRight(s, "fFdDmM"), 64); err == nil {
		return n, true
	}
	return 0, false
}

// val is a value of a comparison: a float64, string, bool, []val or nil.
type val any

// Holds evaluates the condition. lookup gives the text of a metavariable.
func (c *Comparison) Holds(base int, lookup func(name string) (string, bool)) bool {
	v, ok := c.eval(base, lookup)
	if !ok {
		return false
	}
	b, ok := v.(bool)
	return ok && b
}

func (c *Comparison) eval(base int, lookup func(string) (string, bool)) (val, bool) {
	arg := func(i int) (val, bool) { return c.args[i].eval(base, lookup) }
	switch c.op {
	case "num":
		return c.num, true
	case "text":
		return c.text, true
	case "bool":
		return c.num == 1, true
	case "none":
		return nil, true
	case "var":
		s, ok := lookup(c.text)
		if !ok {
			return nil, false
		}
		return literal(s, base), true
	case "list":
		var l []val
		for i := range c.args {
			v, ok := arg(i)
			if !ok {
				return nil, false
			}
			l = append(l, v)
		}
		return l, true
	case "and", "or":
		l, ok := arg(0)
		if !ok {
			return nil, false
		}
		if b, _ := l.(bool); b == (c.op == "or") {
			return b, true
		}
		r, ok := arg(1)
		b, _ := r.(bool)
		return b, ok
	case "not":
		v, ok := arg(0)
		b, _ := v.(bool)
		return !b, ok
	}
	l, ok := arg(0)
	if !ok {
		return nil, false
	}
	if len(c.args) == 1 {
		return apply(c.op, l)
	}
	r, ok := arg(1)
	if !ok {
		return nil, false
	}
	return combine(c.op, l, r)
}

// literal is the value of source text: a quoted string, number, boolean, or
// the text itself.
func literal(s string, base int) val {
	t := strings.TrimSpace(s)
	if len(t) >= 2 && (t[0] == '"' || t[0] == '\'') && t[len(t)-1] == t[0] {
		return t[1 : len(t)-1]
	}
	switch t {
	case "true", "True":
		return true
	case "false", "False":
		return false
	case "null", "None", "nil":
		return nil
	}
	if n, ok := number(t, base); ok {
		return n
	}
	return s
}

func apply(op string, v val) (val, bool) {
	switch op {
	case "str":
		return show(v), true
	case "len":
		switch x := v.(type) {
		case string:
			return float64(len(x)), true
		case []val:
			return float64(len(x)), true
		}
		return nil, false
	case "lower":
		return strings.ToLower(show(v)), true
	case "upper":
		return strings.ToUpper(show(v)), true
	}
	n, ok := v.(float64)
	if s, text := v.(string); text {
		n, ok = number(s, 10)
	}
	if !ok {
		return nil, false
	}
	switch op {
	case "neg":
		return -n, true
	case "~":
		return float64(^int64(n)), true
	case "int":
		return math.Trunc(n), true
	case "abs":
		return math.Abs(n), true
	}
	return n, true
}

func show(v val) string {
	switch x := v.(type) {
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		if x {
			return "True"
		}
		return "False"
	}
	return "None"
}

func combine(op string, l, r val) (val, bool) {
	switch op {
	case "in", "not in":
		found := false
		switch x := r.(type) {
		case []val:
			for _, e := range x {
				found = found || same(e, l)
			}
		case string:
			found = strings.Contains(x, show(l))
		}
		return found == (op == "in"), true
	case "re.match":
		re, err := regexp.Compile("^(?:" + show(l) + ")")
		if err != nil {
			return nil, false
		}
		return re.MatchString(show(r)), true
	case "==":
		return same(l, r), true
	case "!=":
		return !same(l, r), true
	}
	a, ok1 := l.(float64)
	b, ok2 := r.(float64)
	if !ok1 || !ok2 {
		s, ok1 := l.(string)
		t, ok2 := r.(string)
		if !ok1 || !ok2 {
			return nil, false
		}
		switch op {
		case "+":
			return s + t, true
		case "<":
			return s < t, true
		case ">":
			return s > t, true
		case "<=":
			return s <= t, true
		case ">=":
			return s >= t, true
		}
		return nil, false
	}
	switch op {
	case "<":
		return a < b, true
	case ">":
		return a > b, true
	case "<=":
		return a <= b, true
	case ">=":
		return a >= b, true
	case "+":
		return a + b, true
	case "-":
		return a - b, true
	case "*":
		return a * b, true
	case "/":
		return a / b, b != 0
	case "//":
		return math.Floor(a / b), b != 0
	case "%":
		return math.Mod(a, b), b != 0
	case "**":
		return math.Pow(a, b), true
	case "&":
		return float64(int64(a) & int64(b)), true
	case "|":
		return float64(int64(a) | int64(b)), true
	}
	return nil, false
}

func same(a, b val) bool {
	switch x := a.(type) {
	case nil:
		return b == nil
	case float64:
		y, ok := b.(float64)
		return ok && x == y
	case string:
		y, ok := b.(string)
		return ok && x == y
	case bool:
		y, ok := b.(bool)
		return ok && x == y
	}
	return false
}
