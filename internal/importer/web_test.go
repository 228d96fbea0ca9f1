package importer_test

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

var sonarDialects = []dialect{
	{
		name: "sonarqube issues", format: "sonarqube", tool: "SonarQube", slug: "sonarqube", engine: assay.EngineSAST,
		carry: func(m *made) {
			sonarCarry(m)
			if m.Confidence == assay.Tentative {
				m.Confidence = assay.Firm
			}
		},
		write: func(list []made) string {
			return sonarWrite(list, "issues", func(m made, out object) {
				out["rule"], out["type"], out["status"] = m.Rule, "VULNERABILITY", []string{"", "OPEN", "CONFIRMED"}[m.Confidence]
				out["impacts"] = []any{
					object{"softwareQuality": "MAINTAINABILITY", "severity": "BLOCKER"},
					object{"softwareQuality": "SECURITY", "severity": []string{"INFO", "LOW", "MEDIUM", "HIGH", "BLOCKER"}[m.Severity]},
				}
				out["severity"] = "MINOR"
			})
		},
	},
	{
		name: "sonarqube hotspots", format: "sonarqube", tool: "SonarQube", slug: "sonarqube", engine: assay.EngineSAST,
		carry: func(m *made) {
			sonarCarry(m)
			m.Severity, m.Confidence = min(max(m.Severity, assay.Low), assay.High), assay.Tentative
		},
		write: func(list []made) string {
			return sonarWrite(list, "hotspots", func(m made, out object) {
				out["ruleKey"], out["status"], out["vulnerabilityProbability"] = m.Rule, "TO_REVIEW", strings.ToUpper(m.Severity.String())
			})
		},
	},
}

func sonarCarry(m *made) {
	l := m.Location
	m.Location = assay.Location{Path: l.Path, Start: l.Start, End: l.End}
	m.Status, m.Snippet, m.Fix, m.Vulnerability = "", "", "", nil
	m.about.Explanation, m.about.Fix, m.about.References = "", "", nil
}

func sonarWrite(list []made, member string, fill func(made, object)) string {
	var issues, components, rules []any
	for i, m := range list {
		var flow []any
		for _, s := range slices.Backward(m.Flow) {
			components = append(components, object{"key": "k:" + s.Location.Path, "path": s.Location.Path, "qualifier": "FIL"})
			flow = append(flow, object{"component": "k:" + s.Location.Path, "textRange": sonarRange(s.Location), "msg": s.Message})
		}
		out := object{
			"key": fmt.Sprintf("AY%d", m.key), "component": fmt.Sprint("C", i), "project": "pay", "message": m.Message, "textRange": sonarRange(m.Location),
			"flows": []any{object{"locations": flow}}, "line": m.Location.Start.Line, "tags": []string{"cwe"},
		}
		fill(m, out)
		issues = append(issues, out)
		components = append(components, object{"key": fmt.Sprint("C", i), "path": m.Location.Path, "qualifier": "FIL"})
		var standards []string
		for _, n := range m.CWE {
			standards = append(standards, fmt.Sprintf("cwe:%d", n))
		}
		rules = append(rules, object{"key": m.Rule, "name": m.about.Title, "securityStandards": standards})
	}
	body, tail := asJSON(issues), asJSON(components)
	return fmt.Sprintf(`{"paging":{"pageIndex":1,"total":%d},"%s":%s,"components":%s,"rules":%s}`, len(list), member, body, tail, asJSON(rules))
}

func sonarRange(l assay.Location) object {
	return object{"startLine": l.Start.Line, "endLine": l.End.Line, "startOffset": l.Start.Column - 1, "endOffset": l.End.Column - 1}
}

