package report_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func render(t testing.TB, format string, v *report.View, o report.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, v, o); err != nil {
		t.Fatalf("write %s: %v", format, err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (write it with: go test ./internal/report -update)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

func TestGolden(t *testing.T) {
	views := map[string]func() *report.View{"denied": denied, "passed": passed, "unfinished": unfinished}
	for name, view := range views {
		for _, format := range report.Formats() {
			t.Run(name+"/"+format, func(t *testing.T) {
				golden(t, name+"."+format, render(t, format, view(), report.Options{Width: 100}))
			})
		}
	}
	t.Run("colour", func(t *testing.T) {
		golden(t, "denied.colour", render(t, "text", denied(), report.Options{Width: 100, Colour: true}))
	})
	t.Run("verbose", func(t *testing.T) {
		golden(t, "denied.verbose", render(t, "text", denied(), report.Options{Verbose: true}))
	})
}

func TestWriteChangesNothing(t *testing.T) {
	for _, format := range report.Formats() {
		v := denied()
		render(t, format, v, report.Options{For: "github"})
		if diff := cmp.Diff(denied(), v); diff != "" {
			t.Errorf("%s changed its view:\n%s", format, diff)
		}
	}
}

func TestCheckRefusesUnknown(t *testing.T) {
	if err := report.Check("pdf", report.Options{}); !errors.Is(err, fault.Invalid) || fault.Help(err) == "" {
		t.Errorf("unknown format: got %v, want an invalid error with help", err)
	}
	if err := report.Check("sarif", report.Options{For: "jira"}); !errors.Is(err, fault.Invalid) {
		t.Errorf("unknown system: got %v, want an invalid error", err)
	}
}
