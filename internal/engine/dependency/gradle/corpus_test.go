package gradle

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// TestCorpus reads testdata/*.txtar: files of a tree, and a last file named
// "expected" with a line for each project, component and gap, sorted:
//
//	project ROOT NAME VERSION (complete|partial) LICENCE
//	ROOT (direct|-) USE GROUP:ARTIFACT VERSION-or-? [<- CONSTRAINT] @PATH:LINE
//	gap PATH:LINE REASON
func TestCorpus(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			files, expected := corpus(t, name)
			if diff := gocmp.Diff(expected, lines(read(files))); diff != "" {
				t.Errorf("(-expected +found)\n%s", diff)
			}
		})
	}
}

func corpus(t *testing.T, name string) (files []engine.File, expected []string) {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		if f.Name == "expected" {
			for l := range strings.Lines(string(f.Data)) {
				if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
					expected = append(expected, l)
				}
			}
			continue
		}
		if !Selects(f.Name, f.Data) {
			continue
		}
		files = append(files, engine.File{Path: f.Name, Data: f.Data})
	}
	slices.SortFunc(files, func(a, b engine.File) int { return cmp.Compare(a.Path, b.Path) })
	slices.Sort(expected)
	return files, expected
}

func read(files []engine.File) engine.Output {
	var out engine.Output
	for _, u := range Units(files) {
		out.Merge(Read(context.Background(), u))
	}
	return out
}

func lines(out engine.Output) []string {
	var all []string
	for _, p := range out.Projects {
		state := "partial"
		if p.Complete {
			state = "complete"
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("project %s %s %s %s %s", p.Root, p.Name, cmp.Or(p.Version, "?"), state, p.Licence)))
	}
	for _, c := range out.Components {
		all = append(all, line(c))
	}
	for _, g := range out.Gaps {
		all = append(all, fmt.Sprintf("gap %s:%d %s", g.Location.Path, g.Location.Start.Line, g.Reason))
	}
	slices.Sort(all)
	return all
}

func line(c assay.Component) string {
	direct, chosen := "-", ""
	if c.Direct {
		direct = "direct"
	}
	if c.Constraint != "" {
		chosen = "<- " + c.Constraint + " "
	}
	return fmt.Sprintf("%s %s %s %s %s %s@%s:%d", c.Root, direct, c.Use, c.Name, cmp.Or(c.Version, "?"), chosen,
		c.Location.Path, c.Location.Start.Line)
}

// TestTree prints what a tree on this machine brings in: ASSAY_TREE names it.
func TestTree(t *testing.T) {
	root := os.Getenv("ASSAY_TREE")
	if root == "" {
		t.Skip("ASSAY_TREE names no folder")
	}
	for _, l := range lines(read(load(t, root))) {
		t.Log(l)
	}
}

func load(t testing.TB, root string) []engine.File {
	t.Helper()
	var files []engine.File
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, p)
		if err != nil || d.IsDir() || !Selects(rel, nil) {
			return err
		}
		data, err := os.ReadFile(p)
		if err == nil && Selects(rel, data) {
			files = append(files, engine.File{Path: rel, Data: data})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
