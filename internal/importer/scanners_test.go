package importer_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

var epoch time.Time

var gitleaksDialect = dialect{
	name: "gitleaks", format: "gitleaks", tool: "Gitleaks", slug: "gitleaks", engine: assay.EngineSecret,
	carry: func(m *made) {
		l := m.Location
		m.Location = assay.Location{Path: l.Path, Start: l.Start, End: l.End, Commit: l.Commit}
		m.Flow, m.Status, m.Confidence, m.Vulnerability, m.Snippet, m.Fix = nil, "", assay.Firm, nil, "", ""
		m.Severity, m.CWE, m.about.CWE, m.about.Title = assay.High, []int{798}, nil, ""
		m.about.Explanation, m.about.Fix, m.about.References = "", "", nil
	},
	write: func(list []made) string {
		var out []any
		for _, m := range list {
			l := m.Location
			out = append(out, object{
				"RuleID": m.Rule, "Description": m.Message, "File": l.Path, "Commit": l.Commit, "Secret": "hunter2", "Match": "password=hunter2",
				"StartLine": l.Start.Line, "EndLine": l.End.Line, "StartColumn": l.Start.Column, "EndColumn": l.End.Column,
				"Fingerprint": fmt.Sprintf("%s:%s:%s:%d", l.Commit, l.Path, m.Rule, m.key), "Entropy": 3.2, "Author": "a", "Email": "b", "Tags": []any{},
			})
		}
		return asJSON(out)
	},
}

var semgrepDialect = dialect{
	name: "semgrep", format: "semgrep", tool: "Semgrep 1.90.0", slug: "semgrep", engine: assay.EngineSAST,
	carry: func(m *made) {
		l := m.Location
		m.Location = assay.Location{Path: l.Path, Start: l.Start, End: l.End}
		m.Status, m.Vulnerability = "", nil
		if len(m.Flow) < 2 {
			m.Flow = nil
		}
		if !strings.HasPrefix(m.Fix, "Replace it with: ") {
			m.Fix = "Replace it with: " + m.Fix
		}
		m.about.Title, m.about.Explanation, m.about.Fix = "", "", ""
	},
	write: func(list []made) string {
		var out []any
		for _, m := range list {
			extra := object{
				"message": m.Message, "severity": strings.ToUpper(m.Severity.String()), "fix": m.Fix[len("Replace it with: "):], "lines": "  " + m.Snippet,
				"fingerprint": fmt.Sprintf("abc%d_0", m.key), "is_ignored": false,
				"metadata": object{"category": "security", "cwe": semgrepCWE(m.CWE), "confidence": []string{"LOW", "MEDIUM", "HIGH"}[m.Confidence], "references": m.about.References},
			}
			if m.Severity == assay.Info {
				extra["severity"] = "INVENTORY"
			}
			if n := len(m.Flow); n > 1 {
				var steps []any
				for _, s := range m.Flow[1 : n-1] {
					steps = append(steps, object{"location": semgrepAt(s.Location), "content": s.Message})
				}
				source := []any{"CliLoc", []any{semgrepAt(m.Flow[0].Location), m.Flow[0].Message}}
				sink := []any{"CliLoc", []any{semgrepAt(m.Flow[n-1].Location), m.Flow[n-1].Message}}
				extra["dataflow_trace"] = object{"taint_source": source, "intermediate_vars": steps, "taint_sink": sink}
			}
			r := semgrepAt(m.Location)
			r["check_id"], r["extra"] = m.Rule, extra
			out = append(out, r)
		}
		return asJSON(object{"errors": []any{}, "results": out, "version": "1.90.0", "paths": object{"scanned": []any{}}})
	},
}

func semgrepAt(l assay.Location) object {
	at := func(p assay.Position) object { return object{"line": p.Line, "col": p.Column, "offset": 1} }
	return object{"path": l.Path, "start": at(l.Start), "end": at(l.End)}
}

