// Package corpus tests readers of ecosystems with examples that an expert can
// write without Go: text archives (txtar) of input files, and a file "expected".
//
//	project ROOT NAME@VERSION LICENCE complete
//	project ROOT … incomplete: WHY
//	ROOT direct|transitive USE NAME VERSION @PATH:LINE LICENCE via A@1 > B@2
//	gap PATH:LINE REASON
//	not NAME [VERSION]
//
// Absent parts are left out; an unknown version is "-", with the constraint in
// brackets. "not" lines say what must not be found; all else must be there
// exactly. go test -update rewrites all but these.
package corpus

import (
	"cmp"
	"context"
	"crypto/sha256"
	"flag"
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

// Reader is what a package of an ecosystem exports.
type Reader struct {
	Selects func(path string, data []byte) bool
	Units   func(files []engine.File) [][]engine.File
	Read    func(ctx context.Context, unit []engine.File) engine.Output
}

var update = flag.Bool("update", false, "rewrite what is expected")

// Run holds a reader against all examples of testdata.
func Run(t *testing.T, r Reader) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { r.example(t, name) })
	}
}

func (r Reader) example(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files, expected := Files(archive)
	out := r.All(t, files)
	var nots []string
	for line := range strings.Lines(expected) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "not" {
			nots = append(nots, line)
			absent(t, out, fields[1:])
		}
	}
	got := Render(out) + strings.Join(nots, "")
	if *update {
		setExpected(archive, got)
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(strings.Split(expected, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func absent(t *testing.T, out engine.Output, want []string) {
	t.Helper()
	for _, c := range out.Components {
		if c.Name == want[0] && (len(want) == 1 || c.Version == want[1]) {
			t.Errorf("found %s %s, which must not be found", c.Name, c.Version)
		}
	}
}

// Files are the input files of an archive, sorted, and what is expected.
func Files(a *txtar.Archive) (files []engine.File, expected string) {
	for _, f := range a.Files {
		if f.Name == "expected" {
			expected = string(f.Data)
			continue
		}
		files = append(files, engine.File{Path: f.Name, Data: f.Data, Hash: sha256.Sum256(f.Data)})
	}
	slices.SortFunc(files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	return files, expected
}

func setExpected(a *txtar.Archive, text string) {
	for i := range a.Files {
		if a.Files[i].Name == "expected" {
			a.Files[i].Data = []byte(text)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: "expected", Data: []byte(text)})
}

// Render writes an output as the lines of "expected".
func Render(out engine.Output) string {
	var b strings.Builder
	paths := viaPaths(out.Components)
	slices.SortFunc(out.Projects, func(a, b assay.Project) int { return cmp.Compare(a.Root, b.Root) })
	for _, p := range out.Projects {
		state := "complete"
		if !p.Complete {
			state = "incomplete: " + p.Why
		}
		writeFields(&b, "project", p.Root, named(p.Name, p.Version), p.Licence, state)
	}
	var lines []string
	for i := range out.Components {
		lines = append(lines, componentLine(&out.Components[i], paths))
	}
	slices.Sort(lines)
	b.WriteString(strings.Join(lines, ""))
	for _, g := range out.Gaps {
		writeFields(&b, "gap", fmt.Sprintf("%s:%d", g.Location.Path, g.Location.Start.Line), g.Reason)
	}
	return b.String()
}

func componentLine(c *assay.Component, paths map[[2]string]string) string {
	kind, version := "transitive", c.Version
	if c.Direct {
		kind = "direct"
	}
	if version == "" {
		version = "-"
	}
	if c.Constraint != "" {
		version += " (" + c.Constraint + ")"
	}
	via := ""
	if !c.Direct {
		via = "via " + cmp.Or(paths[[2]string{c.Root, c.Key()}], "?")
	}
	sum := ""
	for _, s := range c.Checksums {
		sum += s[:min(len(s), strings.IndexByte(s, ':')+9)] + " "
	}
	var b strings.Builder
	writeFields(&b, c.Root, kind, string(c.Use), c.Name, version, fmt.Sprintf("@%s:%d", c.Location.Path, c.Location.Start.Line), c.Licence, strings.TrimSpace(sum), via)
	return b.String()
}

func named(name, version string) string {
	if name == "" || version == "" {
		return name + version
	}
	return name + "@" + version
}

func writeFields(b *strings.Builder, fields ...string) {
	fields = slices.DeleteFunc(fields, func(s string) bool { return s == "" })
	b.WriteString(strings.Join(fields, " ") + "\n")
}

// viaPaths is the shortest way to each component from a direct one.
func viaPaths(components []assay.Component) map[[2]string]string {
	byKey := map[[2]string]*assay.Component{}
	paths := map[[2]string]string{}
	var queue []*assay.Component
	for i := range components {
		c := &components[i]
		byKey[[2]string{c.Root, c.Key()}] = c
		if c.Direct {
			queue = append(queue, c)
			paths[[2]string{c.Root, c.Key()}] = c.Key()
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		c := queue[0]
		for _, key := range c.Requires {
			to := [2]string{c.Root, key}
			if paths[to] == "" && byKey[to] != nil {
				paths[to] = paths[[2]string{c.Root, c.Key()}] + " > " + key
				queue = append(queue, byKey[to])
			}
		}
	}
	return paths
}
