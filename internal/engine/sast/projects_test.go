package sast_test

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
	"github.com/assay-dev/assay/rules"
)

// TestProjects runs the rules that ship over small projects of several files
// and compares with their annotations, for the rules that these name.
func TestProjects(t *testing.T) {
	dirs, err := filepath.Glob("testdata/projects/*")
	if err != nil {
		t.Fatal(err)
	}
	e := sast.New(sast.NewRules(rules.SAST()))
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) { project(t, e, dir) })
	}
}

func project(t *testing.T, e *sast.Engine, dir string) {
	var files []engine.File
	want := map[string]map[string]*ruletest.Expectation{} // by path and rule
	named := map[string]bool{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(p, dir+string(filepath.Separator)))
		if !e.Selects(rel, data) {
			return nil
		}
		files = append(files, engine.File{Path: rel, Data: data, Hash: sha256.Sum256(data)})
		want[rel] = ruletest.Parse(data)
		for r := range want[rel] {
			named[r] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	out, err := e.Extract(context.Background(), files, forgetful{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]map[string][]int{}
	for _, f := range out.Findings {
		if found[f.Location.Path] == nil {
			found[f.Location.Path] = map[string][]int{}
		}
		r := strings.TrimPrefix(string(f.Rule), "sast/")
		found[f.Location.Path][r] = append(found[f.Location.Path][r], f.Location.Start.Line)
	}
	for path, rules := range want {
		for r := range named {
			x := rules[r]
			if x == nil {
				x = &ruletest.Expectation{Rule: r}
			}
			if missing, extra := x.Compare(found[path][r]); len(missing)+len(extra) > 0 {
				t.Errorf("%s: %s: missing %v, extra %v", path, r, missing, extra)
			}
		}
	}
}

// forgetful is a memo that keeps nothing.
type forgetful struct{}

func (forgetful) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (forgetful) Put(engine.Hash, engine.Output)        {}
