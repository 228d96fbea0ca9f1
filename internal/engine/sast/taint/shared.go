package taint

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

// sharedRef is a shared variable of a graph.
type sharedRef struct {
	g    int32
	node flow.Node
	*flow.Shared
}

// twins are the nodes of a shared variable in other files.
func (p *Project) twins(g int32, n flow.Node) func(yield func(sharedRef) bool) {
	return func(yield func(sharedRef) bool) {
		for _, k := range p.at[g][n] {
			own := &p.Graphs[g].Shared[k]
			near := 0
			if strings.HasPrefix(own.Name, flow.EventPrefix) {
				near = p.nearestEvent(g, own.Name)
			}
			for _, o := range p.shared[own.Name] {
				if near > 0 && shares(p.Graphs[g].Path, p.Graphs[o.g].Path) < near {
					continue
				}
				if (o.g != g || o.node != n) && p.sameVariable(p.Graphs[g], own, p.Graphs[o.g], o.Shared) && !yield(o) {
					return
				}
			}
		}
	}
}

// nearestEvent is how many folders a file has in common with the nearest other
// one that names an event: programs side by side have events of one name.
func (p *Project) nearestEvent(g int32, name string) int {
	at := eventKey{g, name}
	if near, ok := p.events[at]; ok {
		return near
	}
	near := 0
	for _, o := range p.shared[name] {
		if o.g != g && sameFamily(p.Graphs[g].Language, p.Graphs[o.g].Language) {
			near = max(near, shares(p.Graphs[g].Path, p.Graphs[o.g].Path))
		}
	}
	p.events[at] = near
	return near
}

// eventKey is an event that a file names.
type eventKey struct {
	g    int32
	name string
}

// sameVariable says whether two files mean one variable.
func (p *Project) sameVariable(g *flow.Graph, v *flow.Shared, h *flow.Graph, w *flow.Shared) bool {
	switch {
	case !sameFamily(g.Language, h.Language):
		return false
	case v.Module == "" && w.Module == "":
		return g == h || g.Language != "go" && (path.Dir(g.Path) == path.Dir(h.Path) || p.one(v.Name))
	case v.Module == "." && w.Module != "." && w.Module != "":
		return p.importsNearest(h, w, g)
	case w.Module == "." && v.Module != "." && v.Module != "":
		return p.importsNearest(g, v, h)
	}
	return false
}

// one says whether the class of a static field is declared once.
func (p *Project) one(field string) bool {
	class, _, _ := strings.Cut(field, ".")
	return len(p.homes[class]) < 2
}

// importsNearest says whether a file's variable is that of a module, and no
// module of that name that has one stands nearer: programs side by side have
// their own settings.
func (p *Project) importsNearest(from *flow.Graph, v *flow.Shared, to *flow.Graph) bool {
	if !p.imports(from, v.Module, to) {
		return false
	}
	if from.Language != "python" || strings.HasPrefix(v.Module, ".") {
		return true
	}
	at := moduleKey{from.Path, v.Module, v.Name}
	near, ok := p.modules[at]
	if !ok {
		for _, o := range p.shared[v.Name] {
			if h := p.Graphs[o.g]; o.Module == "." && h.Language == "python" && p.imports(from, v.Module, h) {
				near = max(near, shares(from.Path, h.Path))
			}
		}
		p.modules[at] = near
	}
	return shares(from.Path, to.Path) >= near
}

// moduleKey is a variable of a module that a file names.
type moduleKey struct{ from, module, name string }

func (p *Project) imports(from *flow.Graph, module string, to *flow.Graph) bool {
	if module == "package" {
		return from != to && path.Dir(from.Path) == path.Dir(to.Path)
	}
	return p.inModule(from, module, to)
}
