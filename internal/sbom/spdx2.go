package sbom

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/licence"
)

// SPDX 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as far as we use it.

const noAssertion = "NOASSERTION"

type spdxPackage struct {
	ID              string            `json:"SPDXID"`
	Name            string            `json:"name"`
	Version         string            `json:"versionInfo,omitempty"`
	Download        string            `json:"downloadLocation"`
	FilesAnalysed   bool              `json:"filesAnalyzed"`
	Concluded       string            `json:"licenseConcluded"`
	Declared        string            `json:"licenseDeclared"`
	LicenceComments string            `json:"licenseComments,omitempty"`
	Copyright       string            `json:"copyrightText"`
	Comment         string            `json:"comment,omitempty"`
	SourceInfo      string            `json:"sourceInfo,omitempty"`
	Purpose         string            `json:"primaryPackagePurpose,omitempty"`
	Checksums       []spdxChecksum    `json:"checksums,omitempty"`
	ExternalRefs    []spdxExternalRef `json:"externalRefs,omitempty"`
}

type spdxChecksum struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"checksumValue"`
}

type spdxExternalRef struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type spdxRelationship struct {
	From    string `json:"spdxElementId"`
	Type    string `json:"relationshipType"`
	To      string `json:"relatedSpdxElement"`
	Comment string `json:"comment,omitempty"`
}

type spdxCreation struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

const spdxSubject = "SPDXRef-Subject"

// spdxID is an element's identifier, made from its ref.
func spdxID(ref string) string {
	sum := sha256.Sum256([]byte(ref))
	return "SPDXRef-" + hex.EncodeToString(sum[:10])
}

func writeSPDX2(s *stream, d *Document, g *graph) {
	s.raw("{\"spdxVersion\":\"SPDX-2.3\"\n")
	s.member("dataLicense", "CC0-1.0")
	s.member("SPDXID", "SPDXRef-DOCUMENT")
	s.member("name", orUnnamed(d.Name))
	s.member("documentNamespace", "urn:uuid:"+d.identity(g))
	s.member("creationInfo", spdxCreation{d.Created.UTC().Format(time.RFC3339), []string{"Tool: " + strings.ReplaceAll(orUnnamed(d.Tool), " ", "-")}})
	s.list("packages", func(put func(any)) {
		put(spdxPackage{
			ID: spdxSubject, Name: orUnnamed(d.Name), Version: d.Version, Download: noAssertion, Concluded: noAssertion, Declared: noAssertion, Copyright: noAssertion, Purpose: "APPLICATION",
		})
		for i := range g.projects {
			put(spdxProject(&g.projects[i]))
		}
		for i := range g.nodes {
			put(spdxNode(d, &g.nodes[i]))
		}
	})
	s.list("relationships", func(put func(any)) { spdxEdges(d, g, put) })
	s.raw("}\n")
}

// spdxEdges: a project that is not complete depends on NOASSERTION besides,
// which is how SPDX 2.3 (clause 11.1.3) says that there may be more.
func spdxEdges(d *Document, g *graph, put func(any)) {
	put(spdxRelationship{From: "SPDXRef-DOCUMENT", Type: "DESCRIBES", To: spdxSubject})
	ids := make([]string, len(g.nodes))
	for i := range g.nodes {
		ids[i] = spdxID(g.nodes[i].ref)
	}
	for i := range g.projects {
		p := &g.projects[i]
		id := spdxID(p.ref)
		put(spdxRelationship{From: spdxSubject, Type: "CONTAINS", To: id})
		for _, n := range p.direct {
			put(spdxRelationship{From: id, Type: "DEPENDS_ON", To: ids[n]})
		}
		if !p.Complete {
			put(spdxRelationship{From: id, Type: "DEPENDS_ON", To: noAssertion, Comment: p.Why})
		}
	}
	for i := range g.nodes {
		for _, n := range g.nodes[i].requires {
			put(spdxRelationship{From: ids[i], Type: "DEPENDS_ON", To: ids[n]})
		}
	}
}

func spdxProject(p *projectNode) spdxPackage {
	name := p.Name
	if name == "" {
		name = p.Root
	}
	out := spdxPackage{ID: spdxID(p.ref), Name: name, Version: p.Version, Download: noAssertion, Concluded: noAssertion, Copyright: noAssertion, Purpose: "APPLICATION", SourceInfo: sourceInfo(p.Root, 0, p.Root, "project")}
	out.Declared, out.LicenceComments = declared(p.Licence)
	return out
}

func spdxNode(d *Document, n *node) spdxPackage {
	out := spdxPackage{ID: spdxID(n.ref), Name: n.Name, Version: n.Version, Download: noAssertion, Concluded: noAssertion, Copyright: noAssertion, Purpose: "LIBRARY"}
	out.Declared, out.LicenceComments = declared(d.licence(n))
	if n.Constraint != "" {
		out.Comment = "asked for: " + n.Constraint
	}
	var lines []string
	for _, i := range n.occurrences {
		c := &d.Components[i]
		lines = append(lines, sourceInfo(c.Location.Path, c.Location.Start.Line, c.Root, string(c.Use)))
	}
	out.SourceInfo = strings.Join(lines, "\n")
	for _, sum := range d.checksums(n) {
		if a, digest, ok := checksum(sum); ok {
			out.Checksums = append(out.Checksums, spdxChecksum{algorithms[a][1], digest})
		}
	}
	if p := n.PURL(); p != "" {
		out.ExternalRefs = []spdxExternalRef{{"PACKAGE-MANAGER", "purl", p}}
	}
	return out
}

// declared is the licence as an expression, or nothing and what was said instead.
func declared(text string) (expression, comment string) {
	if text == "" {
		return noAssertion, ""
	}
	e, _, err := licence.Canonical(text)
	if err != nil || strings.Contains(e, "Ref-") { // references need a text that we do not have
		return noAssertion, "the package says: " + text
	}
	return e, ""
}

// undeclared is declared's way back.
func undeclared(expression, comment string) string {
	if said, ok := strings.CutPrefix(comment, "the package says: "); ok {
		return said
	}
	if expression == noAssertion || expression == "NONE" {
		return ""
	}
	return expression
}

// sourceInfo is a line of text that says where a package is named:
// "path:12 in root as use". It is read back, so parts are quoted where needed.
func sourceInfo(path string, line int, root, use string) string {
	place := quote(path)
	if line > 0 {
		place += ":" + itoa(line)
	}
	return place + " in " + quote(root) + " as " + use
}

// isProject tells projects from packages in a document of ours.
func isProject(info string) bool { return strings.HasSuffix(info, " as project") }

func useOf(text string) assay.Use {
	switch u := assay.Use(text); u {
	case assay.Development, assay.Optional:
		return u
	}
	return assay.Runtime
}
