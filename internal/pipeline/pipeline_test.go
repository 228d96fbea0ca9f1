package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
)

// files is a snapshot in memory.
type files map[string]string

func (f files) Entries() []change.Entry {
	var out []change.Entry
	for p := range f {
		out = append(out, change.Entry{Path: p})
	}
	sortEntries(out)
	return out
}

func (f files) Read(_ context.Context, e change.Entry, buf []byte, _ int64) ([]byte, error) {
	text := f[e.Path]
	if text == "unreadable" {
		return nil, errors.New("no way in")
	}
	return append(buf[:0], text...), nil
}

func sortEntries(es []change.Entry) {
	for i := range es {
		for j := i; j > 0 && es[j].Path < es[j-1].Path; j-- {
			es[j], es[j-1] = es[j-1], es[j]
		}
	}
}

// words finds the word "bad"; it breaks on "panic" and gives up on "error".
type words struct{ scanned *[]string }

func (words) ID() assay.EngineID                 { return "words" }
func (words) Scopes() []assay.Scope              { return []assay.Scope{assay.ScopeSecretTree} }
func (words) Version() string                    { return "1" }
func (words) Selects(path string, _ []byte) bool { return strings.HasSuffix(path, ".txt") }
func (w words) Scan(_ context.Context, f engine.File) (engine.Output, error) {
	var out engine.Output
	switch {
	case bytes.Contains(f.Data, []byte("panic")):
		panic("made to")
	case bytes.Contains(f.Data, []byte("error")):
		return out, errors.New("made to")
	}
	if w.scanned != nil {
		*w.scanned = append(*w.scanned, f.Path)
	}
	out.Examine(assay.ScopeSecretTree, 1)
	for i, line := range strings.Split(string(f.Data), "\n") {
		if strings.Contains(line, "bad") {
			out.Findings = append(out.Findings, assay.Finding{
				Rule: "words/bad", Engine: "words", Identity: line,
				Location: assay.Location{Path: f.Path, Start: assay.Position{Line: i + 1}, Commit: f.Commit},
			})
		}
	}
	return out, nil
}

// parts makes a resource of each .res file.
type parts struct{}

func (parts) ID() assay.EngineID                 { return "parts" }
func (parts) Scopes() []assay.Scope              { return []assay.Scope{assay.ScopeTerraform} }
func (parts) Version() string                    { return "1" }
func (parts) Selects(path string, _ []byte) bool { return strings.HasSuffix(path, ".res") }
func (parts) Extract(_ context.Context, fs []engine.File, _ engine.Memo) (engine.Output, error) {
	var out engine.Output
	for _, f := range fs {
		out.Resources = append(out.Resources, assay.Resource{Address: string(f.Data), Location: assay.Location{Path: f.Path}})
	}
	return out, nil
}

// count raises one finding per resource.
type count struct{}

func (count) ID() assay.EngineID    { return "count" }
func (count) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeTags} }
func (count) Version() string       { return "1" }
func (count) Analyse(_ context.Context, facts engine.Facts) (engine.Output, error) {
	var out engine.Output
	for _, r := range facts.Resources {
		out.Findings = append(out.Findings, assay.Finding{Rule: "count/one", Engine: "count", Identity: r.Address, Location: r.Location})
	}
	return out, nil
}

func runner(memo Bytes, scanned *[]string) *Runner {
	return &Runner{
		Scanners: []engine.FileScanner{words{scanned}}, Extractors: []engine.Extractor{parts{}}, Analysers: []engine.Analyser{count{}}, Memo: memo,
		BlobName: func(b []byte) string { return fmt.Sprintf("%x", b) },
	}
}

// memory is a cache that scanners share, as the real one is.
type memory struct{ kept sync.Map }

func (m *memory) Get(k [32]byte) ([]byte, bool) {
	b, ok := m.kept.Load(k)
	if !ok {
		return nil, false
	}
	return b.([]byte), true
}

func (m *memory) Put(k [32]byte, b []byte) { m.kept.Store(k, b) }

func places(o engine.Output) (out []string) {
	for _, f := range o.Findings {
		out = append(out, fmt.Sprintf("%s:%d %s", f.Location.Path, f.Location.Start.Line, f.Rule))
	}
	return out
}

