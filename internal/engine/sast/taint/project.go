// Package taint follows data from sources to sinks through the value-flow
// graphs of a whole project.
//
//	p := taint.Link(graphs)
//	findings := p.Solve(rule options, marks)
//
// Marks say, for each file, which nodes a rule takes for sources, sinks and
// sanitizers. Inside functions the graphs are followed edge by edge; a call of
// a function that is in the project is answered by a summary of what that
// function does with one argument, computed once for each rule and argument
// (Reps, Horwitz, Sagiv: Precise interprocedural dataflow analysis via graph
// reachability, POPL 1995). Calls are resolved by class hierarchy.
package taint

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// Project links the graphs of all files.
type Project struct {
	Graphs    []*flow.Graph
	funcs     map[string][]ref // by name
	subs      map[string][]string
	supers    map[string][]string
	known     map[string]bool    // classes that the project declares
	homes     map[string][]int32 // files that declare a class
	paths     *paths
	keys      [][]int32 // global key of each graph's keys
	calls     map[callRef][]ref
	called    map[ref][]callRef
	asked     map[string]bool        // names of calls whose callers are known
	naming    map[string][]int32     // files that call something of a name
	family    map[string][]string    // classes related to a class
	byName    map[method][]ref       // methods of a class
	importing map[string][]int32     // files that import a name
	asking    int                    // how deep results are looked for
	shared    map[string][]sharedRef // by name
	at        []map[flow.Node][]int  // by graph: its shared variables, by node
}

// sharedRef is a shared variable of a graph.
type sharedRef struct {
	g    int32
	node flow.Node
	*flow.Shared
}

// method is a method of a class, by name.
type method struct{ class, name string }

// ref is a function of a graph.
type ref struct{ g, f int32 }

// callRef is a call of a graph.
type callRef struct{ g, c int32 }

// Link joins graphs. They must be sorted by path.
func Link(graphs []*flow.Graph) *Project {
	p := &Project{
		Graphs: graphs, funcs: map[string][]ref{}, subs: map[string][]string{}, supers: map[string][]string{},
		known: map[string]bool{}, homes: map[string][]int32{}, paths: newPaths(), calls: map[callRef][]ref{}, asked: map[string]bool{}, family: map[string][]string{}, byName: map[method][]ref{},
		shared: map[string][]sharedRef{}, at: make([]map[flow.Node][]int, len(graphs)), importing: map[string][]int32{},
	}
	for i, g := range graphs {
		for f := range g.Funcs {
			if name := g.Funcs[f].Name; name != "" {
				p.funcs[name] = append(p.funcs[name], ref{int32(i), int32(f)})
			}
			if c := g.Funcs[f].Class; c != "" {
				p.known[c] = true
				m := method{c, g.Funcs[f].Name}
				p.byName[m] = append(p.byName[m], ref{int32(i), int32(f)})
			}
		}
		for _, c := range g.Classes {
			p.known[c.Name] = true
			p.homes[c.Name] = append(p.homes[c.Name], int32(i))
			for _, s := range c.Supers {
				p.subs[s] = append(p.subs[s], c.Name)
				p.supers[c.Name] = append(p.supers[c.Name], s)
			}
		}
		for name := range g.Imports {
			if family(g.Language) == "python" || family(g.Language) == "javascript" {
				p.importing[name] = append(p.importing[name], int32(i))
			}
		}
		for k := range g.Shared {
			v := &g.Shared[k]
			if p.at[i] == nil {
				p.at[i] = map[flow.Node][]int{}
			}
			p.at[i][v.Node] = append(p.at[i][v.Node], k)
			p.shared[v.Name] = append(p.shared[v.Name], sharedRef{int32(i), v.Node, v})
		}
		keys := make([]int32, len(g.Keys))
		for k, s := range g.Keys {
			keys[k] = p.paths.key(s)
		}
		p.keys = append(p.keys, keys)
	}
	return p
}

