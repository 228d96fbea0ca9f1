package ruleset_test

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte("rules:\n  - {id: a, languages: [go], message: m, severity: ERROR, pattern: f(...)}\n"))
	f.Add([]byte("rules:\n  - id: a\n    languages: [go]\n    message: m\n    mode: taint\n    pattern-sources: [{pattern: f(), label: A}]\n    pattern-sinks: [{requires: A and not (B or C), patterns: [{pattern: g($X)}, {metavariable-comparison: {comparison: '$X > 0x10 and re.match(\"a\", $Y)'}}, {focus-metavariable: [$X]}]}]\n"))
	f.Add([]byte("rules: &a [*a]"))
	f.Add([]byte("rules:\n- &r {id: a, patterns: [*r, {pattern-not: {patterns: [*r]}}]}"))
	f.Add([]byte("rules:\n- {id: a, message: m, languages: [go], patterns: &r [{patterns: *r}, {patterns: *r}]}"))
	f.Add([]byte("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nrules: [{id: a, languages: *c, message: m, pattern: f}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, problems := ruleset.Parse("r.yaml", data)
		for _, r := range rules {
			if r.ID == "" || r.Formula == nil && r.Taint == nil {
				t.Error("a rule without an id or a formula")
			}
			if r.Formula != nil {
				_ = r.Formula.Key()
			}
		}
		if len(rules) == 0 && len(problems) == 0 && len(data) > 0 {
			return // an empty list
		}
	})
}

func FuzzComparison(f *testing.F) {
	for _, s := range []string{"$X > 1", "not str($X) in [\"a\", 'b']", "int($A) % 2 == 0 or len($B) ** 2 < -1", "re.match(\".*\", $M)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ruleset.ParseComparison(s)
		if err != nil {
			return
		}
		c.Holds(10, func(string) (string, bool) { return "0x1F", true })
		c.Holds(0, func(string) (string, bool) { return "\"text\"", true })
	})
}
