package importer_test

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/importer"
)

var cyclonedxDialects = []dialect{
	{
		name: "cyclonedx json", format: "cyclonedx", tool: "grype 0.90", slug: "grype", engine: assay.EngineDependency,
		options: importer.Options{Components: noComponents}, carry: cdxCarry,
		write: func(list []made) string {
			var components, flaws []any
			for _, m := range list {
				v := m.Vulnerability
				components = append(components, object{"type": "library", "bom-ref": fmt.Sprint("c", m.key), "name": v.Package, "version": v.Version, "purl": m.Location.Component + "?x=y"})
				flaws = append(flaws, object{
					"id": m.Rule, "references": []any{object{"id": v.Aliases[0]}}, "cwes": m.CWE, "description": m.Message, "detail": m.about.Explanation,
					"recommendation": m.Fix, "advisories": []any{object{"url": m.about.References[0]}}, "published": v.Published.Format("2006-01-02T15:04:05Z"),
					"ratings": []any{object{"score": 0.1, "severity": "low", "method": "other"}, object{"score": v.CVSS, "severity": m.Severity.String(), "method": "CVSSv31", "vector": v.Vector}},
					"affects": []any{object{"ref": fmt.Sprint("c", m.key)}},
				})
			}
			meta := asJSON(object{"tools": object{"components": []any{object{"name": "grype", "version": "0.90"}}}})
			return fmt.Sprintf(`{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":%s,"components":%s,"metadata":%s}`, asJSON(flaws), asJSON(components), meta)
		},
	},
	{
		name: "cyclonedx xml", format: "cyclonedx", tool: "grype 0.90", slug: "grype", engine: assay.EngineDependency,
		options: importer.Options{Components: noComponents}, carry: cdxCarry,
		write: func(list []made) string {
			var b strings.Builder
			b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata><tools><tool><name>grype</name><version>0.90</version></tool></tools></metadata><components>`)
			for _, m := range list {
				fmt.Fprintf(&b, `<component type="library" bom-ref="c%d">`, m.key)
				elements(&b, []fact{{"name", m.Vulnerability.Package}, {"version", m.Vulnerability.Version}, {"purl", m.Location.Component}})
				b.WriteString("</component>")
			}
			b.WriteString("</components><vulnerabilities>")
			for _, m := range list {
				cdxXML(&b, m)
			}
			b.WriteString("</vulnerabilities></bom>")
			return b.String()
		},
	},
}

func cdxXML(b *strings.Builder, m made) {
	v := m.Vulnerability
	b.WriteString("<vulnerability>")
	elements(b, []fact{{"id", string(m.Rule)}, {"description", m.Message}, {"detail", m.about.Explanation}, {"recommendation", m.Fix}, {"published", v.Published.Format("2006-01-02T15:04:05Z")}})
	b.WriteString("<references><reference>")
	elements(b, []fact{{"id", v.Aliases[0]}})
	b.WriteString("</reference></references><ratings><rating>")
	elements(b, []fact{{"score", fmt.Sprint(v.CVSS)}, {"severity", m.Severity.String()}, {"method", "CVSSv31"}, {"vector", v.Vector}})
	b.WriteString("</rating></ratings><cwes>")
	for _, n := range m.CWE {
		fmt.Fprintf(b, "<cwe>%d</cwe>", n)
	}
	b.WriteString("</cwes><advisories><advisory>")
	elements(b, []fact{{"url", m.about.References[0]}})
	fmt.Fprintf(b, "</advisory></advisories><affects><target><ref>c%d</ref></target></affects></vulnerability>", m.key)
}

func cdxCarry(m *made) {
	v := m.Vulnerability
	m.Location = assay.Location{Component: m.Location.Component}
	m.Flow, m.Status, m.Snippet, m.Confidence = nil, "", "", assay.Certain
	v.Fixed, v.EPSS = "", 0
	v.ID = fmt.Sprint("CVE-2031-", 1000+m.key)
	m.Rule, m.about.Title, m.about.Fix, m.about.Explanation = assay.RuleID(v.ID), v.ID, "", words2(m.key)
}
