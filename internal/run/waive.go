package run

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/govern/waiver"
	"github.com/assay-dev/assay/internal/triage"
)

// exceptions are the waivers and grants of a run, as they came out.
type exceptions struct {
	*Exceptions
	err    error
	set    *waiver.Set
	grants []grant
}

// grant is an emergency grant with how it stands.
type grant struct {
	*waiver.Emergency
	waiver.EmergencyVerdict
	path string
}

// readExceptions reads waivers and grants beside the engines.
func (j *job) readExceptions(ctx context.Context) <-chan exceptions {
	out := make(chan exceptions, 1)
	go func() {
		var x exceptions
		base := j.govCommit
		if j.untrusted() {
			base = ""
		}
		x.Exceptions, x.err = ReadExceptions(ctx, j.repo, j.blobs, j.req.Dir, base, j.governedAt)
		out <- x
	}()
	return out
}

// except sets findings aside that a waiver speaks for, judges the grants, and
// returns what does not count, as findings of its own.
func (j *job) except(ctx context.Context, findings []assay.Finding) ([]assay.Finding, error) {
	if j.excepted == nil {
		return nil, nil
	}
	x := <-j.excepted
	if x.err != nil {
		return nil, x.err
	}
	if x.PeopleErr != nil {
		j.notes = append(j.notes, "no waiver counts: "+x.PeopleErr.Error())
	}
	if j.about.err != nil {
		return nil, j.about.err
	}
	j.about.know(x.People)
	authors := Identities(j.about.authors)
	environment := map[assay.ServiceID]string{}
	for _, s := range j.catalogue.Services() {
		environment[s.ID] = s.Environment
	}
	x.set = waiver.NewSet(x.Waivers, x.People, waiver.Setting{
		Now: j.started, Authors: authors, ProfileOf: j.profileBelow, EnvironmentOf: func(s assay.ServiceID) string { return environment[s] },
	})
	for i := range findings {
		j.waive(&findings[i], x.set)
	}
	raised := x.set.Findings()
	more, err := j.judgeGrants(ctx, &x, authors)
	if err != nil {
		return nil, err
	}
	raised = append(raised, more...)
	for i := range raised {
		raised[i].Fingerprint = triage.Fingerprint(&raised[i])
	}
	j.notes = append(j.notes, x.set.Notes()...)
	for _, folder := range []string{"waivers", "emergency"} {
		for _, p := range j.governed.Astray(folder, ".yaml") {
			j.notes = append(j.notes, p+" is not read: "+folder+" are files .assay/"+folder+"/ID.yaml, no links and no folders")
		}
	}
	j.exceptions = x
	return raised, nil
}

// waive looks for a waiver where none is needed no more: ignores and VEX
// statements count alone for what is below the profile's limit.
func (j *job) waive(f *assay.Finding, set *waiver.Set) {
	limit := govern.ThresholdOf(j.catalogue.Profile(f.Location.Path)).WaiverLimit
	spoken := f.Suppression
	if spoken != nil && spoken.Counts && f.Severity < limit {
		return
	}
	named := *f // waivers name paths from where they lie
	named.Location.Path = path.Join(j.below, f.Location.Path)
	if w, ok := set.Covers(&named); ok {
		f.Suppression = &assay.Suppression{
			By: "waiver " + w.ID, Reason: string(j.Redact([]byte(w.Reason))), Location: assay.Location{Path: waiver.Folder + "/" + w.ID + ".yaml"}, Counts: true,
			Why: fmt.Sprintf("waiver %s, approved by %s, to %s", w.ID, w.Approver(), w.Expires.Day()),
		}
		return
	}
	why := set.Refusal(&named)
	switch {
	case spoken != nil && spoken.Counts:
		spoken.Counts = false
		spoken.Why = fmt.Sprintf("%s findings need a waiver under profile %s", f.Severity, j.catalogue.Profile(f.Location.Path))
		if why != "" {
			spoken.Why += ", and " + why
		}
	case spoken == nil && why != "":
		f.Suppression = &assay.Suppression{By: "waiver", Reason: "a waiver is for it", Location: assay.Location{Path: waiver.Folder}, Why: why}
	}
}

