package importer_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

type object = map[string]any

func asJSON(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(b)
}

// sarifDialect writes the results before the tool, which is the harder order.
var sarifDialect = dialect{
	name: "sarif", format: "sarif", tool: "Bench Linter 3.1", slug: "bench-linter", engine: assay.EngineSAST,
	carry: func(m *made) {
		m.Vulnerability = nil
		m.Location.URL, m.Location.Method, m.Location.Parameter, m.Location.Component = "", "", "", ""
	},
	write: func(list []made) string {
		var results, rules []any
		at := map[assay.RuleID]int{}
		for _, m := range list {
			if _, ok := at[m.Rule]; !ok {
				at[m.Rule] = len(rules)
				rules = append(rules, sarifRuleOf(m))
			}
			results = append(results, sarifResultOf(m, at[m.Rule]))
		}
		results2, rules2 := asJSON(results), asJSON(object{"driver": object{"name": "Bench Linter", "version": "3.1", "rules": rules}})
		return fmt.Sprintf(`{"version":"2.1.0","runs":[{"results":%s,"tool":%s}]}`, results2, rules2)
	},
}

func sarifRuleOf(m made) any {
	tags := []string{"security"}
	for _, n := range m.about.CWE {
		tags = append(tags, fmt.Sprintf("external/cwe/cwe-%03d", n))
	}
	return object{
		"id": m.Rule, "shortDescription": object{"text": m.about.Title}, "fullDescription": object{"text": m.about.Explanation},
		"help": object{"text": m.about.Fix}, "helpUri": m.about.References[0], "defaultConfiguration": object{"level": "note"},
		"properties": object{"tags": tags, "precision": []string{"medium", "high", "very-high"}[m.Confidence]},
	}
}

func sarifResultOf(m made, index int) any {
	out := object{
		"ruleId": m.Rule, "ruleIndex": index, "message": object{"text": m.Message},
		"locations": []any{sarifLocationOf(m.Location, m.Snippet)}, "fixes": []any{object{"description": object{"text": m.Fix}}},
		"properties": object{"security-severity": []string{"0.0", "2.0", "5.5", "8.0", "9.5"}[m.Severity], "commit": m.Location.Commit},
	}
	if m.Severity == assay.Info {
		out["level"] = "none"
	}
	if m.Status != "" {
		out["baselineState"] = map[assay.Status]string{assay.StatusNew: "new", assay.StatusOld: "unchanged"}[m.Status]
	}
	var steps []any
	for _, s := range m.Flow {
		l := sarifLocationOf(s.Location, "")
		l["message"] = object{"text": s.Message}
		steps = append(steps, object{"location": l})
	}
	if len(steps) > 0 {
		out["codeFlows"] = []any{object{"threadFlows": []any{object{"locations": steps}}}}
	}
	return out
}

func sarifLocationOf(l assay.Location, snippet string) object {
	region := object{"startLine": l.Start.Line, "startColumn": l.Start.Column, "endLine": l.End.Line, "endColumn": l.End.Column}
	if snippet != "" {
		region["snippet"] = object{"text": "\t" + snippet + "\n"}
	}
	parts := strings.Split(l.Path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	out := object{"physicalLocation": object{"artifactLocation": object{"uri": strings.Join(parts, "/")}, "region": region}}
	if l.Resource != "" {
		out["logicalLocations"] = []any{object{"fullyQualifiedName": l.Resource}}
	}
	return out
}
