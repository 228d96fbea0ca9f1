package taint

import (
	"cmp"
	"maps"
	"path"
	"slices"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

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
