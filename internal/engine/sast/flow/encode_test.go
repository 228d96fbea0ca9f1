package flow_test

import (
	"bytes"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/language/java"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

const sample = `package a.b;
import java.util.List;
class A extends Base implements I {
	private List<String> names;
	A(String first) { this.names.add(first); }
	String f(String x, int... rest) {
		StringBuilder b = new StringBuilder();
		for (String s : names) { b.append(s).append(x); }
		helper().set(x).name = b.toString();
		return other(b.toString(), x -> x + 1);
	}
}`

func graph(t testing.TB, src string) *flow.Graph {
	t.Helper()
	f, err := java.Language().Parse("A.java", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	g := flow.Build(f, scope.New(f))
	g.Seal()
	return g
}

func TestEncodeIsReadBack(t *testing.T) {
	for _, src := range []string{sample, "", "class A {}", "class A { int x; int y = 1; }"} {
		readBack(t, src)
	}
}

func readBack(t *testing.T, src string) {
	t.Helper()
	g := graph(t, src)
	data := g.Encode()
	back, err := flow.Decode(string(data))
	if err != nil {
		t.Fatal(err)
	}
	back.Load()
	if len(back.Values) != len(g.Values) {
		t.Fatalf("%d values came back of %d", len(back.Values), len(g.Values))
	}
	if again := back.Encode(); !bytes.Equal(again, data) {
		t.Error("what was read back is written differently")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(string(graph(f, sample).Encode()))
	f.Add("")
	f.Fuzz(func(t *testing.T, data string) {
		if g, err := flow.Decode(data); err == nil {
			g.Load()
			for n := range g.Values {
				for range g.Out(flow.Node(n)) {
				}
			}
		}
	})
}
