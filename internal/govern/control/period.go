package control

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// period is what checks of a period as a whole look at.
type period struct {
	Input
	asOf    time.Time
	runs    []*assay.Run   // up to asOf, newest first
	deploys []deployed     // of the period, newest first
	before  []assay.Deploy // all up to asOf
	scoped  []assay.RunService
}

// deployed is a deploy with what the gate said of its commit beforehand.
type deployed struct {
	*assay.Deploy
	run  *assay.Run // that let it through
	said string     // why there is none
}

func newPeriod(in Input) *period {
	p := &period{Input: in, asOf: in.To}
	if !in.Now.IsZero() && in.Now.Before(p.asOf) {
		p.asOf = in.Now
	}
	for i := range in.Runs {
		if !in.Runs[i].Started.After(p.asOf) {
			p.runs = append(p.runs, &in.Runs[i])
		}
	}
	slices.SortFunc(p.runs, func(a, b *assay.Run) int {
		return cmp.Or(b.Started.Compare(a.Started), strings.Compare(b.ID, a.ID))
	})
	byCommit := map[string][]*assay.Run{}
	for _, r := range p.runs {
		if len(r.Head) >= shortest {
			byCommit[r.Head[:shortest]] = append(byCommit[r.Head[:shortest]], r)
		}
	}
	for i := range in.Deploys {
		d := &in.Deploys[i]
		if in.Service != "" && d.Service != in.Service || d.At.After(p.asOf) {
			continue
		}
		p.before = append(p.before, *d)
		if within(d.At, in.From, in.To) {
			p.deploys = append(p.deploys, reconcile(d, byCommit))
		}
	}
	slices.SortFunc(p.deploys, func(a, b deployed) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.ID, b.ID))
	})
	p.scoped = servicesOf(in, p.runs)
	return p
}

// servicesOf joins the services of today with those of the runs, each as it
// stood last.
func servicesOf(in Input, runs []*assay.Run) []assay.RunService {
	out := slices.Clone(in.Services)
	known := map[assay.ServiceID]bool{}
	for _, s := range out {
		known[s.ID] = true
	}
	for _, r := range runs {
		for _, s := range r.Services {
			if !known[s.ID] {
				known[s.ID] = true
				out = append(out, s)
			}
		}
	}
	if in.Service != "" {
		out = slices.DeleteFunc(out, func(s assay.RunService) bool { return s.ID != in.Service })
	}
	return out
}

// reconcile finds the run that let a deploy through before it happened.
func reconcile(d *assay.Deploy, byCommit map[string][]*assay.Run) deployed {
	out := deployed{Deploy: d, said: "no test of this commit is on record"}
	if len(d.Commit) < shortest {
		out.said = "names no commit"
		return out
	}
	for _, r := range byCommit[d.Commit[:shortest]] { // newest first
		switch {
		case !tested(r, d):
		case r.Started.After(d.At):
			out.said = "its commit was tested only afterwards"
		case r.Decision.Outcome == outcomePass:
			out.run, out.said = r, ""
			return out
		default:
			out.said = "the gate had not let it through: " + r.Decision.Outcome
			return out
		}
	}
	return out
}

// answer is what the period shows of one check.
type answer struct {
	verdict verdict
	stale   bool
	shown   string // what passes
	message string // what does not
	list    []Exception
	last    time.Time // of the evidence, where it is not a change's
}

// ask puts a check to the period, for a control.
func (p *period) ask(c *Control, k *Check) answer {
	switch {
	case k.TestedWithin > 0:
		return p.testedWithin(c, k.TestedWithin)
	case k.Fact != nil:
		return p.fact(c, k.Fact)
	case k.DeploysReconciled:
		return p.reconciled(c)
	case k.EnvironmentsSeparated:
		return p.separated(c)
	}
	return answer{}
}

