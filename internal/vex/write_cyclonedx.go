package vex

import (
	"encoding/json"
	"slices"
	"strings"
)

func cycloneDX(d *Document) any {
	out := cdxDocument{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6",
		Serial: d.identity(), Version: 1, Vulnerabilities: []cdxVulnerability{},
		Metadata: &cdxMetadata{
			Timestamp: stamp(d.Created), Tools: cdxTool(d.Tool),
			Component: &cdxComponent{Type: "application", Ref: "subject", Name: d.Name, Version: d.Version},
		},
	}
	if d.Author != "" {
		out.Metadata.Authors = []cdxNamed{{Name: d.Author}}
	}
	seen := map[string]bool{}
	for i := range d.Entries {
		e := &d.Entries[i]
		for _, id := range e.subjects() {
			if !seen[id] {
				seen[id] = true
				out.Components = append(out.Components, e.component(id))
			}
		}
		out.Vulnerabilities = append(out.Vulnerabilities, e.cycloneDX(stamp(d.Created)))
	}
	slices.SortFunc(out.Components, func(a, b cdxComponent) int { return strings.Compare(a.Ref, b.Ref) })
	return out
}

// subjects are what the entry is about: CycloneDX has no part of a product, so
// that a limited entry is one on the product.
func (e *Entry) subjects() []string {
	if len(e.Within) > 0 {
		return e.Within
	}
	return []string{e.PURL}
}

func (e *Entry) component(id string) cdxComponent {
	_, name, v := parse(id)
	kind := "library"
	if len(e.Within) > 0 {
		kind = "application"
	}
	return cdxComponent{Type: kind, Ref: id, Name: name, Version: v, PURL: id}
}

func (e *Entry) cycloneDX(now string) cdxVulnerability {
	v := cdxVulnerability{ID: e.Name, Source: source(e.Name), CWEs: e.CWE, Recommendation: e.Action, Analysis: &cdxAnalysis{
		State: toState[e.Status], Detail: e.Impact, First: now, Updated: now,
	}}
	if !e.Time.IsZero() {
		v.Analysis.First, v.Analysis.Updated = stamp(e.Time), stamp(e.Time)
	}
	if e.Status == NotAffected {
		v.Analysis.Justification = toCycloneDX[e.Justification]
	}
	for _, a := range e.Aliases {
		v.References = append(v.References, cdxReference{a, source(a)})
	}
	for _, id := range e.subjects() {
		v.Affects = append(v.Affects, cdxAffects{Ref: id})
	}
	return v
}

// source is the body that keeps a name.
func source(name string) *cdxNamed {
	switch {
	case strings.HasPrefix(name, "CVE-"):
		return &cdxNamed{"NVD", "https://nvd.nist.gov/vuln/detail/" + name}
	case strings.HasPrefix(name, "GHSA-"):
		return &cdxNamed{"GitHub", "https://github.com/advisories/" + name}
	case strings.HasPrefix(name, "GO-"):
		return &cdxNamed{"Go", "https://pkg.go.dev/vuln/" + name}
	}
	return &cdxNamed{"OSV", "https://osv.dev/vulnerability/" + name}
}

func cdxTool(tool string) json.RawMessage {
	name, version, _ := strings.Cut(tool, " ")
	data, err := json.Marshal(map[string][]cdxComponent{"components": {{Type: "application", Name: name, Version: version}}})
	if err != nil {
		return nil // plain texts always encode
	}
	return data
}
