package run

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine/finance"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/report"
)

// policyFolder holds a repository's own policies, below .assay.
const policyFolder = "policy"

// readPolicies compiles the policies as they stand where the configuration is
// read. Own ones that the change breaks are an error, for they would break the
// gate after the merge; ones that are broken at the base give way to ours and
// profile strict, so that a change can mend them.
func (j *job) readPolicies(ctx context.Context) error {
	if !j.req.Gate {
		return nil
	}
	own, err := readPolicyFiles(ctx, j.governed)
	if err == nil {
		j.policies, err = j.loadPolicies(own)
	}
	broken := err
	if broken != nil && !errors.Is(broken, fault.Invalid) {
		return broken
	}
	if j.govCommit == "" || j.repo.Bare || j.below != "" {
		return broken
	}
	here, err := readPolicyFiles(ctx, change.GovernedOnDisk(j.req.Dir, policyFolder))
	if err != nil {
		return err
	}
	same := len(here) == len(own)
	for name, text := range here {
		same = same && bytes.Equal(own[name], text)
	}
	if same {
		return broken
	}
	if _, err := j.loadPolicies(here); err != nil {
		return err
	}
	if broken != nil {
		j.notes = append(j.notes, broken.Error()+" (at the base); our policies and profile strict apply until this change mends it")
		j.cfg.Profile = assay.Strict
		for i := range j.cfg.Services {
			j.cfg.Services[i].Profile = assay.Strict
		}
		j.policies, err = j.loadPolicies(nil)
		return err
	}
	j.notes = append(j.notes, "the policies in .assay/policy differ from the base: this run goes by the version at the base")
	return nil
}

func (j *job) loadPolicies(own policy.Files) (*policy.Set, error) {
	return policy.Load(j.Policies, own, policyProfiles())
}

func readPolicyFiles(ctx context.Context, g *change.Governed) (policy.Files, error) {
	names, err := g.In(policyFolder, ".rego", ".yaml")
	if err != nil {
		return nil, err
	}
	if astray := g.Astray(policyFolder, ".rego", ".yaml"); len(astray) > 0 {
		return nil, fault.New(fault.Invalid, "%s would not be read: policies are files .assay/policy/NAME.rego, no links and no folders", astray[0]).WithHelp("move it there, or take it out")
	}
	out := policy.Files{}
	for _, name := range names {
		if path.Ext(name) == ".yaml" && path.Base(name) != policy.DataFile {
			return nil, fault.New(fault.Invalid, "%s: values for policies belong in %s", name, policy.DataFile).WithHelp("give the file that name")
		}
		data, err := g.Read(ctx, name, policy.MaxFile)
		if err != nil {
			return nil, fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("policies are texts of at most %d bytes", policy.MaxFile)
		}
		out[name] = data
	}
	return out, nil
}

// policyProfiles are the limits of the profiles, as policies look them up.
func policyProfiles() map[string]policy.Profile {
	out := map[string]policy.Profile{}
	for _, p := range []assay.Profile{assay.Strict, assay.Standard, assay.Light} {
		t := govern.ThresholdOf(p)
		out[string(p)] = policy.Profile{SeverityRank: int(t.Blocks), ConfidenceRank: int(t.Confidence)}
	}
	return out
}

// policyInput is what policies decide on.
func (j *job) policyInput() *policy.Input {
	in := &policy.Input{
		Version: policy.Version, Time: j.started.UTC(), Profile: string(j.profile()), Scopes: []string{}, Facts: j.facts(),
		Change: j.policyChange(), Approvals: j.about.approvals, Waivers: j.policyWaivers(),
	}
	scopes := map[assay.ServiceID][]string{}
	touched := j.touchedServices()
	for _, s := range j.catalogue.Services() {
		scopes[s.ID] = s.Scope
		if !touched[s.ID] {
			continue
		}
		in.Scopes = append(in.Scopes, s.Scope...)
		in.Services = append(in.Services, policy.Service{
			ID: string(s.ID), Owner: s.Owner, CostCentre: s.CostCentre, Environment: s.Environment, Profile: string(s.Profile), Scope: s.Scope, DataClasses: s.DataClasses,
		})
	}
	slices.Sort(in.Scopes)
	in.Scopes = slices.Compact(in.Scopes)
	in.Findings = j.policyFindings(scopes)
	for _, c := range j.coverage() {
		in.Coverage = append(in.Coverage, policy.Coverage{Scope: string(c.Scope), State: string(c.State), Examined: c.Examined})
	}
	for _, st := range j.stages {
		for _, s := range st.Steps {
			in.Steps = append(in.Steps, policy.Step{Stage: st.Name, Name: s.Name, State: s.State})
		}
	}
	in.Cost = j.policyCost()
	if j.policies.Uses("controls") {
		in.Controls = j.policyControls()
	}
	if j.policies.Uses("components") {
		in.Components = j.policyComponents()
	}
	if j.policies.Uses("resources") {
		in.Resources = j.policyResources()
	}
	return in
}

