package control_test

import (
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/rules"
)

func shipped(t testing.TB) *control.Set {
	t.Helper()
	s, err := control.Load(rules.Controls())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestShipped holds the shipped data to what no parser can know.
func TestShipped(t *testing.T) {
	s := shipped(t)
	var ids []string
	for _, f := range s.Frameworks {
		ids = append(ids, f.ID)
		for _, c := range f.Controls {
			if *c.Reference.Verified || *c.Reference.Edition != "" {
				t.Errorf("%s claims to be verified: who read which edition?", c.ID)
			}
			for _, k := range c.Checks {
				if k.Stage != "" && !slices.Contains([]string{"plan", "code", "build", "test", "release", "deploy"}, k.Stage) {
					t.Errorf("%s asks for stage %q", c.ID, k.Stage)
				}
			}
		}
	}
	if !slices.Equal(ids, assay.Frameworks()) {
		t.Errorf("frameworks are %v, the vocabulary has %v", ids, assay.Frameworks())
	}
	for name, data := range rules.Controls() {
		if word := claim(string(data)); word != "" {
			t.Errorf("%s says %q", name, word)
		}
	}
}

// claim finds a word that claims that a duty is met.
func claim(text string) string {
	return regexp.MustCompile(`(?i)\b(non-?)?(complian\w*|complies|proved|proven|proof|certified|guarantee\w*)\b`).FindString(text)
}

const groups = `groups:
  - {name: injection, about: x, engines: [sast], cwe: [89], rules: ["sast/sql-*"]}
`

const gdpr = `framework: gdpr
title: T
document: D
about: A
binds: [controller]
controls:
  - id: g-1
    title: T
    reference: {clause: "1", verified: false, edition: ""}
    freshness: 30
    checks:
      - no_findings: [injection]
`

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"unknown key", "title: T\ndoc", "titel: T\ndoc", "titel not found"},
		{"unknown group", "[injection]", "[injektion]", `no group "injektion"`},
		{"unknown framework", "framework: gdpr", "framework: gdrp", `unknown framework "gdrp"`},
		{"no verified", "verified: false, ", "", "says verified and edition"},
		{"verified without an edition", "verified: false", "verified: true", "the edition that was read is named"},
		{"an edition but not verified", `edition: ""`, `edition: "2016"`, "the edition that was read is named"},
		{"two things in a check", "[injection]", "[injection]\n        sbom: true", "says 2 things"},
		{"nothing in a check", "no_findings: [injection]", "sbom: false", "says 0 things"},
		{"no freshness", "freshness: 30", "freshness: 0", "number of days"},
		{"nothing shows it", "    checks:\n      - no_findings: [injection]\n", "", "nothing shows it"},
		{"partial, and nobody has the rest", "freshness: 30", "freshness: 30\n    partial: true", "a manual part for the rest"},
		{"manual without an owner", "    checks:\n      - no_findings: [injection]\n", "    manual: {show: x}\n", "who owns it"},
		{"two documents", "      - no_findings: [injection]\n", "      - no_findings: [injection]\n---\n", "more than one YAML document"},
		{"a star inside", "no_findings: [injection]", `examined: ["sa*/x"]`, "at the end only"},
		{"too large", "about: A", "about: " + strings.Repeat("a", 1<<20), "larger than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(gdpr, c.from, c.to, 1)
			if text == gdpr {
				t.Fatal("the case changes nothing")
			}
			_, err := control.Load(map[string][]byte{"groups.yaml": []byte(groups), "gdpr.yaml": []byte(text)})
			if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	twice := gdpr + strings.SplitAfter(gdpr, "controls:\n")[1]
	for name, text := range map[string]string{
		"id twice":     twice,
		"clause twice": gdpr + strings.Replace(strings.SplitAfter(gdpr, "controls:\n")[1], "g-1", "g-2", 1),
	} {
		if _, err := control.Load(map[string][]byte{"groups.yaml": []byte(groups), "gdpr.yaml": []byte(text)}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := control.Load(map[string][]byte{"groups.yaml": []byte(groups), "gdpr.yaml": []byte(gdpr)}); err != nil {
		t.Errorf("the plain one: %v", err)
	}
}

// TestReference holds docs/reference/controls.md to the data; rewrite it with
// UPDATE=1 go test ./internal/govern/control.
func TestReference(t *testing.T) {
	const path = "../../../docs/reference/controls.md"
	want := shipped(t).ReferencePage()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run UPDATE=1 go test ./internal/govern/control\n%s", diff)
	}
	if word := claim(string(got)); word != "" {
		t.Errorf("it says %q", word)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(groups), []byte(gdpr))
	for _, name := range slices.Sorted(maps.Keys(rules.Controls())) {
		f.Add([]byte(groups), rules.Controls()[name])
	}
	f.Fuzz(func(t *testing.T, g, data []byte) {
		s, err := control.Load(map[string][]byte{"groups.yaml": g, "x.yaml": data})
		if (err == nil) == (s == nil) {
			t.Error("a set, or an error")
		}
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("no kind: %v", err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := control.Load(rules.Controls()); err != nil {
			b.Fatal(err)
		}
	}
}
