package check_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// rule reads a rule from what it looks for.
func rule(t *testing.T, languages, body string) *ruleset.Rule {
	t.Helper()
	text := "rules:\n- id: r\n  message: m\n  severity: INFO\n  languages: [" + languages + "]\n" + body
	rules, problems := ruleset.Parse("r.yaml", []byte(text))
	for _, p := range problems {
		t.Fatal(p)
	}
	return rules[0]
}

// TestUnbound names, with their lines, the rules that ask for a metavariable
// which nothing can bind. What is given begins in line 7.
func TestUnbound(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"condition": {`
  patterns:
  - pattern: f($X)
  - metavariable-regex: {metavariable: $Y, regex: a}
`, "r.yaml:9: rule r: a condition of $Y, which no pattern beside it binds"},
		"only in what must not match": {`
  patterns:
  - pattern: f(...)
  - pattern-not: f($X)
  - metavariable-pattern: {metavariable: $X, pattern: a}
`, "r.yaml:10: rule r: a condition of $X"},
		"around an alternative": {`
  patterns:
  - pattern: f($X)
  - pattern-either:
    - patterns:
      - pattern: f(...)
      - metavariable-analysis: {metavariable: $X, analyzer: entropy}
`, "r.yaml:12: rule r: a condition of $X"},
		"comparison": {`
  patterns:
  - pattern: f($X)
  - metavariable-comparison: {comparison: $X > 1 and $LIMIT < 2}
`, "r.yaml:9: rule r: a condition of $LIMIT"},
		"focus": {`
  patterns:
  - pattern: f($X)
  - focus-metavariable: [$X, $Y]
`, "r.yaml:9: rule r: the focus of $Y"},
		"anonymous": {`
  patterns:
  - pattern: f($_)
  - focus-metavariable: $_
`, "r.yaml:9: rule r: the focus of $_"},
		"sequence": {`
  patterns:
  - pattern: f($...X)
  - focus-metavariable: $X
`, "r.yaml:9: rule r: the focus of $X"},
		"source": {`
  mode: taint
  pattern-sources:
  - patterns: [{pattern: f($X)}, {focus-metavariable: $Y}]
  pattern-sinks: [{pattern: g($Y)}]
`, "r.yaml:9: rule r: the focus of $Y"},
		"fix":          {"\n  pattern: f($X)\n  fix: g($X, $Y)\n", "r.yaml:8: rule r: the fix names $Y, which no pattern binds"},
		"fix by group": {"\n  pattern-regex: f\\((\\w)\\)\n  fix: $1, $2\n", "r.yaml:8: rule r: the fix names $2"},

		"alternatives":    {"\n  patterns:\n  - pattern-either: [{pattern: f($X)}, {pattern: g($Y)}]\n  - focus-metavariable: [$X, $Y]\n", ""},
		"context":         {"\n  patterns:\n  - pattern: f()\n  - pattern-inside: 'def $F(): ...'\n  - metavariable-regex: {metavariable: $F, regex: a}\n", ""},
		"content":         {"\n  patterns:\n  - pattern: f(\"$X\")\n  - metavariable-regex: {metavariable: $X, regex: a}\n", ""},
		"groups":          {"\n  patterns:\n  - pattern-regex: (a)(?P<REST>b)(?P<low>c)\n  - metavariable-regex: {metavariable: $1, regex: a}\n  - metavariable-regex: {metavariable: $low, regex: c}\n  - focus-metavariable: $REST\n  fix: $1$2$REST$low\n", ""},
		"nested":          {"\n  patterns:\n  - pattern: f($X)\n  - metavariable-regex: {metavariable: $Y, regex: a}\n  - metavariable-pattern: {metavariable: $X, patterns: [{pattern: g($Y)}, {metavariable-regex: {metavariable: $X, regex: g}}]}\n", ""},
		"group of regex":  {"\n  patterns:\n  - pattern: f($X)\n  - metavariable-regex: {metavariable: $X, regex: '.(?P<Y>.)'}\n  - focus-metavariable: $Y\n", ""},
		"sink by source":  {"\n  mode: taint\n  pattern-sources: [{pattern: f($X)}]\n  pattern-sinks: [{patterns: [{pattern: g(...)}, {metavariable-regex: {metavariable: $X, regex: a}}]}]\n  fix: $X\n", ""},
		"dots":            {"\n  patterns:\n  - pattern: f($...X)\n  - focus-metavariable: $...X\n  fix: $...X\n", ""},
		"dollars in text": {"\n  pattern: f()\n  fix: '$_GET + ${A} + $x + US$'\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := check.NewCompiler(languages.ByName("python"), languages.ByName).Compile(rule(t, "python", c.body))
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestFix writes what a rule puts in the place of code, and nothing where it
// does not know all of it.
func TestFix(t *testing.T) {
	for name, c := range map[string]struct{ languages, body, code, want string }{
		"bound":       {"python", "  pattern: f($X, $...REST)\n  fix: g($...REST, $X)\n", "f(1, 2, 3)", "g(2, 3, 1)"},
		"unbound":     {"python", "  pattern-either: [{pattern: f($X)}, {pattern: g()}]\n  fix: h($X)\n", "g()", "<none>"},
		"group":       {"python", "  pattern-regex: f\\((\\w+), (?P<REST>\\w+)\\)\n  fix: g($2, $REST, $1)\n", "f(a, b)", "g(b, b, a)"},
		"group apart": {"python", "  pattern-regex: f(\\(a\\))?(b)?\n  fix: g$1$2\n", "f(a)", "<none>"},
		"regex":       {"regex", "  pattern-regex: (?<=x = )(\\d+)(px)\n  fix: $1 $2\n", "x = 12px", "12 px"},
		"look-around": {"regex", "  pattern-regex: (?<=x = )(?P<N>\\d+)(?!em)\n  fix: $N\n", "x = 12px", "12"},
		"two of them": {"regex", "  patterns: [{pattern-regex: a(.)c}, {pattern-inside: (x).*}]\n  fix: $1\n", "x abc", "b"},
		"generic":     {"generic", "  pattern: set($KEY, $...REST)\n  fix: put($...REST, $KEY)\n", "set(a, b + c)", "put(b + c, a)"},
	} {
		t.Run(name, func(t *testing.T) {
			l := languages.ByName("python")
			f := check.NewText("a.txt", []byte(c.code), nil)
			if c.languages == "python" {
				file, err := l.Parse("a.py", []byte(c.code))
				if err != nil {
					t.Fatal(err)
				}
				f = check.NewFile(file, nil)
			} else {
				l = nil
			}
			r, err := check.NewCompiler(l, languages.ByName).Compile(rule(t, c.languages, c.body))
			if err != nil {
				t.Fatal(err)
			}
			got := "<none>"
			found := r.Run(f)
			if len(found) == 0 {
				t.Fatal("nothing found")
			}
			if text := check.Fix(r.Rule, f.File, found[0].Env, ""); text != nil {
				got = *text
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
