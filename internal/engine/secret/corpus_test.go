package secret_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/secret"
)

// example is one folder of the corpus, its generators expanded.
type example struct {
	name     string
	expected []string
	files    []engine.File
	secrets  []string // every text that a generator made
}

func corpus(t testing.TB) []example {
	paths, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	var out []example
	for _, p := range paths {
		a, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		x := example{name: strings.TrimSuffix(filepath.Base(p), ".txtar")}
		for _, line := range strings.Split(strings.TrimSpace(string(a.Comment)), "\n")[1:] {
			x.expected = append(x.expected, strings.TrimSpace(line))
		}
		for _, f := range a.Files {
			text, made := expand(t, string(f.Data))
			x.files = append(x.files, engine.File{Path: f.Name, Data: []byte(text), Hash: engine.Key([]byte(text))})
			x.secrets = append(x.secrets, made...)
		}
		out = append(out, x)
	}
	return out
}

func scanAll(t testing.TB, files []engine.File) []assay.Finding {
	e := secret.New(secret.Options{Key: []byte("test")})
	var out []assay.Finding
	for _, f := range files {
		if !e.Selects(f.Path, f.Data) {
			continue
		}
		o, err := e.Scan(context.Background(), f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o.Findings...)
	}
	return out
}

func TestCorpus(t *testing.T) {
	for _, x := range corpus(t) {
		t.Run(x.name, func(t *testing.T) {
			var got []string
			for _, f := range scanAll(t, x.files) {
				got = append(got, fmt.Sprintf("%s:%d %s %s", f.Location.Path, f.Location.Start.Line, strings.TrimPrefix(string(f.Rule), "secret/"), f.Severity))
			}
			for _, line := range without(x.expected, got) {
				t.Errorf("missed: %s", line)
			}
			for _, line := range without(got, x.expected) {
				t.Errorf("not expected: %s", line)
			}
		})
	}
}

// without lists what of a is not in b, counting repetitions.
func without(a, b []string) []string {
	var out []string
	rest := slices.Clone(b)
	for _, s := range a {
		if i := slices.Index(rest, s); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func TestNoSecretLeavesTheEngine(t *testing.T) {
	for _, x := range corpus(t) {
		for _, f := range scanAll(t, x.files) {
			out, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range x.secrets {
				if len(s) >= 8 && (strings.Contains(string(out), s) || strings.Contains(f.Identity, s)) {
					t.Errorf("%s: %q stands in %s", x.name, s, out)
				}
			}
		}
	}
}

func TestRulesOfFindingsAreInTheCatalogue(t *testing.T) {
	e := secret.New(secret.Options{})
	for _, x := range corpus(t) {
		for _, f := range scanAll(t, x.files) {
			if r, ok := e.Rule(f.Rule); !ok || r.Title == "" || r.Fix == "" || len(r.CWE) == 0 {
				t.Errorf("%s: no complete rule %s", x.name, f.Rule)
			}
		}
	}
}

// Identity must not know where a secret stands; the order of work must not show.
func TestIdentitySurvivesShiftAndRename(t *testing.T) {
	for _, x := range corpus(t) {
		moved := slices.Clone(x.files)
		for i := range moved {
			if strings.HasSuffix(moved[i].Path, "json") || strings.HasSuffix(moved[i].Path, ".key") || strings.HasSuffix(moved[i].Path, ".csv") {
				continue // a first line means something there
			}
			moved[i].Data = append([]byte("\n\n"), moved[i].Data...)
			moved[i].Path = "moved/" + moved[i].Path
		}
		if d := gocmp.Diff(identities(scanAll(t, x.files)), identities(scanAll(t, moved))); d != "" {
			t.Errorf("%s: identities changed (-before +after):\n%s", x.name, d)
		}
	}
}

func identities(list []assay.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Identity)
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}

func TestSameInputSameOutput(t *testing.T) {
	for _, x := range corpus(t) {
		if d := gocmp.Diff(scanAll(t, x.files), scanAll(t, x.files)); d != "" {
			t.Errorf("%s: %s", x.name, d)
		}
	}
}

func TestScansAtOnceAgree(t *testing.T) {
	e := secret.New(secret.Options{Key: []byte("test")})
	for _, x := range corpus(t) {
		results := make([][]string, 4)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				for _, f := range x.files {
					out, err := e.Scan(context.Background(), f)
					if err != nil {
						t.Error(err)
					}
					results[i] = append(results[i], identities(out.Findings)...)
				}
			})
		}
		wg.Wait()
		for _, r := range results[1:] {
			if d := gocmp.Diff(results[0], r); d != "" {
				t.Errorf("%s: %s", x.name, d)
			}
		}
	}
}

// Output of commands has no name that says what it is: what only a file's name
// tells, a column's header far above included, cannot be known there.
var named = map[string]bool{".pgpass": true, "people.csv": true, "users.csv": true, "master.key": true, ".git-credentials": true}

func TestNoSecretSurvivesRedaction(t *testing.T) {
	e := secret.New(secret.Options{})
	for _, x := range corpus(t) {
		for _, f := range x.files {
			clean := string(e.Redact(f.Data))
			for _, finding := range scanAll(t, []engine.File{f}) {
				text := between(f.Data, finding.Location)
				if named[filepath.Base(f.Path)] || len(text) < 8 {
					continue
				}
				if strings.Contains(clean, text) {
					t.Errorf("%s: %s:%d %s survives", x.name, f.Path, finding.Location.Start.Line, finding.Rule)
				}
			}
		}
	}
}

// between is the text at a location.
func between(data []byte, l assay.Location) string {
	lines := strings.SplitAfter(string(data), "\n")
	from, to := 0, 0
	for i, line := range lines {
		if i < l.Start.Line-1 {
			from += len(line)
		}
		if i < l.End.Line-1 {
			to += len(line)
		}
	}
	return string(data[from+l.Start.Column-1 : to+l.End.Column-1])
}
