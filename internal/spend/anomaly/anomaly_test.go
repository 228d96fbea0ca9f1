package anomaly_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/anomaly"
)

// line is a charge of a fake lake.
type line struct {
	values map[assay.CostKey]string
	cost   float64
}

// bills is a lake that only sums.
type bills struct {
	lake.Lake
	tags  []string
	lines []line
}

func (b *bills) Partitions(context.Context) ([]lake.Partition, error) {
	return []lake.Partition{{Tags: b.tags}}, nil
}

// Sum gives each line as a row; the engine adds them up.
func (b *bills) Sum(_ context.Context, a lake.Ask) ([]lake.Row, error) {
	var out []lake.Row
	for _, l := range b.lines {
		keep := true
		if t, err := time.Parse(time.DateOnly, l.values[assay.ByDay]); err == nil {
			keep = (a.FromDay.IsZero() || !t.Before(a.FromDay)) && (a.ToDay.IsZero() || !t.After(a.ToDay))
		}
		for _, f := range a.Where {
			in := false
			for _, v := range f.Values {
				in = in || l.values[f.Key] == v
			}
			keep = keep && in != f.Not
		}
		if !keep {
			continue
		}
		r := lake.Row{Currency: "USD", Effective: decimal.NewFromFloat(l.cost), Billed: decimal.NewFromFloat(l.cost)}
		for _, k := range a.By {
			r.Values = append(r.Values, l.values[k])
		}
		out = append(out, r)
	}
	return out, nil
}

// Days gives each line as a series of one day.
func (b *bills) Days(ctx context.Context, a lake.Ask) ([]lake.Series, error) {
	n := len(a.By)
	a.By = append(a.By, assay.ByDay)
	rows, err := b.Sum(ctx, a)
	var out []lake.Series
	for _, r := range rows {
		t, err := time.Parse(time.DateOnly, r.Values[n])
		if err != nil {
			return nil, err
		}
		out = append(out, lake.Series{Values: r.Values[:n], Currency: r.Currency, Days: []int32{int32(t.Unix() / 86400)}, Billed: []float64{r.Billed.InexactFloat64()}, Effective: []float64{r.Effective.InexactFloat64()}})
	}
	return out, err
}

var first = time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC)

func day(t int) time.Time { return first.AddDate(0, 0, t) }

// estate has 120 days of three services, one of them from day 80 on in a region
// without other spend, and credits that do not matter.
func estate() *bills {
	b := &bills{tags: []string{"service"}}
	add := func(t int, service, region, sku, tag, category string, cost float64) {
		b.lines = append(b.lines, line{map[assay.CostKey]string{
			assay.ByDay: day(t).Format(time.DateOnly), assay.ByServiceName: service, assay.ByAccount: "1", assay.ByRegion: region,
			assay.BySKU: sku, assay.ByResource: sku + "-1", assay.TagKey("service"): tag, assay.ByService: tag, assay.ByChargeCategory: category, assay.ByServiceCategory: map[bool]string{true: "Compute", false: "Storage"}[strings.Contains(service, "EC2")],
		}, cost})
	}
	for t := range 120 {
		noise := 1 + 0.04*math.Sin(float64(t*t))
		add(t, "Amazon EC2", "eu-west-1", "m5", "payments", "Usage", 100*noise)
		cost := 50 * noise
		if t >= 60 {
			cost *= 2
		}
		add(t, "Amazon S3", "eu-west-1", "storage", "ledger", "Usage", cost)
		add(t, "Amazon S3", "eu-west-1", "requests", "payments", "Usage", 30*noise)
		if t == 70 {
			add(t, "Amazon EC2", "eu-west-1", "m5", "payments", "Credit", -5000)
			add(t, "Amazon EC2", "eu-west-1", "m5", "payments", "Purchase", 5000)
		}
		if t >= 80 {
			add(t, "Amazon EC2", "ap-east-1", "p4d", "", "Usage", 400*noise)
		}
	}
	return b
}

