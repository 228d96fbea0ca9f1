package sast_test

import (
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/rules"
)

// none forgets everything.
type none struct{}

func (none) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (none) Put(engine.Hash, engine.Output)        {}

func extract(t testing.TB, e *sast.Engine, files map[string]string) engine.Output {
	t.Helper()
	var in []engine.File
	for _, p := range slices.Sorted(maps.Keys(files)) {
		if data := []byte(files[p]); e.Selects(p, data) {
			in = append(in, engine.File{Path: p, Data: data, Hash: sha256.Sum256(data)})
		}
	}
	out, err := e.Extract(context.Background(), in, none{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestHostileSource holds the engine to an answer, whatever a file is: a gap
// that says where it could not look, none where it could, and what is wrong in
// the file beside it.
func TestHostileSource(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	e := sast.New(sast.NewRules(rules.SAST()))
	deep := 100_000
	const (
		all    = "" // is looked at
		long   = "lines too long for a person to have written"
		work   = "takes more work than is allowed"
		broken = "was not understood"
		nested = "is nested too deeply"
	)
	for name, f := range map[string]struct{ path, src, gap string }{
		"too large":       {"a.js", strings.Repeat("var a=b(c),d=[1,2,{x:function(){return eval(a)}}];\n", 4<<20/50), "larger than"},
		"minified":        {"a.js", strings.Repeat("var a=b(c),d=[1,2,{x:function(){return eval(a)}}];", 2<<20/50), long},
		"one long line":   {"a.py", "x = [" + strings.Repeat("1,", 100_000) + "]", long},
		"100,000 lines":   {"A.java", "class A { void f(String p) {\n" + strings.Repeat("  a.b(p + \"x\", 1);\n", 100_000) + "} }", work},
		"nested brackets": {"a.js", "x = " + strings.Repeat("[\n", deep) + strings.Repeat("]\n", deep), nested},
		"nested calls":    {"a.py", "x = " + strings.Repeat("f(\n", deep) + "1" + strings.Repeat(")\n", deep), nested},
		"nested blocks":   {"A.java", "class A { void f() " + strings.Repeat("{\n", deep) + strings.Repeat("}\n", deep) + "}", nested},
		"never closed":    {"a.go", "package a\nfunc f() {" + strings.Repeat("if x {\n", deep), broken},
		"binary":          {"a.rb", "\x7fELF\x00\x00" + strings.Repeat("\x01\x02", 5000), "binary"},
		"another tongue":  {"A.java", strings.Repeat("def f(x):\n    return os.system(x)\n", 1000), broken},
		"not UTF-8":       {"a.php", "<?php \xff\xfe echo $_GET['x']; \xc3\x28 ?>", broken},
		"empty":           {"a.kt", "", all},
		"long chain":      {"a.js", "x\n" + strings.Repeat(".then(a => b)\n", 20_000), nested},
		"long sum":        {"A.java", "class A { String s = \"\"" + strings.Repeat("\n + x", 50_000) + "; }", nested},
		"many branches":   {"a.go", "package a\nfunc f(x int) int {\n" + strings.Repeat("if x > 1 { x = g(x) } else { x = h(x) }\n", 4_000) + "return x }", all},
		"many methods":    {"A.java", methods(20_000, "String m%[1]d(String p) { return m%[2]d(p); }"), all},
		"circle of calls": {"A.java", methods(3_000, "void m%[1]d(HttpServletRequest r, String p) { Runtime.getRuntime().exec(p); m%[2]d(r, p + r.getParameter(\"q\")); }"), "following data " + work},
		"one for all":     {"A.java", methods(3_000, "void m%[1]d(HttpServletRequest r) { run(r.getParameter(\"q\")); }", "void run(String p) { Runtime.getRuntime().exec(p); }"), all},
	} {
		t.Run(name, func(t *testing.T) {
			out := extract(t, e, map[string]string{f.path: f.src, "beside.py": "import os\nfrom flask import request\nos.system(request.args['x'])\n"})
			said := ""
			for _, g := range out.Gaps {
				if said += g.Reason + "\n"; f.gap == all {
					t.Errorf("a gap: %s", g.Reason)
				}
			}
			if !strings.Contains(said, f.gap) {
				t.Errorf("no gap says %q: %s", f.gap, said)
			}
			if !slices.ContainsFunc(out.Findings, func(f assay.Finding) bool {
				return f.Location.Path == "beside.py" && f.Rule == "sast/command-injection"
			}) {
				t.Error("the file beside was not examined")
			}
		})
	}
}

// methods is a class of Java with methods that name themselves, and the next
// in a circle, and others.
func methods(n int, each string, others ...string) string {
	var b strings.Builder
	b.WriteString("import javax.servlet.http.HttpServletRequest;\nclass A {\n")
	for i := range n {
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(each, "%[1]d", strconv.Itoa(i)), "%[2]d", strconv.Itoa((i+1)%n)) + "\n")
	}
	return b.String() + strings.Join(others, "\n") + "}\n"
}

// TestHostileRules holds the engine to naming rules that it can't use, and to
// bounded work with those that it can.
func TestHostileRules(t *testing.T) {
	e := sast.New(sast.NewRules(map[string][]byte{"r.yaml": []byte(`rules:
  - {id: bad-pattern, languages: [python], severity: ERROR, message: m, pattern: "foo(("}
  - {id: bad-regex, languages: [python], severity: ERROR, message: m, pattern-regex: "(unclosed"}
  - {id: unknown-key, languages: [python], severity: ERROR, message: m, pattern-near: "foo()"}
  - {id: catastrophic, languages: [python], severity: ERROR, message: m, pattern-regex: "(?=x)(a+)+$|(x+x+)+y(?!z)"}
  - {id: empty, languages: [python], severity: ERROR, message: m, pattern-regex: ""}
  - {id: no-regex, languages: [python], severity: ERROR, message: m, patterns: [{pattern: $X}, {metavariable-regex: {metavariable: $X}}]}
  - {id: unbound, languages: [python, java], severity: ERROR, message: m, patterns: [{pattern: f()}, {focus-metavariable: $X}]}
  - {id: dots, languages: [python], severity: ERROR, message: m, pattern: "f(..., $A, ..., $B, ..., $C, ..., $D, ..., $A)"}
  - {id: good, languages: [python], severity: ERROR, message: m, pattern: "eval(...)"}
`)}))
	args := make([]string, 300)
	for i := range args {
		args[i] = "a" + strings.Repeat("b", i%7)
	}
	out := extract(t, e, map[string]string{"a.py": "eval(x)\n# " + strings.Repeat("x", 30_000) + "\nf(" + strings.Join(args, ", ") + ")\n", "A.java": "class A {}"})
	refused := ""
	for _, g := range out.Gaps {
		refused += g.Reason + "\n"
	}
	for _, want := range []string{
		"r.yaml:2: rule bad-pattern", "r.yaml:3: rule bad-regex", "r.yaml:4: rule unknown-key: unknown key pattern-near",
		"rule catastrophic takes more work", "r.yaml:6: rule empty: pattern-regex is empty", "r.yaml:7: rule no-regex: metavariable-regex has no regex", "r.yaml:8: rule unbound: the focus of $X",
	} {
		if strings.Count(refused, want) != 1 {
			t.Errorf("%q is not once among the refused:\n%s", want, refused)
		}
	}
	found := false
	for _, f := range out.Findings {
		found = found || f.Rule == "sast/good"
	}
	if !found {
		t.Error("the good rule did not run")
	}
}
