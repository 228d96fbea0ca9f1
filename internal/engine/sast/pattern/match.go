package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// node calls k once for every way in which code node c matches pattern node p.
// Bindings made on the way hold during the call.
func (m *Matcher) node(p, c ast.ID, k func()) {
	m.steps--
	if m.steps <= 0 {
		return
	}
	pf, cf := m.pf, m.c
	pk, ck := pf.Kind(p), cf.Kind(c)
	switch pk {
	case ast.Nil:
		if ck == ast.Nil {
			k()
		}
		return
	case ast.Dots:
		k()
		return
	case ast.Metavar:
		if ck == ast.Param && pf.Kind(pf.Nodes[p].Parent) == ast.Params {
			c = cf.Kid(c, 2) // the parameter by its name, whatever its type
		}
		if ck != ast.Nil && ck != ast.KeyArg {
			m.bind(pf.Text(p), c, k)
		}
		return
	case ast.MetavarSeq:
		m.bindText(Binding{Name: pf.Text(p), Start: cf.Nodes[c].Start, End: cf.Nodes[c].End, Text: cf.Src(c)}, k)
		return
	case ast.TypedVar:
		m.typed(p, c, k)
		return
	case ast.Deep:
		m.deep(pf.First(p), c, k)
		return
	case ast.ExprStmt:
		m.expressionStatement(p, c, k)
		return
	case ast.Str:
		m.str(p, c, k)
		return
	case ast.Num, ast.Bool, ast.Null, ast.Regex:
		m.literal(p, c, k)
		return
	case ast.Ident, ast.Member:
		m.name(p, c, k)
		return
	case ast.Assign:
		if ck == ast.VarDecl && !m.withItem(c) && m.opts.VardefAssign && (pf.Text(p) == "=" || pf.Text(p) == ":=") && cf.Kind(cf.Kid(c, 3)) != ast.Nil {
			m.node(pf.Kid(p, 0), cf.Kid(c, 2), func() { m.node(pf.Kid(p, 1), cf.Kid(c, 3), k) })
			return
		}
	case ast.Template:
		m.template(p, c, k)
		return
	case ast.Import, ast.ImportOf:
		m.imports(p, c, k)
		return
	case ast.Return:
		// return ...; and return $X; differ in what they need.
	}
	if pk != ck {
		m.across(p, c, k)
		return
	}
	switch pk {
	case ast.Args:
		m.args(p, c, k)
	case ast.Dict:
		m.unordered(m.kids(pf, p), m.kids(cf, c), hasDots(pf, p) || openObjects(pf.Language), k)
	case ast.Mods:
		m.unordered(m.kids(pf, p), m.kids(cf, c), true, k)
	case ast.Supers:
		m.unordered(m.kids(pf, p), m.kids(cf, c), true, k)
	case ast.Block:
		m.block(p, c, k)
	case ast.Class:
		m.class(p, c, k)
	case ast.Func:
		m.function(p, c, k)
	case ast.VarDecl:
		m.declaration(p, c, k)
	case ast.Binary:
		m.binary(p, c, k)
	case ast.Element:
		m.element(p, c, k)
	case ast.If, ast.Try, ast.Annot, ast.Param, ast.New, ast.Call, ast.Attr, ast.ForEach, ast.Catch, ast.Assert:
		// What the pattern leaves out may be there.
		if pk == ast.Annot {
			if !m.annotArgs(p, c) {
				return
			}
			if pa, ca := pf.Kid(p, 1), cf.Kid(c, 1); pf.Kind(pa) == ast.Args && cf.Kind(ca) != ast.Args {
				// @A is @A().
				m.node(pf.First(p), cf.First(c), func() { m.seq(pf.First(pa), nil, 0, k) })
				return
			}
		}
		m.lenient(pf.First(p), cf.First(c), k)
	case ast.Seq, ast.Params, ast.Comp, ast.Switch:
		if pf.Text(p) != cf.Text(c) {
			return
		}
		m.seq(pf.First(p), m.kids(cf, c), 0, k)
	case ast.Update, ast.Unary, ast.TypeTest:
		if pf.Text(p) == cf.Text(c) {
			m.pairwise(pf.First(p), cf.First(c), k)
		}
	default:
		if pf.Text(p) != cf.Text(c) && pf.Text(p) != "" {
			return
		}
		m.pairwise(pf.First(p), cf.First(c), k)
	}
}

