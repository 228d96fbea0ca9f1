package control_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/control"
)

var day0 = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

func at(day int) time.Time { return day0.AddDate(0, 0, day) }

var pay = assay.RunService{ID: "pay", Profile: assay.Strict, Scope: []string{"card"}}

// good is a run with which nothing is wrong.
func good(n int) assay.Run {
	yes := true
	r := assay.Run{
		ID: fmt.Sprintf("run-%02d", n), Started: at(n), Repository: "git.example.com/pay", Head: commit(n), Ticket: "CHG-1",
		Services: []assay.RunService{pay}, Components: 3, SBOM: "aa", AdvisoryDays: 1, FourEyes: &yes,
		Resources: map[string]int{"aws_kms_key": 1, "aws_cloudtrail": 1, "aws_cloudwatch_log_group": 1},
		Decision:  assay.Decision{Outcome: "pass", Effect: assay.Allow},
		Stages:    []assay.RunStage{{Name: "test", Steps: []assay.RunStep{{Name: "unit", State: "passed"}}}},
	}
	for _, s := range append([]assay.Scope{assay.ScopeSecretTree, assay.ScopeTerraform, assay.ScopeAdvisory, assay.ScopeLicence, assay.ScopeTags, assay.ScopeFinance, assay.ScopeSchema, assay.ScopeThreatModel, assay.ScopeOpenAPI}, assay.SASTScopes()...) {
		r.Coverage = append(r.Coverage, assay.Coverage{Scope: s, State: assay.Complete, Examined: 1})
	}
	return r
}

func commit(n int) string { return strings.Repeat(fmt.Sprintf("%02x", n+1), 20) }

func injection(status assay.Status) assay.RunFinding {
	return assay.RunFinding{Rule: "sast/sql-injection", Fingerprint: "f1", Severity: assay.Critical, Confidence: assay.Firm, Status: status, CWE: []int{89}, Service: "pay"}
}

func leak(status assay.Status) assay.RunFinding {
	return assay.RunFinding{Rule: "secret/aws-access-token", Fingerprint: "f1", Severity: assay.Critical, Confidence: assay.Firm, Status: status, CWE: []int{798}, Service: "pay"}
}

func input(runs ...assay.Run) control.Input {
	in := control.Input{Runs: runs, From: at(0), To: at(30), Now: at(20), Services: []assay.RunService{pay}, Evidence: map[string]string{}}
	for _, r := range runs {
		in.Evidence[r.ID] = "ev-" + r.ID
	}
	return in
}

func result(t *testing.T, a *control.Assessment, id string) control.Result {
	t.Helper()
	for _, f := range a.Frameworks {
		for _, r := range f.Controls {
			if r.ID == id {
				return r
			}
		}
	}
	t.Fatalf("there is no %s", id)
	return control.Result{}
}

