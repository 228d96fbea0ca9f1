package run

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/anomaly"
)

// AnomaliesRequest asks what moved unusually in the bills of a lake.
type AnomaliesRequest struct {
	// Dir is where assay.yaml and .assay are; its runs and deploys are looked at
	// for causes.
	Dir string
	// Question is what to look for; Virtual, Known, Deploys and Leaks are added to.
	Question anomaly.Question
}

// Anomalies finds what moved unusually, and what may be behind it: recorded
// deploys of the folder, and secrets that its runs found.
func (s *Service) Anomalies(ctx context.Context, l lake.Lake, req AnomaliesRequest) (*anomaly.Report, error) {
	q := req.Question
	data, err := optional(req.Dir, anomaly.File)
	if err != nil {
		return nil, err
	}
	if q.Known, err = anomaly.ParseKnown(anomaly.File, data); err != nil {
		return nil, err
	}
	books, err := ReadBooks(req.Dir)
	if err != nil {
		return nil, err
	}
	q.Virtual = books.Virtual()
	root, err := filepath.Abs(req.Dir)
	if err != nil {
		return nil, err
	}
	p, err := s.population(ctx, root, time.Time{}, s.Now())
	note := ""
	switch {
	case errors.Is(err, fault.Unavailable):
		note = fmt.Sprintf("no recorded deploys are held against anomalies: %v", err)
	case err != nil:
		return nil, err
	default:
		q.Deploys = append(q.Deploys, p.deploys...)
		q.Leaks = append(q.Leaks, leaks(p.runs)...)
	}
	r, err := anomaly.Find(ctx, l, q)
	if err == nil && note != "" {
		r.Notes = append(r.Notes, note)
	}
	return r, err
}

// leaks are the secrets that runs found, each when it was first seen.
func leaks(runs []assay.Run) []anomaly.Leak {
	var out []anomaly.Leak
	at := map[assay.Fingerprint]int{}
	for i := range runs {
		for _, f := range runs[i].Findings {
			id, ok := strings.CutPrefix(string(f.Rule), "secret/")
			if !ok || f.Suppressed != "" {
				continue
			}
			k, seen := at[f.Fingerprint]
			switch {
			case !seen:
				at[f.Fingerprint] = len(out)
				out = append(out, anomaly.Leak{At: runs[i].Started, What: id, Where: string(f.Service)})
			case runs[i].Started.Before(out[k].At):
				out[k].At = runs[i].Started
			}
		}
	}
	return out
}
