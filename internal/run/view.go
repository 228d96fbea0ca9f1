package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/store"
)

// view makes what reports show.
func (j *job) view(start time.Time, d govern.Decision) *report.View {
	v := &report.View{
		Schema: report.SchemaVersion, Command: "scan",
		Verdict:  j.verdict(d),
		Change:   j.change(),
		Services: j.catalogue.Services(),
		Counts:   j.counts(len(d.Blocking)),
		Findings: j.findings,
		Coverage: j.coverage(),
		Gaps:     j.gaps,
		Stages:   j.stages,
		Rules:    j.rulesOf(j.findings),
	}
	if v.Findings == nil {
		v.Findings = []assay.Finding{}
	}
	if j.req.Gate {
		v.Command, v.Profile = "run", j.profile()
	}
	for _, r := range j.head.Resources {
		if v.Resources == nil {
			v.Resources = map[string]int{}
		}
		v.Resources[r.Source]++
	}
	for i := range j.head.Components {
		if v.Components == nil {
			v.Components = map[string]int{}
		}
		v.Components[string(j.head.Components[i].Ecosystem)]++
	}
	v.Licences = j.licences()
	v.Run = j.runBlock(start)
	if j.input != nil {
		v.Run.Policies, v.Run.PolicyInput = j.policies.Digest(), j.inputDigest
	}
	return v
}

func (j *job) verdict(d govern.Decision) report.Verdict {
	v := report.Verdict{ExitCode: d.ExitCode, Notes: j.notes}
	if j.interrupted {
		v.ExitCode = fault.Worst(v.ExitCode, fault.ExitInterrupted)
		v.Reasons = append(v.Reasons, report.Reason{Message: "interrupted: this is what was known by then", Flip: "run it again"})
	}
	v.Outcome = map[int]report.Outcome{
		fault.ExitPass: report.Pass, fault.ExitDenied: report.Deny,
		fault.ExitUnfinished: report.Unfinished, fault.ExitInterrupted: report.Interrupted,
	}[v.ExitCode]
	if v.Outcome == report.Pass && !j.req.Gate && j.req.FailOn == nil {
		v.Outcome = report.Listed
	}
	v.Reasons = append(v.Reasons, reasons(d.Reasons)...)
	v.Warnings, v.Emergency = reasons(d.Warnings), d.Emergency
	if len(j.req.Stages) > 0 && j.req.Gate && v.Outcome == report.Pass {
		v.Notes = append(slices.Clone(v.Notes), "only stage "+strings.Join(j.req.Stages, ", ")+" was asked: a deploy needs the whole gate")
	}
	if n := j.openEmergencies(); n > 0 {
		v.Notes = append(slices.Clone(v.Notes), map[bool]string{true: "1 emergency change waits for its approval", false: fmt.Sprintf("%d emergency changes wait for their approval", n)}[n == 1]+": assay waive list")
	}
	return v
}

func reasons(list []govern.Reason) []report.Reason {
	var out []report.Reason
	for _, r := range list {
		out = append(out, report.Reason{Policy: r.Policy, Message: r.Message, Flip: r.Flip, Findings: r.Findings})
	}
	return out
}

func (j *job) change() *assay.Change {
	if j.repo == nil {
		return nil
	}
	c := &assay.Change{Head: j.repo.Head, Dirty: j.dirty, Files: j.changed}
	if j.base != nil {
		c.Base, c.BaseSource = j.base.Commit, j.base.Source
		c.Commits = j.repo.CountCommits(context.Background(), j.base.Commit, j.repo.Head)
	}
	return c
}

func (j *job) counts(blocking int) report.Counts {
	c := report.Counts{Blocking: blocking, Fixed: len(j.fixed), Emergencies: j.openEmergencies(), BySeverity: map[string]int{}}
	for _, f := range j.findings {
		switch {
		case f.Suppression != nil && f.Suppression.Counts:
			c.Suppressed++
			if strings.HasPrefix(f.Suppression.By, "waiver") {
				c.Waived++
			}
			continue
		case f.Status == assay.StatusOld:
			c.Old++
		default:
			c.New++
		}
		c.BySeverity[f.Severity.String()]++
	}
	return c
}

func (j *job) runBlock(start time.Time) report.Run {
	stats := j.head.Stats
	if j.baseResult != nil {
		stats = j.baseResult.Stats
	}
	r := report.Run{
		Version: j.Version, Started: start.UTC(), Seconds: j.Now().Sub(start).Seconds(), Host: j.Host, Root: j.req.Dir,
		FilesRead: stats.FilesRead, BytesRead: stats.BytesRead, FromCache: stats.FromMemo,
		EngineSeconds: stats.Seconds, StepSeconds: j.stepSeconds,
	}
	if j.req.CI != nil {
		r.CI = j.req.CI.Name
	}
	r.Advisories = j.dataAge(start)
	if j.AdvisoriesNote != "" {
		r.Notes = append(r.Notes, j.AdvisoriesNote)
	}
	r.ID = runID(start, j.req.Dir, r.Host, j.inputDigest)
	return r
}

// runID names a run by its moment and place, and by what it decided on where the
// clock stands still.
func runID(start time.Time, dir, host, input string) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(start.UnixNano(), dir, host, input)))
	return start.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(sum[:4])
}

// dataAge says how old the data is that components were held against: of the
// ecosystems that occur, and of exploitation.
func (j *job) dataAge(now time.Time) []report.DataAge {
	used := map[assay.Ecosystem]bool{}
	for i := range j.head.Components {
		used[j.head.Components[i].Ecosystem] = true
	}
	if len(used) == 0 {
		return nil
	}
	days := func(t time.Time) int { return int(now.Sub(t) / (24 * time.Hour)) }
	var out []report.DataAge
	for _, s := range j.Advisories.Sources {
		if used[s.Ecosystem] {
			out = append(out, report.DataAge{Name: string(s.Ecosystem), Records: s.Records, Newest: s.Newest, Days: days(s.Newest)})
		}
	}
	if t := j.Advisories.Exploited; !t.IsZero() {
		out = append(out, report.DataAge{Name: "KEV", Newest: t, Days: days(t)})
	}
	if t := j.Advisories.EPSS; !t.IsZero() {
		out = append(out, report.DataAge{Name: "EPSS", Newest: t, Days: days(t)})
	}
	return out
}

// record is what the store keeps of a run.
func record(v *report.View, dir string) (store.Run, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return store.Run{}, fmt.Errorf("encode the run: %w", err)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return store.Run{}, err
	}
	rec := store.Run{ID: v.Run.ID, Root: abs, Started: v.Run.Started, Outcome: string(v.Verdict.Outcome), ExitCode: v.Verdict.ExitCode, Blocking: v.Counts.Blocking, Report: body}
	if v.Change != nil {
		rec.Base, rec.Head = v.Change.Base, v.Change.Head
	}
	return rec, nil
}
