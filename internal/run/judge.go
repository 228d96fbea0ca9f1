package run

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/triage"
)

// triage places what was found against the base.
func (j *job) triage(ctx context.Context) error {
	if j.head == nil {
		j.head = &pipeline.Result{}
	}
	if j.described != nil {
		j.about, j.seen = <-j.described, <-j.recalled
		j.notes = append(j.notes, j.about.notes...)
	}
	head := slices.Clone(j.head.Findings)
	var base []assay.Finding
	var baseGaps []assay.Gap
	if j.baseResult != nil {
		base = slices.Clone(j.baseResult.Findings)
		baseGaps = j.baseResult.Gaps
		triage.Suppress(base, j.baseResult.Ignores)
	}
	renames := map[string]string{}
	for _, c := range j.changed {
		if c.From != "" {
			renames[c.Path] = c.From
		}
	}
	triage.Suppress(head, j.head.Ignores)
	match := triage.Compare(head, base, renames, j.samePlace)
	for i := range head {
		head[i].Status = j.status(match.Match[i] >= 0)
	}
	triage.Judge(head, func(i int) bool {
		b := match.Match[i]
		return b >= 0 && base[b].Suppression != nil && base[b].Suppression.Reason != ""
	}, j.base != nil, func(f *assay.Finding) assay.Severity {
		return govern.ThresholdOf(j.catalogue.Profile(f.Location.Path)).IgnoreLimit
	})
	j.heedVEX(head)
	for _, f := range j.history.Findings {
		f.Status = j.status(false)
		head = append(head, f)
	}
	for _, c := range j.governanceChanges() {
		if j.req.Gate {
			f := govern.ConfigChanged(c)
			f.Fingerprint = triage.Fingerprint(&f)
			head = append(head, f)
		}
	}
	triage.Number(head)
	head = j.addImports(head)
	for i := range head {
		if s, ok := j.catalogue.Owner(head[i].Location.Path); ok {
			head[i].Service = s.ID
		}
	}
	j.remind(ctx, head)
	raised, err := j.except(context.WithoutCancel(ctx), head)
	if err != nil {
		return err
	}
	for _, f := range raised {
		if s, ok := j.catalogue.Owner(f.Location.Path); ok {
			f.Service = s.ID
		}
		head = append(head, f)
	}
	slices.SortStableFunc(head, inOrder)
	j.findings, j.fixed = head, nil
	for _, b := range match.Fixed {
		j.fixed = append(j.fixed, base[b])
	}
	j.gaps = append(slices.Clone(j.head.Gaps), j.history.Gaps...)
	if j.imported != nil {
		j.gaps = append(j.gaps, j.imported.Gaps...)
	}
	changed := map[string]bool{}
	for _, c := range j.changed {
		changed[c.Path] = !onlyMoved(c)
	}
	triage.CompareGaps(j.gaps, baseGaps, renames, changed)
	j.gaps = append(j.gaps, j.stale()...)
	return nil
}

// onlyMoved: a rename without edits changes nothing that could not be read.
func onlyMoved(c assay.ChangedFile) bool { return c.Kind == assay.Renamed && !c.Edited }

// samePlace: an old problem does not speak for a worse one, nor for one in a
// service that is held to more.
func (j *job) samePlace(h, b *assay.Finding) bool {
	hp, bp := j.catalogue.Profile(h.Location.Path), j.catalogue.Profile(b.Location.Path)
	return h.Severity <= b.Severity && (hp == bp || govern.Strictest([]assay.Profile{hp, bp}) == bp)
}

// governanceChanges lists changed files that steer the gate, those that were
// renamed away too.
func (j *job) governanceChanges() []assay.ChangedFile {
	out := slices.Clone(j.configAbove)
	for _, c := range j.changed {
		switch {
		case change.GovernanceFile(c.Path):
			out = append(out, c)
		case change.GovernanceFile(c.From):
			out = append(out, assay.ChangedFile{Path: c.From, Kind: assay.Deleted})
		}
	}
	return out
}

// status is empty in a scan that compares with nothing.
func (j *job) status(old bool) assay.Status {
	switch {
	case old:
		return assay.StatusOld
	case !j.req.Gate && j.base == nil:
		return ""
	}
	return assay.StatusNew
}

