package search

import (
	"cmp"
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/pattern"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// Match is a range of the source that a formula matches.
type Match struct {
	Start, End uint32
	Node       ast.ID // None when a regular expression matched
	Env        pattern.Env
	Focused    bool // the range is a metavariable's in focus
	inside     bool
}

// Whole limits an evaluation to a part of a file.
type part struct {
	node  ast.ID
	start uint32
	end   uint32
	env   pattern.Env
}

// maxMatches bounds the matches of one formula in one file.
const maxMatches = 20_000

// room says whether more matches are kept; that not all are is noted.
func (e *evaluator) room(have []Match) bool {
	if len(have) < maxMatches {
		return true
	}
	e.m.GiveUp()
	return false
}

// Eval finds all matches in the file, in the order of the source. has says what
// literals of AllNeeds the file holds.
func (f *Formula) Eval(m *pattern.Matcher, has Literals) []Match {
	e := &evaluator{m: m, code: m.Code(), has: has}
	out := e.eval(f, nil)
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return out
}

type evaluator struct {
	m    *pattern.Matcher
	code *ast.File
	has  Literals
}

func (e *evaluator) eval(f *Formula, in *part) []Match { return e.evalSome(f, in, wanted{}) }

// wanted says which matches are needed; nil takes all.
type wanted struct {
	match func(Match) bool
	bind  func(*pattern.Binding) bool // asked when a metavariable is bound
}

func (w wanted) takes(m Match) bool { return w.match == nil || w.match(m) }

// evalSome finds the matches that are wanted. The others make room for them.
func (e *evaluator) evalSome(f *Formula, in *part, want wanted) []Match {
	if in == nil && f.lacks(e.has) {
		return nil
	}
	var out []Match
	switch f.kind {
	case ruleset.Pattern:
		found := func(m pattern.Match) {
			x := Match{Start: m.Start, End: m.End, Node: m.Node, Env: m.Env, inside: f.inside}
			if want.takes(x) && e.room(out) {
				out = append(out, x)
			}
		}
		if in != nil && in.node != ast.None {
			e.m.FindIn(f.pattern, f.opts, in.node, in.env, found)
		} else {
			e.m.Find(f.pattern, f.opts, want.bind, found)
		}
	case ruleset.Regex:
		out = e.regex(f, in)
	case ruleset.Or:
		for _, k := range f.kids {
			out = append(out, e.evalSome(k, in, want)...)
		}
	case ruleset.And:
		out = e.and(f, in)
	}
	for i := range out {
		out[i].inside = f.inside
	}
	if f.kind == ruleset.Pattern || f.kind == ruleset.Or {
		return out
	}
	return slices.DeleteFunc(out, func(m Match) bool { return !want.takes(m) })
}

func (e *evaluator) regex(f *Formula, in *part) []Match {
	lo, hi := 0, len(e.code.Source)
	var given pattern.Env
	if in != nil {
		lo, hi, given = int(in.start), int(in.end), in.env
	}
	text := string(e.code.Source[lo:hi])
	var out []Match
	f.regex.FindAll(text, func(groups []regexGroup) {
		if !e.room(out) {
			return
		}
		m := Match{Start: uint32(lo + groups[0].Start), End: uint32(lo + groups[0].End)}
		m.Env = append(slices.Clone(given), bindings(groups, text, lo, f.generic, given)...)
		out = append(out, m)
	})
	if f.regex.GaveUp() {
		e.m.GiveUp()
	}
	return out
}

// intersect keeps the inner of two ranges of which one holds the other, with
// the bindings of both.
func (e *evaluator) intersect(xs, ys []Match) []Match {
	var out []Match
	seen := map[key]bool{}
	add := func(m Match, other Match) {
		env, ok := e.merge(m.Env, other.Env)
		if !ok || !e.room(out) {
			return
		}
		m.Env = env
		if k := keyOf(m); !seen[k] {
			seen[k] = true
			out = append(out, m)
		}
	}
	for _, x := range xs {
		for _, y := range ys {
			switch {
			case x.inside && !y.inside:
				if within(y, x) {
					add(y, x)
				}
			case y.inside && !x.inside:
				if within(x, y) {
					add(x, y)
				}
			case within(x, y):
				add(x, y)
			case within(y, x):
				add(y, x)
			}
		}
	}
	return out
}

func within(a, b Match) bool { return a.Start >= b.Start && a.End <= b.End }

// numbered says whether a name is that of a group without one: $1 of one
// expression has nothing to do with $1 of another.
func numbered(name string) bool { return len(name) > 1 && name[1] >= '0' && name[1] <= '9' }

// merge joins bindings when those of the same name are the same code.
func (e *evaluator) merge(a, b pattern.Env) (pattern.Env, bool) {
	out := a
	for i := range b {
		old := a.Get(b[i].Name)
		if old == nil {
			out = append(out[:len(out):len(out)], b[i])
			continue
		}
		if !numbered(b[i].Name) && !e.same(old, &b[i]) {
			return nil, false
		}
	}
	return out, true
}

func (e *evaluator) same(a, b *pattern.Binding) bool {
	if a.Start == b.Start && a.End == b.End {
		return true
	}
	if a.Node != ast.None && b.Node != ast.None {
		return e.m.Equal(a.Node, b.Node)
	}
	return a.Content(e.code) == b.Content(e.code)
}

// agree is merge without the result.
func (e *evaluator) agree(a, b pattern.Env) bool {
	for i := range b {
		if old := a.Get(b[i].Name); old != nil && !numbered(b[i].Name) && !e.same(old, &b[i]) {
			return false
		}
	}
	return true
}

// subtract removes what a negative formula matches: the same range, or, for
// pattern-not-inside, any range around it; for a regular expression any range
// that it touches.
func (e *evaluator) subtract(xs, ys []Match, f *Formula) []Match {
	if len(ys) == 0 {
		return xs
	}
	var out []Match
next:
	for _, x := range xs {
		for _, y := range ys {
			var hit bool
			switch {
			case f.inside:
				hit = within(x, y)
			case f.kind == ruleset.Regex && !f.generic:
				hit = x.Start < y.End && y.Start < x.End
			default:
				hit = x.Start == y.Start && x.End == y.End
			}
			if hit && e.agree(x.Env, y.Env) {
				continue next
			}
		}
		out = append(out, x)
	}
	return out
}

// focus moves matches to what the metavariables in focus are bound to.
func (e *evaluator) focus(ms []Match, sets []ruleset.Focus) []Match {
	for _, set := range sets {
		var out []Match
		seen := map[key]bool{}
		for _, m := range ms {
			for _, name := range set.Names {
				b := m.Env.Get(name)
				if b == nil {
					continue
				}
				f := Match{Start: b.Start, End: b.End, Node: b.Node, Env: m.Env, Focused: true, inside: m.inside}
				// What is in focus must lie in the match, or hold it: the inner counts.
				switch {
				case within(f, m):
				case within(m, f):
					f.Start, f.End, f.Node, f.Focused = m.Start, m.End, m.Node, m.Focused
				default:
					continue
				}
				if k := keyOf(f); !seen[k] {
					seen[k] = true
					out = append(out, f)
				}
			}
		}
		ms = out
	}
	return ms
}

type key struct {
	start, end uint32
	env        string
}

func keyOf(m Match) key {
	k := key{start: m.Start, end: m.End}
	buf := make([]byte, 0, 64)
	for i := range m.Env {
		b := &m.Env[i]
		buf = append(buf, b.Name...)
		buf = append(buf, byte(b.Start), byte(b.Start>>8), byte(b.Start>>16), byte(b.End), byte(b.End>>8), byte(b.End>>16))
	}
	k.env = string(buf)
	return k
}
