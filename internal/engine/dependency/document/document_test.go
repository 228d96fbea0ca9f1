package document

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestLines(t *testing.T) {
	for name, root := range map[string]*Node{
		"json": read(t, JSON, "{\n \"a\": {\n  \"b\": [\n   \"x\",\n   {\"c\": 1}\n  ]}}"),
		"yaml": read(t, YAML, "\na:\n  b:\n    - x\n    - c: 1\n"),
		"toml": read(t, TOML, "\n[a]\nb = [\n \"x\",\n {c = 1}]\n"),
	} {
		b := root.Get("a", "b")
		if b.Len() != 2 || b.Items()[0].Text() != "x" || b.Items()[0].Line != 4 || b.Items()[1].KeyLine("c") != 5 || b.Items()[1].Get("c").Text() != "1" {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

func read(t *testing.T, parse func([]byte) (*Node, *Error), text string) *Node {
	t.Helper()
	n, err := parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestHostile(t *testing.T) {
	const deep = 100_000
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := range 9 {
		bomb += strings.ReplaceAll("a1: &a1 [*a0,*a0,*a0,*a0,*a0,*a0,*a0,*a0,*a0]\n", "a0", string(rune('b'+i))+"0")
	}
	for name, c := range map[string]struct {
		parse func([]byte) (*Node, *Error)
		text  string
	}{
		"deep json":           {JSON, strings.Repeat("[", deep)},
		"deep objects":        {JSON, strings.Repeat(`{"a":`, deep)},
		"deep toml":           {TOML, "a = " + strings.Repeat("[", deep)},
		"deep tables":         {TOML, "a = " + strings.Repeat("{a = ", deep)},
		"long keys":           {TOML, strings.Repeat("a.", deep) + "a = 1"},
		"behind a string":     {TOML, "a = [\"\"\"x\"\"\"\", " + strings.Repeat("[", deep)},
		"deep yaml":           {YAML, strings.Repeat("[", deep)},
		"deep yaml blocks":    {YAML, strings.Repeat("- ", deep)},
		"yaml bomb":           {YAML, bomb},
		"yaml circle":         {YAML, "a: &a [*a]"},
		"json twice":          {JSON, `{"a":1,"a":2}`},
		"json twice of many":  {JSON, `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"a":2}`},
		"yaml twice":          {YAML, "a: 1\na: 2"},
		"toml twice":          {TOML, "a = 1\na = 2"},
		"toml table twice":    {TOML, "[a]\n[b]\n[a]"},
		"toml value as table": {TOML, "a = 1\n[a.b]"},
		"half json":           {JSON, `{"a": {"b": "c`},
		"half toml":           {TOML, "a = \"b"},
		"half yaml":           {YAML, "a: [b"},
		"nothing":             {JSON, ""},
		"two values":          {JSON, "{} {}"},
	} {
		if n, err := c.parse([]byte(c.text)); err == nil || n == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTolerant(t *testing.T) {
	n := read(t, JSON, "\xef\xbb\xbf// comment\n{\"a\": [1,], /* \n */ \"b\\u0063\": \"\\u00e9\",}")
	if n.Get("a").Len() != 1 || n.Get("bc").Text() != "é" || n.KeyLine("bc") != 3 {
		t.Errorf("%+v", n)
	}
	half, _ := JSON([]byte(`{"a": {"b": "c"}, "d": [1, `))
	if half.Get("a", "b").Text() != "c" {
		t.Error("what stands before the flaw is lost")
	}
	if got := string(Plain([]byte("\xff\xfea\x00"))); got != "a" {
		t.Errorf("UTF-16: %q", got)
	}
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a": [1, "b", true, null, {"c": 1.5e3}], "\u0061": 2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := JSON(data)
		count(n)
		if json.Valid(data) && err != nil && !strings.Contains(err.Reason, "twice") && !strings.Contains(err.Reason, "stand in each other") {
			t.Errorf("refused what is valid: %v", err)
		}
		// Only comments and trailing commas are let pass beyond what is valid.
		if err == nil && !json.Valid(Plain(data)) && !bytes.ContainsAny(data, "/,") {
			t.Error("accepted what is not valid")
		}
	})
}

func FuzzYAML(f *testing.F) {
	f.Add([]byte("a: &x\n  - b: 1\nc: *x\n'd': {e: \"f\"}\n"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		n, _ := YAML(data)
		count(n)
	})
}

func FuzzTOML(f *testing.F) {
	f.Add([]byte("a.b = \"c\"\n[d]\ne = [1, {f = 'g'}]\n[[h]]\ni = '''j'''\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := TOML(data)
		count(n)
		var v map[string]any
		if e := toml.Unmarshal(Plain(data), &v); e == nil && err != nil && !strings.Contains(err.Reason, "stand") && !strings.Contains(err.Reason, "parts") {
			t.Errorf("refused what is valid: %v", err)
		}
	})
}

// count walks all of a tree; a line is never unknown.
func count(n *Node) int {
	sum := 1
	for _, m := range n.Members() {
		sum += count(m.Value)
	}
	for _, item := range n.Items() {
		sum += count(item)
	}
	return sum
}

func BenchmarkJSON(b *testing.B) {
	data := []byte("[" + strings.Repeat("{\"name\": \"left\", \"version\": \"1.0.0\", \"dependencies\": {\"a\": \"^1.0.0\", \"b\": \"^2\"}},\n", 100_000) + "{}]")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_, _ = JSON(data)
	}
}

func BenchmarkYAML(b *testing.B) {
	data := []byte(strings.Repeat("- name: left\n  version: 1.0.0\n  dependencies: {a: ^1.0.0, b: ^2}\n", 20_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_, _ = YAML(data)
	}
}

func BenchmarkTOML(b *testing.B) {
	data := []byte(strings.Repeat("[[package]]\nname = \"left\"\nversion = \"1.0.0\"\ndependencies = [\n \"a\",\n {name = \"b\"},\n]\n\n", 100_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_, _ = TOML(data)
	}
}