func find(t *testing.T, q anomaly.Question) *anomaly.Report {
	t.Helper()
	r, err := anomaly.Find(t.Context(), estate(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFind(t *testing.T) {
	deploys := []assay.Deploy{
		{ID: "d-1", At: day(59), Service: "ledger", Commit: "aaa", Environment: "production"},
		{ID: "d-2", At: day(59), Service: "payments", Commit: "bbb"},
		{ID: "d-3", At: day(40), Service: "ledger", Commit: "ccc"},
		{ID: "d-4", At: day(62), Service: "ledger", Commit: "ddd"},
	}
	r := find(t, anomaly.Question{Deploys: deploys})
	if len(r.Anomalies) != 2 {
		t.Fatalf("%d anomalies, want 2: %+v", len(r.Anomalies), r.Anomalies)
	}
	gpu, storage := r.Anomalies[0], r.Anomalies[1]
	if gpu.Kind != assay.AnomalyNew || gpu.Start != day(80).Format(time.DateOnly) || gpu.Suspect != "GPU in a region that was not used before" || len(gpu.Changes) != 0 {
		t.Errorf("%+v", gpu)
	}
	if storage.Kind != assay.AnomalyShift || storage.Dims["SkuId"] != "storage" || storage.Suspect != "" {
		t.Errorf("%+v", storage)
	}
	if len(storage.Changes) != 1 || storage.Changes[0].ID != "d-1" || storage.Changes[0].Why != "same service" {
		t.Errorf("changes %+v, want d-1 alone", storage.Changes)
	}
}

func TestResources(t *testing.T) {
	r := find(t, anomaly.Question{})
	gpu, storage := r.Anomalies[0], r.Anomalies[1]
	if len(gpu.Resources) != 1 || gpu.Resources[0].ID != "p4d-1" {
		t.Errorf("%+v, want p4d-1", gpu.Resources)
	}
	// 28 days of 50 more than the 28 days before, and some noise.
	if len(storage.Resources) != 1 || storage.Resources[0].ID != "storage-1" || storage.Resources[0].Impact.Sub(decimal.NewFromInt(28*50)).Abs().GreaterThan(decimal.NewFromInt(60)) {
		t.Errorf("%+v, want storage-1 and about 1400", storage.Resources)
	}
}

func TestKeys(t *testing.T) {
	r := find(t, anomaly.Question{Tags: []string{}, Keys: []assay.CostKey{assay.ByService}, Deploys: []assay.Deploy{{ID: "d-1", At: day(59), Service: "ledger"}}})
	for _, a := range r.Anomalies {
		if a.Dims["SkuId"] == "storage" {
			if a.Dims["service"] != "ledger" || len(a.Changes) != 1 || a.Changes[0].Why != "same service" {
				t.Errorf("%+v", a)
			}
			return
		}
	}
	t.Errorf("no anomaly of storage: %+v", r.Anomalies)
}

// TestMeters: ids of SKUs that say nothing do not hide what is metered.
func TestMeters(t *testing.T) {
	for key, text := range map[assay.CostKey]string{assay.ByMeter: "APE1-BoxUsage:p4d.24xlarge", assay.ByDescription: "$32.77 per On Demand Linux p4d.24xlarge Instance Hour"} {
		b := estate()
		for i := range b.lines {
			if l := &b.lines[i]; l.values[assay.BySKU] == "p4d" {
				l.values[assay.BySKU], l.values[key] = "2BVJK9B5Y5AY8BUV", text
			}
		}
		r, err := anomaly.Find(t.Context(), b, anomaly.Question{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := r.Anomalies[0].Suspect, "GPU in a region that was not used before"; got != want {
			t.Errorf("%s: suspect %q, want %q", key, got, want)
		}
	}
}

func TestLeak(t *testing.T) {
	r := find(t, anomaly.Question{Leaks: []anomaly.Leak{{At: day(78), What: "aws-access-key"}, {At: day(20), What: "old"}}})
	if got, want := r.Anomalies[0].Suspect, "new spend 2 days after a leaked credential (aws-access-key)"; got != want {
		t.Errorf("suspect %q, want %q", got, want)
	}
}

func TestDismissed(t *testing.T) {
	all := find(t, anomaly.Question{})
	for name, text := range map[string]string{
		"id":   "dismissed:\n  - {id: " + all.Anomalies[0].ID + ", reason: training}\n",
		"dims": "dismissed:\n  - {dims: {SkuId: p4d}, from: 2025-03-01, to: 2025-04-30, reason: training}\n",
	} {
		known, err := anomaly.ParseKnown(anomaly.File, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		r := find(t, anomaly.Question{Known: known})
		if len(r.Anomalies) != 1 || len(r.Dismissed) != 1 || r.Dismissed[0].ID != all.Anomalies[0].ID || r.Dismissed[0].Reason != "training" {
			t.Errorf("%s: %+v, dismissed %+v", name, r.Anomalies, r.Dismissed)
		}
	}
	known, err := anomaly.ParseKnown(anomaly.File, []byte("dismissed:\n  - {dims: {SkuId: p4d}, to: 2025-01-31, reason: other days}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := find(t, anomaly.Question{Known: known}); len(r.Dismissed) != 0 {
		t.Errorf("an anomaly of other days is dismissed: %+v", r.Dismissed)
	}
}

func TestKnownRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"version: 2\n":                                                                  "version 2",
		"dismissed:\n  - {id: an-1}\n":                                                  "why",
		"dismissed:\n  - {reason: x}\n":                                                 "an id, or else dims",
		"dismissed:\n  - {id: a, dims: {A: b}, reason: x}\n":                            "an id, or else dims",
		"dismissed:\n  - {dims: {A: b}, from: soon, reason: x}\n":                       "is no day",
		"dismissed:\n  - {id: a, reason: x, because: y}\n":                              "because",
		"dismissed:\n  - {dims: {A: b}, from: 2025-02-02, to: 2025-02-01, reason: x}\n": "before it begins",
	} {
		_, err := anomaly.ParseKnown(anomaly.File, []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestNoCharges(t *testing.T) {
	if _, err := anomaly.Find(t.Context(), &bills{}, anomaly.Question{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("an empty lake gives %v", err)
	}
	if _, err := anomaly.Find(t.Context(), estate(), anomaly.Question{Cost: "listed"}); !errors.Is(err, fault.Invalid) {
		t.Errorf("an unknown cost gives %v", err)
	}
	if _, err := anomaly.Find(t.Context(), estate(), anomaly.Question{Tags: []string{"nobody"}}); !errors.Is(err, fault.NotFound) {
		t.Errorf("a tag that nothing has gives %v", err)
	}
}

func FuzzParseKnown(f *testing.F) {
	f.Add("dismissed:\n  - {id: a, reason: x}\n")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = anomaly.ParseKnown(anomaly.File, []byte(text)) })
}
