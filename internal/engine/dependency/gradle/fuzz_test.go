package gradle

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine"
)

// FuzzRead takes an archive in the form of the corpus as a tree.
func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var files []engine.File
		paths := map[string]bool{}
		for _, a := range strings.Split("\n"+string(data), "\n-- ")[1:] {
			name, body, _ := strings.Cut(a, " --\n")
			if Selects(name, []byte(body)) && !paths[name] {
				files = append(files, engine.File{Path: name, Data: []byte(body)})
				paths[name] = true
			}
		}
		n := 0
		for _, u := range Units(files) {
			n += len(u)
			for _, c := range Read(context.Background(), u).Components {
				if !paths[c.Root] || !paths[c.Location.Path] || c.Name == "" || c.Location.Start.Line < 1 {
					t.Errorf("a component without place: %+v", c)
				}
			}
		}
		if n != len(files) {
			t.Errorf("%d files in units, of %d", n, len(files))
		}
	})
}

// FuzzCatalogue reads a version catalogue alone.
func FuzzCatalogue(f *testing.F) {
	f.Add([]byte("[versions]\na = \"1\"\nb = { strictly = \"[1,2)\", prefer = \"1.5\" }\n[libraries]\nx = { module = \"g:a\", version.ref = \"a\" }\ny = \"g:b:2\"\n[bundles]\nall = [\"x\", \"y\"]\n[plugins]\np = \"id:3\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		readCatalogue(newCatalogue(), "x.toml", data)
	})
}

// FuzzLock reads a lock state alone.
func FuzzLock(f *testing.F) {
	f.Add("gradle.lockfile", []byte("# x\na:b:1=runtimeClasspath\nempty=x\n"))
	f.Add("gradle/dependency-locks/x.lockfile", []byte("a:b:1\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		readLock(name, data)
	})
}

// TestHostile: what is built to exhaust is refused or read, and never hangs.
func TestHostile(t *testing.T) {
	doubling := "def s = 'x'\n" + strings.Repeat("s = s + s\n", 100) + "dependencies { implementation \"a:b:$s\" }"
	calls := "def f(x) { x(x); x(x) }\nf(f)\n[1,2].each { a -> [1,2].each { f(f) } }"
	var all strings.Builder
	for range 300 {
		all.WriteString("subprojects { subprojects { allprojects { ext.a = '1' } } }\n")
	}
	for name, data := range map[string]string{
		"deep blocks": strings.Repeat("a {", 10_000), "deep lists": "x = " + strings.Repeat("[", 10_000),
		"deep parens": "x = " + strings.Repeat("(", 10_000), "deep strings": strings.Repeat("\"${", 10_000),
		"chain": "x = a" + strings.Repeat(".b", 100_000), "sum": "x = 'a'" + strings.Repeat(" + 'a'", 100_000),
		"lists":    "def l = [1]\n\n" + strings.Repeat("l = l + l; l = l - l; l.contains('x')\n", 3000),
		"long":     "def s = '" + strings.Repeat("x", 4000) + "'\n" + strings.Repeat("s = \"${s}x\".replace('x', 'y')\n", 3000),
		"doubling": doubling, "calls": calls, "nested": all.String(), "not": "x = " + strings.Repeat("!", 100_000),
		"ternaries": "x = " + strings.Repeat("a ? ", 20_000), "elses": strings.Repeat("if (a) b else ", 20_000),
		"commands": strings.Repeat("a ", 100_000), "nul": "\x00\x01\xff", "slashes": strings.Repeat("(/a", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			files := []engine.File{
				{Path: "build.gradle", Data: []byte(data)},
				{Path: "settings.gradle", Data: []byte("include 'a','b','c','d','e'")},
				{Path: "a/build.gradle.kts", Data: []byte(data)},
			}
			Read(context.Background(), files)
		})
	}
}

// BenchmarkTree reads the tree that ASSAY_TREE names.
func BenchmarkTree(b *testing.B) {
	root := os.Getenv("ASSAY_TREE")
	if root == "" {
		b.Skip("ASSAY_TREE names no folder")
	}
	files := load(b, root)
	for b.Loop() {
		read(files)
	}
}
