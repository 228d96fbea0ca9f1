package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
)

// place is one entry of an example's expected.yaml.
type place struct {
	Rule, ID, Engine, Path, Resource, Kind, Note string
	Line                                         int
}

// covered are the kinds that today's engines look for.
var covered = map[string]string{
	"secret": "secret", "iac": "iac", "tag": "tag", "dependency": "dependency", "licence": "licence", "sast": "sast", "compliance": "sast", "threat": "threat",
}

// TestExamples holds the engines to what each example's expected.yaml names:
// all of it, nothing more, and nothing at the harmless twins.
func TestExamples(t *testing.T) {
	lists, err := filepath.Glob("../../examples/*/expected.yaml")
	if err != nil || len(lists) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, list := range lists {
		dir := filepath.Dir(list)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			var want struct{ Findings, Harmless []place }
			data, err := os.ReadFile(list)
			if err != nil {
				t.Fatal(err)
			}
			if err := yaml.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			compareExample(t, want.Findings, want.Harmless, scanExample(t, dir))
		})
	}
}

// found is a finding of a JSON report.
type found struct {
	Rule, Engine, Message string
	Location              struct {
		Path, Resource string
		Start          struct{ Line int }
	}
}

func (f found) place() string {
	return fmt.Sprintf("%s %s:%d", f.Rule, f.Location.Path, f.Location.Start.Line)
}

func compareExample(t *testing.T, want, harmless []place, got []found) {
	expected := map[string]int{}
	for _, p := range want {
		if p.Rule != "" && covered[p.Kind] != "" {
			expected[fmt.Sprintf("%s %s:%d", p.Rule, p.Path, p.Line)]++
		}
	}
	for _, f := range got {
		at := f.place()
		if expected[at] == 0 {
			t.Errorf("not expected: %s (%s)", at, f.Message)
		}
		expected[at]--
		for _, h := range harmless {
			onLine := h.Resource == "" && h.Path == f.Location.Path && h.Line == f.Location.Start.Line
			onResource := h.Resource != "" && h.Path == f.Location.Path && h.Resource == f.Location.Resource
			if covered[h.Kind] == f.Engine && (onLine || onResource) {
				t.Errorf("a false alarm: %s at what is harmless: %s", at, h.Note)
			}
		}
	}
	var missing []string
	for at, n := range expected {
		if n > 0 {
			missing = append(missing, at)
		}
	}
	slices.Sort(missing)
	for _, m := range missing {
		t.Errorf("missed: %s", m)
	}
}

func scanExample(t *testing.T, dir string) []found {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "scan", dir, "--format", "json", "-q", "--home", t.TempDir())
	cmd.Env = append(os.Environ(), beAssay+"=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var v struct{ Findings []found }
	if err := json.Unmarshal(stdout.Bytes(), &v); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	return v.Findings
}
