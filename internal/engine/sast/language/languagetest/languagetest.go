// Package languagetest holds the checks that every language of package
// language has to pass: golden files or tables of lowered code and patterns,
// whole and well-linked files for any input, and nesting without end.
//
//	languagetest.Golden(t, "testdata/code.golden", languages)
//	languagetest.Code(t, java.Language(), [][2]string{{"f();", "(block (exprstmt ...))"}})
//	languagetest.Fuzz(f, php.Language(), "<?php echo 1;")
//	languagetest.Deep(t, php.Language(), "<?php $x = ", "(", "1", ")", ";")
//
// It knows nothing of a particular language.
package languagetest

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const (
	header = "=== "
	middle = "\n---\n"
)

// Golden holds the sections of a file against what their sources are lowered
// to. A section is a line "=== name" or "=== name pattern", where name is a key
// of languages, the source, a line "---" and the dump.
func Golden(t *testing.T, path string, languages map[string]*language.Language) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for section := range strings.SplitSeq("\n"+string(data), "\n"+header) {
		if strings.TrimSpace(section) == "" {
			continue
		}
		head, rest, _ := strings.Cut(section, "\n")
		src, want, _ := strings.Cut("\n"+rest, middle)
		src, want = strings.Trim(src, "\n"), strings.Trim(want, "\n")
		name, kind, _ := strings.Cut(head, " ")
		l := languages[name]
		if l == nil {
			t.Fatalf("%s: no language %q", path, name)
		}
		got := lowered(t, l, src, kind == "pattern")
		if got != want && !*update {
			t.Errorf("%s %s\n got %s\nwant %s", head, src, got, want)
		}
		fmt.Fprintf(&out, "%s%s\n%s%s%s\n", header, head, src, middle, got)
	}
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// lowered is the dump of a source, one line for each statement of code, and
// what its imports stand for.
func lowered(t *testing.T, l *language.Language, src string, pattern bool) string {
	t.Helper()
	if pattern {
		f, err := l.Pattern(src)
		if err != nil {
			return "error: " + err.Error()
		}
		return f.Dump(f.Root)
	}
	f, err := l.Parse("", []byte(src))
	if err != nil {
		return "error: " + err.Error()
	}
	Check(t, f)
	var lines []string
	if f.Broken >= 0 {
		lines = append(lines, fmt.Sprintf("broken at %d", f.Broken))
	}
	for s := range f.Kids(f.Root) {
		lines = append(lines, f.Dump(s))
	}
	var imports []string
	for local, qualified := range f.Imports {
		imports = append(imports, "import "+local+" "+qualified)
	}
	slices.Sort(imports)
	return strings.Join(append(lines, imports...), "\n")
}

// Check fails when the nodes of a file are not linked as a tree, or lie outside
// of its source.
func Check(t *testing.T, f *ast.File) {
	t.Helper()
	if f.Kind(f.Root) != ast.Block {
		t.Fatalf("the root is a %v", f.Kind(f.Root))
	}
	linked(t, f)
}

// linked is Check for a file whose root is any node, as a pattern's is.
func linked(t *testing.T, f *ast.File) {
	t.Helper()
	seen := make([]bool, len(f.Nodes))
	seen[f.Root] = true
	open := []ast.ID{f.Root}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		n := &f.Nodes[id]
		if n.Start > n.End || int(n.End) > len(f.Source) {
			t.Fatalf("%v spans %d to %d of %d", n.Kind, n.Start, n.End, len(f.Source))
		}
		for k := range f.Kids(id) {
			if seen[k] {
				t.Fatalf("%v is a kid twice", f.Kind(k))
			}
			if f.Nodes[k].Parent != id {
				t.Fatalf("the parent of a %v in a %v is a %v", f.Kind(k), n.Kind, f.Kind(f.Nodes[k].Parent))
			}
			seen[k] = true
			open = append(open, k)
		}
	}
}

// Fuzz lowers any text, as code and as a pattern.
func Fuzz(f *testing.F, l *language.Language, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if file, err := l.Parse("", []byte(src)); err == nil {
			Check(t, file)
		}
		if len(src) < 1000 {
			if file, err := l.Pattern(src); err == nil {
				linked(t, file)
			}
		}
	})
}

// Deep lowers a text that nests an opening and closing part ten thousand
// times, with and without the closing one.
func Deep(t *testing.T, l *language.Language, before, open, inner, closing, after string) {
	t.Helper()
	const times = 10_000
	for _, end := range []string{strings.Repeat(closing, times) + after, ""} {
		src := before + strings.Repeat(open, times) + inner + end
		f, err := l.Parse("", []byte(src))
		if err != nil {
			continue
		}
		if f.Broken < 0 {
			t.Errorf("%q %q is understood to the end", open, closing)
		}
		Check(t, f)
	}
}