// callers are the calls that may mean a function. All calls of its name are
// resolved at once.
func (p *Project) callers(f ref) []callRef {
	fn := &p.Graphs[f.g].Funcs[f.f]
	key := fn.Name
	if fn.Name == flow.ConstructorName {
		key = "new " + fn.Class
	}
	if p.asked[key] {
		return p.called[f]
	}
	p.asked[key] = true
	if p.naming == nil {
		p.naming, p.called = map[string][]int32{}, map[ref][]callRef{}
		for i, g := range p.Graphs {
			for _, name := range g.CallNames {
				p.naming[name] = append(p.naming[name], int32(i))
			}
		}
	}
	for _, i := range p.naming[key] {
		g := p.graph(i)
		for c := range g.Calls {
			if g.Calls[c].Key() != key {
				continue
			}
			cr := callRef{i, int32(c)}
			for _, t := range p.resolve(cr) {
				p.called[t] = append(p.called[t], cr)
			}
		}
	}
	return p.called[f]
}

// twins are the nodes of a shared variable in other files.
func (p *Project) twins(g int32, n flow.Node) func(yield func(sharedRef) bool) {
	return func(yield func(sharedRef) bool) {
		for _, k := range p.at[g][n] {
			own := &p.Graphs[g].Shared[k]
			for _, o := range p.shared[own.Name] {
				if (o.g != g || o.node != n) && p.sameVariable(p.Graphs[g], own, p.Graphs[o.g], o.Shared) && !yield(o) {
					return
				}
			}
		}
	}
}

// sameVariable says whether two files mean one variable.
func (p *Project) sameVariable(g *flow.Graph, v *flow.Shared, h *flow.Graph, w *flow.Shared) bool {
	switch {
	case !sameFamily(g.Language, h.Language):
		return false
	case v.Module == "" && w.Module == "":
		return g == h || g.Language != "go" && (path.Dir(g.Path) == path.Dir(h.Path) || p.one(v.Name))
	case v.Module == "." && w.Module != "." && w.Module != "":
		return p.imports(h, w.Module, g)
	case w.Module == "." && v.Module != "." && v.Module != "":
		return p.imports(g, v.Module, h)
	}
	return false
}

// one says whether the class of a static field is declared once.
func (p *Project) one(field string) bool {
	class, _, _ := strings.Cut(field, ".")
	return len(p.homes[class]) < 2
}

func (p *Project) imports(from *flow.Graph, module string, to *flow.Graph) bool {
	if module == "package" {
		return from != to && path.Dir(from.Path) == path.Dir(to.Path)
	}
	return p.inModule(from, module, to)
}

// below are the classes that descend from a class, sorted.
func (p *Project) below(class string) []string {
	if out, ok := p.family[class]; ok {
		return out
	}
	seen := map[string]bool{}
	var walk func(c string, depth int)
	walk = func(c string, depth int) {
		for _, s := range p.subs[c] {
			if depth < 10 && !seen[s] {
				seen[s] = true
				walk(s, depth+1)
			}
		}
	}
	walk(class, 0)
	out := slices.Sorted(maps.Keys(seen))
	p.family[class] = out
	return out
}

// methods are the methods of a name in a class and its relatives.
func (p *Project) methods(class, name string) []ref {
	var out []ref
	// What the class itself says, else what it inherits; and what those below
	// it say instead.
	seen := map[string]bool{}
	var up func(c string, depth int)
	up = func(c string, depth int) {
		if depth > 10 || seen[c] {
			return
		}
		seen[c] = true
		own := p.byName[method{c, name}]
		out = append(out, own...)
		if len(own) == 0 {
			for _, s := range p.supers[c] {
				up(s, depth+1)
			}
		}
	}
	up(class, 0)
	for _, c := range p.below(class) {
		if !seen[c] {
			seen[c] = true
			out = append(out, p.byName[method{c, name}]...)
		}
	}
	slices.SortFunc(out, func(a, b ref) int { return cmp.Or(cmp.Compare(a.g, b.g), cmp.Compare(a.f, b.f)) })
	return out
}

// graph is a file's graph with its body.
func (p *Project) graph(i int32) *flow.Graph {
	g := p.Graphs[i]
	g.Load()
	return g
}

