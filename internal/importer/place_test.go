package importer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/importer"
)

// TestOutside: a path that leaves the examined folder is told, and is no place
// in the tree.
func TestOutside(t *testing.T) {
	const sarif = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"lint"}},"results":[{"ruleId":"r","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"%s"},"region":{"startLine":7}}}]}]}]}`
	const sonar = `{"paging":{"total":1},"issues":[{"key":"k","rule":"java:S1","component":"p:%s","project":"p","message":"m","line":7}]}`
	for _, c := range []struct{ at, path, message string }{
		{"../../../etc/shadow", "", "m (reported at ../../../etc/shadow)"},
		{"a/../../etc/shadow", "", "m (reported at ../etc/shadow)"},
		{"%2e%2e/etc/shadow", "", "m (reported at ../etc/shadow)"},
		{"a/../b..c.go", "b..c.go", "m"},
		{"/builds/x/../y/a.go", "/builds/y/a.go", "m"}, // absolute: seen to be elsewhere
	} {
		for _, report := range []string{sarif, sonar} {
			if report == sonar && strings.Contains(c.at, "%2e") {
				continue
			}
			rep, err := importer.Read(context.Background(), "r", strings.NewReader(strings.Replace(report, "%s", c.at, 1)), importer.Options{Root: "/builds/x"})
			if err != nil || len(rep.Findings) != 1 {
				t.Fatalf("%s: %v", c.at, err)
			}
			f := rep.Findings[0]
			if f.Location.Path != c.path || f.Message != c.message || c.path == "" && f.Location.Start.Line != 0 {
				t.Errorf("%s in %s: %q at %+v", c.at, rep.Format, f.Message, f.Location)
			}
		}
	}
}
