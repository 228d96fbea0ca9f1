package ruletest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
)

// TestCorpus runs the rules under testdata on the annotated files beside them.
// Each holds one thing that patterns, formulas or data flow must get right.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules under testdata: %v", err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			rules, problems := ruleset.Parse(file, data)
			for _, p := range problems {
				t.Error(p.Error())
			}
			targets := ruletest.Targets(file)
			if len(targets) == 0 {
				t.Fatal("no annotated file beside the rules")
			}
			for _, target := range targets {
				src, err := os.ReadFile(target)
				if err != nil {
					t.Fatal(err)
				}
				if r := ruletest.Run(rules, target, src); !r.Agrees() {
					t.Errorf("%s\n%s", target, r)
				}
			}
		})
	}
}
