package feed

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// day is a day on which the made-up records are of the past.
var day = time.Date(2032, 1, 1, 0, 0, 0, 0, time.UTC)

func record(id, pkg string) string {
	return fmt.Sprintf(`{"id":%q,"published":"2031-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":%q},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.0"}]}]}]}`, id, pkg)
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func good(t *testing.T) []byte {
	return zipOf(t, map[string]string{"A-2031-1.json": record("A-2031-1", "left"), "A-2031-2.json": record("A-2031-2", "right")})
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "npm/all.zip"), good(t))
	write(t, filepath.Join(dir, "extra/A-2031-3.json"), []byte(record("A-2031-3", "middle")))
	write(t, filepath.Join(dir, "kev.json"), []byte(`{"vulnerabilities":[{"cveID":"CVE-2031-1","dateAdded":"2031-02-02"}]}`))
	srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer srv.Close()
	for from, want := range map[string]int{dir: 3, filepath.Join(dir, "npm/all.zip"): 2, srv.URL: 2, srv.URL + "/npm/all.zip": 2} {
		b, err := Read(context.Background(), from, Options{Now: day})
		if err != nil {
			t.Errorf("%s: %v", from, err)
			continue
		}
		if s := b.Ecosystems(); len(s) != 1 || s[0].Records != want || s[0].Ecosystem != assay.NPM {
			t.Errorf("%s: %+v, want %d", from, s, want)
		}
	}
}

// TestRefused: whatever is wrong with a feed, an error says so, and what is
// installed stays to the byte.
func TestRefused(t *testing.T) {
	home := t.TempDir()
	b, err := Read(context.Background(), write(t, filepath.Join(t.TempDir(), "all.zip"), good(t)), Options{Now: day})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Install(home, b); err != nil {
		t.Fatal(err)
	}
	installed := filepath.Join(home, FileName)
	before, err := os.ReadFile(installed)
	if err != nil {
		t.Fatal(err)
	}
	whole := good(t)
	bomb := zipOf(t, map[string]string{"A.json": record("A-2031-1", "left"), "B.json": strings.Repeat(" ", maxRecord-10) + "{}", "C.json": strings.Repeat(" ", maxRecord*2)})
	many := map[string]string{}
	for i := range 20 {
		many[fmt.Sprintf("%d.json", i)] = record("A-1", "x") + strings.Repeat(" ", 8<<20)
	}
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
		_, _ = w.Write(whole[:len(whole)/2])
	}))
	defer cut.Close()
	dir := t.TempDir()
	for name, from := range map[string]string{
		"cut short":           write(t, filepath.Join(dir, "cut.zip"), whole[:len(whole)-30]),
		"no zip":              write(t, filepath.Join(dir, "text.zip"), []byte("hello")),
		"a record too large":  write(t, filepath.Join(dir, "bomb.zip"), bomb),
		"a bomb":              write(t, filepath.Join(dir, "many.zip"), zipOf(t, many)),
		"a broken record":     write(t, filepath.Join(dir, "broken.zip"), zipOf(t, map[string]string{"A.json": `{"id":`})),
		"nothing of ours":     write(t, filepath.Join(dir, "empty.zip"), zipOf(t, map[string]string{"readme.txt": "hello"})),
		"missing":             filepath.Join(dir, "missing"),
		"not over TLS":        "http://example.com/osv",
		"a body cut short":    cut.URL,
		"of a day to come":    write(t, filepath.Join(dir, "future.zip"), zipOf(t, map[string]string{"A.json": strings.Replace(record("A-2033-1", "left"), "2031-01-01", "2033-01-01", 1)})),
		"a server that is no": "http://127.0.0.1:1/osv",
	} {
		b, err := Read(context.Background(), from, Options{Now: day})
		if err == nil {
			t.Errorf("%s: taken: %v", name, b.Ecosystems())
		} else if !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s: an error of no kind: %v", name, err)
		}
	}
	if after, err := os.ReadFile(installed); err != nil || !bytes.Equal(before, after) {
		t.Errorf("what is installed changed: %v", err)
	}
}

func TestInstalled(t *testing.T) {
	home := t.TempDir()
	if _, ok, err := Open(home); ok || err != nil {
		t.Errorf("nothing is installed: %v %v", ok, err)
	}
	b := &advisory.Builder{}
	list, err := advisory.Parse([]byte(record("A-2031-1", "left")))
	if err != nil {
		t.Fatal(err)
	}
	b.Add(list...)
	ix, err := Install(home, b)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ix.Of(assay.NPM, "left"); err != nil || len(got) != 1 {
		t.Errorf("%v %v", got, err)
	}
	write(t, filepath.Join(home, FileName), []byte("damaged"))
	if _, ok, err := Open(home); ok || err == nil {
		t.Error("a damaged index is taken")
	}
}

func TestShrunk(t *testing.T) {
	b := &advisory.Builder{}
	for i := range 4 {
		list, err := advisory.Parse([]byte(record(fmt.Sprintf("A-2031-%d", i), "left")))
		if err != nil {
			t.Fatal(err)
		}
		b.Add(list...)
	}
	ix, err := Install(t.TempDir(), b)
	if err != nil {
		t.Fatal(err)
	}
	if got := Shrunk([]advisory.Source{{Ecosystem: assay.NPM, Records: 1}}, ix); len(got) != 1 {
		t.Error("one of four records is not told")
	}
	if got := Shrunk([]advisory.Source{{Ecosystem: assay.NPM, Records: 2}, {Ecosystem: assay.Go, Records: 1}}, ix); got != nil {
		t.Errorf("told of %v", got)
	}
}
