package inventory

import (
	"github.com/assay-dev/assay/internal/assay"
)

// Walker finds what projects reach in a graph.
type Walker struct {
	graph *Graph
	marks []mark
	round int32
	ever  []bool // reached by some project
	// left bounds the work of all walks together: each of many projects may
	// reach all of a large lockfile.
	left int
}

// mark is what one walk knows of a package.
type mark struct {
	round  int32
	use    assay.Use
	direct bool
	at     assay.Location
}

// NewWalker prepares for a graph that is complete.
func NewWalker(g *Graph) *Walker {
	const work, share = 5_000_000, 50
	edges := 0
	for i := range g.Packages {
		edges += 1 + len(g.Packages[i].Edges)
	}
	return &Walker{graph: g, marks: make([]mark, len(g.Packages)), ever: make([]bool, len(g.Packages)), left: work + share*edges}
}

// Grow takes in packages that were added to the graph since.
func (w *Walker) Grow() {
	more := len(w.graph.Packages) - len(w.marks)
	w.marks = append(w.marks, make([]mark, more)...)
	w.ever = append(w.ever, make([]bool, more)...)
}

// Project gives the components that edges lead to, as components of the project
// with that root. ok is false when the work of all walks became too much.
func (w *Walker) Project(root string, edges []Edge) (components []assay.Component, ok bool) {
	w.round++
	reached := w.walk(nil, edges)
	return w.graph.components(root, reached, w.marks), w.left >= 0
}

// Whole is like Project, and adds the packages that no project reached.
func (w *Walker) Whole(root string, edges []Edge) []assay.Component {
	w.round++
	w.left = 1 << 40 // a single walk is bounded by the graph
	reached := w.walk(nil, edges)
	for i := range w.graph.Packages {
		p := &w.graph.Packages[i]
		if w.ever[i] || p.Local {
			continue
		}
		use := p.Component.Use
		if use == "" {
			use = assay.Runtime
		}
		reached = w.visit(reached, i, use)
	}
	return w.graph.components(root, reached, w.marks)
}

// walk visits what runs first, then what may be left out, then what only
// builds: the first use that reaches a package is its strongest.
func (w *Walker) walk(reached []int, roots []Edge) []int {
	for _, use := range []assay.Use{assay.Runtime, assay.Optional, assay.Development} {
		from := len(reached)
		if use == assay.Optional {
			from = 0 // what runs may ask for something optional
		}
		for _, e := range roots {
			if e.Use == use {
				reached = w.visit(reached, e.To, use)
			}
		}
		for ; from < len(reached) && w.left >= 0; from++ {
			reached = w.follow(reached, reached[from], use)
		}
	}
	for _, e := range roots {
		w.name(e)
	}
	for _, i := range reached {
		w.nameFrom(i)
	}
	return reached
}

// follow visits what a package asks for. What only builds a package does not
// come along with it.
func (w *Walker) follow(reached []int, i int, use assay.Use) []int {
	for _, e := range w.graph.Packages[i].Edges {
		w.left--
		if e.Use == assay.Development || use == assay.Runtime && e.Use != assay.Runtime {
			continue
		}
		reached = w.visit(reached, e.To, use)
	}
	return reached
}

func (w *Walker) visit(reached []int, i int, use assay.Use) []int {
	w.left--
	if w.marks[i].round == w.round {
		return reached
	}
	w.marks[i] = mark{round: w.round, use: use}
	w.ever[i] = true
	return append(reached, i)
}

// nameFrom marks what a local package asks for as direct.
func (w *Walker) nameFrom(i int) {
	if p := &w.graph.Packages[i]; p.Local {
		for _, e := range p.Edges {
			if e.Use != assay.Development {
				w.name(e)
			}
		}
	}
}

// name marks a package as asked for by a manifest; the first line counts.
func (w *Walker) name(e Edge) {
	if m := &w.marks[e.To]; m.round == w.round && !m.direct {
		m.direct, m.at = true, e.Location
	}
}
