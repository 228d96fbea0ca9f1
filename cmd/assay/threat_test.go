package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestThreatModels holds the threat models of the examples to golden files, as
// a page for reading and as a picture.
func TestThreatModels(t *testing.T) {
	for _, name := range []string{"fraud-detection", "mobile-banking", "payment-gateway", "trading-platform"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.CopyFS(dir, os.DirFS("../../examples/"+name)); err != nil {
			t.Fatal(err)
		}
		for format, ext := range map[string]string{"markdown": ".md", "svg": ".svg"} {
			t.Run(name+ext, func(t *testing.T) {
				cmd := exec.Command(os.Args[0], "threat", "-q", "--home", t.TempDir(), "--format", format, dir)
				cmd.Env = append(os.Environ(), beAssay+"=1", "SOURCE_DATE_EPOCH=1760000000")
				cmd.Stderr = os.Stderr
				got, err := cmd.Output()
				if err != nil {
					t.Fatal(err)
				}
				golden := filepath.Join("testdata", "threat", name+ext)
				if *update {
					if err := os.WriteFile(golden, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Errorf("run go test ./cmd/assay -run ThreatModels -update\n%s", diff)
				}
			})
		}
	}
}
