package run

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/store"
)

// ControlsRequest says of what controls are asked.
type ControlsRequest struct {
	Dir string
	// From and To bound the period, both included.
	From, To time.Time
	// Service and Frameworks narrow it; empty takes all.
	Service    assay.ServiceID
	Frameworks []string
}

// evidenceAge is how long before a period evidence is looked for, to say how
// old the last is.
const evidenceAge = 366 * 24 * time.Hour

// AssessControls says what the runs and deploys of a period show of each control.
func (s *Service) AssessControls(ctx context.Context, req ControlsRequest) (*control.Assessment, error) {
	set, err := s.Controls()
	if err != nil {
		return nil, err
	}
	for _, f := range req.Frameworks {
		if _, ok := set.Framework(f); !ok {
			return nil, fault.New(fault.NotFound, "there is no framework %q", f).WithHelp("frameworks are %s", strings.Join(assay.Frameworks(), ", "))
		}
	}
	abs, err := filepath.Abs(req.Dir)
	if err != nil {
		return nil, err
	}
	services, err := s.governed(ctx, req.Dir)
	if err != nil {
		return nil, err
	}
	population := s.Population
	if population == nil {
		population = s.storedPopulation
	}
	in := control.Input{From: req.From, To: req.To, Now: s.Now(), Services: services, Service: req.Service, Frameworks: req.Frameworks}
	if in.Runs, in.Deploys, in.Evidence, err = population(ctx, abs, req.From.Add(-evidenceAge), req.To); err != nil {
		return nil, err
	}
	if req.Service != "" && !knows(in, req.Service) {
		return nil, fault.New(fault.NotFound, "there is no service %q", req.Service).WithHelp("assay.yaml names services")
	}
	return set.Evaluate(in), nil
}

func knows(in control.Input, id assay.ServiceID) bool {
	is := func(s assay.RunService) bool { return s.ID == id }
	return slices.ContainsFunc(in.Services, is) || slices.ContainsFunc(in.Runs, func(r assay.Run) bool { return slices.ContainsFunc(r.Services, is) })
}

// governed lists the services of a folder as its configuration stands now.
func (s *Service) governed(ctx context.Context, dir string) ([]assay.RunService, error) {
	j := &job{Service: s, req: Request{Dir: dir}}
	defer j.close()
	var err error
	if j.repo, err = change.Open(ctx, dir); err != nil {
		return nil, err
	}
	if j.repo != nil {
		if j.blobs, err = j.repo.Blobs(ctx); err != nil {
			return nil, err
		}
	}
	data, err := j.configHere(ctx)
	if err != nil {
		return nil, err
	}
	if j.cfg, err = config.Parse(config.FileName, data); err != nil {
		return nil, err
	}
	below := ""
	if data == nil && j.repo != nil {
		j.govCommit = j.repo.Head
		if below, err = j.configFromAbove(ctx); err != nil {
			return nil, err
		}
	}
	return catalog.Below(j.cfg, below).Governed(), nil
}

// storedPopulation reads the tested changes of a folder from the store of runs.
// It knows no deploys and no evidence.
func (s *Service) storedPopulation(ctx context.Context, root string, from, to time.Time) (runs []assay.Run, deploys []assay.Deploy, evidence map[string]string, err error) {
	if s.Store == nil {
		return nil, nil, nil, fault.New(fault.Unavailable, "there is no store of runs").WithHelp("name a folder for it: --home DIR, or ASSAY_HOME")
	}
	st, err := s.Store()
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	list, err := st.Runs(ctx, store.Filter{Root: root})
	if err != nil {
		return nil, nil, nil, err
	}
	services, err := s.governed(ctx, root)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, r := range list {
		if r.Started.Before(from) || r.Started.After(to) {
			continue
		}
		if r, err = st.Run(ctx, r.ID); err != nil {
			return nil, nil, nil, err
		}
		var v report.View
		if err := json.Unmarshal(r.Report, &v); err != nil {
			return nil, nil, nil, fmt.Errorf("read the report of run %s: %w", r.ID, err)
		}
		if v.Command == "run" {
			runs = append(runs, runOf(&r, &v, services))
		}
	}
	return runs, nil, nil, nil
}

// runOf makes of a stored run what controls count. Services that the report
// does not know the frameworks of take those of today.
func runOf(r *store.Run, v *report.View, services []assay.RunService) assay.Run {
	out := assay.Run{
		ID: r.ID, Started: r.Started, Seconds: v.Run.Seconds, Version: v.Run.Version, CI: v.Run.CI, Repository: filepath.Base(r.Root),
		Base: r.Base, Head: r.Head, Profile: v.Profile, Coverage: v.Coverage, Fixed: v.Counts.Fixed, Resources: v.Resources,
		SBOM: r.InventoryHash, AdvisoryDays: -1,
		Decision: assay.Decision{Outcome: r.Outcome, ExitCode: r.ExitCode, Emergency: v.Verdict.Emergency, Policies: v.Run.Policies, Input: v.Run.PolicyInput},
	}
	if v.Change != nil {
		out.Dirty, out.Changed = v.Change.Dirty, len(v.Change.Files)
	}
	for _, n := range v.Components {
		out.Components += n
	}
	for _, d := range v.Run.Advisories {
		if d.Name != "KEV" && d.Name != "EPSS" {
			out.AdvisoryDays = max(out.AdvisoryDays, d.Days)
		}
	}
	for _, s := range services {
		if s.ID == "" || slices.ContainsFunc(v.Services, func(x assay.Service) bool { return x.ID == s.ID }) {
			out.Services = append(out.Services, s)
		}
	}
	out.Facts = map[string]string{}
	for _, st := range v.Stages {
		stage := assay.RunStage{Name: st.Name, Engines: st.Engines}
		for _, step := range st.Steps {
			stage.Steps = append(stage.Steps, assay.RunStep{Name: step.Name, State: step.State})
			if step.State == "passed" || step.State == "failed" {
				out.Facts[step.Name] = step.State
			}
		}
		out.Stages = append(out.Stages, stage)
	}
	rules := map[assay.RuleID]rule.Rule{}
	for _, r := range v.Rules {
		rules[r.ID] = r
	}
	for i := range v.Findings {
		f := runFinding(&v.Findings[i], rules[v.Findings[i].Rule], r.Started)
		out.Findings = append(out.Findings, f)
		if id, ok := strings.CutPrefix(f.Suppressed, "waiver "); ok {
			out.Waivers = append(out.Waivers, id)
		}
	}
	slices.Sort(out.Waivers)
	out.Waivers = slices.Compact(out.Waivers)
	return out
}

func runFinding(f *assay.Finding, r rule.Rule, at time.Time) assay.RunFinding {
	out := assay.RunFinding{
		Rule: f.Rule, Fingerprint: f.Fingerprint, Severity: f.Severity, Confidence: f.Confidence, Status: f.Status,
		CWE: r.CWE, Tags: r.Tags, Service: f.Service, Overdue: !f.Due.IsZero() && f.Due.Before(at),
	}
	if len(f.CWE) > 0 {
		out.CWE = f.CWE
	}
	if s := f.Suppression; s != nil && s.Counts {
		out.Suppressed = cmp.Or(s.By, "ignore")
	}
	return out
}
