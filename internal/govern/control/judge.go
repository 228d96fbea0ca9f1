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
	held            // the gate kept the change back: it is no change that went on
	absent          // there was nothing to look at
	unshown         // nothing tells either way
	fails
)

// problem is one check that a change does not pass.
type problem struct {
	check    *Check
	verdict  verdict
	message  string
	findings []int // of the run
	shown    bool  // of several things that were asked for one was there, and shown
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
// the control into scope. What there is nothing of shows nothing; where another
// check of the control examined something, it is told and no more.
func (s *Set) judge(c *Control, ch *change, scope []assay.ServiceID) judged {
	var j judged
	shown := false
	for i := range c.Checks {
		k := &c.Checks[i]
		if !k.perChange() {
			continue
		}
		p := s.ask(k, ch, scope, &j)
		shown = shown || p.shown || p.verdict == passes && k.examines()
		if p.verdict == passes {
			continue
		}
		p.check = k
		j.problems = append(j.problems, p)
	}
	for _, p := range j.problems {
		if p.verdict != absent || !shown {
			j.verdict = max(j.verdict, p.verdict)
		}
	}
	return j
}

// examines says whether a check looks at what the change is made of, rather than
// at how it was made.
func (k *Check) examines() bool { return len(k.NoFindings)+len(k.Examined) > 0 || k.SBOM }

func (s *Set) ask(k *Check, ch *change, scope []assay.ServiceID, j *judged) problem {
	r := ch.run
	switch {
	case len(k.NoFindings) > 0:
		return s.noFindings(k, ch, scope, j)
	case len(k.Examined) > 0:
		return examined(k.Examined, r.Coverage, ch)
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
	case k.SBOM:
		return bill(ch)
	case k.NoOverdue:
		return overdue(r, scope)
	case k.AdvisoriesWithin > 0 && r.AdvisoryDays < 0 && r.Components == 0 && ch.engines[assay.EngineDependency] == assay.Complete:
		return nothing("components")
	case k.AdvisoriesWithin > 0 && r.AdvisoryDays < 0:
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
	var names, blind, missing []string
	for _, name := range k.NoFindings {
		g := s.groupAt[name]
		for _, e := range s.groups[g].Engines {
			if state, ok := ch.engines[e]; !ok || state != assay.Complete {
				blind = append(blind, string(e))
			}
		}
		if len(ch.hits[g]) == 0 && !ch.there(&s.groups[g]) {
			missing = append(missing, s.groups[g].of()...)
		} else if len(s.groups[g].Engines) > 0 {
			p.shown = true
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
		p.verdict, p.message, p.shown = unshown, "not examined completely: "+strings.Join(slices.Compact(blind), ", "), false
		return p
	}
	if len(missing) > 0 {
		shown := p.shown
		p = nothing(missing...)
		p.shown = shown
	}
	return p
}

// nothing says what there was none of.
func nothing(what ...string) problem {
	slices.Sort(what)
	return problem{verdict: absent, message: "nothing to examine: no " + strings.Join(slices.Compact(what), ", no ")}
}

// bill asks for a bill of materials. An empty one says nothing, unless manifests
// were read that ask for nothing.
func bill(ch *change) problem {
	complete := ch.engines[assay.EngineDependency] == assay.Complete
	switch {
	case ch.run.Components == 0 && complete && !ch.has("dependency/*"):
		return nothing("components")
	case ch.run.SBOM == "" && (ch.run.Components > 0 || !complete):
		return problem{verdict: unshown, message: "has no bill of materials"}
	}
	return problem{}
}

func examined(patterns []string, coverage []assay.Coverage, ch *change) problem {
	var missing, none []string
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
		switch {
		case !found:
			missing = append(missing, pattern+" not-run")
		case !ch.has(pattern):
			engine, _, _ := strings.Cut(pattern, "/")
			none = append(none, nouns[assay.EngineID(engine)])
		}
	}
	if len(missing) == 0 && len(none) > 0 {
		p := nothing(none...)
		p.shown = len(none) < len(patterns)
		return p
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

// gated asks whether the gate let the change go on. One that it kept back went
// nowhere: that speaks for the gate, and the change is none of those that the
// control is about, so it counts neither as passing nor as failing.
func gated(ch *change) problem {
	switch d := ch.run.Decision; {
	case d.Emergency != "":
		return problem{verdict: unshown, message: "went through by emergency grant " + d.Emergency}
	case d.Outcome == outcomePass:
		return problem{}
	case ch.deployed:
		return problem{verdict: fails, message: "was deployed although the gate did not let it through"}
	case d.Outcome == "deny":
		return problem{verdict: held, message: "the gate kept it back"}
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