var zapDialects = []dialect{
	{
		name: "zap json", format: "zap", tool: "ZAP 2.16.1", slug: "zap", engine: assay.EngineDAST, carry: zapCarry,
		write: func(list []made) string {
			var alerts []any
			for _, m := range list {
				a := object{}
				for _, f := range zapFields(m) {
					a[f.name] = f.value
				}
				place := object{"request-header": "POST / HTTP/1.1\r\nAuthorization: Basic xyz", "request-body": "pin=1234", "response-body": "secret", "otherinfo": "x"}
				for _, f := range zapPlaceFields(m) {
					place[f.name] = f.value
				}
				a["instances"] = []any{place}
				alerts = append(alerts, a)
			}
			return asJSON(object{"@programName": "ZAP", "@version": "2.16.1", "site": []any{object{"@name": "https://shop.example.com", "alerts": alerts}}})
		},
	},
	{
		name: "zap xml", format: "zap", tool: "ZAP 2.16.1", slug: "zap", engine: assay.EngineDAST, carry: zapCarry,
		write: func(list []made) string {
			var b strings.Builder
			b.WriteString(`<?xml version="1.0"?><OWASPZAPReport programName="ZAP" version="2.16.1"><site name="https://shop.example.com" port="443"><alerts>`)
			for _, m := range list {
				b.WriteString("<alertitem>")
				elements(&b, zapFields(m))
				b.WriteString("<instances><instance>")
				elements(&b, zapPlaceFields(m))
				b.WriteString("<requestheader>Authorization: Basic xyz</requestheader><requestbody>pin=1234</requestbody></instance></instances></alertitem>")
			}
			b.WriteString("</alerts></site></OWASPZAPReport>")
			return b.String()
		},
	},
}

func zapCarry(m *made) {
	l := m.Location
	m.Location = assay.Location{URL: l.URL, Method: l.Method, Parameter: l.Parameter}
	m.Severity = min(m.Severity, assay.High)
	m.Flow, m.Status, m.Fix, m.Vulnerability = nil, "", "", nil
	m.CWE = m.CWE[:min(1, len(m.CWE))]
	m.about.CWE, m.Message = m.CWE, m.about.Title
}

func zapFields(m made) []fact {
	cwe := "-1"
	if len(m.CWE) > 0 {
		cwe = fmt.Sprint(m.CWE[0])
	}
	p := func(s string) string { return "<p>" + html.EscapeString(s) + "</p>" }
	return []fact{
		{"pluginid", "40012"},
		{"alertRef", string(m.Rule)},
		{"alert", m.about.Title},
		{"name", m.about.Title},
		{"riskcode", fmt.Sprint(int(m.Severity))},
		{"confidence", fmt.Sprint(int(m.Confidence) + 1)},
		{"desc", p(m.about.Explanation)},
		{"solution", p(m.about.Fix)},
		{"reference", p(m.about.References[0])},
		{"cweid", cwe},
		{"wascid", "9"},
	}
}

func zapPlaceFields(m made) []fact {
	l := m.Location
	return []fact{
		{"uri", strings.ReplaceAll(l.URL, "[redacted]", "42") + "#token"},
		{"method", l.Method},
		{"param", l.Parameter},
		{"attack", "' OR 1=1"},
		{"evidence", m.Snippet},
	}
}

func elements(b *strings.Builder, list []fact) {
	for _, f := range list {
		b.WriteString("<" + f.name + ">")
		_ = xml.EscapeText(b, []byte(f.value))
		b.WriteString("</" + f.name + ">")
	}
}

