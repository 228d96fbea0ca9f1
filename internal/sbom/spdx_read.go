package sbom

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

func (b *assembly) spdxPackage(p *spdxPackage) {
	purl := ""
	for _, r := range p.ExternalRefs {
		if r.Type == "purl" {
			purl = r.Locator
		}
	}
	it := &item{}
	named(&it.Component, purl, "", p.Name, p.Version)
	it.Licence = clip(undeclared(p.Declared, p.LicenceComments), longest)
	for _, c := range p.Checksums {
		if s, ok := knownChecksum(c.Algorithm, c.Value); ok {
			it.Checksums = append(it.Checksums, s)
		}
	}
	it.described(p.SourceInfo, p.Comment)
	b.add(p.ID, it)
}

// described takes what our own documents say in free text.
func (it *item) described(info, comment string) {
	info = clip(info, 1<<20)
	if isProject(info) {
		if root, _, ok := unquote(info); ok {
			it.project = &assay.Project{Root: root, Ecosystem: it.Ecosystem, Name: it.Name, Version: it.Version, Licence: it.Licence, Complete: true}
			if it.Name == root {
				it.project.Name = ""
			}
		}
		return
	}
	it.places = places(info)
	if asked, ok := strings.CutPrefix(comment, "asked for: "); ok {
		it.Constraint = clip(asked, longest)
	}
}

// dependsOn are the relationships that mean that one element needs the other,
// and whether they are written the other way round.
var dependsOn = map[string]bool{
	"DEPENDS_ON": false, "CONTAINS": false, "DYNAMIC_LINK": false, "STATIC_LINK": false, "HAS_PREREQUISITE": false,
	"DEPENDENCY_OF": true, "RUNTIME_DEPENDENCY_OF": true, "DEV_DEPENDENCY_OF": true, "BUILD_DEPENDENCY_OF": true,
	"OPTIONAL_DEPENDENCY_OF": true, "TEST_DEPENDENCY_OF": true, "PROVIDED_DEPENDENCY_OF": true, "CONTAINED_BY": true,
	"DEV_TOOL_OF": true, "BUILD_TOOL_OF": true, "TEST_TOOL_OF": true, "DEPENDENCY_MANIFEST_OF": true,
}

func (b *assembly) spdxRelationship(r *spdxRelationship) {
	back, known := dependsOn[r.Type]
	switch {
	case r.Type == "DESCRIBES" && b.subject == "":
		b.subject = r.To
	case r.Type == "DESCRIBED_BY" && b.subject == "":
		b.subject = r.From
	case r.Type == "DEPENDS_ON" && r.To == noAssertion:
		b.incomplete[r.From] = clip(r.Comment, longest)
	case known && back:
		b.edge(r.To, r.From)
		b.used(r.From, r.Type)
	case known:
		b.edge(r.From, r.To)
	}
}

// used takes the use of a package from how it is depended on.
func (b *assembly) used(ref, how string) {
	it := b.items[ref]
	switch {
	case it == nil || it.Use != "":
	case strings.HasPrefix(how, "DEV_"), strings.HasPrefix(how, "TEST_"), strings.HasPrefix(how, "BUILD_"):
		it.Use = assay.Development
	case strings.HasPrefix(how, "OPTIONAL_"):
		it.Use = assay.Optional
	}
}

// spdx3 takes one element of a graph.
func (b *assembly) spdx3(e *spdx3Element) {
	switch e.Type {
	case "CreationInfo":
		b.created(e.Created)
	case "software_Sbom":
		if len(e.Roots) > 0 && b.subject == "" {
			b.subject = e.Roots[0]
		}
	case "software_Package":
		it := &item{}
		named(&it.Component, e.PackageURL, "", e.Name, e.Version)
		for _, h := range e.VerifiedUsing {
			if s, ok := knownChecksum(h.Algorithm, h.Value); ok {
				it.Checksums = append(it.Checksums, s)
			}
		}
		it.described(e.SourceInfo, e.Comment)
		if it.project != nil {
			it.project.Complete, it.project.Why = e.Comment == "", clip(e.Comment, longest)
		}
		b.add(e.ID, it)
	case "simplelicensing_LicenseExpression":
		b.licences[e.ID] = clip(undeclared(e.Expression, e.Comment), longest)
	case "Relationship", "LifecycleScopedRelationship":
		b.spdx3Relation(e)
	}
}

func (b *assembly) spdx3Relation(e *spdx3Element) {
	switch e.Relation {
	case "dependsOn", "contains":
		b.edge(e.From, slices.DeleteFunc(e.To, func(s string) bool { return strings.HasSuffix(s, "NoAssertionElement") })...)
		if e.Relation == "dependsOn" && e.Completeness == "incomplete" {
			b.incomplete[e.From] = ""
		}
	case "hasDeclaredLicense", "hasConcludedLicense":
		if len(e.To) > 0 && b.declares[e.From] == "" {
			b.declares[e.From] = e.To[0]
		}
	}
}

// declaredLicences gives SPDX 3's packages the licences that relations name.
func (b *assembly) declaredLicences() {
	for ref, element := range b.declares {
		if it := b.items[ref]; it != nil {
			it.Licence = b.licences[element]
			if it.project != nil {
				it.project.Licence = it.Licence
			}
		}
	}
}