func (p *period) testedWithin(c *Control, limit int) answer {
	for _, r := range p.runs {
		if len(c.services(r, p.Service)) == 0 {
			continue
		}
		on := "last tested on " + r.Started.UTC().Format(time.DateOnly)
		if p.age(r.Started) > limit {
			return answer{stale: true, message: on, last: r.Started}
		}
		return answer{shown: on, last: r.Started}
	}
	return answer{verdict: unshown, message: "never tested"}
}

// age is how many whole days ago something was.
func (p *period) age(t time.Time) int { return int(p.asOf.Sub(t) / (24 * time.Hour)) }

func (p *period) fact(c *Control, f *Fact) answer {
	for _, r := range p.runs {
		said, ok := r.Facts[f.Name]
		if !ok || len(c.services(r, p.Service)) == 0 {
			continue
		}
		text := fmt.Sprintf("%s %s on %s", f.Name, said, r.Started.UTC().Format(time.DateOnly))
		switch {
		case !slices.Contains(f.Is, said):
			return answer{verdict: fails, message: text, last: r.Started, list: []Exception{{
				Kind: ExceptionFailing, Run: r.ID, Evidence: p.Evidence[r.ID], At: r.Started, Message: f.Name + " says " + said,
			}}}
		case p.age(r.Started) > c.Freshness:
			return answer{stale: true, message: text, last: r.Started}
		}
		return answer{shown: text, last: r.Started}
	}
	return answer{verdict: unshown, message: "nothing says " + f.Name}
}

// mine lists the deploys of the services that bring a control into scope.
func (p *period) mine(c *Control) []deployed {
	return slices.DeleteFunc(slices.Clone(p.deploys), func(d deployed) bool {
		return !slices.ContainsFunc(p.scoped, func(s assay.RunService) bool { return c.binds(&s) && concerns([]assay.ServiceID{s.ID}, d.Service) })
	})
}

func (p *period) reconciled(c *Control) answer {
	deploys := p.mine(c)
	if len(deploys) == 0 {
		return answer{verdict: unshown, message: "no deploys on record"}
	}
	a := answer{last: deploys[0].At}
	good := 0
	for _, d := range deploys {
		switch {
		case d.run == nil:
			a.verdict = fails
			a.list = append(a.list, p.exception(d, ExceptionFailing, d.said))
		case d.run.Decision.Emergency != "":
			good++
			a.list = append(a.list, p.exception(d, ExceptionEmergency, "let through by emergency grant "+d.run.Decision.Emergency))
		default:
			good++
		}
	}
	text := fmt.Sprintf("%d of %s reconciled", good, count(len(deploys), "deploy"))
	if a.verdict == passes {
		a.shown = text
	} else {
		a.message = text
	}
	return a
}

func (p *period) exception(d deployed, kind ExceptionKind, message string) Exception {
	e := Exception{Kind: kind, Deploy: d.ID, Evidence: p.Evidence[d.ID], At: d.At, Message: message}
	if d.run != nil {
		e.Run = d.run.ID
	}
	return e
}

// separated looks whether what went to production had gone elsewhere before.
func (p *period) separated(c *Control) answer {
	a := answer{}
	n, good := 0, 0
	for _, d := range p.mine(c) {
		if !production(d.Environment) {
			continue
		}
		n++
		a.last = later(a.last, d.At)
		if slices.ContainsFunc(p.before, func(b assay.Deploy) bool {
			return !production(b.Environment) && b.Service == d.Service && b.At.Before(d.At) &&
				(sameCommit(b.Commit, d.Commit) || b.Artifact != "" && b.Artifact == d.Artifact)
		}) {
			good++
			continue
		}
		a.verdict = fails
		a.list = append(a.list, p.exception(d, ExceptionFailing, "went to "+d.Environment+" without another environment before"))
	}
	text := fmt.Sprintf("%d of %s went elsewhere first", good, count(n, "production deploy"))
	switch {
	case n == 0:
		a.verdict, a.message = unshown, "no deploys to production on record"
	case a.verdict == passes:
		a.shown = text
	default:
		a.message = text
	}
	return a
}

// production says whether an environment is the one with real customers.
func production(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "prod") || name == "live"
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
