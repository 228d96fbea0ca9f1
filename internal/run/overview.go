package run

import (
	"context"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/anomaly"
	"github.com/assay-dev/assay/internal/spend/breakdown"
)

// Overview is the first screen of cost: from the invoice to who pays, and what
// moved between the last two months of a span.
func (s *Service) Overview(ctx context.Context, p *Payers, dir string, partitions []lake.Partition, deploys []assay.Deploy, from, to assay.Month) (*breakdown.Overview, error) {
	o := &breakdown.Overview{Flows: breakdown.Invoices(partitions), Unruled: len(p.Rules.Direct) == 0}
	result, err := p.Allocate(ctx, from, to)
	if err != nil {
		return nil, err
	}
	for _, t := range result.Totals() {
		for i := range o.Flows {
			if f := &o.Flows[i]; f.Currency == t.Currency {
				f.Basis, f.Charged, f.Unshared, f.LeftOut, f.Estimated = t.In, t.Charged, t.Unshared, t.LeftOut, t.Estimated
				came := f.Effective
				if p.Rules.Basis == "billed" {
					came = f.Billed
				}
				f.Residual = t.Residual.Add(came.Sub(t.In))
			}
		}
	}
	for _, part := range partitions {
		if _, ok := part.Month.First(); ok && part.Lines > 0 && part.Month > o.To {
			o.To = part.Month
		}
	}
	if o.To == "" {
		return o, nil
	}
	o.From = o.To.Add(-1)
	r, err := s.Anomalies(ctx, p.Lake, AnomaliesRequest{Dir: dir, Question: anomaly.Question{To: to, Deploys: deploys}})
	if err != nil {
		return nil, err
	}
	o.Anomalies = r.Anomalies
	rows, err := p.Lake.Sum(ctx, lake.Ask{By: []assay.CostKey{assay.ByMonth, assay.ByServiceName}, From: o.From, To: o.To})
	if err != nil {
		return nil, err
	}
	o.Movers = breakdown.Movers(rows, o.From, o.To, r.Anomalies)
	return o, nil
}
