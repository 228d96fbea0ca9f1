package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/rules"
)

var profiles = map[string]Profile{"strict": {2, 0}, "standard": {3, 1}, "light": {4, 1}}

func load(t testing.TB, own Files) *Set {
	t.Helper()
	s, err := Load(rules.Policy(), own, profiles)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ownPolicy(text string) Files { return Files{".assay/policy/own.rego": []byte(text)} }

func finding(i int, change func(*Finding)) Finding {
	f := Finding{
		Fingerprint: fmt.Sprintf("%032x", i), Rule: "sast/sql-injection", Engine: "sast", Severity: "high", SeverityRank: 3, Confidence: "firm", ConfidenceRank: 1,
		Message: "a query is put together from a request", Path: "src/pay.go", Line: i + 1, Profile: "standard",
	}
	if change != nil {
		change(&f)
	}
	return f
}

func decide(t testing.TB, s *Set, in *Input) []assay.Ruling {
	t.Helper()
	in.Version, in.Time = Version, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	rulings, err := s.Decide(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return rulings
}

func TestBundled(t *testing.T) {
	results, err := load(t, nil).Test(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if !r.Passed {
			t.Errorf("%s failed: %s", r, r.Why)
		}
	}
	if len(results) < 25 {
		t.Errorf("%d tests were run", len(results))
	}
	for _, p := range load(t, nil).Policies() {
		if p.Title == "" || strings.HasPrefix(p.Title, "package") {
			t.Errorf("policy %s does not say what it is for", p.Name)
		}
	}
}

func TestNothingDeniesNothing(t *testing.T) {
	if got := decide(t, load(t, nil), &Input{Profile: "strict"}); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestFlips(t *testing.T) {
	three := Findings{New: []Finding{finding(1, nil), finding(2, nil), finding(3, nil)}}
	for _, c := range []struct {
		name, policy string
		in           Input
		want         string
	}{
		{"all of them", "", Input{Findings: three}, "fix 3 findings"},
		{
			"some of them", `package assay.policy.profile
			deny contains {"msg": "too many", "findings": prints} if { prints := [f.fingerprint | some f in input.findings.new]; count(prints) > 1 }`,
			Input{Findings: three},
			"fix any 2 of these 3 findings",
		},
		{
			"the one that is meant", `package assay.policy.profile
			deny contains sprintf("no line %d", [f.line]) if { some f in input.findings.new; f.line == 3 }`,
			Input{Findings: three},
			"fix sast/sql-injection in src/pay.go:3",
		},
		{
			"approval", `package assay.policy.own
			deny contains "four eyes" if { count([a | some a in input.approvals; not a.author]) < 2 }`,
			Input{},
			"get 2 approvals from somebody who is no author of the change",
		},
		{"ticket", `package assay.policy.own
			deny contains "a ticket" if not input.change.ticket`, Input{}, "name the change request: --ticket ID"},
		{"cost", "package assay.policy.own\ndeny contains \"dear\" if input.cost.delta > input.cost.budget", Input{Cost: Cost{Known: true, Currency: "EUR", Delta: "120.50", Budget: "99.99"}}, "bring the change down to EUR 99.99 more a month, from 120.50"},
		{"its own words", `package assay.policy.own
			deny contains {"msg": "no", "flip": "ask nicely"} if true`, Input{}, "ask nicely"},
		{"nothing that we can try", `package assay.policy.own
			deny contains "never" if true`, Input{}, "see what .assay/policy/own.rego asks for"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := load(t, nil)
			if c.policy != "" {
				s = load(t, ownPolicy(c.policy))
			}
			got := decide(t, s, &c.in)
			if len(got) != 1 || got[0].Effect != assay.Deny || got[0].Flip != c.want {
				t.Errorf("%+v\nwant %q", got, c.want)
			}
		})
	}
}

func TestCostNeverHoldsAFix(t *testing.T) {
	cost := Cost{Known: true, Currency: "EUR", Delta: "120", Priced: "120", AtLeast: "120", Budgets: []Budget{{Name: "all", Left: "0", Known: true, Delta: "120", Priced: "120", AtLeast: "120"}}}
	for name, policy := range map[string]string{
		"bundled":          "package assay.lib.nothing\nx := 1",
		"says so":          "package assay.policy.cost\ndeny contains {\"msg\": \"dear\", \"about\": \"cost\"} if input.cost.known",
		"does not say so":  "package assay.policy.cost\ndeny contains \"dear\" if input.cost.delta > 100",
		"hides it in text": "package assay.policy.cost\ndeny contains sprintf(\"dear: %v\", [input.cost.delta]) if input.cost.delta > 100",
	} {
		t.Run(name, func(t *testing.T) {
			s := load(t, ownPolicy(policy))
			in := Input{Cost: cost}
			if got := Worst(decide(t, s, &in)); got != assay.Deny {
				t.Errorf("a dear change is %s", got)
			}
			in.Change.OnlyFixes = true
			if got := Worst(decide(t, s, &in)); got != assay.Warn {
				t.Errorf("a dear fix is %s", got)
			}
		})
	}
	s := load(t, ownPolicy("package assay.policy.own\ndeny contains \"friday\" if true"))
	if got := Worst(decide(t, s, &Input{Cost: cost, Change: Change{OnlyFixes: true}})); got != assay.Deny {
		t.Errorf("what is denied for something else is %s", got)
	}
}

func TestOverride(t *testing.T) {
	s := load(t, Files{
		".assay/policy/mild.rego": []byte("# Ours.\npackage assay.policy.profile\nwarn contains \"look\" if count(input.findings.new) > 0"),
		".assay/policy/data.yaml": []byte("regions: [eu-*]\n"),
	})
	got := decide(t, s, &Input{
		Findings: Findings{New: []Finding{finding(1, nil)}}, Services: []Service{{ID: "bank", Scope: []string{"personal-data"}}},
		Resources: []Resource{{Address: "aws_s3_bucket.a", Region: "us-east-1", Service: "bank"}},
	})
	if len(got) != 2 || got[0].Policy != "personal/transfer" || got[0].Effect != assay.Deny || got[1].Message != "look" {
		t.Errorf("%+v", got)
	}
	if s.Digest() == load(t, nil).Digest() {
		t.Error("other policies have the same digest")
	}
	for _, p := range s.Policies() {
		if own := p.Name == "profile"; p.Own != own || own && p.Title != "Ours" {
			t.Errorf("%+v", p)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"no Rego":            {"this is no policy", "own.rego:1"},
		"the old language":   {"package assay.policy.x\ndeny[msg] { msg := \"x\" }", "own.rego:2"},
		"a misspelt key":     {"package assay.policy.x\ndeny contains \"x\" if input.chnage.ticket == \"\"", "undefined ref: input.chnage"},
		"a deeper one":       {"package assay.policy.x\ndeny contains \"x\" if { some f in input.findings.new; f.sevrity == \"high\" }", "f.sevrity"},
		"an unknown package": {"package mine\ndeny contains \"x\" if true", "package mine is none that is asked"},
		"nothing to say":     {"package assay.policy.x\ndenny contains \"x\" if true", "neither deny nor warn"},
		"a single value":     {"package assay.policy.x\ndeny := true", "must be a set"},
		"the network":        {"package assay.policy.x\ndeny contains \"x\" if http.send({\"url\": \"http://x\", \"method\": \"get\"})", "undefined function http.send"},
		"a clock":            {"package assay.policy.x\ndeny contains \"x\" if time.now_ns() > 0", "undefined function time.now_ns"},
		"the environment":    {"package assay.policy.x\ndeny contains \"x\" if opa.runtime().env.HOME", "undefined function opa.runtime"},
		"nothing at all":     {"", "own.rego"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(rules.Policy(), ownPolicy(c.text), profiles)
			if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.says) || fault.Help(err) == "" {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := Load(rules.Policy(), Files{".assay/policy/data.yaml": []byte("a: [")}, profiles); !errors.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
}

func TestFailsWhileItRuns(t *testing.T) {
	for name, text := range map[string]string{
		"a function's error": "package assay.policy.x\ndeny contains \"x\" if to_number(input.profile) > 1",
		"two answers":        "package assay.policy.x\nn := 1 if true\nn := 2 if input.profile\ndeny contains \"x\" if n == 3",
		"a number":           "package assay.policy.x\ndeny contains 1 if true",
		"no sentence":        "package assay.policy.x\ndeny contains {\"id\": \"x\"} if true",
		"an unknown key":     "package assay.policy.x\ndeny contains {\"msg\": \"x\", \"sverity\": \"low\"} if true",
		"a warning too":      "package assay.policy.x\nwarn contains 1 if true",
	} {
		t.Run(name, func(t *testing.T) {
			s := load(t, ownPolicy(text))
			_, err := s.Decide(context.Background(), &Input{Profile: "strict"})
			if !errors.Is(err, fault.Unavailable) || fault.Help(err) == "" {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestTermIsItsJSON: the way without text gives what the way through text does.
func TestTermIsItsJSON(t *testing.T) {
	yes, days := true, 12
	score := 9.8
	in := &Input{
		Version: 1, Time: time.Date(2026, 11, 23, 1, 2, 3, 4000, time.UTC), Scopes: []string{"card"}, Facts: map[string]string{"b": "1", "a": "2"},
		Findings: Findings{New: []Finding{finding(1, func(f *Finding) {
			f.AgeDays, f.CVSS, f.CWE, f.Suppression = &days, &score, []int{79}, &Suppress{By: "vex"}
		})}, Fixed: 3},
		Cost: Cost{Known: true, Delta: "12.340"}, Resources: []Resource{{New: &yes, Tags: map[string]string{"a": "b"}}},
		Components: []Component{{}}, Controls: []Control{{}}, Waivers: []Waiver{{}}, Approvals: []Approval{{}}, Coverage: []Coverage{{}}, Steps: []Step{{}}, Services: []Service{{}},
	}
	data, _, err := in.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, back); diff != "" {
		t.Errorf("stored and read: %s", diff)
	}
	text, err := ast.ValueFromReader(strings.NewReader(strings.ReplaceAll(string(data), "null", "[]")))
	if err != nil {
		t.Fatal(err)
	}
	if direct := term(reflect.ValueOf(in).Elem()).Value; direct.Compare(text) != 0 {
		t.Errorf("direct\n%s\nby text\n%s", direct, text)
	}
}

// TestReference holds docs/reference to the types; rewrite it with
// UPDATE=1 go test ./internal/govern/policy.
func TestReference(t *testing.T) {
	for path, want := range map[string][]byte{"policy-input.md": Reference(), "policy-input.schema.json": Schema()} {
		path = "../../../docs/reference/" + path
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("run UPDATE=1 go test ./internal/govern/policy\n%s", diff)
		}
	}
	if !json.Valid(Schema()) {
		t.Error("the schema is no JSON")
	}
}

// BenchmarkDecision is the whole way: compile, convert, ask, find the flips.
func BenchmarkDecision(b *testing.B) {
	in := &Input{Version: Version, Profile: "standard", Scopes: []string{"card", "payment"}, Services: []Service{{ID: "pay", Scope: []string{"card", "payment"}}}}
	for i := range 10_000 {
		in.Findings.New = append(in.Findings.New, finding(i, func(f *Finding) {
			f.Scopes, f.CWE, f.Tags, f.SeverityRank = []string{"card", "payment"}, []int{89 + i%3*230}, []string{"injection"}, i%5
			f.Service = "pay"
		}))
	}
	for b.Loop() {
		s := load(b, nil)
		if len(decide(b, s, in)) == 0 {
			b.Fatal("nothing was denied")
		}
	}
}
