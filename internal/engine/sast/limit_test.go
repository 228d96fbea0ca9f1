package sast_test

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/sast"
)

// TestCrowd keeps the first findings of a rule that finds very many, whichever
// file is ready first, and says so; other rules don't notice.
func TestCrowd(t *testing.T) {
	e := sast.New(sast.NewRules(map[string][]byte{"r.yaml": []byte(`rules:
  - {id: crowd, languages: [python], severity: ERROR, message: m, pattern: $X}
  - {id: rare, languages: [python], severity: ERROR, message: m, pattern: eval(...)}
`)}))
	files := map[string]string{"a.py": "x = 1\n", "g.py": "eval(x)\n"}
	for i, name := range []string{"b.py", "c.py", "d.py", "e.py", "f.py"} {
		files[name] = strings.Repeat("x\n", 12_000+3_000*(i%2))
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	alone := extract(t, e, files)
	runtime.GOMAXPROCS(4)
	together := extract(t, e, files)
	count := map[assay.RuleID]int{}
	last := ""
	for _, f := range alone.Findings {
		count[f.Rule]++
		if f.Rule == "sast/crowd" {
			last = max(last, f.Location.Path)
		}
	}
	if count["sast/crowd"] != 50_000 || count["sast/rare"] != 1 || last != "e.py" {
		t.Errorf("%v, the last in %s", count, last)
	}
	said := slices.ContainsFunc(alone.Gaps, func(g assay.Gap) bool {
		return strings.HasPrefix(g.Reason, "rule sast/crowd finds more than 50000 places")
	})
	if len(alone.Gaps) != 1 || !said {
		t.Errorf("gaps: %v", alone.Gaps)
	}
	same := func(a, b assay.Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Location.Path, b.Location.Path), cmp.Compare(a.Location.Start.Line, b.Location.Start.Line))
	}
	if slices.CompareFunc(alone.Findings, together.Findings, same) != 0 {
		t.Error("the findings depend on the number of processors")
	}
}

// TestWide finds what a metavariable alone stands for behind very many places
// that it matches and that are not meant.
func TestWide(t *testing.T) {
	e := sast.New(sast.NewRules(map[string][]byte{"r.yaml": []byte(`rules:
  - {id: inside, languages: [python], severity: ERROR, message: m, patterns: [{pattern: $X}, {pattern-inside: "pay($X)"}, {pattern: "$Y + $Z"}]}
  - {id: called, languages: [python], severity: ERROR, message: m, patterns: [{pattern-either: [{pattern: "$F(...)"}]}, {metavariable-regex: {metavariable: $F, regex: pay}}]}
  - {id: named, languages: [python], severity: ERROR, message: m, patterns: [{pattern: $X}, {metavariable-regex: {metavariable: $X, regex: total$}}]}
`)}))
	out := extract(t, e, map[string]string{"a.py": strings.Repeat("f(x)\n", 25_000) + "pay(total + 1)\n"})
	var found []string
	for _, f := range out.Findings {
		found = append(found, string(f.Rule))
	}
	slices.Sort(found)
	if want := []string{"sast/called", "sast/inside", "sast/named"}; !slices.Equal(found, want) || len(out.Gaps) > 0 {
		t.Errorf("got %v, want %v; gaps %v", found, want, out.Gaps)
	}
}
