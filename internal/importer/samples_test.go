package importer_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/importer"
)

// TestRealReports reads every file below the folder that ASSAY_REPORTS names,
// to try real reports that are not ours to keep here. Each must read the same
// twice or be refused; -v lists what came out.
func TestRealReports(t *testing.T) {
	root := os.Getenv("ASSAY_REPORTS")
	if root == "" {
		t.Skip("ASSAY_REPORTS names no folder")
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		one, err1 := readFile(path)
		two, err2 := readFile(path)
		if (err1 == nil) != (err2 == nil) {
			t.Errorf("%s: %v, then %v", path, err1, err2)
		}
		if diff := cmp.Diff(one, two); diff != "" {
			t.Errorf("%s reads differently the second time:\n%s", path, diff)
		}
		name, _ := filepath.Rel(root, path)
		if err1 != nil {
			t.Logf("%-70s refused: %v", name, err1)
			return nil
		}
		ids := map[string]bool{}
		for _, f := range one.Findings {
			ids[string(f.Rule)+f.Identity] = true
		}
		t.Logf("%-70s %-12s %s %s: %d findings, %d identities, %d rules, %d skipped, %d gaps", name, one.Format, one.Tool, one.ToolVersion,
			len(one.Findings), len(ids), len(one.Rules), one.Skipped, len(one.Gaps))
		for i, g := range one.Gaps[:min(len(one.Gaps), 3)] {
			t.Logf("    gap %d: %s", i, g.Reason)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func readFile(path string) (*importer.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return importer.Read(context.Background(), filepath.Base(path), f, importer.Options{})
}
