package duckdb_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
)

// parquet writes what a SELECT gives, and maps each column to itself.
func parquet(t *testing.T, query string, columns ...string) lake.Bill {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bill.parquet")
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("COPY (" + query + ") TO '" + path + "' (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	b := lake.Bill{Files: []lake.File{{Path: path, Name: "bill.parquet", Digest: query, Parquet: true}}, Now: now}
	for _, c := range columns {
		b.Columns = append(b.Columns, lake.Column{Name: c, SQL: `"` + c + `"`})
	}
	return b
}

var parquetColumns = []string{"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ProviderName", "Tags"}

// TestParquetTypes: floats come out as they were written, maps are tags, times
// with zones are in UTC; what is no number of money is quarantined.
func TestParquetTypes(t *testing.T) {
	l := open(t)
	out := load(t, l, parquet(t, `SELECT v AS BilledCost, v AS EffectiveCost, 'USD' AS BillingCurrency, TIMESTAMPTZ '2025-01-01 00:00:00+00' AS BillingPeriodStart,
 DATE '2025-01-05' AS ChargePeriodStart, 'AWS' AS ProviderName, MAP {'team': 'a', 'x': NULL} AS Tags
 FROM (VALUES (0.1::DOUBLE), (0.2), (123456.789), (0.00000000001), ('nan'::DOUBLE), (NULL)) t(v)`, parquetColumns...))
	if out.Stored != 4 || out.Quarantined != 2 {
		t.Errorf("%+v", out)
	}
	if got, want := sums(t, l, assay.ByMonth, assay.ByDay, assay.TagKey("team")), "2025-01|2025-01-05|a USD 123457.08900000001 4 false\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// TestParquetWrongTypes: a column of another type is an error or a quarantine, and
// the lake stays as it was.
func TestParquetWrongTypes(t *testing.T) {
	l := open(t)
	load(t, l, bill(t, header+line("2025-01", "03", "Compute", "7", "")))
	const good = `1.5::DECIMAL(18,6) AS BilledCost, 1.5 AS EffectiveCost, 'USD' AS BillingCurrency, TIMESTAMP '2025-02-01' AS BillingPeriodStart, TIMESTAMP '2025-02-05' AS ChargePeriodStart, 'AWS' AS ProviderName, '{}' AS Tags`
	for name, query := range map[string]string{
		"cost is text":    "SELECT * REPLACE ('much' AS BilledCost) FROM (SELECT " + good + ")",
		"cost is a list":  "SELECT * REPLACE ([1, 2] AS BilledCost) FROM (SELECT " + good + ")",
		"cost is a blob":  "SELECT * REPLACE ('\\xAA'::BLOB AS BilledCost) FROM (SELECT " + good + ")",
		"tags are number": "SELECT * REPLACE (5 AS Tags) FROM (SELECT " + good + ")",
		"period is text":  "SELECT * REPLACE ('soon' AS BillingPeriodStart) FROM (SELECT " + good + ")",
		"day is number":   "SELECT * REPLACE (20250205 AS ChargePeriodStart) FROM (SELECT " + good + ")",
		"day is true":     "SELECT * REPLACE (true AS ChargePeriodStart) FROM (SELECT " + good + ")",
		"nothing":         "SELECT " + good + " WHERE false",
	} {
		t.Run(name, func(t *testing.T) {
			out, err := l.Load(t.Context(), parquet(t, query, parquetColumns...))
			if err == nil && out.Stored != 0 {
				t.Errorf("it is stored: %+v", out)
			}
			if got := sums(t, l, assay.ByMonth); got != "2025-01 USD 7 1 false\n" {
				t.Errorf("the lake is now %s", got)
			}
		})
	}
}

// TestParquetFloats: of a float its shortest text was meant, and a truth is no amount.
func TestParquetFloats(t *testing.T) {
	l := open(t)
	load(t, l, parquet(t, "SELECT '42' AS BillingAccountId, 'USD' AS BillingCurrency, TIMESTAMP '2025-01-01' AS BillingPeriodStart, CAST(0.1 AS FLOAT) AS BilledCost, CAST(9876543.21 AS DOUBLE) AS EffectiveCost, TIMESTAMP '2025-01-03' AS ChargePeriodStart",
		"BillingAccountId", "BillingCurrency", "BillingPeriodStart", "BilledCost", "EffectiveCost", "ChargePeriodStart"))
	rows, err := l.Sum(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByMonth}})
	if err != nil || len(rows) != 1 || rows[0].Billed.String() != "0.1" || rows[0].Effective.String() != "9876543.21" {
		t.Errorf("%+v %v", rows, err)
	}
}

// TestManySetsOfTags: tags come out the same where nearly each line has a set of its
// own, and only a sample of them says which keys get a column.
func TestManySetsOfTags(t *testing.T) {
	const lines = 320_000
	l := open(t)
	out := load(t, l, parquet(t, fmt.Sprintf(`SELECT 1.0 AS BilledCost, 1.0 AS EffectiveCost, 'USD' AS BillingCurrency, TIMESTAMP '2025-01-01' AS BillingPeriodStart,
 TIMESTAMP '2025-01-05' AS ChargePeriodStart, 'AWS' AS ProviderName, '{"team":"t' || (i %% 2) || '","id":"' || i || '"}' AS Tags FROM range(%d) r(i)`, lines), parquetColumns...))
	if out.Stored != lines || !slices.Equal(out.Partitions[0].Tags, []string{"team"}) {
		t.Fatalf("%+v", out)
	}
	if got, want := sums(t, l, assay.TagKey("team")), fmt.Sprintf("t0 USD %[1]d %[1]d false\nt1 USD %[1]d %[1]d false\n", lines/2); got != want {
		t.Errorf("got %s want %s", got, want)
	}
	rows, err := l.Sum(t.Context(), lake.Ask{Where: []lake.Filter{{Key: assay.TagKey("id"), Values: []string{"77"}}}})
	if err != nil || len(rows) != 1 || rows[0].Lines != 1 {
		t.Errorf("%+v %v", rows, err)
	}
}
