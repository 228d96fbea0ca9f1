package check

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	checks "github.com/aquasecurity/trivy-checks"
)

// The line reader of a header must agree with a YAML reader on every module.
func TestHeaderAgreesWithYAML(t *testing.T) {
	n := 0
	err := fs.WalkDir(checks.EmbeddedPolicyFileSystem, "checks", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		for _, c := range headers(path) {
			n++
			m, err := readMetadata(c.file)
			if err != nil {
				t.Errorf("%s: %v", c.file, err)
				continue
			}
			_, isDefault := m.Custom.Frameworks["default"]
			optional := len(m.Custom.Frameworks) > 0 && !isDefault
			if c.ID != m.Custom.AVDID || c.Severity != strings.ToUpper(m.Custom.Severity) || c.deprecated != m.Custom.Deprecated || c.optional != optional {
				t.Errorf("%s: header %+v, yaml %+v", c.file, *c, m.Custom)
			}
			var want []subtype
			for _, sel := range m.Custom.Input.Selector {
				if c.source != sel.Type {
					t.Errorf("%s: source %q, yaml %q", c.file, c.source, sel.Type)
				}
				for _, s := range sel.Subtypes {
					want = append(want, subtype{s["provider"], s["service"], s["group"], s["version"], s["kind"]})
				}
			}
			if !slices.Equal(c.subtypes, want) {
				t.Errorf("%s: subtypes %v, yaml %v", c.file, c.subtypes, want)
			}
			if !slices.Equal(c.aliases, m.Custom.Aliases) {
				t.Errorf("%s: aliases %v, yaml %v", c.file, c.aliases, m.Custom.Aliases)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 500 {
		t.Errorf("only %d modules read", n)
	}
}

// Every folder compiles by itself with the libraries that it imports.
func TestEveryGroupCompiles(t *testing.T) {
	err := fs.WalkDir(checks.EmbeddedPolicyFileSystem, "checks", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		g := &group{dir: path}
		g.load()
		if g.err != nil {
			t.Errorf("%s: %v", path, g.err)
		}
		for _, c := range g.checks {
			if len(c.subtypes) == 0 && c.source == "cloud" {
				t.Errorf("%s applies to every cloud: cloudGroups would miss it", c.file)
			}
			for _, s := range c.subtypes {
				if c.source == "cloud" && !strings.HasPrefix(path, dirCloud+"/"+s.provider+"/") {
					t.Errorf("%s is for provider %s: cloudGroups would miss it", c.file, s.provider)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDetails(t *testing.T) {
	all := Details()
	if len(all) < 400 {
		t.Errorf("%d checks, want at least 400", len(all))
	}
	for _, d := range all {
		if d.Title == "" || d.Severity == "" {
			t.Errorf("%s lacks a title or a severity: %+v", d.ID, d)
		}
	}
}
