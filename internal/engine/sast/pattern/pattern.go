// Package pattern finds where a Semgrep pattern, lowered to the neutral form
// like the code, stands in a file, and what its metavariables are bound to.
//
//	p := pattern.New(file)              // of language.Language.Pattern
//	m := pattern.NewMatcher(code, opts) // one for each file of code
//	m.Find(p, func(pattern.Match) { … })
//
// All ways to match are reported, with different bindings, not only the first.
// Work is bounded by a budget of steps for each pattern; Exhausted says when it
// was not enough. The package knows the meaning of one pattern; combining
// patterns is the business of package search.
package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/regex"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// Options change how patterns match; they are the options of Semgrep's rules
// with the same names. The zero value is not the default: use Defaults.
type Options struct {
	ConstantPropagation bool // "..." and literals match variables that hold constants
	SymmetricEq         bool // $X == $Y matches both ways round
	ACMatching          bool // &&, || and their like match in any order
	VardefAssign        bool // $X = $E matches declarations
	AttrExpr            bool // expression patterns match in annotations
	CaseInsensitive     bool
	Symbolic            bool // patterns match variables that stand for an expression
}

// Defaults are the options of a rule that sets none.
func Defaults() Options {
	return Options{ConstantPropagation: true, ACMatching: true, VardefAssign: true, AttrExpr: true}
}

// Pattern is a pattern that is ready to be matched.
type Pattern struct {
	f       *ast.File
	regexes map[ast.ID]*regex.Regex // of "=~/…/" strings
	dotted  map[ast.ID]string       // qualified names that chains of plain names spell
}

// New prepares a pattern.
func New(f *ast.File) (*Pattern, error) {
	p := &Pattern{f: f, regexes: map[ast.ID]*regex.Regex{}, dotted: map[ast.ID]string{}}
	for i := range f.Nodes {
		id := ast.ID(i)
		switch f.Kind(id) {
		case ast.Str:
			if r, ok := strings.CutPrefix(f.Text(id), "=~/"); ok {
				if end := strings.LastIndexByte(r, '/'); end >= 0 {
					flags := ""
					if strings.Contains(r[end+1:], "i") {
						flags = "(?i)"
					}
					re, err := regex.Compile(flags+r[:end], regex.Options{})
					if err != nil {
						return nil, err
					}
					p.regexes[id] = re
				}
			}
		case ast.Ident, ast.Member:
			if name, ok := f.Dotted(id); ok {
				p.dotted[id] = name
			}
		}
	}
	return p, nil
}

// File is the lowered pattern.
func (p *Pattern) File() *ast.File { return p.f }

// Binding is what a metavariable stands for.
type Binding struct {
	Name       string // with the dollar
	Start, End uint32
	Node       ast.ID // None for a sequence, the content of a string, a regular expression's group
	Text       string // when Node is None
}

// Source is the code that a metavariable stands for.
func (b *Binding) Source(f *ast.File) string {
	if b.Node == ast.None {
		return b.Text
	}
	return f.Src(b.Node)
}

// Content is Source, of a string literal without its quotes.
func (b *Binding) Content(f *ast.File) string {
	if b.Node != ast.None && f.Kind(b.Node) == ast.Str {
		return f.Text(b.Node)
	}
	return b.Source(f)
}

// Env is a set of bindings, one for each name.
type Env []Binding

// Get is the binding of a name, or nil.
func (e Env) Get(name string) *Binding {
	for i := range e {
		if e[i].Name == name {
			return &e[i]
		}
	}
	return nil
}

// Match is one place and way in which a pattern matches.
type Match struct {
	Start, End uint32
	Node       ast.ID // the node, or the first of a sequence of statements
	Env        Env
}

// Matcher finds patterns in one file. It is not safe for concurrent use.
type Matcher struct {
	c       *ast.File
	scopes  *scope.Scopes
	opts    Options
	p       *Pattern
	pf      *ast.File
	env     Env
	steps   int // that the pattern may still take
	left    int // and all patterns together
	spent   bool
	rest    int // steps that a search did not use which was ended
	kinds   [][]ast.ID
	callees map[calleeKey][]ast.ID // calls by name, made when first needed

	accept  func(*Binding) bool
	symbols int // variables that were taken for what they hold, around this node
}

// maxSymbols bounds how many variables are followed one after another.
const maxSymbols = 5

