package config

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

func TestParse(t *testing.T) {
	got, err := Parse(FileName, []byte(`
version: 1
profile: strict
services:
  - name: pay
    paths: "services/pay/**"
    owner: team-pay
    data_classes: [card]
tags:
  required:
    - Owner
    - {key: Environment, values: [production, test], from: environment}
require: [secret/tree]
stages:
  build: make
  test:
    - make test
    - {name: slow, run: make slow, timeout: 90s}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{
		Version: 1, Profile: assay.Strict,
		Services: []Service{{Name: "pay", Paths: []string{"services/pay/**"}, Owner: "team-pay", DataClasses: []string{"card"}}},
		Tags:     TagPolicy{Required: []RequiredTag{{Key: "Owner"}, {Key: "Environment", Values: []string{"production", "test"}, From: "environment"}}},
		Require:  []assay.Scope{assay.ScopeSecretTree},
		Stages: map[string]Stage{
			"build": {Steps: []Step{{Run: "make"}}},
			"test":  {Steps: []Step{{Run: "make test"}, {Name: "slow", Run: "make slow", Timeout: "90s"}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsTheDefault(t *testing.T) {
	for _, text := range []string{"", "# only a comment\n", "---\n"} {
		got, err := Parse(FileName, []byte(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if diff := cmp.Diff(Default(), got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestErrorsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ name, text, want, help string }{
		{"unknown key", "version: 1\nprofil: strict\n", `assay.yaml:2: unknown key "profil" in the file`, `did you mean "profile"?`},
		{"unknown nested key", "services:\n  - name: a\n    paths: [x]\n    ower: b\n", `assay.yaml:4: unknown key "ower" in an item of services`, `did you mean "owner"?`},
		{"twice", "version: 1\nversion: 1\n", `assay.yaml:2: key "version" stands twice`, ""},
		{"wrong type", "services: 3\n", "assay.yaml:1: an item of services must be a mapping", ""},
		{"wrong number", "version: one\n", "assay.yaml:1: version must be a whole number", ""},
		{"wrong enum", "\nprofile: harsh\n", `assay.yaml:2: profile is "harsh", want strict, standard, light`, ""},
		{"wrong version", "version: 2\n", "assay.yaml:1: version is 2", "update assay"},
		{"no paths", "services:\n  - name: a\n", `assay.yaml:2: service "a" has no paths`, "**"},
		{"same name", "services:\n  - {name: a, paths: [x]}\n  - {name: a, paths: [y]}\n", `assay.yaml:3: service "a" stands twice`, ""},
		{"bad glob", "services:\n  - name: a\n    paths: [\"a[\"]\n", `assay.yaml:3: "a[" is no glob`, ""},
		{"outside", "services:\n  - name: a\n    paths: [\"../b\"]\n", "is no glob below this folder", ""},
		{"no echo", "profile: \"password=made-up-and-long\"\n", "assay.yaml:1: profile is something else, want strict", ""},
		{"unknown framework", "frameworks: [gdpr, pci-dss]\n", `assay.yaml:1: unknown framework "pci-dss"`, "pci-dss-4.0.1, gdpr"},
		{"unknown framework of a service", "services:\n  - name: a\n    paths: [x]\n    frameworks:\n      - gdrp\n", `assay.yaml:5: unknown framework "gdrp"`, "gdpr, mifid2"},
		{"unknown stage", "stages:\n  bild: make\n", `assay.yaml:2: unknown stage "bild"`, "plan, code, build"},
		{"no command", "stages:\n  build:\n    - name: x\n", "assay.yaml:3: a step of stage build without a command", ""},
		{"bad timeout", "stages:\n  build:\n    - {run: x, timeout: soon}\n", `assay.yaml:3: timeout "soon" is no duration`, ""},
		{"anchor", "frameworks: &a [x]\n", "assay.yaml:1: anchors and aliases are not allowed", ""},
		{"no yaml", "a: [\n", "assay.yaml:1: not valid YAML", ""},
		{"two documents", "version: 1\n---\nversion: 1\n", "more than one YAML document", ""},
		{"too large", strings.Repeat("#", MaxSize+1), "larger than", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(FileName, []byte(c.text))
			if !errors.Is(err, fault.Invalid) {
				t.Fatalf("got %v, want an error of kind Invalid", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
			if !strings.Contains(fault.Help(err), c.help) {
				t.Errorf("help %q, want %q", fault.Help(err), c.help)
			}
		})
	}
}

// TestPublished holds the published schema and reference to the types; rewrite
// them with UPDATE=1 go test ./internal/config.
func TestPublished(t *testing.T) {
	for path, want := range map[string][]byte{
		"../../docs/reference/assay.schema.json": Schema(),
		"../../docs/reference/assay-yaml.md":     Reference(),
	} {
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
			t.Errorf("run UPDATE=1 go test ./internal/config\n%s", diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("version: 1\nservices: [{name: a, paths: [x]}]\n"))
	f.Add([]byte("stages: {build: [a, {run: b}]}"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg, err := Parse(FileName, data)
		if (cfg == nil) == (err == nil) {
			t.Errorf("config %v and error %v", cfg, err)
		}
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("an error of another kind: %v", err)
		}
	})
}

func TestDecodeOthersFiles(t *testing.T) {
	var out struct {
		Name string `yaml:"name,omitempty"`
		Bad  bool   `yaml:"bad"`
	}
	doc, err := Decode("x.yaml", []byte("name: a\nbad: true\n"), &out)
	if err != nil || out.Name != "a" || !out.Bad {
		t.Fatalf("%+v, %v", out, err)
	}
	if got := doc.Errorf([]any{"bad"}, "no").Error(); got != "x.yaml:2: no" {
		t.Error(got)
	}
	if _, err := Decode("x.yaml", []byte("nam: a"), &out); err == nil || err.Error() != `x.yaml:1: unknown key "nam" in the file` {
		t.Errorf("an unknown key: %v", err)
	}
	if _, err := Decode("x.yaml", []byte("bad: yes"), &out); err == nil || err.Error() != "x.yaml:1: bad must be true or false" {
		t.Errorf("no truth value: %v", err)
	}
}
