// Package inventory turns what the lockfiles of one ecosystem say into
// components: who asks for what directly, what comes along with it, what each is
// for, and which path leads there.
//
// A reader adds Packages with Edges to a Graph, and asks a Walker for what each
// project reaches. Problems collects what could not be read. The package knows
// no file format.
package inventory

import (
	"github.com/assay-dev/assay/internal/assay"
)

// Edge says that a package, or a project, asks for a package.
type Edge struct {
	To  int // index in Graph.Packages
	Use assay.Use
	// Location is where a manifest of ours asks; zero where a lockfile tells.
	Location assay.Location
}

// Package is one package of a lockfile.
type Package struct {
	// Component is what is known apart from Root, Direct and Requires. Use
	// holds what the lockfile says, for packages to which no path is known.
	Component assay.Component
	// Local marks a part of the tree: no component, but what it asks for counts
	// as asked for by whoever uses it.
	Local bool
	Edges []Edge
}

// Most is the number of packages that a graph takes: ten times what the largest
// real workspaces have; edgesEach as many edges go with it. Few is the number of versions of one name to which an
// edge that names no version leads.
const (
	Most      = 200_000
	Few       = 50
	edgesEach = 10
)

// Graph is what the lockfiles of a unit hold.
type Graph struct {
	Packages []Package
	// Full says that there were more packages, or edges, than it takes.
	Full  bool
	edges int
}

// Add appends a package and gives its index. A full graph gives that of a
// package which is none, and to which no edge leads.
func (g *Graph) Add(p Package) int {
	switch n := len(g.Packages); {
	case n > Most:
		g.Full = true
		return Most
	case n == Most:
		p = Package{Local: true}
		g.Full = true
	}
	g.Packages = append(g.Packages, p)
	return len(g.Packages) - 1
}

// Ask adds an edge between packages.
func (g *Graph) Ask(from, to int, use assay.Use, at assay.Location) {
	if g.edges >= edgesEach*Most {
		g.Full = true
	} else if from != Most && to != Most {
		g.edges++
		g.Packages[from].Edges = append(g.Packages[from].Edges, Edge{to, use, at})
	}
}

// AskAll adds an edge to all packages of one name, or to few of very many.
func (g *Graph) AskAll(from int, to []int, use assay.Use) {
	for _, t := range to[:min(len(to), Few)] {
		g.Ask(from, t, use, assay.Location{})
	}
}

// At is a location that is a line.
func At(path string, line int) assay.Location {
	return assay.Location{Path: path, Start: assay.Position{Line: line}}
}

// strength ranks uses: what runs counts more than what builds.
func strength(u assay.Use) int {
	switch u {
	case assay.Runtime:
		return 3
	case assay.Optional:
		return 2
	case assay.Development:
		return 1
	}
	return 0
}

// Stronger is the use that counts more.
func Stronger(a, b assay.Use) assay.Use {
	if strength(b) > strength(a) {
		return b
	}
	return a
}
