package corpus

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// All reads all units of the files that a reader selects, and holds the output
// against what every reader promises.
func (r Reader) All(t testing.TB, files []engine.File) engine.Output {
	t.Helper()
	files = slices.DeleteFunc(slices.Clone(files), func(f engine.File) bool { return !r.Selects(f.Path, f.Data) })
	units := r.Units(files)
	seen := map[string]bool{}
	var out engine.Output
	for _, unit := range units {
		for _, f := range unit {
			seen[f.Path] = true
		}
		one := r.Read(context.Background(), unit)
		if diff := gocmp.Diff(one, r.Read(context.Background(), unit)); diff != "" {
			t.Errorf("the same files give different outputs:\n%s", diff)
		}
		out.Merge(one)
	}
	for _, f := range files {
		if !seen[f.Path] {
			t.Errorf("%s is in no unit", f.Path)
		}
	}
	promises(t, out)
	return out
}

// promises holds an output against what the vocabulary says of it.
func promises(t testing.TB, out engine.Output) {
	t.Helper()
	roots, keys := map[string]bool{}, map[[2]string]bool{}
	for _, p := range out.Projects {
		if roots[p.Root] || p.Root == "" {
			t.Errorf("two projects, or a nameless one, at %q", p.Root)
		}
		if p.Complete == (p.Why != "") {
			t.Errorf("%s: complete %v, why %q", p.Root, p.Complete, p.Why)
		}
		roots[p.Root] = true
	}
	for i := range out.Components {
		c := &out.Components[i]
		if key := [2]string{c.Root, c.Key()}; keys[key] {
			t.Errorf("%s: %s stands twice", c.Root, c.Key())
		} else {
			keys[key] = true
		}
		component(t, c, roots)
	}
	for _, c := range out.Components {
		if !slices.IsSorted(c.Requires) || len(slices.Compact(slices.Clone(c.Requires))) < len(c.Requires) {
			t.Errorf("%s: what it requires is not sorted or not unique: %q", c.Key(), c.Requires)
		}
		for _, key := range c.Requires {
			if !keys[[2]string{c.Root, key}] {
				t.Errorf("%s requires %s, which is no component of %s", c.Key(), key, c.Root)
			}
		}
	}
	for _, g := range out.Gaps {
		if g.Location.Path == "" || g.Reason == "" || g.Scope == "" {
			t.Errorf("a gap without path, reason or scope: %+v", g)
		}
	}
}

func component(t testing.TB, c *assay.Component, roots map[string]bool) {
	t.Helper()
	switch {
	case !roots[c.Root]:
		t.Errorf("%s has the root %q, which is no project", c.Key(), c.Root)
	case c.Name == "" || !utf8.ValidString(c.Name+c.Version+c.Constraint+c.Licence):
		t.Errorf("%q %q %q %q is no good name, version, constraint or licence", c.Name, c.Version, c.Constraint, c.Licence)
	case c.Use != assay.Runtime && c.Use != assay.Development && c.Use != assay.Optional:
		t.Errorf("%s has the use %q", c.Key(), c.Use)
	case c.Location.Path == "":
		t.Errorf("%s has no location", c.Key())
	case strings.ContainsAny(c.Name+c.Version, " \t\r\n\x00"):
		t.Errorf("%q has white space", c.Key())
	}
}

// Fuzz puts any bytes in the place of two files of a folder: nothing may break
// the promises, whatever they hold. The seeds are the files of the examples, each
// with the one before it.
func (r Reader) Fuzz(f *testing.F, names ...string) {
	matches, _ := filepath.Glob("testdata/*.txtar")
	var last uint8
	var lastData []byte
	for _, m := range matches {
		archive, err := txtar.ParseFile(m)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			i := slices.IndexFunc(names, func(n string) bool { return path.Base(n) == path.Base(file.Name) })
			if i >= 0 {
				f.Add(uint8(i), file.Data, last, lastData)
				last, lastData = uint8(i), file.Data
			}
		}
	}
	f.Fuzz(func(t *testing.T, one uint8, data []byte, two uint8, more []byte) {
		a, b := "a/"+names[int(one)%len(names)], "a/"+names[int(two)%len(names)]
		files := []engine.File{{Path: a, Data: data}}
		if a != b {
			files = append(files, engine.File{Path: b, Data: more})
		}
		slices.SortFunc(files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
		r.All(t, files)
	})
}

// Benchmark reads one file over and over.
func (r Reader) Benchmark(b *testing.B, name string, data []byte) {
	units := r.Units([]engine.File{{Path: name, Data: data}})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r.Read(context.Background(), units[0])
	}
}