// maxTargets bounds the functions that one call may mean.
const maxTargets = 12

// resolve lists the functions of the project that a call may mean.
func (p *Project) resolve(cr callRef) []ref {
	if t, ok := p.calls[cr]; ok {
		return t
	}
	t := p.nearest(cr.g, p.find(cr))
	if len(t) > maxTargets {
		t = nil
	}
	p.calls[cr] = t
	return t
}

func (p *Project) find(cr callRef) []ref {
	g := p.graph(cr.g)
	c := &g.Calls[cr.c]
	candidates := p.funcs[c.Name]
	receiver := c.Receiver
	if c.Kind == flow.Method && receiver == "" && c.From >= 0 {
		receiver = p.resultOf(callRef{cr.g, c.From})
	}
	switch {
	case c.Kind == flow.Constructor, c.Name == flow.ConstructorName:
		for class := receiver; ; class = p.supers[class][0] {
			candidates = p.byName[method{class, flow.ConstructorName}]
			if receiver = class; len(candidates) > 0 || len(p.supers[class]) == 0 || p.descends(p.supers[class][0], class, 0) {
				break
			}
		}
	case c.Kind == flow.Method && receiver != "":
		if !p.known[receiver] && len(p.subs[receiver]) == 0 {
			return nil
		}
		own := slices.DeleteFunc(p.methods(receiver, c.Name), func(t ref) bool {
			f := &p.Graphs[t.g].Funcs[t.f]
			return g.Language == "go" && !fits(f, c, g.Language)
		})
		if !p.structural(g.Language, own) {
			candidates = own
		} else {
			// Any method of that name may implement it, unless too many do.
			candidates = slices.DeleteFunc(slices.Clone(candidates), func(t ref) bool {
				return p.Graphs[t.g].Language != g.Language
			})
			if len(candidates) > maxTargets {
				candidates = own
			}
		}
	}
	if len(candidates) == 0 {
		return nil
	}
	home := func(class string, t ref) bool { return p.home(cr.g, class, t.g) }
	var out []ref
	keep := func(ok func(t ref, f *flow.Func) bool) []ref {
		for _, t := range candidates {
			tg := p.Graphs[t.g]
			f := &tg.Funcs[t.f]
			if sameFamily(tg.Language, g.Language) && fits(f, c, tg.Language) && ok(t, f) {
				out = append(out, t)
			}
		}
		return out
	}
	switch c.Kind {
	case flow.Constructor:
		return keep(func(t ref, f *flow.Func) bool { return f.Class == receiver && home(receiver, t) })
	case flow.SelfCall:
		class := g.Funcs[c.Func].Class
		all := candidates
		candidates = p.methods(class, c.Name)
		if out := keep(func(t ref, f *flow.Func) bool { return f.Class != class || home(class, t) }); len(out) > 0 {
			return out
		}
		candidates = all
		return keep(func(t ref, f *flow.Func) bool { return f.Class == "" && t.g == cr.g })
	case flow.Method:
		if receiver != "" {
			return keep(func(t ref, f *flow.Func) bool {
				return f.Class != "" && (f.Class != receiver || home(receiver, t)) && (g.Language == "go" || p.meet(cr.g, receiver, t.g))
			})
		}
		out := keep(func(t ref, f *flow.Func) bool { return f.Class != "" })
		if limit := guesses(g.Language); len(out) > limit || len(c.Name) < 4 || flow.Common(g.Language, c.Name) {
			return nil
		}
		return out
	case flow.Qualified:
		class := c.Receiver[strings.LastIndexAny(c.Receiver, "./:\\")+1:]
		return keep(func(t ref, f *flow.Func) bool {
			if f.Class != "" {
				return p.related(class, f.Class) && (f.Class != class || home(class, t))
			}
			return p.inModule(g, c.Receiver, p.Graphs[t.g]) || p.handedOn(g, c.Receiver, c.Name, p.Graphs[t.g], 0)
		})
	default:
		same := keep(func(t ref, f *flow.Func) bool { return f.Class == "" && t.g == cr.g })
		if len(same) > 0 {
			return same
		}
		return keep(func(t ref, f *flow.Func) bool { return f.Class == "" && visible(g, p.Graphs[t.g]) })
	}
}

