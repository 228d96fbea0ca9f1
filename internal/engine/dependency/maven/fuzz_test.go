package maven

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine"
)

// FuzzRead takes an archive in the form of the corpus as a tree, so that poms can refer to each other.
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
		for _, u := range Units(files) {
			out := Read(context.Background(), u)
			for _, c := range out.Components {
				if !paths[c.Root] || c.Location.Path == "" || c.Name == "" || c.Location.Start.Line < 1 {
					t.Errorf("a component without place: %+v", c)
				}
			}
		}
	})
}

// TestHostile: what is built to exhaust is refused or read, and never hangs.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("<a>", 20_000)
	many := "<project><groupId>g</groupId><artifactId>a</artifactId>" + strings.Repeat("<modules/>", maxElements) + "</project>"
	for name, data := range map[string]string{
		"deep": "<project>" + deep, "many": many, "nul": "<project>\x00</project>", "utf16": "\xff\xfe<\x00p\x00",
	} {
		out := Read(context.Background(), []engine.File{{Path: "pom.xml", Data: []byte(data)}})
		if len(out.Gaps) != 1 {
			t.Errorf("%s: %d gaps", name, len(out.Gaps))
		}
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := Read(ctx, []engine.File{{Path: "pom.xml", Data: []byte("<project><artifactId>a</artifactId></project>")}})
	if len(out.Gaps) != 1 || len(out.Projects) != 0 {
		t.Errorf("%+v", out)
	}
}

// BenchmarkTree reads the tree that ASSAY_TREE names.
func BenchmarkTree(b *testing.B) {
	root := os.Getenv("ASSAY_TREE")
	if root == "" {
		b.Skip("ASSAY_TREE names no folder")
	}
	files := tree(b, root)
	for b.Loop() {
		read(files)
	}
}