// across matches nodes of different kinds that mean the same.
func (m *Matcher) across(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	switch {
	case pf.Kind(p) == ast.TypeApp && cf.Kind(c) == ast.TypeApp:
	case cf.Kind(c) == ast.TypeApp && cf.Text(c) == "" && pf.Kind(p) != ast.Metavar:
		// List matches List<String>.
		m.node(p, cf.First(c), k)
	case pf.Kind(p) == ast.Seq && pf.Text(p) == "{" && cf.Kind(c) == ast.Dict, pf.Kind(p) == ast.Dict && cf.Kind(c) == ast.Seq && cf.Text(c) == "{":
		// {...} is any dict or set.
		if first := pf.First(p); onlyEllipsis(pf, first) {
			k()
		}
	case m.opts.Symbolic && cf.Kind(c) == ast.Ident:
		if v := m.scopes.Value(c); v != ast.None && m.symbols < maxSymbols {
			m.symbols++
			m.node(p, v, k)
			m.symbols--
		}
	case pf.Kind(p) == ast.Call && cf.Kind(c) == ast.Annot && m.opts.AttrExpr:
		// A decorator is a call, with or without arguments.
		m.node(pf.First(p), cf.First(c), func() {
			if args := cf.Kid(c, 1); cf.Kind(args) == ast.Args {
				m.args(pf.Kid(p, 1), args, k)
				return
			}
			m.seq(pf.First(pf.Kid(p, 1)), nil, 0, k)
		})
	case pf.Kind(p) == ast.Seq && cf.Kind(c) == ast.New && cf.Kind(cf.Kid(c, 2)) == ast.Seq:
		m.node(p, cf.Kid(c, 2), k)
	}
}

// pairwise matches kids one by one; an ellipsis among them stands for any
// number.
func (m *Matcher) pairwise(p, c ast.ID, k func()) {
	if p == ast.None {
		if c == ast.None {
			k()
		}
		return
	}
	if kind := m.pf.Kind(p); kind == ast.Dots || kind == ast.MetavarSeq {
		m.seq(p, m.siblings(c), 0, k)
		return
	}
	if c == ast.None {
		return
	}
	m.node(p, c, func() { m.pairwise(m.pf.Next(p), m.c.Next(c), k) })
}

// lenient is pairwise, and what is Nil or left out at the pattern's end may be
// anything in the code.
func (m *Matcher) lenient(p, c ast.ID, k func()) {
	if p == ast.None {
		k()
		return
	}
	if kind := m.pf.Kind(p); kind == ast.Dots || kind == ast.MetavarSeq {
		if c != ast.None && kind == ast.Dots {
			// In a place of its own: if ...: is any condition.
			m.lenient(m.pf.Next(p), m.c.Next(c), k)
		}
		m.seq(p, m.siblings(c), 0, k)
		return
	}
	if c == ast.None {
		if m.pf.Kind(p) == ast.Nil {
			m.lenient(m.pf.Next(p), c, k)
		}
		return
	}
	if m.pf.Kind(p) == ast.Nil {
		m.lenient(m.pf.Next(p), m.c.Next(c), k)
		return
	}
	m.node(p, c, func() { m.lenient(m.pf.Next(p), m.c.Next(c), k) })
}

func (m *Matcher) siblings(c ast.ID) []ast.ID {
	var out []ast.ID
	for ; c != ast.None; c = m.c.Next(c) {
		out = append(out, c)
	}
	return out
}

