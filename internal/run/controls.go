package run

import (
	"context"
	"errors"
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
	in := control.Input{From: req.From, To: req.To, Now: s.Now(), Services: services, Service: req.Service, Frameworks: req.Frameworks}
	p, err := s.population(ctx, abs, req.From.Add(-evidenceAge), req.To)
	if err != nil {
		return nil, err
	}
	in.Runs, in.Deploys, in.Evidence = p.runs, p.deploys, p.evidence
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

// population is what was tested and deployed in a period.
type population struct {
	from, to   time.Time
	repository string
	runs       []assay.Run
	deploys    []assay.Deploy
	evidence   map[string]string // ids of evidence, by run or deploy
}

// population reads the tested changes of a folder from the store of runs and from
// the evidence log; either alone is enough.
func (s *Service) population(ctx context.Context, root string, from, to time.Time) (*population, error) {
	p := &population{from: from, to: to, evidence: map[string]string{}}
	if s.Store == nil && s.EvidenceLog == "" {
		return nil, fault.New(fault.Unavailable, "there is no store of runs").WithHelp("name a folder for it: --home DIR, or ASSAY_HOME")
	}
	repo, err := change.Open(ctx, root)
	if err != nil {
		return nil, err
	}
	if repo != nil {
		p.repository = repo.Origin(ctx)
	}
	if s.Store != nil {
		if err := s.stored(ctx, root, func(st store.Store, root string) error { return p.fromStore(ctx, st, root) }); err != nil {
			return nil, err
		}
	}
	return p, s.logPopulation(ctx, p)
}

func (p *population) fromStore(ctx context.Context, st store.Store, root string) error {
	list, err := st.Runs(ctx, store.Filter{Root: root})
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Started.Before(p.from) || r.Started.After(p.to) {
			continue
		}
		g, err := governance(ctx, st, r.ID)
		if errors.Is(err, fault.NotFound) {
			continue // an older assay made it
		}
		if err != nil {
			return err
		}
		p.runs = append(p.runs, g.Record)
	}
	return nil
}

// touched are the controls that a run touches, as its report shows them.
func (j *job) touched(r *assay.Run) ([]control.Touch, error) {
	if j.Controls == nil || !j.req.Gate {
		return nil, nil
	}
	set, err := j.Controls()
	if err != nil {
		return nil, err
	}
	return set.Touched(r), nil
}

// reportControls are touched controls in the report; their findings are those of
// the run's record, which has them in the report's order.
func reportControls(list []control.Touch) []report.Control {
	var out []report.Control
	for _, t := range list {
		out = append(out, report.Control{Framework: t.Framework, ID: t.ID, Title: t.Title, State: string(t.State), Part: string(t.Part), Findings: t.Places})
	}
	return out
}
