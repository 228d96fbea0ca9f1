package govern

import (
	"slices"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

func found(s assay.Severity, print string) assay.Finding {
	return assay.Finding{Severity: s, Fingerprint: assay.Fingerprint(print), Status: assay.StatusNew}
}

func denial(prints ...assay.Fingerprint) assay.Ruling {
	return assay.Ruling{Policy: "profile/findings", Effect: assay.Deny, Message: "no", Flip: "fix them", Findings: prints}
}

func TestWorstFirst(t *testing.T) {
	d := Decide(Input{
		Findings: []assay.Finding{found(assay.High, "a"), found(assay.Critical, "b"), found(assay.High, "c")},
		Rulings:  []assay.Ruling{denial("c", "a", "b"), denial("a")},
	})
	if want := []int{1, 0, 2}; !slices.Equal(d.Blocking, want) || !slices.Equal(d.Reasons[0].Findings, want) || d.ExitCode != fault.ExitDenied {
		t.Errorf("%+v", d)
	}
}

func TestDecide(t *testing.T) {
	gap := assay.Gap{Scope: assay.ScopeTerraform, Location: assay.Location{Path: "a.tf"}, Reason: "broken", Status: assay.StatusNew}
	old, unsupported := gap, gap
	old.Status, unsupported.Unsupported = assay.StatusOld, true
	warning := assay.Ruling{Policy: "cost/unknown", Effect: assay.Warn, Message: "look"}
	for _, c := range []struct {
		name   string
		in     Input
		want   int
		effect assay.Effect
	}{
		{"nothing", Input{}, fault.ExitPass, assay.Allow},
		{"a denial", Input{Rulings: []assay.Ruling{denial()}}, fault.ExitDenied, assay.Deny},
		{"a warning", Input{Rulings: []assay.Ruling{warning}}, fault.ExitPass, assay.Warn},
		{"policies that failed", Input{Unasked: "policy x failed"}, fault.ExitUnfinished, assay.Deny},
		{"new gap", Input{Gaps: []assay.Gap{gap}}, fault.ExitUnfinished, assay.Deny},
		{"old gap", Input{Gaps: []assay.Gap{old}}, fault.ExitPass, assay.Allow},
		{"not supported yet", Input{Gaps: []assay.Gap{unsupported}}, fault.ExitPass, assay.Allow},
		{"not supported yet, but demanded", Input{Gaps: []assay.Gap{unsupported}, Demanded: []assay.Scope{assay.ScopeTerraform}}, fault.ExitUnfinished, assay.Deny},
		{"required and not run", Input{Required: []assay.Scope{"x/y"}, Coverage: []assay.Coverage{{Scope: "x/y", State: assay.NotRun}}}, fault.ExitUnfinished, assay.Deny},
		{"required and unknown", Input{Required: []assay.Scope{"x/y"}}, fault.ExitUnfinished, assay.Deny},
		{"required and complete", Input{Required: []assay.Scope{"x/y"}, Coverage: []assay.Coverage{{Scope: "x/y", State: assay.Complete}}}, fault.ExitPass, assay.Allow},
		{"a failed step", Input{FailedSteps: []string{"build/x"}}, fault.ExitDenied, assay.Deny},
		{"a gap and a denial", Input{Gaps: []assay.Gap{gap}, Rulings: []assay.Ruling{denial()}}, fault.ExitDenied, assay.Deny},
		{"an emergency", Input{Emergency: "E-1", Gaps: []assay.Gap{gap}, Rulings: []assay.Ruling{denial()}}, fault.ExitPass, assay.Warn},
		{"an emergency that needs none", Input{Emergency: "E-1"}, fault.ExitPass, assay.Allow},
		{"an emergency with a failed step", Input{Emergency: "E-1", FailedSteps: []string{"build/x"}}, fault.ExitDenied, assay.Deny},
		{"an emergency with policies that failed", Input{Emergency: "E-1", Unasked: "policy x failed"}, fault.ExitUnfinished, assay.Deny},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Decide(c.in)
			if d.ExitCode != c.want || d.Effect != c.effect {
				t.Errorf("exit %d, want %d, %s: %+v", d.ExitCode, c.want, d.Effect, d)
			}
			if (d.ExitCode != fault.ExitPass) != (len(d.Reasons) > 0) {
				t.Error("a refusal needs a reason, a pass none")
			}
			if d.Emergency != "" && len(d.Warnings) == 0 {
				t.Error("what an emergency passes over is not told")
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
		if th.WaiverLimit < th.IgnoreLimit {
			t.Error("what may be ignored at once needs a waiver later")
		}
		if th.IgnoreLimit > th.Blocks {
			t.Error("a change could ignore what blocks it")
		}
	}
	if Strictest([]assay.Profile{assay.Light, assay.Strict}) != assay.Strict || Strictest(nil) != assay.Standard {
		t.Error("strictest is wrong")
	}
}