// inOrder sorts findings as every report shows them.
func inOrder(a, b assay.Finding) int {
	rank := func(f assay.Finding) int {
		switch {
		case f.Suppression != nil && f.Suppression.Counts:
			return 2
		case f.Status == assay.StatusOld && f.Bites == "":
			return 1
		}
		return 0
	}
	return cmp.Or(rank(a)-rank(b), int(b.Severity)-int(a.Severity), strings.Compare(a.Location.Path, b.Location.Path),
		a.Location.Start.Line-b.Location.Start.Line, strings.Compare(string(a.Rule), string(b.Rule)), strings.Compare(string(a.Fingerprint), string(b.Fingerprint)))
}

// decide asks policies and the gate, or for a scan holds the findings against
// --fail-on.
func (j *job) decide(ctx context.Context) govern.Decision {
	if !j.req.Gate {
		return j.failOn()
	}
	in := govern.Input{Findings: j.findings, Gaps: j.gaps, Coverage: j.coverage(), Demanded: j.cfg.Require}
	asked := j.policyInput()
	data, digest, err := asked.Encode()
	if err != nil {
		in.Unasked = err.Error()
		return govern.Decide(in)
	}
	j.input, j.inputText, j.inputDigest = asked, data, digest
	if in.Rulings, err = j.policies.Decide(context.WithoutCancel(ctx), j.input); err != nil {
		in.Unasked, in.Help = err.Error(), fault.Help(err)
	}
	j.rulings, in.Emergency = in.Rulings, j.input.Change.Emergency
	for _, s := range append(slices.Clone(govern.ThresholdOf(j.profile()).Requires), j.cfg.Require...) {
		if j.inStages(s) && !slices.Contains(in.Required, s) {
			in.Required = append(in.Required, s)
		}
	}
	for _, st := range j.stages {
		for _, step := range st.Steps {
			if step.State == "failed" {
				in.FailedSteps = append(in.FailedSteps, st.Name+"/"+step.Name)
			}
		}
	}
	return govern.Decide(in)
}

// inStages: a run that was asked for some stages owes only their scopes.
func (j *job) inStages(s assay.Scope) bool {
	engine, _, _ := strings.Cut(string(s), "/")
	return len(j.req.Stages) == 0 || slices.Contains(j.req.Stages, pipeline.StageOf(assay.EngineID(engine)))
}

func (j *job) failOn() govern.Decision {
	var d govern.Decision
	if j.req.FailOn == nil {
		return d
	}
	for i, f := range j.findings {
		suppressed := f.Suppression != nil && f.Suppression.Counts
		if f.Severity >= *j.req.FailOn && f.Status != assay.StatusOld && !suppressed {
			d.Blocking = append(d.Blocking, i)
		}
	}
	if len(d.Blocking) > 0 {
		d.ExitCode = fault.ExitDenied
		d.Reasons = append(d.Reasons, govern.Reason{
			Message: "findings of severity " + j.req.FailOn.String() + " or worse", Flip: "fix them", Findings: d.Blocking,
		})
		return d
	}
	for _, g := range j.gaps {
		if !g.Unsupported && g.Status != assay.StatusOld {
			d.ExitCode = fault.ExitUnfinished
			d.Reasons = append(d.Reasons, govern.Reason{Message: g.Location.Path + ": " + g.Reason, Flip: g.Help})
			break
		}
	}
	return d
}

// profile is the strictest of the services that own a file here.
func (j *job) profile() assay.Profile {
	seen := map[assay.Profile]bool{}
	for _, f := range j.head.Files {
		seen[j.catalogue.Profile(f.Path)] = true
	}
	var ps []assay.Profile
	for p := range seen {
		ps = append(ps, p)
	}
	if len(ps) == 0 {
		return j.cfg.Profile
	}
	return govern.Strictest(ps)
}

// coverage says for each scope of each engine how far it was examined.
func (j *job) coverage() []assay.Coverage {
	ran := j.runner.Scopes()
	if j.history.Examined != nil {
		ran = append(ran, assay.ScopeSecretHistory)
	}
	gaps := map[assay.Scope]bool{}
	for _, g := range j.gaps {
		gaps[g.Scope] = true
	}
	var out []assay.Coverage
	for _, s := range j.scopes() {
		c := assay.Coverage{Scope: s, State: assay.Complete, Examined: j.head.Examined[s] + j.history.Examined[s]}
		switch {
		case !slices.Contains(ran, s):
			c.State = assay.NotRun
		case gaps[s] || j.interrupted:
			c.State = assay.Partial
		}
		out = append(out, c)
	}
	return out
}

// scopes lists the scopes of all engines that there are, asked for or not.
func (j *job) scopes() []assay.Scope {
	out := append(j.everyEngine().Scopes(), assay.ScopeSecretHistory)
	slices.Sort(out)
	return slices.Compact(out)
}