// Bounds of the work on one file: for one pattern about a fifth of a second,
// and for all together what many honest patterns need of a large file.
const (
	stepsPerPattern = 2_000_000
	stepsPerFile    = 200_000_000
)

// NewMatcher prepares a file of code.
func NewMatcher(code *ast.File, scopes *scope.Scopes) *Matcher {
	m := &Matcher{c: code, scopes: scopes, opts: Defaults(), left: stepsPerFile}
	m.kinds = make([][]ast.ID, 256)
	for i := 1; i < len(code.Nodes); i++ {
		k := code.Nodes[i].Kind
		m.kinds[k] = append(m.kinds[k], ast.ID(i))
	}
	return m
}

// Code is the file that is searched.
func (m *Matcher) Code() *ast.File { return m.c }

// Scopes are the file's scopes.
func (m *Matcher) Scopes() *scope.Scopes { return m.scopes }

// Kinds lists the nodes of a kind.
func (m *Matcher) Kinds(k ast.Kind) []ast.ID { return m.kinds[k] }

// Exhausted says that a budget of steps was used up since it was asked last:
// matches may be missing.
func (m *Matcher) Exhausted() bool {
	spent := m.spent
	m.spent = false
	return spent
}

// GiveUp ends the search that is going on, and notes for who asks Exhausted
// that matches are missing.
func (m *Matcher) GiveUp() {
	m.spent = true
	m.rest += max(m.steps, 0)
	m.steps = 0
}

// Find calls found for every match of a pattern in the file. The Env is
// found's to keep.
//
// What accept refuses is not bound; nil takes all.
func (m *Matcher) Find(p *Pattern, opts Options, accept func(*Binding) bool, found func(Match)) {
	m.accept = accept
	defer func() { m.accept = nil }()
	name := calleeName(p, opts)
	m.search(p, opts, nil, func(k ast.Kind) []ast.ID {
		if name != "" && (k == ast.Call || k == ast.New) {
			return m.called(k, name)
		}
		return m.kinds[k]
	}, found)
}

// FindIn is Find within one node, itself included, with bindings that must
// hold.
func (m *Matcher) FindIn(p *Pattern, opts Options, in ast.ID, given Env, found func(Match)) {
	m.steps = min(stepsPerPattern, m.left)
	lo, hi := m.c.Nodes[in].Start, m.c.Nodes[in].End
	m.search(p, opts, given, func(k ast.Kind) []ast.ID {
		var out []ast.ID
		for _, n := range m.kinds[k] {
			if d := &m.c.Nodes[n]; d.Start >= lo && d.End <= hi {
				out = append(out, n)
			}
		}
		return out
	}, found)
	// A statement that is all there is makes a list of one.
	if first := p.f.First(p.f.Root); sequence(p.f) && first != ast.None && m.c.Kind(m.c.Nodes[in].Parent) == ast.Block {
		m.env = append(m.env[:0], given...)
		m.sequence(first, []ast.ID{in}, 0, 0, func(last int) {
			if last >= 0 {
				found(Match{Start: lo, End: hi, Node: in, Env: append(Env(nil), m.env...)})
			}
		})
	}
}

func (m *Matcher) search(p *Pattern, opts Options, given Env, of func(ast.Kind) []ast.ID, found func(Match)) {
	m.p, m.pf, m.opts = p, p.f, opts
	budget := min(stepsPerPattern, m.left)
	m.steps = budget
	defer func() {
		m.left -= budget - max(m.steps, 0) - m.rest
		m.rest = 0
		m.spent = m.spent || m.steps <= 0
	}()
	m.env = append(m.env[:0], given...)
	root := p.f.Root
	seen := seenMatches{}
	report := func(first, last ast.ID) {
		start, end := m.c.Nodes[first].Start, m.c.Nodes[last].End
		if end < start {
			end = m.c.Nodes[first].End
		}
		if first == last && m.oneBranch(root) && m.c.Kind(first) == ast.If {
			end = m.c.Nodes[m.c.Kid(first, 1)].End
		}
		if seen.add(start, end, m.env) {
			found(Match{Start: start, End: end, Node: first, Env: append(Env(nil), m.env...)})
		}
	}
	if p.f.Kind(root) == ast.Block && p.f.Nodes[root].Parent == ast.None || sequence(p.f) {
		m.statements(root, of, report)
		return
	}
	for _, k := range candidates(p.f, root, opts) {
		for _, n := range of(k) {
			if m.steps <= 0 {
				return
			}
			m.env = append(m.env[:0], given...)
			if !m.mayStand(p.f.Kind(root), n) {
				continue
			}
			if k == ast.ExprStmt && p.f.Kind(root) != ast.ExprStmt && p.f.Kind(root) != ast.Metavar {
				continue
			}
			m.node(root, n, func() { report(n, n) })
		}
	}
}

