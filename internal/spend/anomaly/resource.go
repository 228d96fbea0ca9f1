package anomaly

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

const (
	// mostTraced is how many anomalies are traced to resources: each asks the lake twice.
	mostTraced = 20
	// mostDays of an anomaly are held against as many as usualDays before it.
	mostDays  = 28
	usualDays = 28
	// mostResources is how many are few; together they make up nearShare of the move.
	mostResources = 5
)

var nearShare = decimal.RequireFromString("0.8")

// resources are the few resources that nearly all of a move is on.
func (r *Report) resources(ctx context.Context, l lake.Lake, q Question, dims []dimension, a *assay.Anomaly) ([]assay.AnomalyResource, error) {
	start, err := time.Parse(time.DateOnly, a.Start)
	if err != nil || len(a.Dims) == 0 { // a move of everything is on no few resources
		return nil, err
	}
	end, err := time.Parse(time.DateOnly, a.End)
	if err != nil {
		return nil, err
	}
	first, err := time.Parse(time.DateOnly, r.First)
	if err != nil {
		return nil, err
	}
	if last := start.AddDate(0, 0, mostDays-1); end.After(last) {
		end = last
	}
	if early := start.AddDate(0, 0, -usualDays); first.Before(early) {
		first = early
	}
	moved, err := r.perResource(ctx, l, q, dims, a, start, end)
	if err != nil {
		return nil, err
	}
	if first.Before(start) {
		usual, err := r.perResource(ctx, l, q, dims, a, first, start.AddDate(0, 0, -1))
		if err != nil {
			return nil, err
		}
		scale := decimal.NewFromInt(daysOf(start, end)).Div(decimal.NewFromInt(daysOf(first, start) - 1))
		for id, n := range usual {
			moved[id] = moved[id].Sub(n.Mul(scale))
		}
	}
	return few(moved, a.Impact.Sign()), nil
}

// daysOf counts days, both ends inclusive.
func daysOf(from, to time.Time) int64 { return int64(to.Sub(from).Hours()/24) + 1 }

// mostMeters is how many of the dearest meters speak for an anomaly.
const mostMeters = 3

// meters are what the dearest lines of an anomaly's first days were metered as, else
// how they were described.
func (r *Report) meters(ctx context.Context, l lake.Lake, q Question, dims []dimension, a *assay.Anomaly) (string, error) {
	start, err := time.Parse(time.DateOnly, a.Start)
	if err != nil || len(a.Dims) == 0 {
		return "", err
	}
	rows, err := r.part(ctx, l, q, dims, a, start, start.AddDate(0, 0, 6), assay.ByMeter, assay.ByDescription)
	if err != nil {
		return "", err
	}
	slices.SortStableFunc(rows, func(x, y lake.Row) int { return y.Effective.Cmp(x.Effective) })
	var out []string
	for _, row := range rows[:min(len(rows), mostMeters)] {
		out = append(out, cmp.Or(row.Values[0], row.Values[1]))
	}
	return strings.Join(out, " "), nil
}

// part adds an anomaly's part of the bill up by keys, over some days.
func (r *Report) part(ctx context.Context, l lake.Lake, q Question, dims []dimension, a *assay.Anomaly, from, to time.Time, by ...assay.CostKey) ([]lake.Row, error) {
	question := ask(q, by...)
	question.FromDay, question.ToDay = from, to
	// Bills bring days in the month before or after their own.
	question.From = max(question.From, assay.MonthOf(from).Add(-1))
	if m := assay.MonthOf(to).Add(1); question.To == "" || m < question.To {
		question.To = m
	}
	for _, d := range dims {
		if v, ok := a.Dims[d.name]; ok {
			question.Where = append(question.Where, lake.Filter{Key: d.key, Values: []string{v}})
		}
	}
	return l.Sum(ctx, question)
}

// perResource adds up what an anomaly's part of the bill cost in some days.
func (r *Report) perResource(ctx context.Context, l lake.Lake, q Question, dims []dimension, a *assay.Anomaly, from, to time.Time) (map[string]money.Number, error) {
	rows, err := r.part(ctx, l, q, dims, a, from, to, assay.ByResource)
	if err != nil {
		return nil, err
	}
	out := map[string]money.Number{}
	for _, row := range rows {
		if row.Currency != a.Currency {
			continue
		}
		cost := row.Effective
		if q.Cost == Billed {
			cost = row.Billed
		}
		out[row.Values[0]] = out[row.Values[0]].Add(cost)
	}
	return out, nil
}

// few are the resources that moved most in a direction, when few of them make up
// nearly all of it; what charges without a resource moved counts, and has no name.
func few(moved map[string]money.Number, sign int) []assay.AnomalyResource {
	var total money.Number
	ids := slices.DeleteFunc(slices.Collect(maps.Keys(moved)), func(id string) bool { return moved[id].Sign() != sign })
	for _, id := range ids {
		total = total.Add(moved[id])
	}
	slices.SortFunc(ids, func(x, y string) int {
		return cmp.Or(moved[y].Abs().Cmp(moved[x].Abs()), cmp.Compare(x, y))
	})
	enough := total.Abs().Mul(nearShare)
	var out []assay.AnomalyResource
	var sum money.Number
	for _, id := range ids {
		if id == "" {
			continue
		}
		if len(out) == mostResources {
			return nil
		}
		out = append(out, assay.AnomalyResource{ID: id, Impact: moved[id].Round(2)})
		if sum = sum.Add(moved[id]); sum.Abs().GreaterThanOrEqual(enough) {
			return out
		}
	}
	return nil
}