func (m *Matcher) kids(f *ast.File, n ast.ID) []ast.ID {
	var out []ast.ID
	for k := range f.Kids(n) {
		out = append(out, k)
	}
	return out
}

// openObjects says whether an object of a pattern may lack entries of the
// code: JavaScript's objects are records, not containers.
func openObjects(language string) bool {
	return language == "javascript" || language == "typescript"
}

func hasDots(f *ast.File, n ast.ID) bool {
	for k := range f.Kids(n) {
		if f.Kind(k) == ast.Dots {
			return true
		}
	}
	return false
}

// seq matches a list of patterns, with ellipses, against a list of code from i
// to its end.
func (m *Matcher) seq(p ast.ID, cs []ast.ID, i int, k func()) {
	if m.steps <= 0 {
		return
	}
	if p == ast.None {
		if i == len(cs) {
			k()
		}
		return
	}
	next := m.pf.Next(p)
	switch m.pf.Kind(p) {
	case ast.Dots:
		if next == ast.None {
			k()
			return
		}
		for j := i; j <= len(cs); j++ {
			m.seq(next, cs, j, k)
		}
		return
	case ast.MetavarSeq:
		for j := len(cs); j >= i; j-- {
			m.bindRange(m.pf.Text(p), cs, i, j, func() { m.seq(next, cs, j, k) })
			if next == ast.None {
				break
			}
		}
		return
	}
	if i < len(cs) {
		m.node(p, cs[i], func() { m.seq(next, cs, i+1, k) })
	}
}

func (m *Matcher) bindRange(name string, cs []ast.ID, i, j int, k func()) {
	b := Binding{Name: name}
	if i < j {
		b.Start, b.End = m.c.Nodes[cs[i]].Start, m.c.Nodes[cs[j-1]].End
		b.Text = string(m.c.Source[b.Start:b.End])
	} else if i < len(cs) {
		b.Start = m.c.Nodes[cs[i]].Start
		b.End = b.Start
	}
	m.bindText(b, k)
}

// unordered matches each pattern with a different piece of code, in any order.
// With less, code may be left over.
func (m *Matcher) unordered(ps, cs []ast.ID, less bool, k func()) {
	used := make([]bool, len(cs))
	var rest ast.ID = ast.None
	need := ps[:0:0]
	for _, p := range ps {
		switch m.pf.Kind(p) {
		case ast.Dots:
		case ast.MetavarSeq:
			rest = p
		default:
			need = append(need, p)
		}
	}
	if !less && rest == ast.None && len(need) != len(cs) {
		return
	}
	var try func(int)
	try = func(i int) {
		if m.steps <= 0 {
			return
		}
		if i == len(need) {
			if rest == ast.None {
				k()
				return
			}
			var left []ast.ID
			for j, c := range cs {
				if !used[j] {
					left = append(left, c)
				}
			}
			m.bindRange(m.pf.Text(rest), left, 0, len(left), k)
			return
		}
		for j, c := range cs {
			if used[j] {
				continue
			}
			used[j] = true
			m.node(need[i], c, func() { try(i + 1) })
			used[j] = false
		}
	}
	try(0)
}

// args matches arguments: positional ones in order, named ones anywhere.
func (m *Matcher) args(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	var named []ast.ID
	for x := range pf.Kids(p) {
		if pf.Kind(x) == ast.KeyArg {
			named = append(named, x)
		}
	}
	var codeNamed, codePlain []ast.ID
	for x := range cf.Kids(c) {
		if cf.Kind(x) == ast.KeyArg {
			codeNamed = append(codeNamed, x)
		} else {
			codePlain = append(codePlain, x)
		}
	}
	if len(named) == 0 && len(codeNamed) == 0 {
		m.seq(pf.First(p), codePlain, 0, k)
		return
	}
	open := false
	for x := range pf.Kids(p) {
		open = open || pf.Kind(x) == ast.Dots || pf.Kind(x) == ast.MetavarSeq
	}
	if !open && len(named) != len(codeNamed) {
		return
	}
	m.unordered(named, codeNamed, true, func() {
		m.positional(pf.First(p), codePlain, m.kids(cf, c), 0, k)
	})
}

