package syntax

import (
	"strings"
	"testing"

	java "github.com/tree-sitter/tree-sitter-java/bindings/go"
)

func TestParseFlat(t *testing.T) {
	p := NewParser(NewGrammar(java.Language()))
	defer p.Close()
	tree, err := p.Parse([]byte("class A { int f(int x) { return x + 1; } }"))
	if err != nil {
		t.Fatal(err)
	}
	if got := tree.Broken(); got != -1 {
		t.Errorf("broken at %d", got)
	}
	class := tree.Find(0, "class_declaration")
	if class < 0 || tree.Text(tree.Child(class, "name")) != "A" {
		t.Errorf("class not found")
	}
	for i := range tree.Nodes {
		if n := tree.Nodes[i].Next; n <= int32(i) || int(n) > len(tree.Nodes) {
			t.Fatalf("node %d ends at %d of %d", i, n, len(tree.Nodes))
		}
	}
}

func TestParseHostile(t *testing.T) {
	p := NewParser(NewGrammar(java.Language()))
	defer p.Close()
	for name, src := range map[string]string{
		"empty":  "",
		"broken": "class { ( ]",
		"deep":   "class A { int x = " + strings.Repeat("(", 100_000) + "; }",
		"nested": "class A { int x = " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000) + "; }",
		"zero":   strings.Repeat("\x00", 1000),
	} {
		tree, err := p.Parse([]byte(src))
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		t.Logf("%s: %d nodes, broken at %d", name, len(tree.Nodes), tree.Broken())
	}
}

func BenchmarkParse(b *testing.B) {
	src := []byte("class A {" + strings.Repeat(" int f(int x) { if (x > 1) { g(x, \"a\" + x); } return x + 1; }\n", 10_000) + "}")
	p := NewParser(NewGrammar(java.Language()))
	defer p.Close()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := p.Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}