// semgrepCWE is one text or a list, as rules have it.
func semgrepCWE(numbers []int) any {
	var out []string
	for _, n := range numbers {
		out = append(out, fmt.Sprintf("CWE-%d: Something improper", n))
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}

var trivyDialects = []dialect{
	{
		name: "trivy vulnerabilities", format: "trivy", tool: "Trivy 0.60.0", slug: "trivy", engine: assay.EngineDependency,
		carry: func(m *made) {
			m.Location = assay.Location{Path: m.Location.Path, Component: m.Location.Component}
			m.Flow, m.Status, m.Confidence, m.Snippet, m.Fix = nil, "", assay.Certain, "", ""
			m.Vulnerability.EPSS = 0
			m.Vulnerability.ID = "CVE-2031-" + fmt.Sprint(1000+m.key)
			m.Rule = assay.RuleID(m.Vulnerability.ID)
			m.about.Title, m.about.Explanation, m.about.Fix = m.Message, words2(m.key), ""
		},
		write: trivyWriter("lang-pkgs", "Vulnerabilities", func(m made) object {
			v := m.Vulnerability
			return object{
				"VulnerabilityID": v.ID, "VendorIDs": v.Aliases, "PkgName": v.Package, "PkgIdentifier": object{"PURL": m.Location.Component + "?arch=any"},
				"InstalledVersion": v.Version, "FixedVersion": v.Fixed + ", 99.0.0", "Title": m.Message, "Description": m.about.Explanation, "CweIDs": cweNames(m.CWE),
				"Severity": strings.ToUpper(m.Severity.String()), "PrimaryURL": m.about.References[0], "PublishedDate": v.Published.Format(time.RFC3339),
				"CVSS": object{"nvd": object{"V3Score": v.CVSS, "V3Vector": v.Vector, "V2Score": 1.1, "V2Vector": "AV:N"}, "aaa": object{"V3Score": 0.1}},
			}
		}),
	},
	{
		name: "trivy misconfigurations", format: "trivy", tool: "Trivy 0.60.0", slug: "trivy", engine: assay.EngineIaC,
		carry: func(m *made) {
			l := m.Location
			m.Location = assay.Location{Path: l.Path, Start: line(l.Start), End: line(l.End), Resource: l.Resource}
			m.Flow, m.Status, m.Confidence, m.Snippet, m.Fix, m.Vulnerability, m.CWE, m.about.CWE = nil, "", assay.Certain, "", "", nil, nil, nil
		},
		write: trivyWriter("config", "Misconfigurations", func(m made) object {
			l := m.Location
			return object{
				"ID": "X1", "AVDID": m.Rule, "Title": m.about.Title, "Description": m.about.Explanation, "Message": m.Message, "Resolution": m.about.Fix, "Status": "FAIL",
				"Severity": strings.ToUpper(m.Severity.String()), "PrimaryURL": m.about.References[0],
				"CauseMetadata": object{"Resource": l.Resource, "StartLine": l.Start.Line, "EndLine": l.End.Line},
			}
		}),
	},
	{
		name: "trivy secrets", format: "trivy", tool: "Trivy 0.60.0", slug: "trivy", engine: assay.EngineSecret,
		carry: func(m *made) {
			l := m.Location
			m.Location = assay.Location{Path: l.Path, Start: line(l.Start), End: line(l.End)}
			m.Flow, m.Status, m.Confidence, m.Snippet, m.Fix, m.Vulnerability, m.CWE, m.about.CWE = nil, "", assay.Firm, "", "", nil, []int{798}, nil
			m.about.Explanation, m.about.Fix, m.about.References, m.about.Title = "", "", nil, ""
		},
		write: trivyWriter("secret", "Secrets", func(m made) object {
			return object{
				"RuleID": m.Rule, "Category": "AWS", "Title": m.Message, "Severity": strings.ToUpper(m.Severity.String()), "Match": "key = hunter2",
				"StartLine": m.Location.Start.Line, "EndLine": m.Location.End.Line, "Code": object{"Lines": []any{object{"Content": "key = hunter2"}}},
			}
		}),
	},
}

func words2(n int) string { return fmt.Sprintf("why number %d matters", n) }

func cweNames(numbers []int) []string {
	out := []string{}
	for _, n := range numbers {
		out = append(out, fmt.Sprintf("CWE-%d", n))
	}
	return out
}

// trivyWriter makes one target of each finding.
func trivyWriter(class, member string, one func(made) object) func([]made) string {
	return func(list []made) string {
		var out []any
		for _, m := range list {
			out = append(out, object{member: []any{one(m)}, "Target": m.Location.Path, "Class": class, "Type": "npm"})
		}
		return asJSON(object{"SchemaVersion": 2, "ArtifactName": ".", "Results": out, "Trivy": object{"Version": "0.60.0"}})
	}
}

var snykDialects = []dialect{
	{
		name: "snyk test", format: "snyk", tool: "Snyk", slug: "snyk", engine: assay.EngineDependency,
		carry: func(m *made) {
			v := m.Vulnerability
			m.Location = assay.Location{Path: m.Location.Path, Component: m.Location.Component}
			m.Flow, m.Status, m.Confidence, m.Snippet = nil, "", assay.Certain, ""
			m.Rule = assay.RuleID("SNYK-JS-" + fmt.Sprint(m.key) + "-1234")
			v.Aliases = []string{v.Aliases[0], string(m.Rule)}
			m.about.Title, m.about.Fix = "Flaw number "+fmt.Sprint(m.key), ""
			m.Message = fmt.Sprintf("%s in %s@%s, through aa@1.0.0 > bb@2.0.0", m.about.Title, v.Package, v.Version)
			m.Fix = "Upgrade to aa@1.0.1"
		},
		write: func(list []made) string {
			var out []any
			for _, m := range list {
				v := m.Vulnerability
				one := object{
					"id": m.Rule, "title": m.about.Title, "description": m.about.Explanation, "severity": m.Severity.String(), "cvssScore": v.CVSS, "CVSSv3": v.Vector,
					"epssDetails": object{"probability": fmt.Sprint(v.EPSS)}, "identifiers": object{"CVE": []string{v.ID}, "CWE": cweNames(m.CWE), "GHSA": []string{v.Aliases[0]}},
					"fixedIn": []string{"0.0.1", v.Fixed, "99.1.0"}, "publicationTime": v.Published.Format(time.RFC3339Nano), "references": []any{object{"url": m.about.References[0], "title": "x"}},
					"packageManager": "npm", "packageName": v.Package, "name": v.Package, "version": v.Version, "from": []string{"app@1", "aa@1.0.0", "bb@2.0.0"},
					"upgradePath": []any{false, "aa@1.0.1", "bb@2.0.1"},
				}
				out = append(out, object{"vulnerabilities": []any{one}, "ok": false, "packageManager": "npm", "displayTargetFile": m.Location.Path, "path": "/home/ci/app"})
			}
			return asJSON(out)
		},
	},
	{
		name: "snyk iac", format: "snyk", tool: "Snyk", slug: "snyk", engine: assay.EngineIaC,
		carry: func(m *made) {
			l := m.Location
			m.Location = assay.Location{Path: l.Path, Start: line(l.Start), Resource: l.Resource}
			m.Flow, m.Status, m.Confidence, m.Snippet, m.Fix, m.Vulnerability, m.CWE, m.about.CWE = nil, "", assay.Certain, "", "", nil, nil, nil
		},
		write: func(list []made) string {
			var out []any
			for _, m := range list {
				one := object{
					"id": m.Rule, "title": m.about.Title, "severity": m.Severity.String(), "isIgnored": false, "msg": m.Location.Resource, "lineNumber": m.Location.Start.Line,
					"iacDescription": object{"issue": m.Message, "impact": m.about.Explanation, "resolve": m.about.Fix}, "documentation": m.about.References[0],
				}
				out = append(out, object{"infrastructureAsCodeIssues": []any{one}, "targetFile": m.Location.Path, "projectType": "terraformconfig"})
			}
			return asJSON(out)
		},
	},
}