// touchedServices are those that own an examined path; the one without a name
// stands for paths that no service owns.
func (j *job) touchedServices() map[assay.ServiceID]bool {
	out := map[assay.ServiceID]bool{}
	for _, f := range j.head.Files {
		s, _ := j.catalogue.Owner(f.Path)
		out[s.ID] = true
	}
	return out
}

// facts are what declared steps said, by name.
func (j *job) facts() map[string]string {
	out := map[string]string{}
	for _, st := range j.stages {
		for _, s := range st.Steps {
			if s.State == "passed" || s.State == "failed" {
				out[s.Name] = s.State
			}
		}
	}
	return out
}

func (j *job) policyFindings(scopes map[assay.ServiceID][]string) policy.Findings {
	out := policy.Findings{Fixed: len(j.fixed)}
	for i := range j.findings {
		f := j.policyFinding(&j.findings[i], scopes)
		switch {
		case f.Suppression != nil && f.Suppression.Counts:
			out.Suppressed = append(out.Suppressed, f)
		case j.findings[i].Status == assay.StatusOld:
			out.Old = append(out.Old, f)
		default:
			out.New = append(out.New, f)
		}
	}
	return out
}

func (j *job) policyFinding(f *assay.Finding, scopes map[assay.ServiceID][]string) policy.Finding {
	r, _ := j.rule(f.Rule)
	out := policy.Finding{
		Fingerprint: string(f.Fingerprint), Rule: string(f.Rule), Engine: string(f.Engine),
		Severity: f.Severity.String(), SeverityRank: int(f.Severity), Confidence: f.Confidence.String(), ConfidenceRank: int(f.Confidence),
		Message: f.Message, Path: f.Location.Path, Line: f.Location.Start.Line, Resource: f.Location.Resource, Component: f.Location.Component,
		Service: string(f.Service), Profile: string(j.catalogue.Profile(f.Location.Path)), Scopes: scopes[f.Service],
		CWE: r.CWE, Tags: r.Tags, Bites: f.Bites,
	}
	if len(f.CWE) > 0 {
		out.CWE = f.CWE
	}
	if !f.Due.IsZero() {
		out.Due, out.Overdue = f.Due.Format("2006-01-02"), f.Due.Before(j.started)
	}
	if s := f.Suppression; s != nil {
		out.Suppression = &policy.Suppress{By: cmp.Or(s.By, "ignore"), Reason: s.Reason, Counts: s.Counts, Why: s.Why}
	}
	if v := f.Vulnerability; v != nil {
		out.Exploited, out.Fixed = !v.Exploited.IsZero(), v.Fixed
		if v.CVSS > 0 {
			out.CVSS = &v.CVSS
		}
		if v.EPSS > 0 {
			out.EPSS = &v.EPSS
		}
		if !v.Published.IsZero() {
			out.AgeDays = new(max(0, int(j.started.Sub(v.Published).Hours()/24)))
		}
	}
	if days, ok := j.seen.age(f.Fingerprint, j.started); ok && (out.AgeDays == nil || *out.AgeDays < days) {
		out.AgeDays = &days
	}
	return out
}

func (j *job) policyComponents() []policy.Component {
	var known map[string]bool
	if j.baseResult != nil {
		known = map[string]bool{}
		for i := range j.baseResult.Components {
			c := &j.baseResult.Components[i]
			known[string(c.Ecosystem)+" "+c.Name] = true
		}
	}
	out := make([]policy.Component, 0, len(j.head.Components))
	for i := range j.head.Components {
		c := &j.head.Components[i]
		p := policy.Component{
			PURL: c.PURL(), Ecosystem: string(c.Ecosystem), Name: c.Name, Version: c.Version, Licence: c.Licence, Direct: c.Direct, Use: string(c.Use), Path: c.Location.Path,
		}
		if known != nil {
			p.New = new(!known[string(c.Ecosystem)+" "+c.Name])
		}
		out = append(out, p)
	}
	return out
}

func (j *job) policyResources() []policy.Resource {
	var known map[string]bool
	if j.baseResult != nil {
		known = map[string]bool{}
		for i := range j.baseResult.Resources {
			known[resourceKey(&j.baseResult.Resources[i])] = true
		}
	}
	estate := finance.Survey(j.head.Resources)
	out := make([]policy.Resource, 0, len(j.head.Resources))
	for i := range j.head.Resources {
		r := &j.head.Resources[i]
		p := policy.Resource{Address: r.Address, Type: r.Type, Provider: r.Provider, Region: region(r), Copies: estate.Copies(r), Path: r.Location.Path, Tags: tags(r)}
		if s, ok := j.catalogue.Owner(r.Location.Path); ok {
			p.Service = string(s.ID)
		}
		if known != nil {
			p.New = new(!known[resourceKey(r)])
		}
		out = append(out, p)
	}
	return out
}