func TestStates(t *testing.T) {
	with := func(n int, change func(*assay.Run)) assay.Run {
		r := good(n)
		change(&r)
		return r
	}
	finding := func(status assay.Status, outcome string) func(*assay.Run) {
		return func(r *assay.Run) {
			r.Findings, r.Decision.Outcome = []assay.RunFinding{leak(status)}, outcome
		}
	}
	for _, c := range []struct {
		name, id string
		in       control.Input
		want     control.State
		shown    string
		kind     control.ExceptionKind
	}{
		{"all is well", "pci-8.6.2", input(good(1), good(2)), control.Passing, "2 of 2 changes", ""},
		{"let through", "pci-8.6.2", input(with(1, finding(assay.StatusNew, "pass")), good(2)), control.Failing, "1 of 2 changes", control.ExceptionFailing},
		{"stopped, and mended since", "pci-8.6.2", input(with(1, finding(assay.StatusNew, "deny")), good(2)), control.Passing, "1 of 2 changes, 1 stopped by the gate", control.ExceptionStopped},
		{"stopped, and the last word", "pci-8.6.2", input(good(1), with(2, finding(assay.StatusNew, "deny"))), control.Failing, "1 of 2 changes", control.ExceptionFailing},
		{"old, and still there", "pci-8.6.2", input(with(1, finding(assay.StatusOld, "pass")), with(2, finding(assay.StatusOld, "pass"))), control.Failing, "1 of 2 changes", control.ExceptionFailing},
		{"waived", "pci-8.6.2", input(with(1, func(r *assay.Run) {
			f := leak(assay.StatusNew)
			f.Suppressed = "waiver W-1"
			r.Findings = []assay.RunFinding{f}
		})), control.Passing, "1 of 1 change", control.ExceptionWaived},
		{"tentative", "pci-8.6.2", input(with(1, func(r *assay.Run) {
			f := leak(assay.StatusNew)
			f.Confidence = assay.Tentative
			r.Findings = []assay.RunFinding{f}
		})), control.Passing, "1 of 1 change", ""},
		{"of another service", "pci-8.6.2", input(with(1, func(r *assay.Run) {
			f := leak(assay.StatusNew)
			f.Service = "blog"
			r.Findings = []assay.RunFinding{f}
			r.Services = append(r.Services, assay.RunService{ID: "blog"})
		})), control.Passing, "1 of 1 change", ""},
		{"not examined", "pci-8.6.2", input(with(1, func(r *assay.Run) {
			for i := range r.Coverage {
				r.Coverage[i].State = assay.NotRun
			}
		})), control.Partial, "0 of 1 change", control.ExceptionNotShown},
		{"another tool's finding by its CWE", "pci-8.6.2", input(with(1, func(r *assay.Run) {
			f := leak(assay.StatusNew)
			f.Rule = "sast/other-tool/x"
			r.Findings = []assay.RunFinding{f}
		})), control.Failing, "0 of 1 change", control.ExceptionFailing},
		{"the last run on a commit counts", "pci-8.6.2", input(with(1, finding(assay.StatusNew, "pass")), with(2, func(r *assay.Run) { r.Head = commit(1) })), control.Passing, "1 of 1 change", ""},
		{"work in progress is gone with what comes later", "pci-8.6.2", input(with(1, func(r *assay.Run) {
			finding(assay.StatusNew, "deny")(r)
			r.Dirty = true
		}), good(2)), control.Passing, "1 of 1 change", ""},
		{"no changes, and nothing before", "pci-8.6.2", input(), control.Partial, "", ""},
		{"no changes, but not long ago", "pci-8.6.2", input(good(-3)), control.Partial, "", ""},
		{"no changes for long", "pci-8.6.2", input(good(-30)), control.Stale, "", ""},
		{"four eyes", "pci-6.2.3.1", input(good(1)), control.Partial, "1 of 1 change", ""},
		{"two eyes", "pci-6.2.3.1", input(with(1, func(r *assay.Run) { r.FourEyes = new(bool) })), control.Failing, "0 of 1 change", control.ExceptionFailing},
		{"nobody tells", "pci-6.2.3.1", input(with(1, func(r *assay.Run) { r.FourEyes = nil })), control.Partial, "0 of 1 change", control.ExceptionNotShown},
		{"emergency", "pci-6.2.3", input(with(1, func(r *assay.Run) { r.Decision.Emergency = "E-1" })), control.Partial, "0 of 1 change", control.ExceptionEmergency},
		{"no bill", "pci-6.3.2", input(with(1, func(r *assay.Run) { r.SBOM = "" })), control.Partial, "0 of 1 change", control.ExceptionNotShown},
		{"old advisories", "pci-6.3.1", input(with(15, func(r *assay.Run) { r.AdvisoryDays = 31 })), control.Failing, "0 of 1 change; last tested on 2026-10-16", control.ExceptionFailing},
		{"tested long ago", "pci-11.3.1", func() control.Input {
			in := input(good(1))
			in.To, in.Now = at(200), at(200)
			return in
		}(), control.Stale, "1 of 1 change", ""},
		{"overdue", "pci-11.3.1", input(with(1, func(r *assay.Run) {
			f := leak(assay.StatusOld)
			f.Overdue = true
			r.Findings = []assay.RunFinding{f}
		})), control.Failing, "0 of 1 change; last tested on 2026-10-02", control.ExceptionFailing},
		{"a fact", "pci-10.6.1", input(with(1, func(r *assay.Run) { r.Facts = map[string]string{"clock-divergence": "passed"} })), control.Passing, "1 of 1 change; clock-divergence passed on 2026-10-02", ""},
		{"a fact that says no", "pci-10.6.1", input(with(1, func(r *assay.Run) { r.Facts = map[string]string{"clock-divergence": "failed"} })), control.Failing, "1 of 1 change", control.ExceptionFailing},
		{"a fact that nobody says", "pci-10.6.1", input(good(1)), control.Partial, "1 of 1 change", ""},
		{"manual", "pci-6.2.2", input(good(1)), control.ByHand, "", ""},
		{"no service in scope", "gdpr-25.1", input(good(1)), control.NotInScope, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := shipped(t).Evaluate(c.in)
			r := result(t, a, c.id)
			if r.State != c.want || r.Shown != c.shown {
				t.Errorf("%s (%s), want %s (%s)\n%+v", r.State, r.Shown, c.want, c.shown, r)
			}
			if c.kind == "" && len(r.Exceptions) > 0 {
				t.Errorf("exceptions %+v", r.Exceptions)
			}
			if c.kind != "" && (len(r.Exceptions) == 0 || r.Exceptions[0].Kind != c.kind) {
				t.Errorf("exceptions %+v, want %s", r.Exceptions, c.kind)
			}
			if (r.State == control.Failing || r.State == control.Partial || r.State == control.Stale) && (len(r.Why) == 0 || r.Next == "") {
				t.Errorf("%s needs a reason and a next step: %+v", r.State, r)
			}
			words, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			if word := claim(string(words)); word != "" {
				t.Errorf("it says %q", word)
			}
		})
	}
}

