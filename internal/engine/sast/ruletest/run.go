package ruletest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// Targets lists the test files of a rule file: beside it, with the same name
// and another extension.
func Targets(rules string) []string {
	dir, base := filepath.Split(rules)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || name == base || !strings.HasPrefix(name, stem+".") || strings.Contains(name, ".fixed.") {
			continue
		}
		if rest := strings.TrimPrefix(name, stem+"."); rest == "yaml" || rest == "yml" {
			continue
		}
		out = append(out, filepath.Join(dir, name))
	}
	return out
}

// Result is what came of one test file.
type Result struct {
	Problems []string
	Rules    []RuleResult
}

// RuleResult is what came of one rule.
type RuleResult struct {
	Rule    string
	Missing []int
	Extra   []int
}

// Agrees says whether all was as annotated.
func (r Result) Agrees() bool {
	return len(r.Problems) == 0 && !slices.ContainsFunc(r.Rules, func(x RuleResult) bool { return len(x.Missing)+len(x.Extra) > 0 })
}

// String lists what differs.
func (r Result) String() string {
	var b strings.Builder
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "  %s\n", p)
	}
	for _, x := range r.Rules {
		if len(x.Missing)+len(x.Extra) > 0 {
			fmt.Fprintf(&b, "  %s: missing %v, extra %v\n", x.Rule, x.Missing, x.Extra)
		}
	}
	return b.String()
}

// Run runs rules on one annotated file.
func Run(rules []*ruleset.Rule, path string, src []byte) Result {
	out := runText(rules, path, src)
	l := languages.ByPath(path)
	if l == nil || !slices.ContainsFunc(rules, func(r *ruleset.Rule) bool { return !r.Textual() }) {
		return out
	}
	file, err := l.Parse(path, src)
	if err != nil {
		out.Problems = append(out.Problems, err.Error())
		return out
	}
	f := check.NewFile(file, nil)
	want := expected(src)
	compiler := check.NewCompiler(l, languages.ByName)
	lineOf := lines(src)
	var graph *flow.Graph
	var project *taint.Project
	for _, r := range rules {
		if !reads(r, l) {
			continue
		}
		c, found := out.search(compiler, r, f, lineOf)
		if c == nil {
			continue
		}
		if c.Taint != nil {
			if graph == nil {
				graph = flow.Build(file, f.Matcher.Scopes())
				project = taint.Link([]*flow.Graph{graph})
			}
			marks, _ := c.Marks(f, graph)
			flows, _ := project.Solve([]taint.Rule{{Marks: []*taint.Marks{marks}, Options: c.Follow()}}, r.Options.Interfile)
			for _, m := range flows[0] {
				found = append(found, lineOf(m.Sink.Start))
			}
		}
		missing, extra := want(r).Compare(found)
		out.Rules = append(out.Rules, RuleResult{r.ID, missing, extra})
	}
	return out
}

// reads says whether a rule is for a language.
func reads(r *ruleset.Rule, l *language.Language) bool {
	return l != nil && slices.ContainsFunc(r.Languages, func(n string) bool { return languages.Reads(n, l) })
}

// search compiles a rule and lists the lines that it finds; nil is a rule that
// can't be used, which is a problem of the result.
func (out *Result) search(compiler *check.Compiler, r *ruleset.Rule, f *check.File, lineOf func(uint32) int) (*check.Rule, []int) {
	c, err := compiler.Compile(r)
	if err != nil {
		out.Problems = append(out.Problems, err.Error())
		return nil, nil
	}
	var found []int
	for _, m := range c.Run(f) {
		found = append(found, lineOf(m.Start))
	}
	return c, found
}

// expected says what the annotations of a file say of a rule.
func expected(src []byte) func(*ruleset.Rule) *Expectation {
	want := Parse(src)
	return func(r *ruleset.Rule) *Expectation {
		if e := want[lastPart(r.ID)]; e != nil {
			return e
		}
		return &Expectation{Rule: r.ID}
	}
}

// runText runs the rules for text of any kind.
func runText(rules []*ruleset.Rule, path string, src []byte) Result {
	var out Result
	want, lineOf := expected(src), lines(src)
	compiler := check.NewCompiler(nil, languages.ByName)
	f := check.NewText(path, src, nil)
	for _, r := range rules {
		if !r.Textual() {
			continue
		}
		c, found := out.search(compiler, r, f, lineOf)
		if c == nil {
			continue
		}
		missing, extra := want(r).Compare(found)
		out.Rules = append(out.Rules, RuleResult{r.ID, missing, extra})
	}
	return out
}

// lines maps offsets to lines, from 1.
func lines(src []byte) func(uint32) int {
	var starts []uint32
	starts = append(starts, 0)
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, uint32(i+1))
		}
	}
	return func(at uint32) int {
		i, found := slices.BinarySearch(starts, at)
		if found {
			return i + 1
		}
		return i
	}
}
