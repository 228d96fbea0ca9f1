package evidence

import (
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// said is a run of one commit at an hour, with what it answered.
func said(hour int, outcome string, more func(*RunRecord)) RunRecord {
	r := RunRecord{Run: testRun(7), Builder: Builder{Trusted: true}}
	r.Started, r.Base = testTime.Add(time.Duration(hour)*time.Hour), "b1"
	r.Decision = assay.Decision{Outcome: outcome}
	if more != nil {
		more(&r)
	}
	return r
}

// TestANoStands: a denial is not gone with a run that asks for less.
func TestANoStands(t *testing.T) {
	no := said(1, "deny", nil)
	step := func(state string) func(*RunRecord) {
		return func(r *RunRecord) {
			r.Stages = []assay.RunStage{{Name: "test", Steps: []assay.RunStep{{Name: "unit", State: state}}}}
		}
	}
	scope := func(state assay.CoverageState) func(*RunRecord) {
		return func(r *RunRecord) { r.Coverage = []assay.Coverage{{Scope: "sast", State: state}} }
	}
	for name, c := range map[string]struct {
		runs []RunRecord
		want Verdict
	}{
		"a no":               {[]RunRecord{no}, Denied},
		"the same question":  {[]RunRecord{no, said(2, "pass", nil)}, Passed},
		"a no after a yes":   {[]RunRecord{said(0, "pass", nil), no}, Denied},
		"another base":       {[]RunRecord{no, said(2, "pass", func(r *RunRecord) { r.Base = "b2" })}, Denied},
		"no change":          {[]RunRecord{no, said(2, "pass", func(r *RunRecord) { r.Base = r.Head })}, Denied},
		"one stage":          {[]RunRecord{no, said(2, "pass", func(r *RunRecord) { r.Only = []string{"plan"} })}, Denied},
		"a folder below":     {[]RunRecord{no, said(2, "pass", func(r *RunRecord) { r.Folder = "docs" })}, Denied},
		"an emergency":       {[]RunRecord{no, said(2, "pass", func(r *RunRecord) { r.Base, r.Decision.Emergency = "b2", "E-1" })}, Emergency},
		"after an emergency": {[]RunRecord{said(0, "pass", func(r *RunRecord) { r.Decision.Emergency = "E-1" }), said(2, "pass", nil)}, Emergency},
		"without its step":   {[]RunRecord{said(1, "deny", step("failed")), said(2, "pass", step("not-run"))}, Denied},
		"with its step":      {[]RunRecord{said(1, "deny", step("failed")), said(2, "pass", step("passed"))}, Passed},
		"without an engine":  {[]RunRecord{said(1, "deny", scope(assay.Complete)), said(2, "pass", scope(assay.NotRun))}, Denied},
		"unfinished":         {[]RunRecord{said(1, "unfinished", nil), said(2, "pass", func(r *RunRecord) { r.Base = "b2" })}, Unfinished},

		"only a stage":         {[]RunRecord{said(1, "pass", func(r *RunRecord) { r.Only = []string{"plan"} })}, Partial},
		"only no change":       {[]RunRecord{said(1, "pass", func(r *RunRecord) { r.Base = r.Head })}, Partial},
		"a folder of its own":  {[]RunRecord{said(1, "pass", func(r *RunRecord) { r.Folder = "payments" })}, Passed},
		"not all of its paths": {[]RunRecord{said(1, "pass", func(r *RunRecord) { r.Folder, r.Services[0].Outside = "docs", true })}, Partial},
		"nobody's folder":      {[]RunRecord{said(1, "pass", func(r *RunRecord) { r.Folder, r.Services = "docs", nil })}, Partial},
		"the folder, then all": {[]RunRecord{said(1, "deny", func(r *RunRecord) { r.Folder = "payments" }), said(2, "pass", nil)}, Passed},
		"in the evening":       {[]RunRecord{said(20, "pass", nil)}, Late},
	} {
		d := assay.Deploy{At: testTime.Add(9 * time.Hour), Service: "payments", Commit: testRun(7).Head}
		if got := judge(d, c.runs); got.Verdict != c.want {
			t.Errorf("%s: %s (%s), want %s", name, got.Verdict, got.Why, c.want)
		}
	}
}

// TestADayCountsToItsEnd: a list that knows the day only is no bypass.
func TestADayCountsToItsEnd(t *testing.T) {
	list, err := ParseDeploys([]byte("at,service,commit\n2026-11-02,payments," + testRun(7).Head + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := judge(list[0], []RunRecord{said(5, "pass", nil)}); got.Verdict != Passed {
		t.Errorf("%s: %s", got.Verdict, got.Why)
	}
	if got := judge(list[0], []RunRecord{said(25, "pass", nil)}); got.Verdict != Late {
		t.Errorf("%s: %s", got.Verdict, got.Why)
	}
	ours := assay.Deploy{At: testTime.Add(5 * time.Hour), Service: "payments", Environment: "production", Commit: testRun(7).Head}
	if !sameDeploy(ours, list[0]) {
		t.Error("the deploy of that day is not found in the log")
	}
}
