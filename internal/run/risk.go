package run

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/spend/risk"
)

// RiskRequest says of what the risk is asked.
type RiskRequest struct {
	Request
	// Seed and Years replace those of risk.yaml when they are not 0.
	Seed  uint64
	Years int
}

// Risk puts what an examination of a folder finds into money, by the assumptions
// of .assay/risk.yaml and the costs of .assay/tools.yaml as they lie in the
// folder. A waived finding is a risk that somebody took: it counts.
func (s *Service) Risk(ctx context.Context, req RiskRequest) (*risk.Report, []string, error) {
	req.Gate = false
	m, err := riskModel(req.Dir)
	if err != nil {
		return nil, nil, err
	}
	if req.Seed != 0 {
		m.Seed = req.Seed
	}
	if req.Years != 0 {
		m.Years = req.Years
	}
	start := s.Now()
	j := &job{Service: s, req: req.Request, started: start, stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, nil, interruptedOr(ctx, err)
	}
	if err := j.look(ctx); err != nil {
		return nil, nil, interruptedOr(ctx, err)
	}
	saved := j.saveCache()
	if err := j.triage(ctx); err != nil {
		return nil, nil, err
	}
	<-saved // a cache that can't be kept changes no answer
	view := j.view(start, j.decide(ctx))
	notes := j.notes
	if n := missed(view.Gaps); n > 0 {
		notes = append(notes, fmt.Sprintf("%d places could not be examined: what is there is not counted (assay scan lists them)", n))
	}
	tools, more := j.riskTools(m.Currency)
	return m.Assess(view.Services, view.Findings, tools, pipeline.StageOf), append(notes, more...), nil
}

func missed(gaps []assay.Gap) int {
	n := 0
	for _, g := range gaps {
		if !g.Unsupported {
			n++
		}
	}
	return n
}

func riskModel(dir string) (*risk.Model, error) {
	data, err := change.ReadFile(dir, risk.File, config.MaxSize)
	if errors.Is(err, fault.NotFound) {
		return risk.DefaultModel(), nil
	}
	if err != nil {
		return nil, err
	}
	return risk.ParseModel(risk.File, data)
}

// riskTools are what is paid for, by the year.
func (j *job) riskTools(currency string) (out []risk.Tool, notes []string) {
	if j.tools == nil {
		return nil, nil
	}
	for _, t := range j.tools.Tools {
		p := paid(t, j.head.Components, j.started)
		year, err := perYear(p, currency)
		if err != nil {
			notes = append(notes, fmt.Sprintf("the cost of %s is not counted: %v", t.Name, err))
			continue
		}
		out = append(out, risk.Tool{Name: t.Name, Finds: t.Finds, PerYear: year})
	}
	return out, notes
}

func perYear(p report.Paid, currency string) (float64, error) {
	if c := p.PerMonth.Currency(); c != currency && !p.PerMonth.IsZero() {
		return 0, fmt.Errorf("it is in %s, the losses are in %s", c, currency)
	}
	number, _, _ := strings.Cut(p.PerMonth.Times(12).String(), " ")
	return strconv.ParseFloat(number, 64)
}
