package run

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/engine/tag"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/join"
	tagging "github.com/assay-dev/assay/internal/spend/tags"
)

// SpendRequest asks for what bills and infrastructure code say together.
type SpendRequest struct {
	// Dir is where assay.yaml, .assay and the infrastructure code are.
	Dir      string
	From, To assay.Month
	Where    []lake.Filter
	// State knows what was created from the code; nil when nobody gave one.
	State    *join.State
	Progress func(phase string, done, total int)
}

// code is the infrastructure code of a folder, with whose it is.
type code struct {
	resources []assay.Resource
	plans     []assay.Plan
	catalogue *catalog.Catalogue
	notes     []string
}

// readCode evaluates the infrastructure code of a folder.
func (s *Service) readCode(ctx context.Context, req SpendRequest) (*code, error) {
	r := Request{Dir: req.Dir, Engines: []assay.EngineID{assay.EngineIaC}, Progress: req.Progress}
	j := &job{Service: s, req: r, started: s.Now(), stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if err := j.look(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	<-j.saveCache() // a cache that can't be kept changes no answer
	out := &code{resources: j.head.Resources, plans: j.head.Plans, catalogue: j.catalogue}
	for _, g := range j.head.Gaps {
		if !g.Unsupported && slices.Contains(priceScopes, g.Scope) {
			out.notes = append(out.notes, fmt.Sprintf("%s: %s", g.Location.Path, g.Reason))
		}
	}
	return out, nil
}

// Tags says how well bills keep the tag policy of a folder, and where to mend
// what lacks tags.
func (s *Service) Tags(ctx context.Context, l lake.Lake, req SpendRequest) (*tagging.Coverage, []string, error) {
	books, err := ReadBooks(req.Dir)
	if err != nil {
		return nil, nil, err
	}
	c, err := s.readCode(ctx, req)
	if err != nil {
		return nil, nil, err
	}
	q := tagging.Question{
		Policy: books.Policy, Tagging: books.Tagging, Services: books.Services,
		Owner: c.catalogue.Owner, Resources: c.resources, State: req.State,
	}
	if len(q.Policy) == 0 {
		q.Policy = tag.DefaultPolicy()
		c.notes = append(c.notes, "assay.yaml names no tags: Owner, CostCentre and Environment are asked for")
	}
	abs, err := filepath.Abs(req.Dir)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.population(ctx, abs, time.Time{}, s.Now())
	switch {
	case errors.Is(err, fault.Unavailable):
		c.notes = append(c.notes, fmt.Sprintf("no recorded deploys are looked at: %v", err))
	case err != nil:
		return nil, nil, err
	default:
		q.Deploys = p.deploys
	}
	ask := q.Ask()
	if ask.From, ask.To, err = newest(ctx, l, req.From, req.To, 1); err != nil {
		return nil, nil, err
	}
	ask.Where = req.Where
	rows, err := l.Sum(ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	out := q.Cover(rows)
	out.From, out.To = ask.From, ask.To
	return out, c.notes, nil
}

// newest are the last n billing months of the lake where nobody named any; months
// that are closed count before open ones, as their bills are whole.
func newest(ctx context.Context, l lake.Lake, from, to assay.Month, n int) (first, last assay.Month, err error) {
	parts, err := l.Partitions(ctx)
	if err != nil {
		return "", "", err
	}
	var final, open assay.Month
	for _, p := range parts {
		if _, ok := p.Month.First(); !ok || p.Lines == 0 || p.Month < from || to != "" && p.Month > to {
			continue
		}
		if open = max(open, p.Month); !p.Estimated {
			final = max(final, p.Month)
		}
	}
	if open == "" {
		if from != "" && from == to {
			return "", "", fault.New(fault.NotFound, "there is no bill for %s", from).WithHelp("assay cost ingest --list says which there are")
		}
		return "", "", fault.New(fault.NotFound, "the lake has no bills of these months").WithHelp("assay cost ingest FILE, or assay demo")
	}
	if last = to; last == "" {
		if last = final; last == "" || from > last {
			last = open
		}
	}
	if first = from; first == "" {
		first = last.Add(1 - n)
	}
	return first, last, nil
}
