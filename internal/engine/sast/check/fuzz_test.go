package check_test

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// FuzzMatch lets any pattern meet any code, in every language, and follows
// data between two of them.
func FuzzMatch(f *testing.F) {
	f.Add("f($X, ...)", "def g(x):\n    y = f(x, 1)\n    return h(y)\n", byte(0))
	f.Add("if ($C) { ... $X = g(...); ... }", "class A { void m(int a) { if (a > 1) { b(); x = g(a); } } }", byte(1))
	f.Add("{..., a: $V, ...}", "const x = {a: 1, b: {c: [1, ...d]}}; x.a.b().c(y => y + 1)", byte(2))
	f.Add("$A.$B(<... \"...\" ...>)", "func f() { a.b(c(\"x\" + d)) }", byte(3))
	f.Add("... $...REST", "f(1)\ng(2)", byte(4))
	f.Fuzz(func(t *testing.T, pattern, code string, which byte) {
		if len(pattern) > 500 || len(code) > 5000 {
			return
		}
		l := languages.All()[int(which)%len(languages.All())]
		file, err := l.Parse("f", []byte(code))
		if err != nil {
			return
		}
		spec := func() *ruleset.Spec {
			return &ruleset.Spec{Formula: &ruleset.Formula{Kind: ruleset.Pattern, Text: pattern}}
		}
		c := check.NewCompiler(l, languages.ByName)
		r, err := c.Compile(&ruleset.Rule{ID: "r", Languages: []string{l.ID}, Taint: &ruleset.Taint{Sources: []*ruleset.Spec{spec()}, Sinks: []*ruleset.Spec{spec()}}})
		if err != nil {
			return
		}
		cf := check.NewFile(file, nil)
		g := flow.Build(file, cf.Matcher.Scopes())
		m, _ := r.Marks(cf, g)
		g.Seal()
		back, err := flow.Decode(string(g.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		taint.Link([]*flow.Graph{back}).Solve([]taint.Rule{{Marks: []*taint.Marks{m}, Options: r.Follow()}}, true)
	})
}
