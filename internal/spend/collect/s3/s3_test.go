package s3_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
	"github.com/assay-dev/assay/internal/spend/collect"
	"github.com/assay-dev/assay/internal/spend/collect/s3"
)

// TestBucket loads an export out of storage: by its manifest, and only that.
func TestBucket(t *testing.T) {
	back := s3mem.New()
	if err := back.CreateBucket("bills"); err != nil {
		t.Fatal(err)
	}
	const head = "BillingAccountId,BillingCurrency,BillingPeriodStart,BilledCost,EffectiveCost,ChargePeriodStart,ProviderName\n"
	for name, text := range map[string]string{
		"focus/metadata/Manifest.json": `{"dataFiles":["s3://bills/focus/data/run2/a.csv"]}`,
		"focus/data/run1/a.csv":        head + "1,USD,2025-01-01,7,7,2025-01-02,AWS\n",
		"focus/data/run2/a.csv":        head + "1,USD,2025-01-01,9,9,2025-01-02,AWS\n",
		"other/b.csv":                  head + "1,USD,2025-01-01,1,1,2025-01-02,AWS\n",
	} {
		if _, err := back.PutObject("bills", name, nil, strings.NewReader(text), int64(len(text)), nil); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(gofakes3.New(back).Server())
	defer server.Close()
	env := map[string]string{"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": server.URL}
	l, err := duckdb.Open(t.TempDir(), duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := collect.Options{Dir: t.TempDir(), Objects: s3.New(func(k string) string { return env[k] })}
	b, err := collect.Open(t.Context(), l, []string{"s3://bills/focus/"}, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Load(t.Context(), b.Load(time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
	rows, err := l.Sum(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByMonth}})
	if err != nil || len(rows) != 1 || rows[0].Billed.String() != "9" {
		t.Errorf("%v %v", rows, err)
	}
	for url, want := range map[string]string{"s3://bills/none/": "no bill at", "s3://absent/x": "list s3://absent", "s3:///x": "no URL of a bucket"} {
		if _, err := collect.Open(t.Context(), l, []string{url}, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", url, err)
		}
	}
	if s3.New(func(string) string { return "" }) != nil {
		t.Error("there is a store without credentials")
	}
}
