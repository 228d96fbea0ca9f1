package sbom

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// longest is how much of any one text of a document is kept, in bytes.
const longest = 4 << 10

// assembly gathers the pieces of a document, in whatever order they come.
type assembly struct {
	doc     Document
	items   map[string]*item
	order   []string
	edges   map[string][]string
	subject string
	// complete and incomplete name refs of which the document says so.
	complete   map[string]bool
	incomplete map[string]string
	licences   map[string]string // SPDX 3: element → expression
	declares   map[string]string // SPDX 3: package → element
}

// item is a package or a project of the document.
type item struct {
	assay.Component
	project *assay.Project // set for what our own documents mark as a project
	places  []place
}

func newAssembly() *assembly {
	return &assembly{
		items: map[string]*item{}, edges: map[string][]string{}, complete: map[string]bool{}, incomplete: map[string]string{},
		licences: map[string]string{}, declares: map[string]string{},
	}
}

func (b *assembly) created(text string) {
	if t, err := time.Parse(time.RFC3339, text); err == nil && b.doc.Created.IsZero() {
		b.doc.Created = t.UTC()
	}
}

func (b *assembly) add(ref string, it *item) {
	if ref == "" {
		ref = it.PURL()
	}
	if ref == "" {
		ref = it.Name + "@" + it.Version
	}
	if _, twice := b.items[ref]; !twice {
		b.order = append(b.order, ref)
	}
	b.items[ref] = it
}

func (b *assembly) edge(from string, to ...string) {
	if from != "" && len(to) > 0 {
		b.edges[from] = append(b.edges[from], to...)
	}
}

// named fills ecosystem, name and version from a package URL where there is
// one, which says it better than free fields.
func named(c *assay.Component, purl, group, name, version string) {
	e, n, v, ok := assay.ParsePURL(purl)
	if ok {
		c.Ecosystem, c.Name, c.Version = e, n, cmp.Or(v, version)
		return
	}
	if group != "" {
		name = group + "/" + name
	}
	c.Name, c.Version = clip(name, longest), clip(version, longest)
}

// finish makes components of the pieces.
func (b *assembly) finish() (*Document, error) {
	d := &b.doc
	b.declaredLicences()
	roots := b.projects()
	places := make(map[string][]place, len(b.order))
	for _, ref := range b.order {
		it := b.items[ref]
		if it.project != nil || ref == b.subject {
			continue
		}
		if it.places == nil {
			it.places = []place{{root: d.Projects[0].Root, use: it.Use}}
		}
		places[ref] = it.places
	}
	asked := map[[2]string]bool{} // root, ref
	for root, ref := range roots {
		for _, to := range b.edges[ref] {
			asked[[2]string{root, to}] = true
		}
	}
	for _, ref := range b.order {
		it := b.items[ref]
		for _, p := range places[ref] {
			c := it.Component
			c.Root, c.Use, c.Direct = p.root, cmp.Or(p.use, assay.Runtime), asked[[2]string{p.root, ref}]
			c.Location = assay.Location{Path: p.path, Start: assay.Position{Line: p.line}}
			c.Requires = b.requires(ref, p.root, places)
			d.Components = append(d.Components, c)
		}
	}
	slices.SortStableFunc(d.Components, func(a, c assay.Component) int {
		return cmp.Or(strings.Compare(a.Root, c.Root), strings.Compare(a.Name, c.Name), strings.Compare(a.Version, c.Version))
	})
	return d, nil
}

// requires are the keys of what a component asks for within a project.
func (b *assembly) requires(ref, root string, places map[string][]place) []string {
	var out []string
	for _, to := range b.edges[ref] {
		if slices.ContainsFunc(places[to], func(p place) bool { return p.root == root }) {
			out = append(out, b.items[to].Key())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// projects lists the document's projects: those it marks as such, else its
// subject. The map gives each root's ref.
func (b *assembly) projects() map[string]string {
	roots := map[string]string{}
	if it := b.items[b.subject]; it != nil && it.project == nil {
		b.doc.Name, b.doc.Version = it.Name, it.Version
	}
	for _, ref := range b.order {
		if p := b.items[ref].project; p != nil && roots[p.Root] == "" {
			why, partial := b.incomplete[ref]
			p.Complete = !partial && (b.complete[ref] || p.Complete)
			p.Why = cmp.Or(p.Why, why)
			if p.Complete {
				p.Why = ""
			}
			roots[p.Root] = ref
			b.doc.Projects = append(b.doc.Projects, *p)
		}
	}
	if len(b.doc.Projects) == 0 {
		p := assay.Project{Root: cmp.Or(b.doc.Name, "bill of materials"), Name: b.doc.Name, Version: b.doc.Version, Complete: b.complete[b.subject]}
		if !p.Complete {
			p.Why = cmp.Or(b.incomplete[b.subject], "its bill of materials does not say that it names everything")
		}
		roots[p.Root] = b.subject
		b.doc.Projects = []assay.Project{p}
	}
	slices.SortFunc(b.doc.Projects, func(a, c assay.Project) int { return strings.Compare(a.Root, c.Root) })
	return roots
}
