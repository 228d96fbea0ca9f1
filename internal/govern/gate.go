// Package govern says yes or no to a change: from what policies said, from what
// was not examined, and from steps that failed. Beneath it are the policies, the
// waivers, the controls and the evidence.
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
	// WaiverLimit: from it on an inline ignore or a VEX statement counts only
	// beside a waiver, wherever it stands; beyond Critical none is needed.
	WaiverLimit assay.Severity
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
		return Threshold{assay.Medium, assay.Tentative, assay.Medium, assay.Medium, slices.Concat([]assay.Scope{assay.ScopeSecretTree, assay.ScopeTags}, infrastructure, dependencies)}
	case assay.Light:
		return Threshold{assay.Critical, assay.Firm, assay.Critical, assay.Critical + 1, []assay.Scope{assay.ScopeSecretTree}}
	default:
		return Threshold{assay.High, assay.Firm, assay.High, assay.Critical, slices.Concat([]assay.Scope{assay.ScopeSecretTree}, infrastructure, dependencies)}
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
	// Rulings are what the policies said, worst first.
	Rulings []assay.Ruling
	// Unasked says why policies gave no answer; empty when they did. Help is
	// what to do about it.
	Unasked, Help string
	// Emergency names an emergency grant that counts for the change.
	Emergency string
	Findings  []assay.Finding
	Gaps      []assay.Gap
	Coverage  []assay.Coverage
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
	Policy   string // who says so; empty for the gate itself
	Message  string
	Flip     string
	Findings []int // indices into Input.Findings
}

// Decision is the gate's answer.
type Decision struct {
	ExitCode int // fault.ExitPass, ExitDenied or ExitUnfinished
	Effect   assay.Effect
	Reasons  []Reason
	// Warnings hold nothing up. In an emergency what would have is among them.
	Warnings []Reason
	// Emergency is the grant by which a change passed that was denied otherwise.
	Emergency string
	Blocking  []int // indices into Input.Findings, worst first
}

// Decide answers. It is a pure function of its input. An emergency grant sets
// denials of policies and gaps aside; policies that could not be asked and
// declared steps that failed refuse all the same.
func Decide(in Input) Decision {
	d := Decision{Effect: assay.Allow}
	codes := []int{fault.ExitPass}
	at := map[assay.Fingerprint][]int{}
	for i := range in.Findings {
		at[in.Findings[i].Fingerprint] = append(at[in.Findings[i].Fingerprint], i)
	}
	for _, r := range in.Rulings {
		reason := Reason{Policy: r.Policy, Message: r.Message, Flip: r.Flip, Findings: worstFirst(in.Findings, at, r.Findings)}
		if r.Effect != assay.Deny {
			d.Warnings = append(d.Warnings, reason)
			continue
		}
		codes = append(codes, fault.ExitDenied)
		d.Reasons = append(d.Reasons, reason)
		d.Blocking = append(d.Blocking, reason.Findings...)
	}
	slices.SortStableFunc(d.Reasons, func(a, b Reason) int { return in.weight(b) - in.weight(a) })
	if partial := unfinished(in); len(partial) > 0 {
		codes = append(codes, fault.ExitUnfinished)
		d.Reasons = append(d.Reasons, partial...)
	}
	if in.Emergency != "" && len(d.Reasons) > 0 {
		d.Emergency, codes = in.Emergency, codes[:1]
		d.Reasons, d.Warnings, d.Blocking = nil, append(d.Reasons, d.Warnings...), nil
	}
	if in.Unasked != "" {
		codes = append(codes, fault.ExitUnfinished)
		d.Reasons = append(d.Reasons, Reason{Message: in.Unasked, Flip: in.Help})
	}
	if len(in.FailedSteps) > 0 {
		codes = append(codes, fault.ExitDenied)
		d.Reasons = append(d.Reasons, Reason{
			Message: fmt.Sprintf("%s failed: %s", count(len(in.FailedSteps), "declared step"), strings.Join(in.FailedSteps, ", ")),
			Flip:    "make the step pass; its output is in the report",
		})
	}
	slices.Sort(d.Blocking)
	d.Blocking = slices.Compact(d.Blocking)
	slices.SortStableFunc(d.Blocking, func(a, b int) int { return int(in.Findings[b].Severity) - int(in.Findings[a].Severity) })
	switch d.ExitCode = fault.Worst(codes...); {
	case d.ExitCode != fault.ExitPass:
		d.Effect = assay.Deny
	case len(d.Warnings) > 0:
		d.Effect = assay.Warn
	}
	return d
}

// Refuse is the decision when something that the gate owes could not be done.
func (d Decision) Refuse(message, flip string) Decision {
	d.Reasons = append(slices.Clone(d.Reasons), Reason{Message: message, Flip: flip})
	d.ExitCode, d.Effect = fault.Worst(d.ExitCode, fault.ExitUnfinished), assay.Deny
	return d
}

// weight ranks reasons: by their worst finding, then by how many there are. One
// without findings stands among those of high severity.
func (in *Input) weight(r Reason) int {
	if len(r.Findings) == 0 {
		return int(assay.High) << 20
	}
	return int(in.Findings[r.Findings[0]].Severity)<<20 + min(len(r.Findings), 1<<20-1)
}

// worstFirst gives the findings of fingerprints, by severity and then as they
// stand in the report.
func worstFirst(all []assay.Finding, at map[assay.Fingerprint][]int, prints []assay.Fingerprint) []int {
	var out []int
	for _, p := range prints {
		out = append(out, at[p]...)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	slices.SortStableFunc(out, func(a, b int) int { return int(all[b].Severity) - int(all[a].Severity) })
	return out
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
