package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
)

// boxes is a file scanner that finds the components that a .box file names.
type boxes struct{}

func (boxes) ID() assay.EngineID                  { return "parts" } // an extractor's, too
func (boxes) Scopes() []assay.Scope               { return []assay.Scope{assay.ScopeArchive} }
func (boxes) Version() string                     { return "1" }
func (boxes) Selects(path string, _ []byte) bool  { return strings.HasSuffix(path, ".box") }
func (b boxes) Claims(path string, _ []byte) bool { return b.Selects(path, nil) }
func (boxes) Scan(_ context.Context, f engine.File) (out engine.Output, err error) {
	out.Examine(assay.ScopeArchive, 1)
	out.Projects = []assay.Project{{Root: f.Path, Complete: true}}
	for name := range strings.FieldsSeq(string(f.Data)) {
		out.Components = append(out.Components, assay.Component{Name: name, Version: "1", Root: f.Path, Location: assay.Location{Path: f.Path}})
	}
	return out, nil
}

// flaws raises one finding per component.
type flaws struct{}

func (flaws) ID() assay.EngineID    { return "flaws" }
func (flaws) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeAdvisory} }
func (flaws) Version() string       { return "1" }
func (flaws) Analyse(_ context.Context, facts engine.Facts) (out engine.Output, err error) {
	for _, c := range facts.Components {
		out.Findings = append(out.Findings, assay.Finding{Rule: assay.RuleID("flaws/" + c.Name), Engine: "flaws", Identity: c.Name, Location: c.Location})
	}
	return out, nil
}

// TestComponentsOfFiles: what file scanners find in archives reaches the
// analysers, at the head, from memory, and at the base.
func TestComponentsOfFiles(t *testing.T) {
	memo := &memory{}
	for _, round := range []string{"fresh", "remembered"} {
		r := &Runner{Scanners: []engine.FileScanner{boxes{}}, Extractors: []engine.Extractor{parts{}}, Analysers: []engine.Analyser{flaws{}}, Memo: memo}
		head, err := r.Head(context.Background(), files{"a.box": "new same", "b.box": "still", "added.box": "fresh"})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"a.box:0 flaws/new", "a.box:0 flaws/same", "added.box:0 flaws/fresh", "b.box:0 flaws/still"}
		if diff := cmp.Diff(want, places(head.Output)); diff != "" {
			t.Errorf("%s head: %s", round, diff)
		}
		base, err := r.Base(context.Background(), head, []assay.ChangedFile{
			{Path: "a.box", Kind: assay.Modified}, {Path: "added.box", Kind: assay.Added}, {Path: "gone.box", Kind: assay.Deleted},
		}, func(path string) ([]byte, bool, error) {
			return []byte(map[string]string{"a.box": "old same", "gone.box": "past"}[path]), false, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want = []string{"a.box:0 flaws/old", "a.box:0 flaws/same", "b.box:0 flaws/still", "gone.box:0 flaws/past"}
		if diff := cmp.Diff(want, places(base.Output)); diff != "" {
			t.Errorf("%s base: %s", round, diff)
		}
	}
}

// TestLargeArchive: an archive that is too large is a gap of its scope, another
// large binary file is none.
func TestLargeArchive(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"huge.box", "huge.bin"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(2 << 30); err != nil {
			t.Skipf("no sparse files here: %v", err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := change.Walk(context.Background(), dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	r := &Runner{Scanners: []engine.FileScanner{words{}, boxes{}}}
	res, err := r.Head(context.Background(), snap)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Gaps) != 1 || res.Gaps[0].Scope != assay.ScopeArchive || res.Gaps[0].Location.Path != "huge.box" || res.Gaps[0].Unsupported {
		t.Errorf("%+v", res.Gaps)
	}
}