// resultOf is the class of what a call returns, when the functions it may mean
// agree on one that the project declares.
func (p *Project) resultOf(cr callRef) string {
	if p.asking > 20 {
		return ""
	}
	p.asking++
	defer func() { p.asking-- }()
	class := ""
	for _, t := range p.resolve(cr) {
		r := p.Graphs[t.g].Funcs[t.f].Result
		if class != "" && r != class || !p.known[r] {
			return ""
		}
		class = r
	}
	return class
}

// structural says whether methods are those of an interface that others
// implement without saying so.
func (p *Project) structural(lang string, methods []ref) bool {
	if lang != "go" || len(methods) == 0 {
		return false
	}
	for _, t := range methods {
		if !p.Graphs[t.g].Funcs[t.f].Open {
			return false
		}
	}
	return true
}

// home says whether a class that one file names may be the one of that name in
// another: the same file's first, then an imported one, then one of the same
// package.
func (p *Project) home(from int32, class string, to int32) bool {
	files := p.homes[class]
	if len(files) < 2 || from == to {
		return true
	}
	g := p.Graphs[from]
	near := func(ok func(h *flow.Graph) bool) (found, fits bool) {
		for _, f := range files {
			if ok(p.Graphs[f]) {
				found = true
				fits = fits || f == to
			}
		}
		return found, fits
	}
	if found, _ := near(func(h *flow.Graph) bool { return h == g }); found {
		return false
	}
	if q, ok := g.Imports[class]; ok {
		if found, fits := near(func(h *flow.Graph) bool { return h.Package != "" && h.Package+"."+class == q }); found {
			return fits
		}
	}
	if found, fits := near(func(h *flow.Graph) bool {
		return h.Package == g.Package && path.Dir(h.Path) == path.Dir(g.Path)
	}); found {
		return fits
	}
	return true
}

// meet says whether two files may mean the same class by a name.
func (p *Project) meet(a int32, class string, b int32) bool {
	files := p.homes[class]
	if len(files) < 2 || a == b {
		return true
	}
	return slices.ContainsFunc(files, func(f int32) bool { return p.home(a, class, f) && p.home(b, class, f) })
}

// nearest leaves, of functions that are the same by class, name and number of
// parameters, those that stand nearest to a file: another part of the project
// has a class of that name of its own.
func (p *Project) nearest(from int32, targets []ref) []ref {
	if len(targets) < 2 {
		return targets
	}
	type same struct {
		class, name string
		params      int
	}
	of := func(t ref) (same, int) {
		f := &p.Graphs[t.g].Funcs[t.f]
		return same{f.Class, f.Name, len(f.Params)}, shares(p.Graphs[from].Path, p.Graphs[t.g].Path)
	}
	best := map[same]int{}
	for _, t := range targets {
		s, n := of(t)
		best[s] = max(best[s], n)
	}
	return slices.DeleteFunc(targets, func(t ref) bool {
		s, n := of(t)
		return n < best[s]
	})
}

// shares counts the folders that two paths begin with.
func shares(a, b string) int {
	n := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			n++
		}
	}
	return n
}

// guesses is how many methods of unknown classes a call by name alone may
// mean.
func guesses(lang string) int {
	switch lang {
	case "java", "csharp", "kotlin", "scala", "go":
		return 1
	}
	return 2
}

func sameFamily(a, b string) bool {
	return a == b || family(a) == family(b)
}

func family(l string) string {
	switch l {
	case "typescript", "tsx":
		return "javascript"
	case "kotlin", "scala":
		return "java"
	}
	return l
}

// fits compares the number of arguments with that of parameters.
func fits(f *flow.Func, c *flow.Call, lang string) bool {
	n, m := len(c.Args), len(f.Params)
	switch {
	case n == m:
		return true
	case f.Rest:
		return n >= m-1
	}
	switch lang {
	case "java", "go":
		return false
	case "javascript", "typescript":
		return true
	case "ruby":
		return n <= m+1 // a block
	}
	return n < m
}