// positional is seq over a pattern's arguments without its named ones.
func (m *Matcher) positional(p ast.ID, cs, all []ast.ID, i int, k func()) {
	for p != ast.None && m.pf.Kind(p) == ast.KeyArg {
		p = m.pf.Next(p)
	}
	if p == ast.None {
		if i == len(cs) {
			k()
		}
		return
	}
	next := m.pf.Next(p)
	switch m.pf.Kind(p) {
	case ast.Dots:
		for j := i; j <= len(cs); j++ {
			m.positional(next, cs, all, j, k)
		}
	case ast.MetavarSeq:
		if i == 0 && next == ast.None {
			m.bindRange(m.pf.Text(p), all, 0, len(all), k)
			return
		}
		for j := len(cs); j >= i; j-- {
			m.bindRange(m.pf.Text(p), cs, i, j, func() { m.positional(next, cs, all, j, k) })
		}
	default:
		if i < len(cs) {
			m.node(p, cs[i], func() { m.positional(next, cs, all, i+1, k) })
		}
	}
}

// binary matches operands, in any order where the order does not matter.
func (m *Matcher) binary(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	op := pf.Text(p)
	if op != cf.Text(c) {
		return
	}
	pl, pr := pf.Kid(p, 0), pf.Kid(p, 1)
	cl, cr := cf.Kid(c, 0), cf.Kid(c, 1)
	switch {
	case m.opts.ACMatching && commutes(op):
		m.unordered(m.operands(pf, p, op), m.operands(cf, c, op), hasDots(pf, p), k)
		return
	case associates(op) && chained(pf, p, op):
		m.chain(m.operands(pf, p, op), m.operands(cf, c, op), k)
		return
	case op == "==" || op == "!=" || op == "===" || op == "!==":
		if m.opts.SymmetricEq {
			m.node(pl, cr, func() { m.node(pr, cl, k) })
		}
	}
	m.node(pl, cl, func() { m.node(pr, cr, k) })
}

func commutes(op string) bool {
	switch op {
	case "&&", "||", "and", "or", "&", "|", "^":
		return true
	}
	return false
}

func associates(op string) bool { return op == "+" || op == "." }

// chained says whether a pattern's operands contain an ellipsis.
func chained(f *ast.File, p ast.ID, op string) bool {
	for f.Kind(p) == ast.Binary && f.Text(p) == op {
		if f.Kind(f.Kid(p, 1)) == ast.Dots || f.Kind(f.Kid(p, 0)) == ast.Dots {
			return true
		}
		p = f.Kid(p, 0)
	}
	return false
}

// operands flattens a chain of one operator.
func (m *Matcher) operands(f *ast.File, n ast.ID, op string) []ast.ID {
	if f.Kind(n) == ast.Binary && f.Text(n) == op {
		return append(m.operands(f, f.Kid(n, 0), op), m.operands(f, f.Kid(n, 1), op)...)
	}
	return []ast.ID{n}
}

// chain matches operands in order, with ellipses.
func (m *Matcher) chain(ps, cs []ast.ID, k func()) {
	if len(ps) == 0 {
		if len(cs) == 0 {
			k()
		}
		return
	}
	if m.pf.Kind(ps[0]) == ast.Dots {
		for j := 0; j <= len(cs); j++ {
			m.chain(ps[1:], cs[j:], k)
		}
		return
	}
	if len(cs) > 0 {
		m.node(ps[0], cs[0], func() { m.chain(ps[1:], cs[1:], k) })
	}
}

