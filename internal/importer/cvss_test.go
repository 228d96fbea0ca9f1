package importer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/importer"
)

// TestUnratedFlaw: a vector speaks where no word and no score does, and a flaw
// that nobody rated is high.
func TestUnratedFlaw(t *testing.T) {
	const cdx = `{"bomFormat":"CycloneDX","specVersion":"1.5","vulnerabilities":[{"id":"CVE-2021-44228","ratings":[%s]}]}`
	const trivy = `{"SchemaVersion":2,"ArtifactName":".","Results":[{"Target":"p","Class":"lang-pkgs","Type":"npm","Vulnerabilities":[{"VulnerabilityID":"CVE-2031-1","PkgName":"a",%s}]}]}`
	const gitlab = `{"version":"15.0.0","scan":{"type":"dependency_scanning"},"vulnerabilities":[{"id":"1","name":"n","identifiers":[{"type":"cve","value":"CVE-2031-1"}],"location":{"file":"p","dependency":{"package":{"name":"a"}}},%s}]}`
	const snyk = `{"packageManager":"npm","vulnerabilities":[{"id":"SNYK-JS-A-1","title":"T","name":"a","version":"1",%s}]}`
	const sarif = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"grype"}},"results":[{"ruleId":"CVE-2031-1",%s}]}]}`
	for _, c := range []struct{ report, value, want string }{
		{cdx, ``, "high"},
		{cdx, `{"severity":"unknown"}`, "high"},
		{cdx, `{"severity":"low"}`, "low"},
		{cdx, `{"method":"CVSSv31","vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"}`, "critical"},
		{cdx, `{"method":"CVSSv31"},{"severity":"critical","method":"other"}`, "critical"},
		{cdx, `{"score":5.1,"method":"CVSSv31"}`, "medium"},
		{trivy, `"Severity":"UNKNOWN"`, "high"},
		{trivy, `"CVSS":{"nvd":{"V3Vector":"CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"}}`, "low"},
		{gitlab, `"severity":"Unknown"`, "high"},
		{gitlab, `"cvss_vectors":[{"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]`, "critical"},
		{snyk, `"x":1`, "high"},
		{snyk, `"CVSSv3":"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N"`, "medium"},
		{sarif, `"message":{"text":"m"}`, "high"},
		{sarif, `"level":"note","message":{"text":"m"}`, "low"},
	} {
		rep, err := importer.Read(context.Background(), "r", strings.NewReader(strings.Replace(c.report, "%s", c.value, 1)), importer.Options{Components: noComponents})
		if err != nil || len(rep.Findings) != 1 {
			t.Errorf("%s: %v, %+v", c.value, err, rep)
			continue
		}
		if got := rep.Findings[0].Severity.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.value, got, c.want)
		}
	}
}
