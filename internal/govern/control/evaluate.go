package control

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Evaluate says for each control what the runs and deploys of a period show.
// It is deterministic, and asks each change once.
func (s *Set) Evaluate(in Input) *Assessment {
	p := newPeriod(in)
	a := &Assessment{Schema: SchemaVersion, From: in.From.UTC(), To: in.To.UTC(), Service: in.Service}
	var sums [][]sum
	for i := range s.Frameworks {
		sums = append(sums, make([]sum, len(s.Frameworks[i].Controls)))
	}
	m := newMatcher(s)
	tested := changes(p.inPeriod(), in.Deploys)
	for i := range tested {
		ch := &tested[i]
		if !p.mineRun(ch.run) {
			continue
		}
		a.add(ch, p)
		ch.look(m)
		for f := range s.Frameworks {
			if !p.wanted(&s.Frameworks[f]) {
				continue
			}
			for k := range s.Frameworks[f].Controls {
				c := &s.Frameworks[f].Controls[k]
				if scope := c.services(ch.run, in.Service); len(scope) > 0 && c.perChange() {
					sums[f][k].add(ch, s.judge(c, ch, scope), p.Evidence)
				}
			}
		}
		ch.hits = nil
	}
	for _, d := range p.deploys {
		a.Deploys++
		if d.run == nil {
			a.Bypasses = append(a.Bypasses, Mark{d.ID, d.At, in.Evidence[d.ID], fmt.Sprintf("%s to %s: %s", cmp.Or(string(d.Service), "something"), cmp.Or(d.Environment, "somewhere"), d.said)})
		}
	}
	slices.Sort(a.Waivers)
	a.Waivers = slices.Compact(a.Waivers)
	for f := range s.Frameworks {
		if p.wanted(&s.Frameworks[f]) {
			a.Frameworks = append(a.Frameworks, p.framework(&s.Frameworks[f], sums[f]))
			a.count(&s.Frameworks[f])
		}
	}
	return a
}

func (p *period) wanted(f *Framework) bool {
	return len(p.Frameworks) == 0 || slices.Contains(p.Frameworks, f.ID)
}

func (p *period) inPeriod() []assay.Run {
	var out []assay.Run
	for i := range p.Runs {
		if within(p.Runs[i].Started, p.From, p.To) {
			out = append(out, p.Runs[i])
		}
	}
	return out
}

func (p *period) mineRun(r *assay.Run) bool {
	return p.Service == "" || slices.ContainsFunc(r.Services, func(s assay.RunService) bool { return s.ID == p.Service })
}

// add counts a change for the first lines.
func (a *Assessment) add(ch *change, p *period) {
	a.Changes++
	if ch.run.Decision.Outcome != outcomePass {
		a.Stopped++
	}
	if g := ch.run.Decision.Emergency; g != "" {
		a.Emergencies = append(a.Emergencies, Mark{ch.run.ID, ch.run.Started, p.Evidence[ch.run.ID], "went through by emergency grant " + g})
	}
	a.Waivers = append(a.Waivers, ch.run.Waivers...)
}

func (a *Assessment) count(f *Framework) {
	for i := range f.Controls {
		a.References++
		if *f.Controls[i].Reference.Verified {
			a.Verified++
		}
	}
}

// sum is what the changes of the period show of one control.
type sum struct {
	changes, passing, stopped, absent int
	last                              time.Time
	evidence                          []string
	list                              []Exception // oldest first
	worst                             [fails + 1]*Check
	why                               [fails + 1]map[string]int // messages with how often
}

func (s *sum) add(ch *change, j judged, evidence map[string]string) {
	r := ch.run
	s.changes++
	if j.verdict != absent {
		s.last = later(s.last, r.Started)
		if id := evidence[r.ID]; id != "" {
			s.evidence = append(s.evidence, id)
		}
	}
	e := Exception{Run: r.ID, Evidence: evidence[r.ID], At: r.Started.UTC()}
	stopped := j.verdict == held || j.verdict > held && ch.stopped()
	switch {
	case j.verdict == passes:
		s.passing++
	case stopped:
		s.stopped++
	case j.verdict == absent:
		s.absent++
	}
	if len(j.waivers) > 0 {
		slices.Sort(j.waivers)
		waived := e
		waived.Kind, waived.Waivers = ExceptionWaived, slices.Compact(j.waivers)
		waived.Message = "set aside by " + strings.Join(waived.Waivers, ", ")
		s.list = append(s.list, waived)
	}
	for i, p := range j.problems {
		if p.verdict == absent {
			if !slices.ContainsFunc(j.problems[:i], func(q problem) bool { return q.message == p.message }) {
				s.say(absent, p.message, p.check)
			}
			continue
		}
		x := e
		x.Message = p.message
		x.Kind = kindOf(p, stopped, r)
		for _, i := range p.findings[:min(len(p.findings), maxFingerprints)] {
			x.Findings = append(x.Findings, r.Findings[i].Fingerprint)
		}
		s.list = append(s.list, x)
		if !stopped && p.verdict != held {
			s.say(p.verdict, p.message, p.check)
		}
	}
}

func kindOf(p problem, stopped bool, r *assay.Run) ExceptionKind {
	switch {
	case stopped, p.verdict == held:
		return ExceptionStopped
	case p.check.Gated && r.Decision.Emergency != "":
		return ExceptionEmergency
	case p.verdict == fails:
		return ExceptionFailing
	}
	return ExceptionNotShown
}

func (s *sum) say(v verdict, message string, k *Check) {
	if s.worst[v] == nil {
		s.worst[v] = k
	}
	if s.why[v] == nil {
		s.why[v] = map[string]int{}
	}
	s.why[v][message]++
}