// oneBranch says whether a pattern is an if without else: what it matches ends
// before the code's else, where its condition does not hold.
func (m *Matcher) oneBranch(root ast.ID) bool {
	if m.pf.Kind(root) == ast.Block && m.pf.Len(root) == 1 {
		root = m.pf.First(root)
	}
	return m.pf.Kind(root) == ast.If && m.pf.Kind(m.pf.Kid(root, 2)) == ast.Nil
}

// sequence says whether the root is a list of statements and not one block
// with braces.
func sequence(f *ast.File) bool { return f.Kind(f.Root) == ast.Block }

// statements matches a pattern of several statements in every list of them.
func (m *Matcher) statements(root ast.ID, of func(ast.Kind) []ast.ID, report func(first, last ast.ID)) {
	first := m.pf.First(root)
	if first == ast.None {
		return
	}
	given := append(Env(nil), m.env...)
	for _, block := range of(ast.Block) {
		list := m.list(block)
		for i := range list {
			if m.steps <= 0 {
				return
			}
			m.env = append(m.env[:0], given...)
			m.sequence(first, list, i, i, func(last int) {
				if last < i {
					return
				}
				report(list[i], list[last])
			})
			// A leading ellipsis matches everything before, once.
			if m.pf.Kind(first) == ast.Dots {
				break
			}
		}
	}
}

// list is a block's statements.
func (m *Matcher) list(block ast.ID) []ast.ID {
	var out []ast.ID
	for k := range m.c.Kids(block) {
		out = append(out, k)
	}
	return out
}

// candidates are the kinds of code that a pattern's root may match.
func candidates(f *ast.File, root ast.ID, opts Options) []ast.Kind {
	switch k := f.Kind(root); k {
	case ast.Metavar, ast.Deep, ast.Dots:
		return expressions
	case ast.TypedVar:
		return expressions
	case ast.Assign:
		if opts.VardefAssign {
			return []ast.Kind{ast.Assign, ast.VarDecl}
		}
	case ast.ExprStmt:
		return statements
	case ast.Member:
		if f.Language == "ruby" {
			return []ast.Kind{ast.Call, ast.Member, ast.Ident}
		}
		return []ast.Kind{ast.Member, ast.Ident}
	case ast.Str:
		if opts.ConstantPropagation {
			return []ast.Kind{ast.Str, ast.Template, ast.Ident, ast.Member, ast.Binary}
		}
		return []ast.Kind{ast.Str, ast.Template}
	case ast.Template:
		return []ast.Kind{ast.Template, ast.Binary, ast.Str}
	case ast.KeyArg:
		return []ast.Kind{ast.KeyArg, ast.Assign}
	case ast.Call:
		if opts.AttrExpr {
			return []ast.Kind{ast.Call, ast.Annot}
		}
	case ast.Import, ast.ImportOf:
		return []ast.Kind{ast.Import, ast.ImportOf, ast.VarDecl}
	default:
		return []ast.Kind{k}
	}
	return []ast.Kind{f.Kind(root)}
}

var expressions = []ast.Kind{
	ast.Ident, ast.Str, ast.Num, ast.Bool, ast.Null, ast.Regex, ast.Template, ast.Member, ast.Index, ast.Call, ast.New,
	ast.Binary, ast.Unary, ast.Update, ast.Assign, ast.Cond, ast.Cast, ast.TypeTest, ast.Await, ast.Yield, ast.Seq,
	ast.Dict, ast.Comp, ast.Element, ast.Func,
}

var statements = []ast.Kind{
	ast.ExprStmt, ast.VarDecl, ast.Return, ast.Throw, ast.Assert, ast.Go,
}

// seenMatches forgets matches that differ in nothing.
type seenMatches map[string]bool

func (s seenMatches) add(start, end uint32, env Env) bool {
	var b strings.Builder
	num := func(n uint32) { b.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}) }
	num(start)
	num(end)
	for i := range env {
		b.WriteString(env[i].Name)
		num(env[i].Start)
		num(env[i].End)
	}
	k := b.String()
	if s[k] {
		return false
	}
	s[k] = true
	return true
}