// profileBelow is the profile of a path that is relative to the configuration.
func (j *job) profileBelow(p string) assay.Profile {
	if j.below != "" {
		p = strings.TrimPrefix(p, j.below+"/")
	}
	return j.catalogue.Profile(p)
}

// judgeGrants finds the grant that lets this change pass, and raises those that
// wait for their approval. One that this change approves afterwards is closed.
func (j *job) judgeGrants(ctx context.Context, x *exceptions, authors []waiver.Identity) ([]assay.Finding, error) {
	closed := map[string]bool{}
	type judged struct {
		grant
		atBase bool
	}
	var all []judged
	var out []assay.Finding
	for _, c := range x.Grants {
		e, err := waiver.ParseEmergency(c.Path, c.Data)
		if err != nil {
			broken := waiver.Verdict{Problems: []waiver.Problem{{Kind: waiver.Unreadable, Why: err.Error(), Fix: "mend the line"}}}
			if f, ok := waiver.Finding(c.Path, broken, c.AtBase); ok {
				out = append(out, f)
			}
			continue
		}
		wrote, err := GrantAuthors(ctx, j.repo, e)
		if err != nil {
			return nil, err
		}
		digest := ""
		if j.base != nil && e.Base == j.base.Commit {
			if digest, err = j.repo.ChangeDigest(ctx, j.base.Commit, j.repo.Head, path.Join(j.governedAt, c.Path)); err != nil {
				return nil, err
			}
		}
		ec := waiver.EmergencyContext{Now: j.started, Authors: wrote, Gone: c.Gone}
		if digest == e.Change { // the head that a grant names is only its approver's word
			ec.Authors = append(ec.Authors, authors...)
		}
		if j.base != nil && !j.dirty {
			ec.Base, ec.Change = j.base.Commit, digest
		}
		v := waiver.JudgeEmergency(e, x.People, ec)
		if v.Counts && len(authors) == 0 {
			v.Counts = false // nobody knows whose four eyes they would be
		}
		closed[c.Path] = closed[c.Path] || v.State == waiver.Closed
		all = append(all, judged{grant{e, v, c.Path}, c.AtBase})
	}
	for i, g := range all {
		if closed[g.path] || i+1 < len(all) && all[i+1].path == g.path && all[i+1].State != waiver.Refused {
			continue // approved by now, or the text in the folder is the one to speak of
		}
		x.grants = append(x.grants, g.grant)
		if f, ok := waiver.EmergencyFinding(g.Emergency, g.EmergencyVerdict, g.atBase); ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// emergency names the grant that lets this change pass; empty when there is none.
func (j *job) emergency() string {
	for _, g := range j.exceptions.grants {
		if g.Counts {
			return g.ID
		}
	}
	return ""
}

// policyWaivers lists waivers and emergency grants.
func (j *job) policyWaivers() []policy.Waiver {
	var out []policy.Waiver
	if j.exceptions.set == nil {
		return nil
	}
	for _, it := range j.exceptions.set.Items() {
		w := policy.Waiver{Kind: "waiver", File: it.Path, ID: idOf(it.Path), Counts: it.Verdict.Counts, Why: it.Verdict.Why()}
		if it.Waiver != nil {
			w.Owner, w.Expires = it.Waiver.Owner, it.Waiver.Expires.Day()
		}
		out = append(out, w)
	}
	for _, g := range j.exceptions.grants {
		out = append(out, policy.Waiver{
			Kind: "emergency", File: g.path, ID: g.ID, Expires: g.Expires.Start().UTC().Format(time.DateOnly), Counts: g.Counts, Open: g.State == waiver.Open, Why: g.Why(),
		})
	}
	return out
}

// usedWaivers are the ids of waivers that set a finding aside.
func (j *job) usedWaivers() []string {
	var out []string
	if j.exceptions.set == nil {
		return nil
	}
	for _, it := range j.exceptions.set.Items() {
		if it.Used > 0 && it.Waiver != nil {
			out = append(out, it.Waiver.ID)
		}
	}
	return out
}

// openEmergencies counts the grants that wait for their approval.
func (j *job) openEmergencies() int {
	n := 0
	for _, g := range j.exceptions.grants {
		if g.State == waiver.Open {
			n++
		}
	}
	return n
}
