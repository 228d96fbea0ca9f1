package examples_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// expected is expected.yaml.
type expected struct {
	Findings []place `yaml:"findings"`
	Harmless []place `yaml:"harmless"`
}

// place is one entry: a finding has a rule, or an id and an engine that is
// still to come.
type place struct {
	Rule     string `yaml:"rule"`
	ID       string `yaml:"id"`
	Engine   string `yaml:"engine"`
	Path     string `yaml:"path"`
	Line     int    `yaml:"line"`
	Resource string `yaml:"resource"`
	Kind     string `yaml:"kind"`
	Note     string `yaml:"note"`
}

var kinds = []string{"secret", "iac", "tag", "sast", "dependency", "licence", "compliance", "threat", "cost"}

func names(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/expected.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for i, f := range files {
		files[i] = filepath.Dir(f)
	}
	return files
}

func read(t *testing.T, name string) expected {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(name, "expected.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var e expected
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&e); err != nil {
		t.Fatalf("%s/expected.yaml: %v", name, err)
	}
	return e
}

func TestExpectedNamesWhatIsThere(t *testing.T) {
	for _, name := range names(t) {
		e := read(t, name)
		for _, p := range e.Findings {
			checkPlace(t, name, p)
			if (p.Rule == "") == (p.ID == "" || p.Engine == "") {
				t.Errorf("%s: %s:%d has neither a rule nor an id with an engine, or both", name, p.Path, p.Line)
			}
		}
		for _, p := range e.Harmless {
			checkPlace(t, name, p)
		}
	}
}

func checkPlace(t *testing.T, name string, p place) {
	t.Helper()
	if !slices.Contains(kinds, p.Kind) || p.Note == "" {
		t.Errorf("%s: %s:%d: kind %q, note %q", name, p.Path, p.Line, p.Kind, p.Note)
	}
	data, err := os.ReadFile(filepath.Join(name, p.Path))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	lines := strings.Split(string(data), "\n")
	if p.Line < 1 || p.Line > len(lines) || strings.TrimSpace(lines[p.Line-1]) == "" {
		t.Errorf("%s: %s has nothing in line %d", name, p.Path, p.Line)
	}
	last := p.Resource[strings.LastIndexAny(p.Resource, "./")+1:]
	if p.Kind == "iac" && !bytes.Contains(data, []byte(last)) && filepath.Base(p.Path) != p.Resource {
		t.Errorf("%s: %s has no resource %s", name, p.Path, p.Resource)
	}
}

// TestTwins: an example without the harmless side proves only half.
func TestTwins(t *testing.T) {
	for _, name := range names(t) {
		if name == "first-terraform" {
			continue // the mission's own file, as it is
		}
		e := read(t, name)
		for _, kind := range []string{"secret", "iac", "sast", "dependency", "compliance"} {
			is := func(p place) bool { return p.Kind == kind }
			if !slices.ContainsFunc(e.Findings, is) {
				t.Errorf("%s has no finding of kind %s", name, kind)
			}
			if kind != "iac" && !slices.ContainsFunc(e.Harmless, is) {
				t.Errorf("%s has no harmless twin of kind %s", name, kind)
			}
		}
		for _, file := range []string{"assay.yaml", "README.md"} {
			if _, err := os.Stat(filepath.Join(name, file)); err != nil {
				t.Error(err)
			}
		}
	}
}
