package sbom

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// graph is a document's components, those of several projects joined where they
// are the same package in the same version.
type graph struct {
	nodes    []node
	projects []projectNode
	at       map[string]int32 // ref → number in nodes
}

// node is one package in one version.
type node struct {
	ref string // package URL; unique in the document
	*assay.Component
	occurrences []int32 // numbers in Document.Components
	requires    []int32 // numbers in nodes, sorted
}

// projectNode is one project with what it asks for itself.
type projectNode struct {
	ref string
	*assay.Project
	direct []int32 // numbers in nodes, sorted
}

func newGraph(d *Document) *graph {
	g := &graph{at: make(map[string]int32, len(d.Components))}
	of := make([]int32, len(d.Components))                 // component → node
	within := make(map[[2]string]int32, len(d.Components)) // root, key → node
	for i := range d.Components {
		c := &d.Components[i]
		ref := refOf(c)
		n, ok := g.at[ref]
		if !ok {
			n = int32(len(g.nodes))
			g.at[ref] = n
			g.nodes = append(g.nodes, node{ref: ref, Component: c})
		}
		g.nodes[n].occurrences = append(g.nodes[n].occurrences, int32(i))
		of[i] = n
		within[[2]string{c.Root, c.Key()}] = n
	}
	direct := map[string][]int32{}
	for i := range d.Components {
		c := &d.Components[i]
		if c.Direct {
			direct[c.Root] = append(direct[c.Root], of[i])
		}
		for _, key := range c.Requires {
			if n, ok := within[[2]string{c.Root, key}]; ok && n != of[i] {
				g.nodes[of[i]].requires = append(g.nodes[of[i]].requires, n)
			}
		}
	}
	g.sort(direct)
	for i := range d.Projects {
		p := &d.Projects[i]
		g.projects = append(g.projects, projectNode{ref: "project:" + p.Root, Project: p, direct: g.numbers(direct[p.Root])})
	}
	slices.SortStableFunc(g.projects, func(a, b projectNode) int { return strings.Compare(a.ref, b.ref) })
	return g
}

// sort puts the nodes in the order of their refs and renumbers the edges.
func (g *graph) sort(direct map[string][]int32) {
	order := make([]int32, len(g.nodes))
	for i := range order {
		order[i] = int32(i)
	}
	sort.Slice(order, func(a, b int) bool { return g.nodes[order[a]].ref < g.nodes[order[b]].ref })
	now := make([]int32, len(order))
	sorted := make([]node, len(order))
	for i, old := range order {
		now[old] = int32(i)
		sorted[i] = g.nodes[old]
		g.at[sorted[i].ref] = int32(i)
	}
	g.nodes = sorted
	for i := range g.nodes {
		for k, r := range g.nodes[i].requires {
			g.nodes[i].requires[k] = now[r]
		}
		g.nodes[i].requires = g.numbers(g.nodes[i].requires)
	}
	for _, list := range direct {
		for k, r := range list {
			list[k] = now[r]
		}
	}
}

func (*graph) numbers(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

// refOf names a package in a version: its package URL.
func refOf(c *assay.Component) string {
	if p := c.PURL(); p != "" {
		return p
	}
	return "pkg:generic/" + c.Name + "@" + c.Version
}

// use is the strongest of a node's uses: what is shipped anywhere is shipped.
func (d *Document) use(n *node) assay.Use {
	best := assay.Development
	for _, i := range n.occurrences {
		switch d.Components[i].Use {
		case assay.Runtime, "":
			return assay.Runtime
		case assay.Optional:
			best = assay.Optional
		}
	}
	return best
}

// licence is the first that an occurrence names.
func (d *Document) licence(n *node) string {
	for _, i := range n.occurrences {
		if l := d.Components[i].Licence; l != "" {
			return l
		}
	}
	return ""
}

func (d *Document) checksums(n *node) []string {
	var out []string
	for _, i := range n.occurrences {
		out = append(out, d.Components[i].Checksums...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// identity is a name for the document's content in the form of a UUID.
func (d *Document) identity(g *graph) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\n", d.Name, d.Version, d.Created.UTC())
	for i := range g.nodes {
		fmt.Fprintln(h, g.nodes[i].ref, g.nodes[i].requires)
	}
	for i := range g.projects {
		fmt.Fprintln(h, g.projects[i].ref, g.projects[i].Complete, g.projects[i].direct)
	}
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80 // version 8: of our own making (RFC 9562)
	s := hex.EncodeToString(b)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