func resourceKey(r *assay.Resource) string { return r.Root + "\x00" + r.Address }

// region is where a resource is, as far as its code says.
func region(r *assay.Resource) string {
	for _, at := range []string{"region", "location", "provider.region"} {
		if a, ok := r.Attribute(at); ok && a.Kind == assay.KindString {
			return strings.ToLower(a.Value)
		}
	}
	return ""
}

func tags(r *assay.Resource) map[string]string {
	out := map[string]string{}
	for _, at := range []string{"provider.default_tags.0.tags", "tags", "labels", "Properties.Tags"} {
		for _, a := range r.Under(at) {
			if key := strings.TrimPrefix(a.Path, at+"."); a.Kind == assay.KindString && key != a.Path {
				out[key] = a.Value
			}
		}
	}
	return out
}

func (j *job) policyChange() policy.Change {
	c := policy.Change{Repository: j.about.repository, Dirty: j.dirty, Ticket: j.about.ticket, Requester: j.about.requester, OnlyFixes: j.onlyFixes(), Emergency: j.emergency()}
	if j.repo != nil {
		c.Head = j.repo.Head
	}
	if j.base != nil {
		c.Base = j.base.Commit
	}
	if j.req.CI != nil {
		c.CI = j.req.CI.Name
	}
	for _, a := range j.about.authors {
		c.Authors = append(c.Authors, a.String())
	}
	for _, f := range j.changed {
		c.Files = append(c.Files, policy.File{Path: f.Path, From: f.From, Kind: string(f.Kind)})
	}
	return c
}

// onlyFixes says that all the change does is to fix findings: it fixes some,
// brings none, touches only files that had a fixed finding and the lockfiles of
// their folders, adds no infrastructure and makes none larger.
func (j *job) onlyFixes() bool {
	if len(j.fixed) == 0 || j.baseResult == nil || len(j.changed) == 0 {
		return false
	}
	for i := range j.findings {
		if f := &j.findings[i]; f.Status == assay.StatusNew && (f.Suppression == nil || !f.Suppression.Counts) {
			return false
		}
	}
	files, manifests := map[string]bool{}, map[string]bool{}
	for i := range j.fixed {
		at := j.fixed[i].Location.Path
		files[at] = true
		if j.fixed[i].Engine == assay.EngineDependency {
			manifests[path.Dir(at)] = true
		}
	}
	for _, c := range j.changed {
		lock := manifests[path.Dir(c.Path)] && slices.Contains(lockfiles, path.Base(c.Path))
		if !files[c.Path] && !files[c.From] && !lock {
			return false
		}
	}
	return j.noLarger()
}

// lockfiles change with the manifests beside them.
var lockfiles = []string{
	"go.sum", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "Pipfile.lock", "uv.lock", "pdm.lock",
	"Cargo.lock", "Gemfile.lock", "composer.lock", "packages.lock.json", "gradle.lockfile",
}

// sizes are parts of the names of attributes that say how much of something there is.
var sizes = []string{
	"type", "size", "class", "count", "capacity", "replica", "iops", "throughput", "storage", "memory", "cpu", "tier", "sku", "node", "family", "concurrency", "retention", "multi", "engine", "number",
}

// noLarger: every resource was there, with the same amounts.
func (j *job) noLarger() bool {
	known := map[string]*assay.Resource{}
	for i := range j.baseResult.Resources {
		known[resourceKey(&j.baseResult.Resources[i])] = &j.baseResult.Resources[i]
	}
	for i := range j.head.Resources {
		r := &j.head.Resources[i]
		was := known[resourceKey(r)]
		if was == nil || was.Type != r.Type {
			return false
		}
		for _, a := range r.Attributes {
			old, there := was.Attribute(a.Path)
			if there && old.Kind == a.Kind && old.Value == a.Value {
				continue
			}
			name := strings.ToLower(a.Path[strings.LastIndexByte(a.Path, '.')+1:])
			if a.Kind == assay.KindBool && !strings.Contains(name, "multi") {
				continue // storage_encrypted says how, not how much
			}
			if slices.ContainsFunc(sizes, func(s string) bool { return strings.Contains(name, s) }) {
				return false
			}
		}
	}
	return true
}

// policyControls are the controls that the findings touch, before the decision. A
// set that can't be read is told when the report needs it.
func (j *job) policyControls() []policy.Control {
	r := j.account(&report.View{Profile: j.profile(), Services: j.catalogue.Services(), Coverage: j.coverage(), Stages: j.stages}, govern.Decision{})
	list, err := j.touched(&r)
	if err != nil {
		return nil
	}
	var out []policy.Control
	for _, t := range list {
		out = append(out, policy.Control{ID: t.ID, Framework: t.Framework, State: string(t.State)})
	}
	return out
}