// deep matches a pattern with a node or anything in it.
func (m *Matcher) deep(p, c ast.ID, k func()) {
	if m.steps <= 0 {
		return
	}
	m.node(p, c, k)
	for x := range m.c.Kids(c) {
		if m.c.Kind(x) != ast.Nil {
			m.deep(p, x, k)
		}
	}
}

// typed matches (T $X) with an expression whose type the text gives.
func (m *Matcher) typed(p, c ast.ID, k func()) {
	want := m.pf.Kid(p, 0)
	mv := m.pf.Text(m.pf.Kid(p, 1))
	bound := func() { m.bind(mv, c, k) }
	if m.literalType(want, c) {
		bound()
		return
	}
	t := m.scopes.Type(c)
	if t == ast.None {
		return
	}
	if m.sameTypeName(want, t) {
		bound()
		return
	}
	m.node(want, t, bound)
}

// literalType says whether a literal, or a concatenation with one, has a type.
func (m *Matcher) literalType(want, c ast.ID) bool {
	name, ok := m.pf.Dotted(want)
	if !ok {
		return false
	}
	switch strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]) {
	case "string", "str":
		switch m.c.Kind(c) {
		case ast.Str, ast.Template:
			return true
		case ast.Binary:
			return m.c.Text(c) == "+" && (m.literalType(want, m.c.Kid(c, 0)) || m.literalType(want, m.c.Kid(c, 1)))
		}
	case "int", "integer", "long", "number", "float", "double":
		return m.c.Kind(c) == ast.Num
	case "bool", "boolean":
		return m.c.Kind(c) == ast.Bool
	}
	return false
}

// sameTypeName compares type names by their last part where one of them is
// not qualified.
func (m *Matcher) sameTypeName(p, c ast.ID) bool {
	if m.c.Kind(c) == ast.TypeApp && m.pf.Kind(p) != ast.TypeApp && m.c.Text(c) != "[]" {
		c = m.c.First(c)
	}
	want, ok1 := m.pf.Dotted(p)
	have, ok2 := m.c.Dotted(c)
	if !ok1 || !ok2 {
		return false
	}
	if want == have {
		return true
	}
	if q, ok := scope.Qualified(m.c, c); ok && (q == want || strings.HasSuffix(q, "/"+want) || strings.HasSuffix(q, "."+want)) {
		return true
	}
	if !strings.Contains(want, ".") || !strings.Contains(have, ".") {
		return want[strings.LastIndexByte(want, '.')+1:] == have[strings.LastIndexByte(have, '.')+1:] && m.c.Imports[have] == ""
	}
	return false
}

// name matches identifiers and members: as written, or by the qualified name
// that imports give.
func (m *Matcher) name(p, c ast.ID, k func()) {
	pf, cf := m.pf, m.c
	if want, ok := m.p.dotted[p]; ok {
		if q, ok := scope.Qualified(cf, c); ok && (q == want || m.samePath(q, want) || m.caseless(c) && strings.EqualFold(q, want)) {
			k()
			return
		}
	}
	if pf.Kind(p) == ast.Ident && cf.Kind(c) == ast.Member && m.inPackage(c, pf.Text(p)) {
		k()
		return
	}
	if m.importedMember(p, c, k) {
		return
	}
	if pf.Kind(p) == ast.Member && pf.Kind(pf.Kid(p, 1)) == ast.Dots {
		m.chainDots(pf.Kid(p, 0), c, k)
		return
	}
	if bareCall(cf, c) && pf.Kind(p) == ast.Member {
		m.name(p, cf.First(c), k)
		return
	}
	if pf.Kind(p) != cf.Kind(c) {
		m.across(p, c, k)
		return
	}
	if pf.Kind(p) == ast.Ident {
		if pf.Text(p) == cf.Text(c) || strings.EqualFold(pf.Text(p), cf.Text(c)) && (m.opts.CaseInsensitive || m.caseless(c)) {
			k()
		}
		return
	}
	obj := pf.Kid(p, 0)
	if pf.Kind(obj) == ast.Member && pf.Kind(pf.Kid(obj, 1)) == ast.Dots {
		m.node(pf.Kid(p, 1), cf.Kid(c, 1), func() { m.chainDots(pf.Kid(obj, 0), cf.Kid(c, 0), k) })
		return
	}
	m.node(pf.Kid(p, 1), cf.Kid(c, 1), func() { m.node(obj, cf.Kid(c, 0), k) })
}

