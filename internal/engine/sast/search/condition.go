package search

import (
	"math"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/regex"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

type regexGroup = regex.Group

// filter keeps the matches for which a condition holds. A nested formula may
// add bindings, and so multiply matches; a regular expression adds its groups.
func (e *evaluator) filter(ms []Match, c *condition) []Match {
	var out []Match
	for _, m := range ms {
		if c.formula != nil {
			out = append(out, e.nested(m, c)...)
			continue
		}
		if e.holds(m, c) {
			out = append(out, e.captured(m, c))
		}
	}
	return out
}

// captured adds what the groups of a condition's regular expression hold.
func (e *evaluator) captured(m Match, c *condition) Match {
	if c.regex == nil || len(c.regex.Groups()) < 2 {
		return m
	}
	b := m.Env.Get(c.metavar)
	text := b.Source(e.code)
	first := true
	c.regex.FindAll(text, func(groups []regexGroup) {
		if first {
			m.Env = append(slices.Clone(m.Env), bindings(groups, text, int(b.Start), false, m.Env)...)
		}
		first = false
	})
	return m
}

// bindings are what the groups of a match bind that is not bound yet; at is
// where the text begins.
func bindings(groups []regexGroup, text string, at int, generic bool, given pattern.Env) pattern.Env {
	var out pattern.Env
	for i, g := range groups {
		if i == 0 || g.Start < 0 {
			continue
		}
		for _, name := range groupNames(i, g.Name, generic) {
			if given.Get(name) == nil && out.Get(name) == nil {
				out = append(out, pattern.Binding{Name: name, Start: uint32(at + g.Start), End: uint32(at + g.End), Text: text[g.Start:g.End]})
			}
		}
	}
	return out
}

func (e *evaluator) holds(m Match, c *condition) bool {
	if c.compare != nil {
		return c.compare.Holds(c.base, func(name string) (string, bool) {
			v, ok := e.value(m.Env.Get(name))
			if c.strip {
				v = strings.Trim(v, "\"'`")
			}
			return v, ok
		})
	}
	b := m.Env.Get(c.metavar)
	if b == nil {
		return false
	}
	switch {
	case c.regex != nil:
		v, constant := e.held(b)
		if constant && c.constants {
			return c.regex.Match(v)
		}
		if c.regex.Match(b.Source(e.code)) {
			return true
		}
		if c.regex.GaveUp() {
			e.m.GiveUp()
		}
		if constant {
			return c.regex.Match(v)
		}
		if b.Node != ast.None {
			if v := e.m.Scopes().Value(b.Node); v != ast.None && e.code.Kind(v) == ast.Regex {
				return c.regex.Match(e.code.Src(v))
			}
		}
		return false
	case c.analyzer == "entropy":
		return highEntropy(b.Content(e.code))
	case c.analyzer == "redos":
		// In most literals a backslash is written twice.
		text := b.Content(e.code)
		if k := e.code.Kind(b.Node); k == ast.Ident || k == ast.Member {
			if v, ok := e.constant(b); ok {
				text = v
			}
		}
		return backtracks(strings.ReplaceAll(text, `\\`, `\`))
	case len(c.typeNames) > 0:
		return e.typed(b, c)
	}
	return true
}

// value is what a metavariable is in a comparison: a constant when it holds
// one, else its source.
func (e *evaluator) value(b *pattern.Binding) (string, bool) {
	if b == nil {
		return "", false
	}
	if b.Node != ast.None {
		switch e.code.Kind(b.Node) {
		case ast.Str:
			return `"` + e.code.Text(b.Node) + `"`, true
		case ast.Ident, ast.Member, ast.Binary, ast.Index, ast.Call:
			if v, ok := e.constant(b); ok {
				return v, true
			}
		}
	}
	return b.Source(e.code), true
}

// held is the constant that an expression which is no literal stands for; text
// is in quotes.
func (e *evaluator) held(b *pattern.Binding) (string, bool) {
	if b.Node == ast.None || e.code.Kind(b.Node) == ast.Str || e.code.Kind(b.Node) == ast.Num {
		return "", false
	}
	if v, ok := e.m.Scopes().StringConstant(b.Node); ok {
		return `"` + v + `"`, true
	}
	return e.constant(b)
}

func (e *evaluator) constant(b *pattern.Binding) (string, bool) {
	if b.Node == ast.None {
		return "", false
	}
	return e.m.Scopes().Constant(b.Node)
}

func (e *evaluator) typed(b *pattern.Binding, c *condition) bool {
	if b.Node == ast.None {
		return false
	}
	t := e.m.Scopes().Type(b.Node)
	for i, name := range c.typeNames {
		switch e.code.Kind(b.Node) {
		case ast.Str, ast.Template:
			if n := strings.ToLower(name); n == "string" || n == "str" {
				return true
			}
		case ast.Num:
			if n := strings.ToLower(name); n == "int" || n == "number" || n == "float" {
				return true
			}
		}
		if t == ast.None {
			continue
		}
		if q, ok := scope.Qualified(e.code, t); ok && (q == name || strings.HasSuffix(q, "."+name)) {
			return true
		}
		if i < len(c.types) && e.code.Src(t) == name {
			return true
		}
	}
	return false
}

// nested evaluates a formula on what a metavariable stands for.
func (e *evaluator) nested(m Match, c *condition) []Match {
	b := m.Env.Get(c.metavar)
	if b == nil {
		return nil
	}
	if c.language != nil || c.plain {
		if e.foreign(b, c, m.Env) {
			return []Match{m}
		}
		return nil
	}
	in := &part{node: b.Node, start: b.Start, end: b.End, env: m.Env}
	if b.Node == ast.None {
		// Several nodes, or the inside of a string: find the nodes by range.
		in.node = e.around(b)
	}
	var out []Match
	for _, x := range e.eval(c.formula, in) {
		if x.Start < b.Start || x.End > b.End {
			continue
		}
		if env, ok := e.merge(m.Env, x.Env); ok {
			y := m
			y.Env = env
			out = append(out, y)
		}
	}
	return out
}

// around is the smallest node that holds a range.
func (e *evaluator) around(b *pattern.Binding) ast.ID {
	best := e.code.Root
	for i := 1; i < len(e.code.Nodes); i++ {
		n := &e.code.Nodes[i]
		if n.Kind != ast.Nil && n.Start <= b.Start && n.End >= b.End {
			if w := &e.code.Nodes[best]; n.End-n.Start < w.End-w.Start {
				best = ast.ID(i)
			}
		}
	}
	return best
}

// foreign evaluates a formula on the content of a string in another language.
func (e *evaluator) foreign(b *pattern.Binding, c *condition, env pattern.Env) bool {
	text := b.Content(e.code)
	if v, ok := e.constant(b); ok {
		text = v
	}
	file := &ast.File{Source: []byte(text), Nodes: make([]ast.Node, 2), Root: 1, Imports: map[string]string{}, Broken: -1}
	file.Nodes[1] = ast.Node{Kind: ast.Block, End: uint32(len(text))}
	if c.language != nil {
		f, err := c.language.Parse("", []byte(text))
		if err != nil {
			return false
		}
		file = f
	}
	inner := &evaluator{m: pattern.NewMatcher(file, scope.New(file)), code: file}
	// Bindings of the outer file mean nothing in the inner one but their text.
	var given pattern.Env
	for _, o := range env {
		given = append(given, pattern.Binding{Name: o.Name, Text: o.Content(e.code)})
	}
	return len(inner.eval(c.formula, &part{node: file.Root, end: uint32(len(text)), env: given})) > 0
}

// highEntropy says whether a text looks random: more than 3.5 bits for each
// character (Shannon), and long enough to say so.
func highEntropy(s string) bool {
	s = strings.Trim(s, `"'`+"`")
	if len(s) < 10 {
		return false
	}
	var count [256]int
	for i := range len(s) {
		count[s[i]]++
	}
	h := 0.0
	for _, n := range count {
		if n > 0 {
			p := float64(n) / float64(len(s))
			h -= p * math.Log2(p)
		}
	}
	return h > 3.5 || h > 3 && len(s) < 16
}
