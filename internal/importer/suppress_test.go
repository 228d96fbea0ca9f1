package importer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/importer"
)

// TestSetAside: what a tool sets aside itself stays a finding; what is gone is
// none.
func TestSetAside(t *testing.T) {
	const sarif = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"lint"}},"results":[{"ruleId":"a","message":{"text":"m"},%s}]}]}`
	const zap = `{"@version":"2","site":[{"@name":"https://a.example","alerts":[{"pluginid":"1","name":"x","confidence":"%s"}]}]}`
	const sonar = `{"paging":{"total":1},"issues":[{"key":"k","rule":"java:S1","component":"p:a.java","message":"m",%s}]}`
	const trivy = `{"SchemaVersion":2,"ArtifactName":".","Results":[{"Target":"a","Class":"lang-pkgs","Type":"npm",%s}]}`
	const gitlab = `{"version":"15.0.0","scan":{"type":"sast"},"vulnerabilities":[{"id":"1","name":"n","identifiers":[{"type":"x","value":"y"}],"state":"%s","dismissal_reason":"used_in_tests"}]}`
	const semgrep = `{"version":"1","errors":[],"results":[{"check_id":"a.b","path":"a.py","extra":{"message":"m","is_ignored":true}}]}`
	const snyk = `{"packageManager":"npm","vulnerabilities":[%s],"filtered":{"ignore":[%s],"patch":[{"id":"P"}]}}`
	const contrast = `{"success":true,"traces":[{"uuid":"1","rule_name":"xxe","title":"t","status":"%s"}]}`
	const theorem = `{"security_findings":[{"id":"1","title":"t","issue_type":"x","severity":"HIGH","aggregated_status":"%s"}]}`
	flaw := `{"id":"SNYK-JS-A-1","title":"T","name":"a","version":"1","filtered":{"ignored":[{"reason":"no fix"}]}}`
	for _, c := range []struct{ name, report, value, want string }{
		{"sarif, in the source", sarif, `"suppressions":[{"kind":"inSource"}]`, "suppressed in lint"},
		{"sarif, accepted", sarif, `"suppressions":[{"kind":"external","status":"accepted","justification":"old code"}]`, "old code"},
		{"sarif, rejected", sarif, `"suppressions":[{"kind":"external","status":"rejected"}]`, "stays"},
		{"sarif, one open", sarif, `"suppressions":[{"kind":"inSource"},{"kind":"external","status":"underReview"}]`, "stays"},
		{"sarif, gone", sarif, `"baselineState":"absent"`, "skipped"},
		{"sarif, known", sarif, `"baselineState":"unchanged"`, "stays"},
		{"zap, false positive", zap, "0", "marked a false positive in ZAP"},
		{"sonar, false positive", sonar, `"resolution":"FALSE-POSITIVE"`, "marked FALSE-POSITIVE in SonarQube"},
		{"sonar, won't fix", sonar, `"resolution":"WONTFIX"`, "marked WONTFIX in SonarQube"},
		{"sonar, accepted", sonar, `"issueStatus":"ACCEPTED"`, "marked ACCEPTED in SonarQube"},
		{"sonar, safe", sonar, `"vulnerabilityProbability":"HIGH","status":"REVIEWED","resolution":"SAFE"`, "marked SAFE in SonarQube"},
		{"sonar, fixed", sonar, `"resolution":"FIXED"`, "skipped"},
		{"trivy, ignored", trivy, `"ExperimentalModifiedFindings":[{"Type":"vulnerability","Status":"ignored","Statement":"not used","Finding":{"VulnerabilityID":"CVE-2031-1","PkgName":"a"}}]`, "not used"},
		{"trivy, passed", trivy, `"Misconfigurations":[{"ID":"1","Status":"PASS"}]`, "skipped"},
		{"gitlab, dismissed", gitlab, "dismissed", "used_in_tests"},
		{"gitlab, resolved", gitlab, "resolved", "skipped"},
		{"semgrep, nosem", semgrep, "", "suppressed in Semgrep"},
		{"snyk, ignored", snyk, flaw, "no fix"},
		{"contrast, no problem", contrast, "Not a Problem", "marked as not a problem in Contrast"},
		{"contrast, fixed", contrast, "Fixed", "skipped"},
		{"data theorem, accepted", theorem, "CLOSED_RISK_ACCEPTED", "CLOSED_RISK_ACCEPTED"},
		{"data theorem, fixed", theorem, "CLOSED_FIXED", "skipped"},
	} {
		report := strings.ReplaceAll(strings.Replace(strings.Replace(c.report, "[%s],\"filtered", "[],\"filtered", 1), "%s", c.value, 1), "%s", "")
		got, err := importer.Read(context.Background(), "r", strings.NewReader(report), importer.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		said := "stays"
		switch {
		case len(got.Findings) == 0:
			said = "skipped"
		case got.Findings[0].Suppression != nil:
			s := got.Findings[0].Suppression
			if said = s.Reason; s.Counts || s.Why == "" {
				t.Errorf("%s: %+v", c.name, s)
			}
		}
		if said != c.want || len(got.Findings) == 0 && got.Skipped != 1 {
			t.Errorf("%s: %q, want %q (%d skipped)", c.name, said, c.want, got.Skipped)
		}
	}
	both := strings.Replace(strings.Replace(snyk, "%s", flaw, 1), "%s", flaw, 1)
	got, err := importer.Read(context.Background(), "r", strings.NewReader(both), importer.Options{})
	if err != nil || len(got.Findings) != 1 || got.Findings[0].Suppression != nil {
		t.Errorf("one of two ways set aside: %+v, %v", got, err)
	}
}
