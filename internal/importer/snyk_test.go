package importer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/importer"
)

// TestSnykNames: versions of snyk name a package in three ways.
func TestSnykNames(t *testing.T) {
	for _, name := range []string{`"name":"lodash"`, `"packageName":"lodash"`, `"moduleName":"lodash"`} {
		text := `{"packageManager":"npm","vulnerabilities":[{"id":"SNYK-JS-LODASH-1","title":"Prototype Pollution","severity":"high","version":"4.17.15",` + name + `}]}`
		rep, err := importer.Read(context.Background(), "r", strings.NewReader(text), importer.Options{})
		if err != nil || len(rep.Findings) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		f := rep.Findings[0]
		if f.Message != "Prototype Pollution in lodash@4.17.15" || f.Location.Component != "pkg:npm/lodash@4.17.15" || f.Vulnerability.Package != "lodash" {
			t.Errorf("%s: %q at %q, %+v", name, f.Message, f.Location.Component, f.Vulnerability)
		}
	}
}