// importedMember matches a.b.$X with a name that an import makes a member of
// a.b, and says whether it did.
func (m *Matcher) importedMember(p, c ast.ID, k func()) bool {
	if m.pf.Kind(p) != ast.Member || m.pf.Kind(m.pf.Kid(p, 1)) != ast.Metavar || len(m.c.Imports)+len(m.c.Scoped) == 0 {
		return false
	}
	want, ok := m.p.dotted[m.pf.Kid(p, 0)]
	if !ok {
		return false
	}
	q, ok := scope.Qualified(m.c, c)
	i := strings.LastIndexByte(q, '.')
	if !ok || i < 0 || q[:i] != want && !m.samePath(q[:i], want) {
		return false
	}
	if m.c.Kind(c) == ast.Member {
		c = m.c.Kid(c, 1)
	}
	m.bind(m.pf.Text(m.pf.Kid(p, 1)), c, k)
	return true
}

// bareCall says whether a node is Ruby's a.b, a call that looks like a member.
func bareCall(f *ast.File, n ast.ID) bool {
	return f.Language == "ruby" && f.Kind(n) == ast.Call && f.Kind(f.First(n)) == ast.Member && f.Len(f.Kid(n, 1)) == 0
}

// inPackage says whether code spells a class with its package: java.io.File
// is File.
func (m *Matcher) inPackage(c ast.ID, class string) bool {
	if class == "" || class[0] < 'A' || class[0] > 'Z' || m.c.Text(m.c.Kid(c, 1)) != class {
		return false
	}
	switch m.c.Language {
	case "java", "kotlin", "scala":
	default:
		return false
	}
	pkg, ok := m.c.Dotted(m.c.Kid(c, 0))
	return ok && strings.ToLower(pkg) == pkg && m.scopes.Lookup(c, pkg[:max(0, strings.IndexByte(pkg+".", '.'))]) == nil
}

// caseless says whether a name may be spelled in any case: PHP's functions,
// methods and classes, not its variables, properties and constants.
func (m *Matcher) caseless(c ast.ID) bool {
	cf := m.c
	if cf.Language != "php" || strings.HasPrefix(cf.Text(c), "$") {
		return false
	}
	if cf.Kind(c) == ast.Member {
		return cf.Text(c) == `\` // of a namespace
	}
	up := cf.Nodes[c].Parent
	if cf.Kind(up) != ast.Member || cf.First(up) == c {
		return true
	}
	call := cf.Nodes[up].Parent
	return cf.Text(up) == `\` || cf.Kind(call) == ast.Call && cf.First(call) == up
}

// samePath compares qualified names whose module is a path: Go's
// "net/http.Get" is http.Get to a rule, and JavaScript's "fs" is itself.
func (m *Matcher) samePath(q, want string) bool {
	i := strings.LastIndexByte(q, '/')
	return i >= 0 && q[i+1:] == want
}

// chainDots matches X. ... with a chain of calls, members and indexes that
// starts with X.
func (m *Matcher) chainDots(p, c ast.ID, k func()) {
	for c != ast.None {
		if m.steps <= 0 {
			return
		}
		m.node(p, c, k)
		switch m.c.Kind(c) {
		case ast.Call, ast.Member, ast.Index, ast.Await:
			c = m.c.First(c)
		default:
			return
		}
	}
}
