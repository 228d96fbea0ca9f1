package script

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTree reads all scripts of a tree on this machine (ASSAY_TREE names it):
// none of them may have a fault.
func TestTree(t *testing.T) {
	root := os.Getenv("ASSAY_TREE")
	if root == "" {
		t.Skip("ASSAY_TREE names no folder")
	}
	n := 0
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		kts := strings.HasSuffix(p, ".kts")
		if err != nil || d.IsDir() || !kts && !strings.HasSuffix(p, ".gradle") && !(strings.HasSuffix(p, ".kt") && strings.Contains(p, "build")) {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		lang := Groovy
		if !strings.HasSuffix(p, ".gradle") {
			lang = Kotlin
		}
		s := Parse(lang, string(data))
		n++
		for _, f := range s.Faults {
			t.Errorf("%s:%d %s", p, f.Line, f.What)
		}
		if os.Getenv("ASSAY_DUMP") != "" {
			for _, x := range s.Body {
				t.Log(x.String())
			}
		}
		return nil
	})
	t.Logf("%d scripts", n)
	if err != nil {
		t.Fatal(err)
	}
}