var contrastDialects = []dialect{
	{
		name: "contrast json", format: "contrast", tool: "Contrast Assess", slug: "contrast", engine: assay.EngineIAST,
		carry: func(m *made) {
			contrastCarry(m)
			m.CWE, m.about.CWE = nil, nil
		},
		write: func(list []made) string {
			var out []any
			for _, m := range list {
				out = append(out, object{
					"uuid": fmt.Sprintf("ABCD-%d", m.key), "rule_name": m.Rule, "rule_title": m.about.Title, "title": m.Message, "severity": contrastWord(m.Severity),
					"confidence": []string{"Low", "Medium", "High"}[m.Confidence], "status": "Reported",
					"request": object{"method": m.Location.Method, "url": strings.ReplaceAll(m.Location.URL, "[redacted]", "7"), "body": "pin=1234", "headers": []any{}},
					"sink":    object{"label": m.Location.Resource},
				})
			}
			return asJSON(object{"success": true, "messages": []string{"ok"}, "traces": out, "count": len(out)})
		},
	},
	{
		name: "contrast csv", format: "contrast", tool: "Contrast Assess", slug: "contrast", engine: assay.EngineIAST,
		carry: func(m *made) {
			contrastCarry(m)
			m.Confidence, m.about.Title = assay.Firm, ""
			m.CWE = m.CWE[:min(1, len(m.CWE))]
			m.about.CWE = m.CWE
		},
		write: func(list []made) string {
			var b strings.Builder
			w := csv.NewWriter(&b)
			_ = w.Write(strings.Split("Vulnerability Name,Vulnerability ID,Category,Rule Name,Severity,Status,CWE ID,Request Method,Request URI,Request Body,Application Name", ","))
			for _, m := range list {
				cwe := ""
				if len(m.CWE) > 0 {
					cwe = fmt.Sprintf("https://cwe.mitre.org/data/definitions/%d.html", m.CWE[0])
				}
				_ = w.Write([]string{
					m.Message, fmt.Sprintf("ABCD-%d", m.key), "Injection", string(m.Rule), contrastWord(m.Severity), "Reported", cwe, m.Location.Method,
					strings.ReplaceAll(m.Location.URL, "[redacted]", "7"), "pin=1234", m.Location.Resource,
				})
			}
			w.Flush()
			return b.String()
		},
	},
	{
		name: "contrast xml", format: "contrast", tool: "Contrast Assess", slug: "contrast", engine: assay.EngineIAST,
		carry: func(m *made) {
			contrastCarry(m)
			m.CWE = m.CWE[:min(1, len(m.CWE))]
			m.about.CWE = m.CWE
		},
		write: func(list []made) string {
			var b strings.Builder
			b.WriteString("<vulnerabilities>")
			for _, m := range list {
				fmt.Fprintf(&b, `<vulnerability uuid="ABCD-%d">`, m.key)
				cwe := ""
				if len(m.CWE) > 0 {
					cwe = fmt.Sprint(m.CWE[0])
				}
				elements(&b, []fact{
					{"rule-name", string(m.Rule)},
					{"rule-title", m.about.Title},
					{"title", m.Message},
					{"severity", contrastWord(m.Severity)},
					{"confidence", []string{"Low", "Medium", "High"}[m.Confidence]},
					{"status", "Reported"},
					{"cwe-id", cwe},
					{"sink-label", m.Location.Resource},
				})
				b.WriteString("<request>")
				elements(&b, []fact{{"method", m.Location.Method}, {"url", strings.ReplaceAll(m.Location.URL, "[redacted]", "7")}, {"body", "pin=1234"}})
				b.WriteString("</request></vulnerability>")
			}
			b.WriteString("</vulnerabilities>")
			return b.String()
		},
	},
}

func contrastCarry(m *made) {
	l := m.Location
	m.Location = assay.Location{URL: l.URL, Method: l.Method, Resource: l.Resource}
	m.Flow, m.Status, m.Snippet, m.Fix, m.Vulnerability = nil, "", "", "", nil
	m.about.Explanation, m.about.Fix, m.about.References = "", "", nil
}

func contrastWord(s assay.Severity) string {
	return []string{"Note", "Low", "Medium", "High", "Critical"}[s]
}

var theoremDialect = dialect{
	name: "datatheorem", format: "datatheorem", tool: "Data Theorem", slug: "datatheorem", engine: assay.EngineMobile,
	carry: func(m *made) {
		m.Location = assay.Location{Resource: m.Location.Resource, URL: m.Location.URL}
		m.Flow, m.Status, m.Snippet, m.Fix, m.Vulnerability, m.Confidence = nil, "", "", "", nil, assay.Firm
		m.Severity = min(max(m.Severity, assay.Low), assay.High)
		m.about.Title = m.Message
		m.Rule = assay.RuleID(fmt.Sprintf("%s-%d", m.Rule[:3], m.key))
	},
	write: func(list []made) string {
		var out []any
		for _, m := range list {
			out = append(out, object{
				"id": fmt.Sprint(m.key), "issue_type_id": m.Rule, "title": m.Message, "description": m.about.Explanation, "recommendation": m.about.Fix,
				"severity": strings.ToUpper(m.Severity.String()), "aggregated_status": "OPEN", "portal_url": m.about.References[0], "cwe": cweNames(m.CWE),
				"mobile_app_id": "123", "mobile_app": object{"bundle_id": m.Location.Resource, "platform": "IOS"},
				"targets": []any{object{"text": strings.ReplaceAll(m.Location.URL, "[redacted]", "7"), "current_status": "OPEN"}},
			})
		}
		return asJSON(object{"security_findings": out, "total_count": len(out)})
	},
}
