package licence

import (
	"context"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/licence"
	"github.com/assay-dev/assay/rules"
)

const policy = `version: 1
services:
  - {name: app, paths: ["app/**"], use: distributed}
  - {name: tool, paths: ["tool/**"], use: internal}
  - {name: listed, paths: ["listed/**"]}
licences:
  service: {deny: ["SSPL-*"], review: [MPL-2.0]}
  packages:
    - {name: "bought:*", licence: LicenseRef-Bought, verdict: allow}
    - {name: "found", licence: AGPL-3.0-only}
`

func judge(t *testing.T, c assay.Component) []assay.Finding {
	t.Helper()
	cfg, err := config.Parse("assay.yaml", []byte(policy))
	if err != nil {
		t.Fatal(err)
	}
	out, err := New(catalog.New(cfg)).Analyse(context.Background(), engine.Facts{Components: []assay.Component{c}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Findings
}

func TestPolicy(t *testing.T) {
	for _, c := range []struct {
		path, name, licence string
		use                 assay.Use
		want                string // rule, empty for none
	}{
		{"app/x", "a", "MIT", assay.Runtime, ""},
		{"app/x", "a", "LGPL-2.1-only", assay.Runtime, "licence/review"},
		{"app/x", "a", "GPL-3.0-only", assay.Runtime, "licence/denied"},
		{"app/x", "a", "GPL-3.0-only OR MIT", assay.Runtime, ""},
		{"app/x", "a", "GPL-3.0-only AND MIT", assay.Runtime, "licence/denied"},
		{"app/x", "a", "GPL-2.0-only WITH Classpath-exception-2.0", assay.Runtime, "licence/review"},
		{"app/x", "a", "GPL-3.0-only", assay.Development, ""},
		{"app/x", "a", "The MIT License", assay.Runtime, ""},
		{"app/x", "a", "", assay.Runtime, ""},
		{"app/x", "a", "ask our lawyers", assay.Runtime, ""},
		{"app/x", "bought:thing", "GPL-3.0-only", assay.Runtime, ""},
		{"app/x", "found", "", assay.Runtime, "licence/denied"},
		{"tool/x", "a", "GPL-3.0-only", assay.Runtime, ""},
		{"tool/x", "a", "AGPL-3.0-only", assay.Runtime, "licence/review"},
		{"x", "a", "LGPL-2.1-only", assay.Runtime, ""},
		{"x", "a", "MPL-2.0", assay.Runtime, "licence/review"},
		{"x", "a", "SSPL-1.0", assay.Runtime, "licence/denied"},
		{"x", "a", "AGPL-3.0-or-later", assay.Runtime, "licence/denied"},
		{"app/x", "com.mysql:mysql-connector-j", "", assay.Runtime, "licence/denied"},
	} {
		got := ""
		for _, f := range judge(t, assay.Component{Ecosystem: assay.Maven, Name: c.name, Version: "1", Licence: c.licence, Use: c.use, Location: assay.Location{Path: c.path}}) {
			got = string(f.Rule)
		}
		if got != c.want {
			t.Errorf("%s %s %q %s: %q, want %q", c.path, c.name, c.licence, c.use, got, c.want)
		}
	}
}

func TestListIsReadable(t *testing.T) {
	for line := range strings.Lines(rules.Licences) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if assay.Ecosystem(f[0]).PURLType() == "" || len(f) < 4 {
			t.Errorf("%q", line)
			continue
		}
		if _, err := licence.Parse(strings.Join(f[3:], " ")); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
}