func TestDeploys(t *testing.T) {
	deploy := func(id string, day int, env, commit string) assay.Deploy {
		return assay.Deploy{ID: id, At: at(day), Service: "pay", Environment: env, Commit: commit}
	}
	denied, late := good(4), good(9)
	denied.Decision.Outcome = "deny"
	late.ID = "late"
	in := input(good(1), denied, late)
	in.Deploys = []assay.Deploy{
		deploy("d1", 2, "staging", commit(1)), deploy("d2", 3, "production", commit(1)[:12]),
		deploy("d3", 5, "production", commit(4)),
		deploy("d4", 6, "production", commit(6)),
		deploy("d5", 8, "production", commit(9)),
		deploy("d6", 8, "production", ""),
	}
	a := shipped(t).Evaluate(in)
	var got []string
	for _, b := range a.Bypasses {
		got = append(got, b.ID+" "+b.Message)
	}
	want := []string{
		"d5 pay to production: its commit was tested only afterwards", "d6 pay to production: names no commit",
		"d4 pay to production: no test of this commit is on record", "d3 pay to production: the gate had not let it through: deny",
	}
	if !slices.Equal(got, want) {
		t.Errorf("bypasses\n%s", strings.Join(got, "\n"))
	}
	r := result(t, a, "pci-6.5.1")
	if r.State != control.Failing || !strings.Contains(strings.Join(r.Why, "; "), "2 of 6 deploys reconciled") {
		t.Errorf("%s: %v", r.State, r.Why)
	}
	// a change that the gate refused and that went to production was not stopped
	if i := slices.IndexFunc(result(t, a, "pci-6.2.3").Exceptions, func(e control.Exception) bool { return e.Run == denied.ID }); i < 0 {
		t.Error("the refused change that was deployed is no exception")
	}
	if r := result(t, a, "pci-6.5.3"); r.State != control.Failing || r.Why[0] != "1 of 5 production deploys went elsewhere first" {
		t.Errorf("%s: %v", r.State, r.Why)
	}
}

