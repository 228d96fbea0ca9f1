package languagetest

import (
	"maps"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// Code holds the dumps of whole files against what is wanted. A case is a
// source and a dump; without a dump the source must only not panic.
func Code(t *testing.T, l *language.Language, cases [][2]string) {
	t.Helper()
	code(t, l, cases, "", func(f *ast.File) ast.ID { return f.Root })
}

// Statement is Code for the dump of a file's first statement, whose line ends.
func Statement(t *testing.T, l *language.Language, cases [][2]string) {
	t.Helper()
	code(t, l, cases, "\n", func(f *ast.File) ast.ID { return f.First(f.Root) })
}

func code(t *testing.T, l *language.Language, cases [][2]string, end string, part func(*ast.File) ast.ID) {
	t.Helper()
	for _, c := range cases {
		src, want := c[0], c[1]
		f, err := l.Parse("", []byte(src+end))
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		Check(t, f)
		if want == "" {
			continue
		}
		if f.Broken >= 0 {
			t.Errorf("%s\nbroken at %d", src, f.Broken)
		}
		if got := f.Dump(part(f)); got != want {
			t.Errorf("%s\n got %s\nwant %s", src, got, want)
		}
	}
}

// Patterns holds the dumps of patterns against what is wanted. A case is a
// pattern and a dump; without a dump the pattern must only not panic.
func Patterns(t *testing.T, l *language.Language, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		pattern, want := c[0], c[1]
		f, err := l.Pattern(pattern)
		if want == "" {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		if got := f.Dump(f.Root); got != want {
			t.Errorf("%s\n got %s\nwant %s", pattern, got, want)
		}
	}
}

// Imports holds what a file imports against what is wanted: qualified names by
// the short ones.
func Imports(t *testing.T, l *language.Language, src string, want map[string]string) {
	t.Helper()
	f, err := l.Parse("", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(f.Imports, want) {
		t.Errorf("got %v, want %v", f.Imports, want)
	}
}

// Hostile lowers texts that nest deeply. They may be refused, but what is
// lowered must be whole.
func Hostile(t *testing.T, l *language.Language, sources ...string) {
	t.Helper()
	for _, src := range sources {
		if f, err := l.Parse("", []byte(src)); err == nil {
			Check(t, f)
		}
	}
}
