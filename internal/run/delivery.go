package run

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/spend/delivery"
	"github.com/assay-dev/assay/internal/store"
)

// mostRuns bounds how many runs are read for what delivery costs.
const mostRuns = 10_000

// Delivery says what testing and shipping the changes of a folder costs, by the
// runs that are kept, the deploys that were recorded, and .assay/tools.yaml.
func (s *Service) Delivery(ctx context.Context, dir string, from, to assay.Month) (*delivery.Report, *money.Amount, []string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, nil, err
	}
	in := delivery.Input{From: from, To: to, StageOf: func(e string) string { return pipeline.StageOf(assay.EngineID(e)) }}
	notes, err := tools(dir, &in, s.Now())
	if err != nil {
		return nil, nil, nil, err
	}
	first, _ := from.First()
	end, _ := to.Add(1).First()
	p, err := s.population(ctx, abs, first, end.Add(-1))
	if err != nil {
		return nil, nil, nil, err
	}
	for _, d := range p.deploys {
		in.Releases = append(in.Releases, d.At)
	}
	if s.Store == nil {
		return nil, nil, nil, fault.New(fault.Unavailable, "there is no store of runs").WithHelp("name a folder for it: --home DIR, or ASSAY_HOME")
	}
	err = s.stored(ctx, abs, func(st store.Store, root string) error {
		in.Runs, err = timed(ctx, st, root, first, end)
		return err
	})
	return delivery.Assess(in), in.Rate, notes, err
}

func tools(dir string, in *delivery.Input, now time.Time) ([]string, error) {
	data, err := optional(dir, config.ToolsFile)
	if err != nil || data == nil {
		return []string{"there is no " + config.ToolsFile + ": what runners and licences cost is unknown"}, err
	}
	t, err := config.ParseTools(config.ToolsFile, data)
	if err != nil {
		return nil, err
	}
	var notes []string
	if t.Runner == "" {
		notes = append(notes, config.ToolsFile+" names no runner: what its minutes cost is unknown")
	} else {
		rate, err := money.Parse(t.Runner)
		if err != nil {
			return nil, err
		}
		in.Rate = &rate
	}
	for _, tool := range t.Tools {
		if tool.Per == "component" {
			notes = append(notes, fmt.Sprintf("the cost of %s depends on the components in use and is left out", tool.Name))
			continue
		}
		until, err := time.Parse(time.DateOnly, tool.Until)
		if tool.Until != "" && err != nil {
			return nil, err
		}
		in.Tools = append(in.Tools, delivery.Tool{Name: tool.Name, PerMonth: paid(tool, nil, now).PerMonth, Until: until})
	}
	return notes, nil
}

// timed are the kept runs of a folder in a period, with their times.
func timed(ctx context.Context, st store.Store, root string, from, end time.Time) ([]delivery.Run, error) {
	list, err := st.Runs(ctx, store.Filter{Root: root, Limit: mostRuns})
	if err != nil {
		return nil, err
	}
	var out []delivery.Run
	for _, r := range list {
		if r.Started.Before(from) || !r.Started.Before(end) {
			continue
		}
		full, err := st.Run(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		var view struct {
			Services []assay.Service `json:"services"`
			Counts   struct {
				Fixed int `json:"fixed"`
			} `json:"counts"`
			Run struct {
				Seconds       float64            `json:"seconds"`
				EngineSeconds map[string]float64 `json:"engine_seconds"`
				StepSeconds   map[string]float64 `json:"step_seconds"`
			} `json:"run"`
		}
		if err := json.Unmarshal(full.Report, &view); err != nil {
			return nil, fmt.Errorf("read run %s: %w", r.ID, err)
		}
		d := delivery.Run{ID: r.ID, Started: r.Started, Seconds: view.Run.Seconds, Engines: view.Run.EngineSeconds, Steps: view.Run.StepSeconds, Fixed: view.Counts.Fixed}
		for _, s := range view.Services {
			d.Services = append(d.Services, s.ID)
		}
		out = append(out, d)
	}
	return out, nil
}