func TestFrameworksComeIntoScope(t *testing.T) {
	for _, c := range []struct {
		service assay.RunService
		want    []string
	}{
		{assay.RunService{}, nil},
		{assay.RunService{Frameworks: []string{"dora"}}, []string{"dora"}},
		{assay.RunService{Scope: []string{"card"}}, []string{"pci-dss-4.0.1"}},
		{assay.RunService{Scope: []string{"personal-data"}}, []string{"gdpr"}},
		{assay.RunService{DataClasses: []string{"personal"}}, []string{"gdpr"}},
		{assay.RunService{Scope: []string{"trading"}, Frameworks: []string{"sox"}}, []string{"mifid2", "sox"}},
		{assay.RunService{Scope: []string{"payment"}}, []string{"psd2-sca"}},
	} {
		in := input()
		in.Services = []assay.RunService{c.service}
		var got []string
		for _, f := range shipped(t).Evaluate(in).Frameworks {
			if f.InScope {
				got = append(got, f.ID)
			}
			if f.InScope == (f.Counts[control.NotInScope] == len(f.Controls)) || f.InScope == (f.Why != "") {
				t.Errorf("%s: %+v", f.ID, f.Counts)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v brings %v into scope, want %v", c.service, got, c.want)
		}
	}
	// a venue's duties bind venues only
	in := input()
	in.Services = []assay.RunService{{Scope: []string{"trading"}}}
	if r := result(t, shipped(t).Evaluate(in), "mifid-rts7-18"); r.State != control.NotInScope {
		t.Errorf("a firm has a venue's duty: %s", r.State)
	}
	in.Services[0].Scope = append(in.Services[0].Scope, "venue")
	if r := result(t, shipped(t).Evaluate(in), "mifid-rts7-18"); r.State == control.NotInScope {
		t.Error("a venue does not have its duty")
	}
}

// TestOrderDoesNotMatter: the same runs in any order give the same bytes.
func TestOrderDoesNotMatter(t *testing.T) {
	var runs []assay.Run
	for n := range 12 {
		r := good(n)
		if n%3 == 0 {
			r.Findings = []assay.RunFinding{injection(assay.StatusNew)}
		}
		r.Started = at(n / 2)
		runs = append(runs, r)
	}
	first, err := json.Marshal(shipped(t).Evaluate(input(runs...)))
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(runs)
	second, err := json.Marshal(shipped(t).Evaluate(input(runs...)))
	if err != nil {
		t.Fatal(err)
	}
	if string(first) != string(second) {
		t.Error("the order of runs shows in the result")
	}
}

func TestTouched(t *testing.T) {
	r := good(1)
	old := injection(assay.StatusOld)
	old.Fingerprint = "f2"
	r.Findings = []assay.RunFinding{injection(assay.StatusNew), old}
	list := shipped(t).Touched(&r)
	if len(list) == 0 || list[0].State != control.Failing || list[0].New != 1 || list[0].Findings != 2 || !slices.Equal(list[0].Places, []int{0, 1}) || list[0].Next == "" {
		t.Fatalf("%+v", list)
	}
	for i, touch := range list {
		if touch.Framework != "pci-dss-4.0.1" {
			t.Errorf("%s is of a framework that is not in scope", touch.ID)
		}
		if i > 0 && touch.State == control.Failing && list[i-1].State != control.Failing {
			t.Error("failing ones come first")
		}
	}
	r.Services = nil
	if list := shipped(t).Touched(&r); len(list) > 0 {
		t.Errorf("nothing is in scope, got %d", len(list))
	}
}

// many is a run with n findings, under all frameworks.
func many(n int) assay.Run {
	r := good(1)
	r.Services = []assay.RunService{{ID: "pay", Frameworks: assay.Frameworks()}}
	kinds := []struct {
		rule assay.RuleID
		cwe  int
	}{{"sast/sql-injection", 89}, {"sast/card-number-logged", 532}, {"secret/card-number", 312}, {"iac/AVD-AWS-0107", 284}, {"dependency/CVE-2024-1", 502}, {"sast/tls-old-version", 326}}
	for i := range n {
		k := kinds[i%len(kinds)]
		r.Findings = append(r.Findings, assay.RunFinding{
			Rule: k.rule, CWE: []int{k.cwe}, Fingerprint: assay.Fingerprint(fmt.Sprint(i)), Severity: assay.High, Confidence: assay.Firm, Service: "pay",
		})
	}
	return r
}

func BenchmarkTouched(b *testing.B) {
	s, r := shipped(b), many(10_000)
	for b.Loop() {
		s.Touched(&r)
	}
}

func BenchmarkEvaluate(b *testing.B) {
	s := shipped(b)
	var runs []assay.Run
	for n := range 500 {
		r := many(50)
		r.ID, r.Started, r.Head = fmt.Sprint(n), day0.Add(time.Duration(n)*time.Hour), fmt.Sprintf("%040x", n)
		runs = append(runs, r)
	}
	in := input(runs...)
	for b.Loop() {
		s.Evaluate(in)
	}
}

// TestPartOfTheGate: a run of a few stages, or of a commit against itself, takes no
// denial back.
func TestPartOfTheGate(t *testing.T) {
	denied := good(1)
	denied.Findings = []assay.RunFinding{injection(assay.StatusNew)}
	denied.Decision.Outcome, denied.Decision.ExitCode = "deny", 1
	for name, change := range map[string]func(*assay.Run){
		"a stage":        func(r *assay.Run) { r.Only = []string{"plan"} },
		"against itself": func(r *assay.Run) { r.Base = r.Head },
	} {
		again := good(1)
		again.ID, again.Started = "again", denied.Started.Add(time.Hour)
		change(&again)
		s := shipped(t)
		a, b := s.Evaluate(input(denied)), s.Evaluate(input(denied, again))
		if x, y := result(t, a, "pci-6.2.4"), result(t, b, "pci-6.2.4"); x.State != y.State || x.Passing != y.Passing {
			t.Errorf("%s: %s (%d passing) became %s (%d passing)", name, x.State, x.Passing, y.State, y.Passing)
		}
	}
}
