package yamldoc

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestSplitKeepsLines(t *testing.T) {
	docs := Split([]byte("# head\n---\na: 1\n--- # next\r\n\n---\nb: 2\n---\n"))
	if len(docs) != 2 || string(docs[0].Data) != "a: 1\n" || docs[0].Line != 2 || docs[1].Line != 6 {
		t.Errorf("documents: %+v", docs)
	}
}

func TestParseRefusesBombs(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 10; i++ {
		n, p := string(rune('0'+i)), string(rune('0'+i-1))
		laughs.WriteString("a" + n + ": &a" + n + " [" + strings.Repeat("*a"+p+",", 9) + "*a" + p + "]\n")
	}
	bombs := map[string]string{
		"billion laughs": laughs.String(),
		"nested flow":    strings.Repeat("[", 100_000),
		"nested objects": strings.Repeat(`{"a":`, 100_000),
		"nested block":   nested(150),
		"big":            strings.Repeat("a", MaxBytes+1),
		"self alias":     "a: &a [*a]\n",
	}
	for name, text := range bombs {
		if _, err := Parse([]byte(text)); !errors.Is(err, ErrLimit) {
			t.Errorf("%s: err = %v, want a limit", name, err)
		}
	}
}

func nested(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestParseSaysWhere(t *testing.T) {
	_, err := Parse([]byte("a: 1\nb: [\n"))
	var at *Error
	if !errors.As(err, &at) || at.Line == 0 {
		t.Errorf("err = %v, want one with a line", err)
	}
}

func TestPairsMerges(t *testing.T) {
	n, err := Parse([]byte("base: &b {x: 1, y: 1}\nown:\n  <<: *b\n  x: 2\n"))
	if err != nil {
		t.Fatal(err)
	}
	own := Get(n, "own")
	if Text(Get(own, "x")) != "2" || Text(Get(own, "y")) != "1" {
		t.Errorf("merged: x=%q y=%q", Text(Get(own, "x")), Text(Get(own, "y")))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a: 1\n---\nb: [1, 2]\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("{\"a\":\t1}"))
	f.Add([]byte("<<: {<<: *x}\n--- # c\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, d := range Split(data) {
			if d.Line < 0 || d.Line > lines {
				t.Errorf("document at line %d of %d", d.Line, lines)
			}
			if n, err := Parse(d.Data); err == nil && n != nil {
				End(n)
				Pairs(n, func(string, *yaml.Node) {})
			}
		}
	})
}
