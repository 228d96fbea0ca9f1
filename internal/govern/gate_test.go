package govern

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

func input(fs ...assay.Finding) Input {
	return Input{Findings: fs, Profile: assay.Standard, ProfileOf: func(p string) assay.Profile {
		if p == "strict" {
			return assay.Strict
		}
		return assay.Standard
	}}
}

func found(s assay.Severity, change func(*assay.Finding)) assay.Finding {
	f := assay.Finding{Severity: s, Confidence: assay.Firm, Status: assay.StatusNew}
	if change != nil {
		change(&f)
	}
	return f
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name string
		f    assay.Finding
		want int
	}{
		{"new high", found(assay.High, nil), fault.ExitDenied},
		{"new medium", found(assay.Medium, nil), fault.ExitPass},
		{"new medium under strict", found(assay.Medium, func(f *assay.Finding) { f.Location.Path = "strict" }), fault.ExitDenied},
		{"old critical", found(assay.Critical, func(f *assay.Finding) { f.Status = assay.StatusOld }), fault.ExitPass},
		{"tentative", found(assay.Critical, func(f *assay.Finding) { f.Confidence = assay.Tentative }), fault.ExitPass},
		{"suppressed", found(assay.High, func(f *assay.Finding) { f.Suppression = &assay.Suppression{Counts: true} }), fault.ExitPass},
		{"suppressed in vain", found(assay.High, func(f *assay.Finding) { f.Suppression = &assay.Suppression{} }), fault.ExitDenied},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Decide(input(c.f))
			if d.ExitCode != c.want {
				t.Errorf("exit %d, want %d: %+v", d.ExitCode, c.want, d.Reasons)
			}
			if (d.ExitCode != fault.ExitPass) != (len(d.Reasons) > 0) {
				t.Error("a refusal needs a reason, a pass none")
			}
		})
	}
}

func TestWorstFirst(t *testing.T) {
	d := Decide(input(found(assay.High, nil), found(assay.Critical, nil), found(assay.High, nil)))
	if d.Blocking[0] != 1 || len(d.Blocking) != 3 || d.Reasons[0].Flip != "fix 3 findings" {
		t.Errorf("%+v", d)
	}
}

func TestPartialIsNeverAPass(t *testing.T) {
	gap := assay.Gap{Scope: assay.ScopeTerraform, Location: assay.Location{Path: "a.tf"}, Reason: "broken", Status: assay.StatusNew}
	old, unsupported := gap, gap
	old.Status, unsupported.Unsupported = assay.StatusOld, true
	for _, c := range []struct {
		name   string
		change func(*Input)
		want   int
	}{
		{"new gap", func(in *Input) { in.Gaps = []assay.Gap{gap} }, fault.ExitUnfinished},
		{"old gap", func(in *Input) { in.Gaps = []assay.Gap{old} }, fault.ExitPass},
		{"not supported yet", func(in *Input) { in.Gaps = []assay.Gap{unsupported} }, fault.ExitPass},
		{"not supported yet, but demanded", func(in *Input) {
			in.Gaps, in.Demanded = []assay.Gap{unsupported}, []assay.Scope{assay.ScopeTerraform}
		}, fault.ExitUnfinished},
		{"required and not run", func(in *Input) {
			in.Required, in.Coverage = []assay.Scope{"x/y"}, []assay.Coverage{{Scope: "x/y", State: assay.NotRun}}
		}, fault.ExitUnfinished},
		{"required and unknown", func(in *Input) { in.Required = []assay.Scope{"x/y"} }, fault.ExitUnfinished},
		{"required and complete", func(in *Input) {
			in.Required, in.Coverage = []assay.Scope{"x/y"}, []assay.Coverage{{Scope: "x/y", State: assay.Complete}}
		}, fault.ExitPass},
		{"a failed step", func(in *Input) { in.FailedSteps = []string{"build/x"} }, fault.ExitDenied},
		{"a gap and a finding", func(in *Input) {
			in.Gaps, in.Findings = []assay.Gap{gap}, []assay.Finding{found(assay.High, nil)}
		}, fault.ExitDenied},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input()
			c.change(&in)
			if d := Decide(in); d.ExitCode != c.want {
				t.Errorf("exit %d, want %d: %+v", d.ExitCode, c.want, d.Reasons)
			}
		})
	}
}

func TestProfilesAreOrdered(t *testing.T) {
	strict, standard, light := ThresholdOf(assay.Strict), ThresholdOf(assay.Standard), ThresholdOf(assay.Light)
	if strict.Blocks >= standard.Blocks || standard.Blocks >= light.Blocks {
		t.Error("strict must block more than standard, standard more than light")
	}
	for _, th := range []Threshold{strict, standard, light} {
		if th.IgnoreLimit > th.Blocks {
			t.Error("a change could ignore what blocks it")
		}
	}
	if Strictest([]assay.Profile{assay.Light, assay.Strict}) != assay.Strict || Strictest(nil) != assay.Standard {
		t.Error("strictest is wrong")
	}
	if !strings.Contains(Decide(input(found(assay.High, nil))).Reasons[0].Message, "profile standard") {
		t.Error("a refusal names the profile")
	}
}