func (p *period) framework(f *Framework, sums []sum) FrameworkResult {
	out := FrameworkResult{ID: f.ID, Title: f.Title, Document: f.Document, Counts: map[State]int{}}
	for i := range p.scoped {
		if f.binds(&p.scoped[i]) {
			out.InScope = true
			out.Services = append(out.Services, p.scoped[i].ID)
		}
	}
	if !out.InScope {
		out.Why = "name " + f.ID + " under frameworks in assay.yaml"
		if len(f.Scope) > 0 {
			out.Why += ", or give a service the scope " + strings.Join(f.Scope, " or ")
		}
	}
	for i := range f.Controls {
		r := p.result(&f.Controls[i], &sums[i])
		out.Counts[r.State]++
		out.Controls = append(out.Controls, r)
	}
	return out
}

func (p *period) result(c *Control, s *sum) Result {
	r := Result{
		ID: c.ID, Title: c.Title, Reference: c.Reference, Binds: c.Binds, Freshness: c.Freshness, Manual: c.Manual,
		Changes: s.changes, Passing: s.passing, Stopped: s.stopped,
	}
	if !slices.ContainsFunc(p.scoped, func(v assay.RunService) bool { return c.binds(&v) }) {
		r.State = NotInScope
		if len(c.Scope) > 0 {
			r.Why = []string{"for services with scope " + strings.Join(c.Scope, " or ")}
		}
		return r
	}
	if len(c.Checks) == 0 {
		r.State, r.Next = ByHand, c.Manual.Owner+": show "+c.Manual.Show
		return r
	}
	p.fill(c, s, &r)
	return r
}

// fill works out the state of a control with automatic checks.
func (p *period) fill(c *Control, s *sum, r *Result) {
	var shown []string
	if c.perChange() {
		p.population(c, s, &shown)
	}
	stale, answered := false, false
	for i := range c.Checks {
		k := &c.Checks[i]
		if k.perChange() {
			continue
		}
		a := p.ask(c, k)
		s.list = append(s.list, a.list...)
		s.last = later(s.last, a.last)
		if a.shown != "" {
			shown = append(shown, a.shown)
		}
		answered = answered || k.Fact != nil && a.shown != ""
		if a.stale || a.verdict != passes {
			stale = stale || a.stale
			s.say(max(a.verdict, unshown), a.message, k)
		}
	}
	if !s.last.IsZero() && p.age(s.last) > c.Freshness {
		stale = true
		s.say(unshown, fmt.Sprintf("evidence is %s old, at most %d are asked for", count(p.age(s.last), "day"), c.Freshness), &c.Checks[0])
	}
	switch {
	case s.why[fails] != nil:
		r.State = Failing
	case stale:
		r.State = Stale
	case s.why[unshown] != nil:
		r.State, r.Part = stateOf(unshown, c.Partial)
	case s.absent > 0 && s.passing == 0 && !answered:
		r.State, r.Part = stateOf(absent, c.Partial)
	default:
		r.State, r.Part = stateOf(passes, c.Partial)
	}
	r.Shown, r.Last = strings.Join(shown, "; "), s.last.UTC()
	if s.last.IsZero() {
		r.Last = time.Time{}
	}
	r.Why = slices.Concat(mostFirst(s.why[fails]), mostFirst(s.why[unshown]), mostFirst(s.why[absent]))
	if r.Part == PartOfTheDuty {
		r.Why = append(r.Why, WhyInPart)
	}
	r.list(s)
	if k := cmp.Or(s.worst[fails], s.worst[unshown]); k != nil {
		r.Next = k.next()
	} else if r.Part == PartNothing {
		r.Next = nextAbsent
	} else if c.Manual != nil {
		r.Next = c.Manual.Owner + ": show " + c.Manual.Show
	}
}

// population says on how many changes the checks pass; without any it looks
// how old the last evidence before the period is.
func (p *period) population(c *Control, s *sum, shown *[]string) {
	if s.changes > 0 {
		text := fmt.Sprintf("%d of %s", s.passing, count(s.changes, "change"))
		if s.stopped > 0 {
			text += fmt.Sprintf(", %d stopped by the gate", s.stopped)
		}
		*shown = append(*shown, text)
		if s.stopped == s.changes {
			s.say(unshown, "the gate kept every change back", goOn)
		}
		return
	}
	for _, run := range p.runs {
		if len(c.services(run, p.Service)) > 0 {
			s.last = run.Started
			break
		}
	}
	message := "no changes in the period"
	if s.last.IsZero() {
		message += ", and none before it"
	}
	s.say(unshown, message, testSomething)
}

// testSomething lends its advice to a period without changes.
var testSomething = &Check{TestedWithin: 1}

// goOn lends its advice to a period in which nothing got through.
var goOn = &Check{Gated: true}

// list keeps the newest exceptions and names of evidence.
func (r *Result) list(s *sum) {
	slices.SortStableFunc(s.list, func(a, b Exception) int { return b.At.Compare(a.At) })
	r.Exceptions = s.list[:min(len(s.list), maxExceptions)]
	r.More = len(s.list) - len(r.Exceptions)
	slices.Reverse(s.evidence)
	r.Evidence = s.evidence[:min(len(s.evidence), maxEvidence)]
}

// mostFirst writes messages with how often they were said, the most often first.
func mostFirst(said map[string]int) []string {
	messages := slices.SortedFunc(maps.Keys(said), func(a, b string) int { return cmp.Or(said[b]-said[a], strings.Compare(a, b)) })
	for i, m := range messages {
		if n := said[m]; n > 1 {
			messages[i] = fmt.Sprintf("%s (%d times)", m, n)
		}
	}
	return messages
}
