package evidence

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Verdict says how a deploy stands to the gate.
type Verdict string

// The verdicts. The first is well; an emergency is allowed and counted; the
// others are bypasses.
const (
	Passed     Verdict = "passed"
	Emergency  Verdict = "emergency"
	Denied     Verdict = "denied"     // deployed although the gate said no
	Unfinished Verdict = "unfinished" // deployed although the gate could not finish
	Late       Verdict = "late"       // tested only after it was deployed
	Untested   Verdict = "untested"   // no gate saw that commit of that service
)

// Bypass says that it went past the gate.
func (v Verdict) Bypass() bool { return v != Passed && v != Emergency }

// Judged is a deploy with what the log knows of it.
type Judged struct {
	assay.Deploy
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why,omitempty"`
	// Evidence is the id of the decision that counted, or of the run.
	Evidence string `json:"evidence,omitempty"`
	// Untrusted says that the gate ran on a machine that is not CI.
	Untrusted bool `json:"untrusted,omitempty"`
}

// judge finds the last decision on a commit, for a service, before a deploy.
func judge(d assay.Deploy, runs []RunRecord) Judged {
	out := Judged{Deploy: d, Verdict: Untested, Why: "no run of that commit is in the log"}
	var last *RunRecord
	for i := range runs {
		run := &runs[i]
		switch {
		case !sameCommit(run.Head, d.Commit):
		case run.Dirty:
			out.Why = "it was tested with uncommitted work only"
		case !concerns(run, d.Service):
			out.Why = "that commit was tested for other services only"
		case ended(run).After(d.At):
			if last == nil {
				out.Verdict, out.Why, out.Evidence = Late, "tested only after it was deployed", run.EvidenceID
			}
		case last == nil || !ended(run).Before(ended(last)):
			last = run
		}
	}
	if last == nil {
		return out
	}
	out.Evidence, out.Untrusted = last.EvidenceID, !last.Builder.Trusted
	if last.Decided != "" {
		out.Evidence = last.Decided
	}
	out.Verdict, out.Why = outcome(&last.Decision)
	return out
}

func outcome(d *assay.Decision) (Verdict, string) {
	switch {
	case d.Outcome == "pass" && d.Emergency != "":
		return Emergency, "by emergency grant " + d.Emergency
	case d.Outcome == "pass":
		return Passed, ""
	case d.Outcome == "deny":
		for _, r := range d.Rulings {
			if r.Effect == assay.Deny {
				return Denied, "the gate said no: " + r.Message
			}
		}
		return Denied, "the gate said no"
	case d.Outcome == "":
		return Unfinished, "there is no decision on its run"
	}
	return Unfinished, "the gate could not finish: " + d.Outcome
}

func ended(r *RunRecord) time.Time {
	return r.Started.Add(time.Duration(r.Seconds * float64(time.Second)))
}

// concerns says whether a run looked at a service; one that names none looked at all.
func concerns(r *RunRecord, s assay.ServiceID) bool {
	return len(r.Services) == 0 || slices.ContainsFunc(r.Services, func(x assay.RunService) bool { return x.ID == s })
}

// sameCommit compares full hashes, or a beginning of at least seven digits.
func sameCommit(head, given string) bool {
	given = strings.ToLower(given)
	return len(given) >= 7 && strings.HasPrefix(head, given)
}

// Reconciliation holds a list of deploys from elsewhere against the log.
type Reconciliation struct {
	From    time.Time `json:"from,omitzero"`
	To      time.Time `json:"to,omitzero"`
	Deploys []Judged  `json:"deploys"` // of the list, in its order
	// Unlisted are deploys that the log knows and the list does not.
	Unlisted []DeployRecord `json:"unlisted,omitempty"`
	// Unrecorded is how many of the list have no deploy entry in the log.
	Unrecorded int `json:"unrecorded"`
	// Undeployed is how many passing runs of the time no deploy of the list is of.
	Undeployed int `json:"undeployed"`
}

// Count counts deploys with a verdict.
func (r *Reconciliation) Count(v Verdict) int {
	n := 0
	for _, d := range r.Deploys {
		if d.Verdict == v {
			n++
		}
	}
	return n
}

// Bypasses counts deploys that went past the gate.
func (r *Reconciliation) Bypasses() int {
	n := 0
	for _, d := range r.Deploys {
		if d.Verdict.Bypass() {
			n++
		}
	}
	return n
}

// Complete says that every deploy has evidence that it may count on, and that
// the list lacks none that the log knows.
func (r *Reconciliation) Complete() bool { return r.Bypasses() == 0 && len(r.Unlisted) == 0 }

// Reconcile compares deploys from elsewhere with the log. Evidence from before
// the time counts: a commit may be tested long before it is deployed.
func (l *Log) Reconcile(ctx context.Context, deploys []assay.Deploy, f Filter) (*Reconciliation, error) {
	all, err := l.Population(ctx, Filter{})
	if err != nil {
		return nil, err
	}
	out := &Reconciliation{From: f.From, To: f.To, Deploys: []Judged{}}
	within := func(d assay.Deploy) bool {
		return (f.From.IsZero() || !d.At.Before(f.From)) && (f.To.IsZero() || d.At.Before(f.To)) && (f.Service == "" || d.Service == f.Service)
	}
	listed := map[int]bool{} // of the log's deploys
	for _, d := range deploys {
		if !within(d) {
			continue
		}
		out.Deploys = append(out.Deploys, judge(d, all.Runs))
		if at := slices.IndexFunc(all.Deploys, func(x DeployRecord) bool { return sameDeploy(x.Deploy, d) }); at >= 0 {
			listed[at] = true
		} else {
			out.Unrecorded++
		}
	}
	for i, d := range all.Deploys {
		if within(d.Deploy) && !listed[i] && !slices.ContainsFunc(deploys, func(x assay.Deploy) bool { return sameDeploy(d.Deploy, x) }) {
			out.Unlisted = append(out.Unlisted, d)
		}
	}
	for i := range all.Runs {
		run := &all.Runs[i]
		keep := f.Keep(&Record{Kind: KindRun, Predicate: Predicate{Run: &RunFacts{Run: run.Run}}})
		if keep && run.Decision.Outcome == "pass" && !slices.ContainsFunc(deploys, func(d assay.Deploy) bool { return sameCommit(run.Head, d.Commit) }) {
			out.Undeployed++
		}
	}
	return out, nil
}

// sameDeploy compares a deploy of the log with one of a list: by id where both
// have the same, else by what, where and when, within an hour.
func sameDeploy(ours, theirs assay.Deploy) bool {
	if ours.ID != "" && ours.ID == theirs.ID {
		return true
	}
	apart := ours.At.Sub(theirs.At).Abs()
	return ours.Service == theirs.Service && sameCommit(ours.Commit, theirs.Commit) && apart <= time.Hour &&
		(theirs.Environment == "" || ours.Environment == theirs.Environment)
}
