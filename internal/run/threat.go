package run

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/report"
)

// Threats is the threat model of a folder.
type Threats struct {
	Name  string
	Model *threat.Model
	// Change is what differs from the base; nil without one.
	Change *threat.Change
	// Base says what was compared with; empty without one.
	Base string
	// Gaps are what the model lacks because it could not be examined.
	Gaps  []assay.Gap
	Notes []string
}

// Threat makes the threat model of a folder, with what all engines say as
// evidence. With req.Base, or with uncommitted work, also what the change adds.
func (s *Service) Threat(ctx context.Context, req Request) (*Threats, error) {
	req.Gate = true
	j := &job{Service: s, req: req, started: s.Now(), stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	j.excepted = j.readExceptions(context.WithoutCancel(ctx))
	if err := j.look(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	<-j.saveCache() // a cache that can't be kept changes no answer
	if err := j.triage(ctx); err != nil {
		return nil, err
	}
	answers, err := j.threatAnswers(ctx)
	if err != nil {
		return nil, err
	}
	out := &Threats{Name: j.name(), Notes: j.notes}
	var base *threat.Model
	if out.Model, base, err = j.models(answers); err != nil {
		return nil, err
	}
	if base != nil {
		out.Change, out.Base = threat.Compare(base, out.Model), j.base.Source
		if req.Base != "" {
			out.Base = req.Base
		}
	}
	for _, g := range j.gaps {
		if !g.Unsupported && slices.Contains(modelScopes, g.Scope) {
			out.Gaps = append(out.Gaps, g)
		}
	}
	return out, nil
}

// sameFacts says that nothing that a model is made from differs: a change of code
// selects files, too, but gives the same resources and interfaces.
func sameFacts(head, base *engine.Output) bool {
	return len(head.Resources) == len(base.Resources) && len(head.APIs) == len(base.APIs) &&
		reflect.DeepEqual(head.APIs, base.APIs) && reflect.DeepEqual(head.Resources, base.Resources)
}

// modelScopes are those whose gaps leave holes in the model.
var modelScopes = []assay.Scope{
	assay.ScopeTerraform, assay.ScopeTerraformPlan, assay.ScopeCloudFormation, assay.ScopeKubernetes, assay.ScopeOpenAPI, assay.ScopeThreatModel,
}

// threatAnswers reads what people answered, as it was merged.
func (j *job) threatAnswers(ctx context.Context) ([]threat.Answering, error) {
	name := change.GovernedFolder + "/" + threat.AnswersFile
	data, err := j.governed.Read(ctx, name, threat.MaxAnswersSize)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := threat.ParseAnswers(name, data)
	return threat.Current(list, j.started), err
}

// models makes the model of the head, and that of the base where there is one.
func (j *job) models(answers []threat.Answering) (head, base *threat.Model, err error) {
	set, err := j.Controls()
	if err != nil {
		return nil, nil, err
	}
	asking := map[assay.ServiceID]map[string][]string{}
	for _, s := range j.catalogue.Governed() {
		asking[s.ID] = set.Asking(s)
	}
	sure := map[assay.Scope]bool{}
	for _, c := range j.coverage() {
		if c.Examined > 0 {
			sure[c.Scope] = c.State == assay.Complete
		}
	}
	in := threat.Input{Services: j.catalogue.Services(), Owner: j.catalogue.Owner, Answers: answers, Sure: sure}
	build := func(o *engine.Output, findings []assay.Finding) *threat.Model {
		in := in
		in.Resources, in.APIs, in.Said = o.Resources, o.APIs, j.opposing(set, findings)
		m := threat.Build(in)
		for i := range m.Threats {
			t := &m.Threats[i]
			for _, g := range t.Groups {
				for _, id := range asking[m.ServiceOf(t)][g] {
					if !slices.Contains(t.Controls, id) {
						t.Controls = append(t.Controls, id)
					}
				}
			}
		}
		return m
	}
	if j.baseResult == nil {
		head = build(&j.head.Output, j.findings)
		if j.base != nil {
			base = head
		}
		return head, base, nil
	}
	var both sync.WaitGroup
	both.Go(func() { base = build(&j.baseResult.Output, j.baseResult.Findings) })
	head = build(&j.head.Output, j.findings)
	both.Wait()
	return head, base, nil
}

// opposing are the open findings as the model asks for them.
func (j *job) opposing(set *control.Set, findings []assay.Finding) []threat.Said {
	type about struct {
		cwe    []int
		tags   []string
		fix    string
		groups []string
	}
	known := map[assay.RuleID]about{}
	var out []threat.Said
	for i := range findings {
		f := &findings[i]
		if f.Suppression != nil && f.Suppression.Counts || f.Confidence == assay.Tentative || f.Engine == assay.EngineThreat || f.Engine == assay.EngineDependency {
			continue
		}
		a, ok := known[f.Rule]
		if !ok {
			if r, found := j.Rules.Rule(f.Rule); found {
				a = about{r.CWE, r.Tags, firstSentence(r.Fix), set.GroupsOf(f.Rule, r.CWE, r.Tags)}
			}
			known[f.Rule] = a
		}
		groups := a.groups
		if f.CWE != nil {
			groups = set.GroupsOf(f.Rule, f.CWE, a.tags)
		}
		if len(groups) == 0 {
			continue
		}
		service := f.Service
		if s, ok := j.catalogue.Owner(f.Location.Path); ok && service == "" {
			service = s.ID
		}
		out = append(out, threat.Said{Rule: f.Rule, Fingerprint: f.Fingerprint, Severity: f.Severity, Message: f.Message, Fix: cmp.Or(f.Fix, a.fix), Location: f.Location, Service: service, Groups: groups})
	}
	return out
}

// threats sums up for the report what the change does to the threat model; nil
// where nothing is modelled, the change leaves alone what is, or the plan stage
// was not asked for.
func (j *job) threats(ctx context.Context) *report.Threats {
	if !j.req.Gate || j.interrupted || j.limited || len(j.head.Resources)+len(j.head.APIs) == 0 || !slices.Contains(j.runner.Scopes(), assay.ScopeThreatModel) {
		return nil
	}
	if j.baseResult != nil && (j.baseResult.SameFacts || sameFacts(&j.head.Output, &j.baseResult.Output)) {
		return nil
	}
	answers, err := j.threatAnswers(ctx)
	if err != nil {
		j.notes = append(j.notes, "no answer to a threat counts: "+err.Error())
	}
	head, base, err := j.models(answers)
	if err != nil {
		j.notes = append(j.notes, "no threat model: "+err.Error())
		return nil
	}
	n := head.Count()
	out := &report.Threats{
		Elements: len(head.Elements), Flows: len(head.Flows), Boundaries: len(head.Boundaries),
		Open: n[threat.Open], Unknown: n[threat.Unasked], Accepted: n[threat.Accepted], Answered: n[threat.Answered],
	}
	if base == nil || base == head {
		return out
	}
	c := threat.Compare(base, head)
	for _, e := range c.AddedElements {
		out.AddedElements = append(out.AddedElements, e.Label())
	}
	for _, f := range c.AddedFlows {
		out.AddedFlows = append(out.AddedFlows, head.FlowName(&f))
	}
	for _, t := range c.Opened {
		out.Opened = append(out.Opened, report.Threat{ID: t.ID, Severity: t.Severity, Title: t.Title, Next: t.Next, Location: t.Location})
	}
	out.Closed, out.Asked, out.Requirements = len(c.Closed), len(c.Asked), c.Controls
	return out
}

// firstSentence is a text up to its first full stop.
func firstSentence(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for i := range len(s) - 2 {
		if s[i] == '.' && s[i+1] == ' ' && 'A' <= s[i+2] && s[i+2] <= 'Z' {
			return s[:i]
		}
	}
	return strings.TrimSuffix(s, ".")
}