// related says whether two classes are the same, or one descends from the
// other.
func (p *Project) related(a, b string) bool {
	return a == b || p.descends(a, b, 0) || p.descends(b, a, 0)
}

func (p *Project) descends(c, from string, depth int) bool {
	if depth > 10 {
		return false
	}
	for _, s := range p.supers[c] {
		if s == from || p.descends(s, from, depth+1) {
			return true
		}
	}
	return false
}

// visible says whether a plain name of one file may be declared in another.
func visible(from, to *flow.Graph) bool {
	switch from.Language {
	case "go":
		return path.Dir(from.Path) == path.Dir(to.Path)
	case "php", "ruby":
		return true
	case "kotlin", "scala":
		return from.Package == to.Package
	}
	return false
}

// inModule says whether a file is the module that a qualified name means.
func (p *Project) inModule(from *flow.Graph, module string, to *flow.Graph) bool {
	file := strings.TrimSuffix(to.Path, path.Ext(to.Path))
	switch family(to.Language) {
	case "go":
		dir := path.Dir(to.Path)
		if name, ok := strings.CutPrefix(module, flow.PackageClause); ok {
			if to.Package != name {
				return false
			}
			for _, q := range from.Imports {
				if strings.HasSuffix(q, "/"+path.Base(dir)) && suffixParts(q, dir) {
					return true
				}
			}
			return false
		}
		return dir == module || strings.HasSuffix(module, "/"+dir) || strings.HasSuffix(module, "/"+path.Base(dir)) && suffixParts(module, dir)
	case "javascript":
		file = strings.TrimSuffix(file, "/index")
		if strings.HasPrefix(module, ".") {
			want := path.Join(path.Dir(from.Path), module)
			want = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(want, path.Ext(want)), "/index"), "/")
			return file == want || file == path.Join(path.Dir(from.Path), module)
		}
		module = strings.TrimLeft(module, "@~/")
		return strings.Contains(module, "/") && strings.HasSuffix("/"+file, "/"+module)
	case "python":
		file = strings.TrimSuffix(file, "/__init__")
		want := strings.Trim(strings.ReplaceAll(module, ".", "/"), "/")
		if strings.HasPrefix(module, ".") {
			dir := path.Dir(from.Path)
			for range len(module) - len(strings.TrimLeft(module, ".")) - 1 {
				dir = path.Dir(dir)
			}
			return file == path.Join(dir, want)
		}
		return want != "" && (file == want || strings.HasSuffix(file, "/"+want))
	}
	// Functions outside classes belong to their package.
	return to.Package != "" && (to.Package == module || strings.HasPrefix(module, to.Package))
}

// maxHandings bounds how often a name is imported only to be handed on.
const maxHandings = 5

// handedOn says whether a module has a name from another file, which it
// imports: as packages of Python and index files of JavaScript do.
func (p *Project) handedOn(from *flow.Graph, module, name string, to *flow.Graph, depth int) bool {
	switch family(from.Language) {
	case "python", "javascript":
	default:
		return false
	}
	if depth > maxHandings {
		return false
	}
	for _, i := range p.importing[name] {
		h := p.Graphs[i]
		if h == from || !p.inModule(from, module, h) {
			continue
		}
		q := h.Imports[name]
		at := strings.LastIndexByte(q, '.')
		if at <= 0 {
			continue
		}
		if p.inModule(h, q[:at], to) || p.handedOn(h, q[:at], q[at+1:], to, depth+1) {
			return true
		}
	}
	return false
}

// suffixParts says whether a folder is the end of an import path.
func suffixParts(module, dir string) bool {
	m, d := strings.Split(module, "/"), strings.Split(dir, "/")
	for i := 1; i <= len(d) && i <= len(m); i++ {
		if m[len(m)-i] != d[len(d)-i] {
			return i > 1
		}
	}
	return true
}
