// Package govern says yes or no to a change. For now the answer follows from
// thresholds by risk profile, over what counts; policies, waivers and controls
// join it here.
//
// It sees plain values only, reads nothing, and knows no engine and no format.
package govern

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// Threshold is what a risk profile refuses.
type Threshold struct {
	// Blocks is the least severity of a new finding that blocks.
	Blocks assay.Severity
	// Confidence is the least confidence of one that blocks.
	Confidence assay.Confidence
	// IgnoreLimit: an inline ignore that came with the change counts only for
	// findings below it.
	IgnoreLimit assay.Severity
	// Requires lists scopes that must have been examined.
	Requires []assay.Scope
}

var infrastructure = []assay.Scope{assay.ScopeTerraform, assay.ScopeTerraformPlan, assay.ScopeCloudFormation, assay.ScopeKubernetes, assay.ScopeDockerfile}

var dependencies = []assay.Scope{
	assay.ScopeGoModules, assay.ScopeNPM, assay.ScopeMaven, assay.ScopeGradle, assay.ScopePython, assay.ScopeNuGet,
	assay.ScopeCargo, assay.ScopeBundler, assay.ScopeComposer, assay.ScopeArchive, assay.ScopeAdvisory,
}

// ThresholdOf gives the thresholds of a profile.
func ThresholdOf(p assay.Profile) Threshold {
	switch p {
	case assay.Strict:
		return Threshold{assay.Medium, assay.Tentative, assay.Medium, slices.Concat([]assay.Scope{assay.ScopeSecretTree, assay.ScopeTags}, infrastructure, dependencies)}
	case assay.Light:
		return Threshold{assay.Critical, assay.Firm, assay.Critical, []assay.Scope{assay.ScopeSecretTree}}
	default:
		return Threshold{assay.High, assay.Firm, assay.High, slices.Concat([]assay.Scope{assay.ScopeSecretTree}, infrastructure, dependencies)}
	}
}

// Strictest is the strictest of some profiles; standard when there are none.
func Strictest(ps []assay.Profile) assay.Profile {
	for _, p := range []assay.Profile{assay.Strict, assay.Standard, assay.Light} {
		if slices.Contains(ps, p) {
			return p
		}
	}
	return assay.Standard
}

// Input is what the gate decides on.
type Input struct {
	Findings []assay.Finding
	Gaps     []assay.Gap
	Coverage []assay.Coverage
	// Profile is the strictest profile of the services that are examined.
	Profile assay.Profile
	// ProfileOf gives the profile for a path.
	ProfileOf func(path string) assay.Profile
	// Required are the scopes that must have been looked at: the profile's.
	Required []assay.Scope
	// Demanded are the scopes that assay.yaml requires by name: in these even
	// what no version of ours examines yet is refused.
	Demanded []assay.Scope
	// FailedSteps names declared steps that failed.
	FailedSteps []string
}

// Reason is one ground of a decision.
type Reason struct {
	Message  string
	Flip     string
	Findings []int // indices into Input.Findings
}

// Decision is the gate's answer.
type Decision struct {
	ExitCode int // fault.ExitPass, ExitDenied or ExitUnfinished
	Reasons  []Reason
	Blocking []int // indices into Input.Findings, worst first
}

// Decide answers. It is a pure function of its input.
func Decide(in Input) Decision {
	var d Decision
	codes := []int{fault.ExitPass}
	if d.Blocking = blocking(in); len(d.Blocking) > 0 {
		codes = append(codes, fault.ExitDenied)
		d.Reasons = append(d.Reasons, findingsReason(in, d.Blocking))
	}
	if len(in.FailedSteps) > 0 {
		codes = append(codes, fault.ExitDenied)
		d.Reasons = append(d.Reasons, Reason{
			Message: fmt.Sprintf("%s failed: %s", count(len(in.FailedSteps), "declared step"), strings.Join(in.FailedSteps, ", ")),
			Flip:    "make the step pass; its output is in the report",
		})
	}
	if partial := unfinished(in); len(partial) > 0 {
		codes = append(codes, fault.ExitUnfinished)
		d.Reasons = append(d.Reasons, partial...)
	}
	d.ExitCode = fault.Worst(codes...)
	return d
}

func blocking(in Input) []int {
	var out []int
	for i, f := range in.Findings {
		if Blocks(f, in.ProfileOf(f.Location.Path)) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return int(in.Findings[b].Severity) - int(in.Findings[a].Severity) })
	return out
}

// Blocks says whether a finding is refused under a profile.
func Blocks(f assay.Finding, p assay.Profile) bool {
	t := ThresholdOf(p)
	suppressed := f.Suppression != nil && f.Suppression.Counts
	counts := f.Status == assay.StatusNew || f.Bites != ""
	return counts && !suppressed && f.Severity >= t.Blocks && f.Confidence >= t.Confidence
}

func findingsReason(in Input, blocking []int) Reason {
	profiles := map[assay.Profile]bool{}
	for _, i := range blocking {
		profiles[in.ProfileOf(in.Findings[i].Location.Path)] = true
	}
	var limits []string
	for _, p := range []assay.Profile{assay.Strict, assay.Standard, assay.Light} {
		if profiles[p] {
			limits = append(limits, fmt.Sprintf("%s or worse blocks under profile %s", ThresholdOf(p).Blocks, p))
		}
	}
	fresh := 0
	for _, i := range blocking {
		if in.Findings[i].Bites == "" {
			fresh++
		}
	}
	what := count(fresh, "new finding")
	if biting := len(blocking) - fresh; biting > 0 {
		old := count(biting, "old finding") + " that can no longer wait"
		if what += " and " + old; fresh == 0 {
			what = old
		}
	}
	return Reason{
		Message:  fmt.Sprintf("%s: %s", what, strings.Join(limits, "; ")),
		Flip:     fmt.Sprintf("fix %s", count(len(blocking), "finding")),
		Findings: blocking,
	}
}

func unfinished(in Input) []Reason {
	var out []Reason
	var fresh []assay.Gap
	for _, g := range in.Gaps {
		if !g.Unsupported && g.Status != assay.StatusOld {
			fresh = append(fresh, g)
		}
	}
	if len(fresh) > 0 {
		g := fresh[0]
		where := g.Location.Path
		if where == "" {
			where = string(g.Scope)
		}
		out = append(out, Reason{
			Message: fmt.Sprintf("%s could not be examined, first %s: %s", count(len(fresh), "place"), where, g.Reason),
			Flip:    "make it readable, or leave it out by name in .assayignore",
		})
	}
	state := map[assay.Scope]assay.CoverageState{}
	for _, c := range in.Coverage {
		state[c.Scope] = c.State
	}
	for _, s := range in.Required {
		if state[s] != assay.Complete && state[s] != assay.Partial {
			out = append(out, Reason{Message: fmt.Sprintf("required scope %s was not examined", s), Flip: fmt.Sprintf("run the engine for %s too", s)})
		}
	}
	for _, g := range in.Gaps {
		if g.Unsupported && slices.Contains(in.Demanded, g.Scope) {
			out = append(out, Reason{
				Message: fmt.Sprintf("required scope %s: %s: %s", g.Scope, g.Location.Path, g.Reason),
				Flip:    fmt.Sprintf("take %s out of require in assay.yaml, or the file out of the repository", g.Scope),
			})
			break
		}
	}
	return out
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// RuleConfigChanged is raised when a change edits what steers the gate.
const RuleConfigChanged assay.RuleID = "governance/changed"
