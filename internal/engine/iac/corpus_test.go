package iac

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// memo is a Memo over a map.
type memo struct {
	mu sync.Mutex
	m  map[engine.Hash]engine.Output
}

func (m *memo) Get(k engine.Hash) (engine.Output, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out, ok := m.m[k]
	return out, ok
}

func (m *memo) Put(k engine.Hash, out engine.Output) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.m == nil {
		m.m = map[engine.Hash]engine.Output{}
	}
	m.m[k] = out
}

// shared keeps compiled checks between tests.
var shared = New(Options{})

// load reads the files below a folder that the engine selects.
func load(t testing.TB, dir string) []engine.File {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "expected.yaml" {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return snapshot(files)
}

// snapshot makes the engine's input of texts by path.
func snapshot(texts map[string]string) []engine.File {
	var files []engine.File
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		data := []byte(texts[path])
		if shared.Selects(path, data) {
			files = append(files, engine.File{Path: path, Data: data, Hash: sha256.Sum256(data)})
		}
	}
	return files
}

func extract(t testing.TB, files []engine.File) engine.Output {
	t.Helper()
	out, err := shared.Extract(context.Background(), files, &memo{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// expectation is what expected.yaml and the comments of a folder say.
type expectation struct {
	Resources []string            `yaml:"resources"`
	Gaps      []string            `yaml:"gaps"`
	Expect    map[string][]string `yaml:"expect"`
	Forbid    map[string][]string `yaml:"forbid"`
	// Failing and Unsupported are files that must have such a gap, and none of
	// the other sort.
	Failing     []string            `yaml:"failing"`
	Unsupported []string            `yaml:"unsupported"`
	lines       map[string][]string // "path:line" to ids
}

var (
	expectComment = regexp.MustCompile(`# expect: ([A-Z0-9-, ]+)`)
	forbidComment = regexp.MustCompile(`# forbid: ([A-Z0-9-, ]+)`)
)

func expected(t *testing.T, dir string, files []engine.File) expectation {
	t.Helper()
	want := expectation{lines: map[string][]string{}}
	if data, err := os.ReadFile(filepath.Join(dir, "expected.yaml")); err == nil {
		if err := yaml.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
	}
	if want.Forbid == nil {
		want.Forbid = map[string][]string{}
	}
	for _, f := range files {
		for i, line := range strings.Split(string(f.Data), "\n") {
			if m := expectComment.FindStringSubmatch(line); m != nil {
				at := fmt.Sprintf("%s:%d", f.Path, i+1)
				for id := range strings.SplitSeq(m[1], ",") {
					want.lines[at] = append(want.lines[at], strings.TrimSpace(id))
				}
			}
			if m := forbidComment.FindStringSubmatch(line); m != nil {
				for id := range strings.SplitSeq(m[1], ",") {
					want.Forbid[f.Path] = append(want.Forbid[f.Path], strings.TrimSpace(id))
				}
			}
		}
	}
	return want
}

// TestCorpus holds the engine to the examples in testdata/corpus.
func TestCorpus(t *testing.T) {
	entries, err := os.ReadDir("testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		t.Run(entry.Name(), func(t *testing.T) {
			dir := filepath.Join("testdata/corpus", entry.Name())
			files := load(t, dir)
			out := extract(t, files)
			want := expected(t, dir, files)
			checkFindings(t, want, out.Findings)
			checkGaps(t, want.Gaps, out.Gaps)
			checkSorts(t, want.Failing, out.Gaps, false)
			checkSorts(t, want.Unsupported, out.Gaps, true)
			if want.Resources != nil {
				var got []string
				for _, r := range out.Resources {
					got = append(got, r.Address)
				}
				slices.Sort(got)
				slices.Sort(want.Resources)
				if diff := cmp.Diff(want.Resources, got); diff != "" && len(want.Resources)+len(got) > 0 {
					t.Errorf("resources (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func checkFindings(t *testing.T, want expectation, findings []assay.Finding) {
	t.Helper()
	byFile := map[string]map[string]bool{}
	byLine := map[string][]string{}
	for _, f := range findings {
		id := strings.TrimPrefix(string(f.Rule), "iac/")
		if byFile[f.Location.Path] == nil {
			byFile[f.Location.Path] = map[string]bool{}
		}
		byFile[f.Location.Path][id] = true
		at := fmt.Sprintf("%s:%d", f.Location.Path, f.Location.Start.Line)
		byLine[at] = append(byLine[at], id)
		if f.Location.Resource == "" || f.Identity == "" || f.Message == "" || strings.Contains(f.Snippet, "hunter2") {
			t.Errorf("finding lacks something, or shows a secret: %+v", f)
		}
	}
	for at, ids := range want.lines {
		path, number, _ := strings.Cut(at, ":")
		var line int
		_, _ = fmt.Sscan(number, &line)
		near := append(slices.Clone(byLine[at]), byLine[fmt.Sprintf("%s:%d", path, line+1)]...)
		near = append(near, byLine[fmt.Sprintf("%s:%d", path, line-1)]...)
		for _, id := range ids {
			if !slices.Contains(near, id) {
				t.Errorf("%s: want %s, have %v", at, id, near)
			}
		}
	}
	for path, ids := range want.Expect {
		for _, id := range ids {
			if !byFile[path][id] {
				t.Errorf("%s: want %s, have %v", path, id, slices.Sorted(maps.Keys(byFile[path])))
			}
		}
	}
	for path, ids := range want.Forbid {
		for _, id := range ids {
			if byFile[path][id] {
				t.Errorf("%s: %s must not fire", path, id)
			}
		}
	}
}

func checkGaps(t *testing.T, want []string, gaps []assay.Gap) {
	t.Helper()
	if len(gaps) != len(want) {
		t.Errorf("%d gaps, want %d: %+v", len(gaps), len(want), gaps)
	}
	for _, text := range want {
		if !slices.ContainsFunc(gaps, func(g assay.Gap) bool { return strings.Contains(g.Reason, text) }) {
			t.Errorf("no gap says %q: %+v", text, gaps)
		}
	}
}

// checkSorts wants a gap at each path, and every gap there of one sort.
func checkSorts(t *testing.T, paths []string, gaps []assay.Gap, unsupported bool) {
	t.Helper()
	for _, path := range paths {
		found := false
		for _, g := range gaps {
			if g.Location.Path == path {
				found = true
				if g.Unsupported != unsupported {
					t.Errorf("%s: unsupported = %t: %s", path, g.Unsupported, g.Reason)
				}
			}
		}
		if !found {
			t.Errorf("%s has no gap", path)
		}
	}
}
