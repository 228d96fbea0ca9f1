package importer_test

import (
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
)

// gitlabDialects write the scan behind the findings, as no analyser does but
// any may.
var gitlabDialects = []dialect{
	gitlabDialect("sast", assay.EngineSAST, func(l assay.Location) object {
		return object{"file": l.Path, "start_line": l.Start.Line, "end_line": l.End.Line, "class": l.Resource}
	}, func(m *made) {
		m.Location = assay.Location{Path: m.Location.Path, Start: line(m.Location.Start), End: line(m.Location.End), Resource: m.Location.Resource}
		m.Vulnerability, m.Snippet = nil, ""
	}),
	gitlabDialect("secret_detection", assay.EngineSecret, func(l assay.Location) object {
		return object{"file": l.Path, "start_line": l.Start.Line, "end_line": l.End.Line, "commit": object{"sha": l.Commit}}
	}, func(m *made) {
		m.Location = assay.Location{Path: m.Location.Path, Start: line(m.Location.Start), End: line(m.Location.End), Commit: m.Location.Commit}
		m.Vulnerability, m.Snippet = nil, ""
	}),
	gitlabDialect("dependency_scanning", assay.EngineDependency, func(l assay.Location) object {
		_, name, version, _ := assay.ParsePURL(l.Component)
		return object{"file": l.Path, "dependency": object{"package": object{"name": name}, "version": version}}
	}, func(m *made) {
		m.Location = assay.Location{Path: m.Location.Path, Component: m.Location.Component}
		v := m.Vulnerability
		v.Fixed, v.CVSS, v.EPSS, v.Published = "", 9.8, 0, epoch // the vector's
		m.Snippet = ""
	}),
	gitlabDialect("dast", assay.EngineDAST, func(l assay.Location) object {
		return object{"hostname": "https://shop.example.com", "path": l.URL[len("https://shop.example.com"):], "method": l.Method, "param": l.Parameter}
	}, func(m *made) {
		m.Location = assay.Location{URL: m.Location.URL, Method: m.Location.Method, Parameter: m.Location.Parameter}
		m.Vulnerability = nil
	}),
}

func gitlabDialect(kind string, engine assay.EngineID, place func(assay.Location) object, carry func(*made)) dialect {
	return dialect{
		name: "gitlab " + kind, format: "gitlab", tool: "My Scanner 1.2", slug: "my-scanner", engine: engine,
		carry: func(m *made) {
			m.Flow, m.Status, m.Confidence, m.about.Fix = nil, "", assay.Firm, ""
			carry(m)
		},
		write: func(list []made) string {
			var out, files []any
			for _, m := range list {
				out = append(out, gitlabOf(m, place(m.Location)))
				files = append(files, object{"path": m.Location.Path, "package_manager": "npm", "dependencies": []any{}})
			}
			who := object{"id": "my-scanner", "name": "My Scanner", "version": "1.2", "vendor": object{"name": "x"}}
			return asJSON(object{
				"version": "15.0.7", "vulnerabilities": out, "dependency_files": files,
				"zscan": nil, "scan": object{"type": kind, "status": "success", "scanner": who, "analyzer": who},
			})
		},
	}
}

func gitlabOf(m made, place object) object {
	ids := []any{object{"type": "my_rule", "name": m.Rule, "value": m.Rule}}
	if v := m.Vulnerability; v != nil {
		ids = append(ids, object{"type": "ghsa", "name": v.Aliases[0], "value": v.Aliases[0]}, object{"type": "cve", "name": v.ID, "value": v.ID})
	}
	for _, n := range m.CWE {
		ids = append(ids, object{"type": "cwe", "name": fmt.Sprint("CWE-", n), "value": fmt.Sprint(n)})
	}
	out := object{
		"id": fmt.Sprintf("id-%d", m.key), "name": m.about.Title, "description": m.Message + "\n\n" + m.about.Explanation, "solution": m.Fix,
		"severity": capital(m.Severity), "location": place, "identifiers": ids, "links": []any{object{"url": m.about.References[0]}},
		"evidence":                object{"summary": m.Snippet, "request": object{"body": "pin=1234", "headers": []any{object{"name": "Authorization", "value": "Basic xyz"}}}},
		"raw_source_code_extract": "AKIAABCDEFGHIJKLMNOP",
	}
	if v := m.Vulnerability; v != nil {
		out["cvss_vectors"] = []any{object{"vendor": "NVD", "vector": v.Vector}}
	}
	return out
}

func capital(s assay.Severity) string {
	return map[assay.Severity]string{4: "Critical", 3: "High", 2: "Medium", 1: "Low", 0: "Info"}[s]
}

// line is a position without a column.
func line(p assay.Position) assay.Position { return assay.Position{Line: p.Line} }

var codeClimateDialect = dialect{
	name: "codeclimate", format: "codeclimate", tool: "Code Quality", slug: "code-quality", engine: assay.EngineQuality,
	carry: func(m *made) {
		m.Location = assay.Location{Path: m.Location.Path, Start: m.Location.Start, End: m.Location.End}
		m.Flow, m.Status, m.Confidence, m.Vulnerability, m.Snippet, m.Fix, m.CWE = nil, "", assay.Firm, nil, "", "", nil
		m.about.Title, m.about.Fix, m.about.References, m.about.CWE = string(m.Rule), "", nil, nil
	},
	write: func(list []made) string {
		var out []any
		for _, m := range list {
			l := m.Location
			out = append(out, object{
				"type": "issue", "check_name": m.Rule, "description": m.Message, "severity": []string{"info", "minor", "major", "critical", "blocker"}[m.Severity],
				"fingerprint": fmt.Sprintf("%x", m.key), "content": object{"body": m.about.Explanation},
				"location": object{"path": l.Path, "positions": object{
					"begin": object{"line": l.Start.Line, "column": l.Start.Column}, "end": object{"line": l.End.Line, "column": l.End.Column},
				}},
			})
		}
		return asJSON(out)
	},
}
