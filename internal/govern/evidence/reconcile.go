package evidence

import (
	"cmp"
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
	Partial    Verdict = "partial"    // only a part of the gate, or of the service, said yes
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
	// FixedClock says that it ran by a clock that somebody had set.
	FixedClock bool `json:"fixed_clock,omitempty"`
}

// judge holds a deploy against the runs of its commit that had ended by then.
//
// A no stands until a run of the whole gate says yes to the same question: held
// against the same base, of that folder or one above, with at least the same
// engines and steps; or until an emergency grant lets that commit pass. Else a
// denial would be gone with the next run that looks at less.
func judge(d assay.Deploy, runs []RunRecord) Judged {
	h := hearing{service: d.Service, verdict: Untested, why: "no run of that commit is in the log"}
	deployed := d.At
	if d.Day {
		deployed = deployed.AddDate(0, 0, 1)
	}
	for _, run := range byEnd(runs) {
		switch {
		case !sameCommit(run.Head, d.Commit):
		case run.Dirty:
			h.why = "it was tested with uncommitted work only"
		case !concerns(run, d.Service):
			h.why = "that commit was tested for other services only"
		case ended(run).After(deployed):
			h.late(run)
		default:
			h.hear(run)
		}
	}
	return h.judged(d)
}

func byEnd(runs []RunRecord) []*RunRecord {
	out := make([]*RunRecord, len(runs))
	for i := range runs {
		out[i] = &runs[i]
	}
	slices.SortStableFunc(out, func(a, b *RunRecord) int { return ended(a).Compare(ended(b)) })
	return out
}

// hearing takes in the runs of a commit, oldest first.
type hearing struct {
	service assay.ServiceID
	verdict Verdict // while no run counts
	why     string
	first   *RunRecord // of those that ended after the deploy

	open                    []*RunRecord // denied or unfinished, and never passed since
	passed, granted, partly *RunRecord
}

func (h *hearing) late(run *RunRecord) {
	if h.first == nil {
		h.first = run
	}
}

func (h *hearing) hear(run *RunRecord) {
	verdict, _ := outcome(&run.Decision)
	narrow := inPart(run, h.service) != ""
	switch {
	case verdict.Bypass():
		h.open = append(h.open, run)
	case narrow:
		h.partly = run
	case verdict == Emergency:
		h.granted, h.open = run, nil
	default:
		h.open = slices.DeleteFunc(h.open, func(no *RunRecord) bool { return answers(run, no) })
		if comparedWithItself(run) {
			h.partly = run
		} else {
			h.passed = run
		}
	}
}

func (h *hearing) judged(d assay.Deploy) Judged {
	out := Judged{Deploy: d}
	var by *RunRecord
	switch {
	case len(h.open) > 0:
		by = h.open[len(h.open)-1]
		out.Verdict, out.Why = outcome(&by.Decision)
		if h.passed != nil && ended(h.passed).After(ended(by)) {
			out.Why += "; the later yes was to another base, folder or fewer checks"
		}
	case h.granted != nil:
		by = h.granted
		out.Verdict, out.Why = Emergency, byGrant(by)
	case h.passed != nil:
		by = h.passed
		out.Verdict = Passed
	case h.partly != nil:
		by = h.partly
		out.Verdict, out.Why = Partial, "tested in part: "+orItself(inPart(by, h.service))
	case h.first != nil:
		out.Verdict, out.Why, out.Evidence = Late, "tested only after it was deployed", h.first.EvidenceID
		return out
	default:
		out.Verdict, out.Why = h.verdict, h.why
		return out
	}
	out.FixedClock = by.FixedClock
	out.Evidence, out.Untrusted = cmp.Or(by.Decided, by.EvidenceID), !by.Builder.Trusted
	return out
}

// byGrant names a grant, with its reason.
func byGrant(r *RunRecord) string {
	_, why := outcome(&r.Decision)
	if r.Grant != nil {
		why += ": " + r.Grant.Reason
	}
	return why
}

// inPart says what a run left out of the gate, as far as a service goes; empty
// when it left nothing out.
func inPart(r *RunRecord, s assay.ServiceID) string {
	if len(r.Only) > 0 {
		return "only stage " + strings.Join(r.Only, ", ")
	}
	at := slices.IndexFunc(r.Services, func(x assay.RunService) bool { return x.ID == s })
	if r.Folder != "" && (at < 0 || r.Services[at].Outside) {
		return "only folder " + r.Folder
	}
	return ""
}

// comparedWithItself: a change that is none passes everything that is new.
func comparedWithItself(r *RunRecord) bool { return r.Head != "" && r.Base == r.Head }

// runInPart is inPart for all services of a run.
func runInPart(r *RunRecord) string {
	services := r.Services
	if len(services) == 0 {
		services = []assay.RunService{{}}
	}
	for _, s := range services {
		if part := inPart(r, s.ID); part != "" {
			return part
		}
	}
	if comparedWithItself(r) && !r.Dirty {
		return orItself("")
	}
	return ""
}

func orItself(what string) string { return cmp.Or(what, "it was compared with itself") }

// answers says whether a yes is to the same question as a no before it.
func answers(yes, no *RunRecord) bool {
	if yes.Base != no.Base || yes.Folder != "" && no.Folder != yes.Folder && !strings.HasPrefix(no.Folder, yes.Folder+"/") {
		return false
	}
	for _, c := range no.Coverage {
		left := slices.ContainsFunc(yes.Coverage, func(x assay.Coverage) bool { return x.Scope == c.Scope && x.State == assay.NotRun })
		if c.State != assay.NotRun && left {
			return false
		}
	}
	passed := ranSteps(yes.Run)
	for _, s := range ranSteps(no.Run) {
		s.State = "passed"
		if !slices.Contains(passed, s) {
			return false
		}
	}
	return true
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
	// Log and Key name the log and the key that it began under; Pinned says that
	// somebody trusts that very key.
	Log     string    `json:"log,omitempty"`
	Key     string    `json:"key,omitempty"`
	Pinned  bool      `json:"pinned"`
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
	out := &Reconciliation{Log: all.Origin, Key: all.Key, Pinned: len(l.o.Trust) > 0, From: f.From, To: f.To, Deploys: []Judged{}}
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
// have the same, else by what, where and when: within an hour, or on the same day
// where the list knows no more.
func sameDeploy(ours, theirs assay.Deploy) bool {
	if ours.ID != "" && ours.ID == theirs.ID {
		return true
	}
	near := ours.At.Sub(theirs.At).Abs() <= time.Hour
	if theirs.Day {
		near = ours.At.UTC().Truncate(24 * time.Hour).Equal(theirs.At)
	}
	return ours.Service == theirs.Service && sameCommit(ours.Commit, theirs.Commit) && near &&
		(theirs.Environment == "" || ours.Environment == theirs.Environment)
}
