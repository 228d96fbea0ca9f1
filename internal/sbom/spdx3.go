package sbom

import (
	"strings"
	"time"
)

// SPDX 3.0.1 as JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/), as far as we
// use it: profiles core, software and simpleLicensing.

const spdx3Context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"

type spdx3Element struct {
	Type         string `json:"type"`
	ID           string `json:"spdxId,omitempty"`
	CreationInfo string `json:"creationInfo,omitempty"`
	Name         string `json:"name,omitempty"`
	Comment      string `json:"comment,omitempty"`

	// CreationInfo, when it is read
	Created string `json:"created,omitempty"`

	// SpdxDocument and Sbom
	Profiles []string `json:"profileConformance,omitempty"`
	Roots    []string `json:"rootElement,omitempty"`
	SBOMType []string `json:"software_sbomType,omitempty"`

	// Package
	Version       string      `json:"software_packageVersion,omitempty"`
	PackageURL    string      `json:"software_packageUrl,omitempty"`
	Purpose       string      `json:"software_primaryPurpose,omitempty"`
	SourceInfo    string      `json:"software_sourceInfo,omitempty"`
	VerifiedUsing []spdx3Hash `json:"verifiedUsing,omitempty"`

	// Relationship
	From         string   `json:"from,omitempty"`
	Relation     string   `json:"relationshipType,omitempty"`
	To           []string `json:"to,omitempty"`
	Completeness string   `json:"completeness,omitempty"`

	// LicenseExpression
	Expression string `json:"simplelicensing_licenseExpression,omitempty"`
}

type spdx3Hash struct {
	Type      string `json:"type"`
	Algorithm string `json:"algorithm"`
	Value     string `json:"hashValue"`
}

type spdx3CreationInfo struct {
	Type    string   `json:"type"`
	ID      string   `json:"@id"`
	Version string   `json:"specVersion"`
	Created string   `json:"created"`
	By      []string `json:"createdBy"`
	Using   []string `json:"createdUsing,omitempty"`
}

// spdx3Writer holds what elements share.
type spdx3Writer struct {
	space    string // namespace of the document's identifiers
	put      func(any)
	licences map[string]bool // written already
}

func (w *spdx3Writer) id(name string) string { return w.space + name }

func (w *spdx3Writer) element(e spdx3Element) {
	e.CreationInfo = "_:creation"
	w.put(e)
}

func writeSPDX3(s *stream, d *Document, g *graph) {
	s.raw(`{"@context":"` + spdx3Context + `"` + "\n")
	s.list("@graph", func(put func(any)) {
		w := &spdx3Writer{"urn:uuid:" + d.identity(g) + "#", put, map[string]bool{}}
		w.head(d)
		for i := range g.projects {
			w.project(g, &g.projects[i])
		}
		for i := range g.nodes {
			w.node(d, g, &g.nodes[i])
		}
	})
	s.raw("}\n")
}

func (w *spdx3Writer) head(d *Document) {
	agent, tool := w.id("agent"), w.id("tool")
	w.put(spdx3CreationInfo{"CreationInfo", "_:creation", "3.0.1", d.Created.UTC().Format(time.RFC3339), []string{agent}, []string{tool}})
	w.element(spdx3Element{Type: "SoftwareAgent", ID: agent, Name: orUnnamed(d.Tool)})
	w.element(spdx3Element{Type: "Tool", ID: tool, Name: orUnnamed(d.Tool)})
	w.element(spdx3Element{Type: "SpdxDocument", ID: w.id("document"), Name: orUnnamed(d.Name), Profiles: []string{"core", "software", "simpleLicensing"}, Roots: []string{w.id("bom")}})
	w.element(spdx3Element{Type: "software_Sbom", ID: w.id("bom"), Name: orUnnamed(d.Name), SBOMType: []string{"source"}, Roots: []string{w.id("subject")}})
	w.element(spdx3Element{Type: "software_Package", ID: w.id("subject"), Name: orUnnamed(d.Name), Version: d.Version, Purpose: "application"})
	w.relation("subject", "contains", w.projects(d), "complete")
}

func (w *spdx3Writer) projects(d *Document) []string {
	var out []string
	for i := range d.Projects {
		out = append(out, w.id(spdxID("project:"+d.Projects[i].Root)))
	}
	return out
}

// relation writes one relationship to all elements; without any there is none
// to write but for what is incomplete, which SPDX says of NoAssertionElement.
func (w *spdx3Writer) relation(from, kind string, to []string, completeness string) {
	if len(to) == 0 {
		if completeness == "complete" {
			return
		}
		to = []string{"https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement"}
	}
	w.element(spdx3Element{Type: "Relationship", ID: w.id(strings.TrimPrefix(from, w.space) + "-" + kind), From: w.id(strings.TrimPrefix(from, w.space)), Relation: kind, To: to, Completeness: completeness})
}

func (w *spdx3Writer) project(g *graph, p *projectNode) {
	name := p.Name
	if name == "" {
		name = p.Root
	}
	id := spdxID(p.ref)
	w.element(spdx3Element{Type: "software_Package", ID: w.id(id), Name: name, Version: p.Version, Purpose: "application", SourceInfo: sourceInfo(p.Root, 0, p.Root, "project"), Comment: p.Why})
	w.licence(id, p.Licence)
	completeness := "incomplete"
	if p.Complete {
		completeness = "complete"
	}
	w.relation(id, "dependsOn", w.refs(g, p.direct), completeness)
}

func (w *spdx3Writer) node(d *Document, g *graph, n *node) {
	id := spdxID(n.ref)
	e := spdx3Element{Type: "software_Package", ID: w.id(id), Name: n.Name, Version: n.Version, PackageURL: n.PURL(), Purpose: "library"}
	if n.Constraint != "" {
		e.Comment = "asked for: " + n.Constraint
	}
	var lines []string
	for _, i := range n.occurrences {
		c := &d.Components[i]
		lines = append(lines, sourceInfo(c.Location.Path, c.Location.Start.Line, c.Root, string(c.Use)))
	}
	e.SourceInfo = strings.Join(lines, "\n")
	for _, sum := range d.checksums(n) {
		if a, digest, ok := checksum(sum); ok {
			e.VerifiedUsing = append(e.VerifiedUsing, spdx3Hash{"Hash", a, digest})
		}
	}
	w.element(e)
	w.licence(id, d.licence(n))
	w.relation(id, "dependsOn", w.refs(g, n.requires), "complete")
}

func (w *spdx3Writer) refs(g *graph, numbers []int32) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = w.id(spdxID(g.nodes[n].ref))
	}
	return out
}

// licence writes the declared licence, each expression once.
func (w *spdx3Writer) licence(of, text string) {
	expression, comment := declared(text)
	if text == "" {
		return
	}
	id := w.id("licence-" + strings.TrimPrefix(spdxID(expression+comment), "SPDXRef-"))
	if !w.licences[id] {
		w.licences[id] = true
		w.element(spdx3Element{Type: "simplelicensing_LicenseExpression", ID: id, Expression: expression, Comment: comment})
	}
	w.element(spdx3Element{Type: "Relationship", ID: w.id(of + "-licence"), From: w.id(of), Relation: "hasDeclaredLicense", To: []string{id}})
}