func TestHead(t *testing.T) {
	onOneProcessor(t)
	res, err := runner(nil, nil).Head(context.Background(), files{
		"b.txt": "ok\nbad", "a.txt": "bad", "c.md": "bad", "d.res": "web", "e.txt": "unreadable", "f.txt": "panic", "g.txt": "error",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a.txt:1 words/bad", "b.txt:2 words/bad", "d.res:0 count/one"}
	if diff := cmp.Diff(want, places(res.Output)); diff != "" {
		t.Error(diff)
	}
	var gaps []string
	for _, g := range res.Gaps {
		gaps = append(gaps, g.Location.Path)
	}
	if diff := cmp.Diff([]string{"e.txt", "f.txt", "g.txt"}, gaps); diff != "" {
		t.Error(diff)
	}
	for _, f := range res.Findings {
		if f.Fingerprint == "" {
			t.Errorf("no fingerprint: %+v", f)
		}
	}
}

// TestMemoChangesNothing: cold, warm and without a memo the result is the same
// to the byte, and a warm run scans only what changed.
func TestMemoChangesNothing(t *testing.T) {
	fs := files{"a.txt": "bad", "b.txt": "fine", "c.res": "web", "d.txt": "bad\nbad"}
	encode := func(memo Bytes, scanned *[]string) string {
		r := runner(memo, scanned)
		r.Scanners = r.Scanners[:1]
		res, err := r.Head(context.Background(), fs)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(res.Output)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	onOneProcessor(t)
	m := &memory{}
	var cold, warm []string
	none := encode(nil, nil)
	if a := encode(m, &cold); a != none {
		t.Errorf("cold differs:\n%s\n%s", a, none)
	}
	if b := encode(m, &warm); b != none {
		t.Errorf("warm differs:\n%s\n%s", b, none)
	}
	if len(cold) != 3 || len(warm) != 0 {
		t.Errorf("cold scanned %v, warm %v", cold, warm)
	}
	fs["b.txt"] = "bad now"
	warm = nil
	if a, b := encode(m, &warm), encode(nil, nil); a != b {
		t.Errorf("after a change warm differs:\n%s\n%s", a, b)
	}
	if diff := cmp.Diff([]string{"b.txt"}, warm); diff != "" {
		t.Error(diff)
	}
}

// TestBase: what Base says costs the changed files only and equals a run over
// the base itself.
func TestBase(t *testing.T) {
	base := files{"same.txt": "bad", "mod.txt": "bad\nbad", "gone.txt": "bad", "old.txt": "bad", "x.res": "one", "y.res": "two"}
	head := files{"same.txt": "bad", "mod.txt": "good", "new.txt": "bad", "moved.txt": "bad", "x.res": "one", "z.res": "two"}
	r := runner(nil, nil)
	h, err := r.Head(context.Background(), head)
	if err != nil {
		t.Fatal(err)
	}
	want, err := runner(nil, nil).Head(context.Background(), base)
	if err != nil {
		t.Fatal(err)
	}
	changed := change.Compare(want.Files, h.Files, nil)
	var read []string
	got, err := r.Base(context.Background(), h, changed, func(p string) ([]byte, bool, error) {
		read = append(read, p)
		return []byte(base[p]), false, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Output, got.Output); diff != "" {
		t.Error(diff)
	}
	for _, p := range read {
		if p == "same.txt" || p == "x.res" {
			t.Errorf("read %s, which is unchanged", p)
		}
	}
}

func TestInterruptedGivesWhatIsKnown(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	res, err := runner(nil, nil).Head(ctx, files{"a.txt": "bad"})
	if !errors.Is(err, context.Canceled) || res == nil {
		t.Errorf("got %v, %v", res, err)
	}
}

type bomb struct{ count }

func (bomb) Analyse(context.Context, engine.Facts) (engine.Output, error) { panic("made to") }

func TestABrokenAnalyserIsAGap(t *testing.T) {
	r := runner(nil, nil)
	r.Analysers = []engine.Analyser{bomb{}}
	res, err := r.Head(context.Background(), files{"a.txt": "bad", "r.res": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Gaps) != 1 || res.Gaps[0].Scope != assay.ScopeTags || len(res.Findings) != 1 {
		t.Errorf("gaps %v, findings %v", res.Gaps, places(res.Output))
	}
}

// onOneProcessor keeps the order of what fakes record.
func onOneProcessor(t *testing.T) {
	n := runtime.GOMAXPROCS(1)
	t.Cleanup(func() { runtime.GOMAXPROCS(n) })
}
