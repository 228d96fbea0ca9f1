package taint

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

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
	if c.Kind == flow.Qualified && len(candidates) == 0 && p.known[c.Name] && g.Language == "python" {
		receiver = c.Name // a class of another module
	}
	switch {
	case c.Kind == flow.Constructor, c.Name == flow.ConstructorName, c.Kind == flow.Qualified && receiver == c.Name:
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
		if receiver != c.Receiver && len(candidates) > 0 && p.Graphs[candidates[0].g].Funcs[candidates[0].f].Name == flow.ConstructorName {
			return keep(func(t ref, f *flow.Func) bool {
				return p.inModule(g, c.Receiver, p.Graphs[t.g]) || p.handedOn(g, c.Receiver, c.Name, p.Graphs[t.g], 0)
			})
		}
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

// guesses is how many methods of unknown classes a call by name alone may
// mean.
func guesses(lang string) int {
	switch lang {
	case "java", "csharp", "kotlin", "scala", "go":
		return 1
	}
	return 2
}

// fits compares the number of arguments with that of parameters.
func fits(f *flow.Func, c *flow.Call, lang string) bool {
	n, m := len(c.Args), len(f.Params)
	if extends(f, c) {
		n++
	}
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
