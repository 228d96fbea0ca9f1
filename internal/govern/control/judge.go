package control

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// verdict is what one change, or one deploy, shows of a control.
type verdict uint8

const (
	passes  verdict = iota
	unshown         // nothing tells either way
	fails
)

// problem is one check that a change does not pass.
type problem struct {
	check    *Check
	verdict  verdict
	message  string
	findings []int // of the run
}

// judged is what a change shows of a control.
type judged struct {
	verdict  verdict
	problems []problem
	waivers  []string // that set findings aside
}

// perChange says whether the check is asked of each change, rather than of the
// period as a whole.
func (k *Check) perChange() bool {
	return k.TestedWithin == 0 && !k.EnvironmentsSeparated && !k.DeploysReconciled && k.Fact == nil
}

// perChange says whether any check of the control is.
func (c *Control) perChange() bool {
	return slices.ContainsFunc(c.Checks, func(k Check) bool { return k.perChange() })
}

// judge asks a change what it shows of a control, for the services that bring
// the control into scope.
func (s *Set) judge(c *Control, ch *change, scope []assay.ServiceID) judged {
	var j judged
	for i := range c.Checks {
		k := &c.Checks[i]
		if !k.perChange() {
			continue
		}
		p := s.ask(k, ch, scope, &j)
		if p.verdict == passes {
			continue
		}
		p.check = k
		j.verdict = max(j.verdict, p.verdict)
		j.problems = append(j.problems, p)
	}
	return j
}

func (s *Set) ask(k *Check, ch *change, scope []assay.ServiceID, j *judged) problem {
	r := ch.run
	switch {
	case len(k.NoFindings) > 0:
		return s.noFindings(k, ch, scope, j)
	case len(k.Examined) > 0:
		return examined(k.Examined, r.Coverage)
	case k.Stage != "":
		return stage(k.Stage, r.Stages)
	case k.FourEyes && r.FourEyes == nil:
		return problem{verdict: unshown, message: "nobody told who approved it"}
	case k.FourEyes && !*r.FourEyes:
		return problem{verdict: fails, message: "nobody but its authors approved it"}
	case k.Ticket && r.Ticket == "":
		return problem{verdict: unshown, message: "names no change request"}
	case k.Gated:
		return gated(ch)
	case k.SBOM && r.SBOM == "" && !(r.Components == 0 && ch.engines[assay.EngineDependency] == assay.Complete):
		return problem{verdict: unshown, message: "has no bill of materials"}
	case k.NoOverdue:
		return overdue(r, scope)
	case k.AdvisoriesWithin > 0 && r.Components > 0 && r.AdvisoryDays < 0:
		return problem{verdict: unshown, message: "components were not held against known flaws"}
	case k.AdvisoriesWithin > 0 && r.AdvisoryDays > k.AdvisoriesWithin:
		return problem{verdict: fails, message: fmt.Sprintf("data on known flaws was %s old", count(r.AdvisoryDays, "day"))}
	}
	return problem{}
}

// noFindings holds a change to what it brought and left open; the newest one
// to all that is open.
func (s *Set) noFindings(k *Check, ch *change, scope []assay.ServiceID, j *judged) problem {
	p := problem{}
	var names, blind []string
	for _, name := range k.NoFindings {
		g := s.groupAt[name]
		for _, e := range s.groups[g].Engines {
			if state, ok := ch.engines[e]; !ok || state != assay.Complete {
				blind = append(blind, string(e))
			}
		}
		before := len(p.findings)
		for _, i := range ch.hits[g] {
			f := &ch.run.Findings[i]
			if !concerns(scope, f.Service) {
				continue
			}
			if waiver, ok := strings.CutPrefix(f.Suppressed, "waiver "); ok {
				j.waivers = append(j.waivers, waiver)
			}
			if f.Suppressed == "" && (ch.newest || f.Status != assay.StatusOld) {
				p.findings = append(p.findings, i)
			}
		}
		if len(p.findings) > before {
			names = append(names, name)
		}
	}
	slices.Sort(p.findings)
	p.findings = slices.Compact(p.findings)
	if n := len(p.findings); n > 0 {
		p.verdict, p.message = fails, fmt.Sprintf("%s of %s", count(n, "open finding"), strings.Join(names, ", "))
		return p
	}
	if len(blind) > 0 {
		slices.Sort(blind)
		p.verdict, p.message = unshown, "not examined completely: "+strings.Join(slices.Compact(blind), ", ")
	}
	return p
}

func examined(patterns []string, coverage []assay.Coverage) problem {
	var missing []string
	for _, pattern := range patterns {
		prefix, star := strings.CutSuffix(pattern, "*")
		found := false
		for _, c := range coverage {
			if string(c.Scope) != pattern && !(star && strings.HasPrefix(string(c.Scope), prefix)) {
				continue
			}
			found = true
			if c.State != assay.Complete {
				missing = append(missing, fmt.Sprintf("%s %s", c.Scope, c.State))
			}
		}
		if !found {
			missing = append(missing, pattern+" not-run")
		}
	}
	if len(missing) == 0 {
		return problem{}
	}
	const most = 3
	if n := len(missing); n > most {
		missing = append(missing[:most], fmt.Sprintf("%d more", n-most))
	}
	return problem{verdict: unshown, message: "not examined completely: " + strings.Join(missing, ", ")}
}

func stage(name string, stages []assay.RunStage) problem {
	at := slices.IndexFunc(stages, func(s assay.RunStage) bool { return s.Name == name })
	if at < 0 || len(stages[at].Steps) == 0 {
		return problem{verdict: unshown, message: "stage " + name + " has no steps"}
	}
	p := problem{}
	for _, s := range stages[at].Steps {
		switch s.State {
		case "passed":
		case "failed":
			return problem{verdict: fails, message: "step " + name + "/" + s.Name + " failed"}
		default:
			p = problem{verdict: unshown, message: "stage " + name + " did not run"}
		}
	}
	return p
}

func gated(ch *change) problem {
	switch d := ch.run.Decision; {
	case d.Emergency != "":
		return problem{verdict: unshown, message: "went through by emergency grant " + d.Emergency}
	case d.Outcome == outcomePass:
		return problem{}
	case ch.deployed:
		return problem{verdict: fails, message: "was deployed although the gate did not let it through"}
	case d.Outcome == "deny":
		return problem{}
	}
	return problem{verdict: unshown, message: "the gate could not finish"}
}

func overdue(r *assay.Run, scope []assay.ServiceID) problem {
	var late []int
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Overdue && f.Suppressed == "" && concerns(scope, f.Service) {
			late = append(late, i)
		}
	}
	if len(late) == 0 {
		return problem{}
	}
	return problem{verdict: fails, message: count(len(late), "finding") + " past the deadline", findings: late}
}
