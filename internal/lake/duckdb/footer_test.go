package duckdb_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
)

const plain = `0.5 AS BilledCost, 0.5 AS EffectiveCost, 'USD' AS BillingCurrency, TIMESTAMP '2025-01-01' AS BillingPeriodStart,
 TIMESTAMP '2025-01-05' + INTERVAL 1 HOUR * (i % 48)::INT AS ChargePeriodStart, 'AWS' AS ProviderName, '42' AS BillingAccountId, 'Compute' AS ServiceName, 'eu' AS RegionId, '{"team":"a"}' AS Tags`

// TestFootersSayTheSame: lines of Parquet come out as they are, whatever the files'
// footers say of columns with one value, with none, or of numbers of few digits.
func TestFootersSayTheSame(t *testing.T) {
	const many = 5000 // row groups of 2048
	for name, files := range map[string][]string{
		"one value":                  {"SELECT " + plain},
		"a quote":                    {"SELECT * REPLACE ('it''s' AS ServiceName) FROM (SELECT " + plain + ")"},
		"empty text":                 {"SELECT * REPLACE ('' AS ServiceName, '' AS RegionId) FROM (SELECT " + plain + ")"},
		"no value":                   {"SELECT * REPLACE (NULL::VARCHAR AS ServiceName, NULL::VARCHAR AS Tags) FROM (SELECT " + plain + ")"},
		"one value or none":          {"SELECT * REPLACE (CASE WHEN i % 7 > 0 THEN 'eu' END AS RegionId) FROM (SELECT i, " + plain + ")"},
		"none in some row groups":    {"SELECT * REPLACE (CASE WHEN i > 2500 THEN 'eu' END AS RegionId) FROM (SELECT i, " + plain + ")"},
		"another in one line":        {"SELECT * REPLACE (CASE WHEN i = 4000 THEN 'us' ELSE 'eu' END AS RegionId) FROM (SELECT i, " + plain + ")"},
		"one value in each file":     {"SELECT " + plain, "SELECT * REPLACE ('us' AS RegionId) FROM (SELECT " + plain + ")"},
		"a column in one file":       {"SELECT " + plain, "SELECT * EXCLUDE (RegionId) FROM (SELECT " + plain + ")"},
		"capitals":                   {"SELECT " + plain, "SELECT * EXCLUDE (RegionId), 'eu' AS regionid FROM (SELECT " + plain + ")"},
		"a character that is none":   {"SELECT * REPLACE ('eu' || chr(0) || 'x' AS RegionId, '42' || chr(0) AS BillingAccountId) FROM (SELECT " + plain + ")"},
		"of two accounts":            {"SELECT * REPLACE ((i % 2) || chr(0) AS BillingAccountId) FROM (SELECT i, " + plain + ")"},
		"long text":                  {"SELECT * REPLACE (repeat('x', 300) || (i // 2600) AS ServiceName) FROM (SELECT i, " + plain + ")"},
		"floats":                     {"SELECT * REPLACE ((i / 7)::DOUBLE AS BilledCost) FROM (SELECT i, " + plain + ")"},
		"large floats":               {"SELECT * REPLACE ((i * 1000.25)::DOUBLE AS BilledCost) FROM (SELECT i, " + plain + ")"},
		"floats that are negative":   {"SELECT * REPLACE ((-1000.25 * i)::DOUBLE AS BilledCost) FROM (SELECT i, " + plain + ")"},
		"numbers of another scale":   {"SELECT * REPLACE (0.25::DECIMAL(18,11) AS BilledCost) FROM (SELECT " + plain + ")", "SELECT * REPLACE (7::DECIMAL(30,2) AS BilledCost) FROM (SELECT " + plain + ")"},
		"numbers of too many places": {"SELECT * REPLACE (0.25::DECIMAL(18,15) AS BilledCost) FROM (SELECT " + plain + ")"},
		"whole numbers":              {"SELECT * REPLACE (3::TINYINT AS BilledCost) FROM (SELECT " + plain + ")"},
		"times with zones":           {"SELECT * REPLACE (TIMESTAMPTZ '2025-01-01 00:00:00+00' AS BillingPeriodStart) FROM (SELECT " + plain + ")"},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := sql.Open("duckdb", "")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			if _, err := db.Exec("SET TimeZone='UTC'"); err != nil {
				t.Fatal(err)
			}
			b := lake.Bill{Now: now}
			var paths []string
			for i, q := range files {
				path := filepath.Join(t.TempDir(), fmt.Sprintf("bill%d.parquet", i))
				if _, err := db.Exec(fmt.Sprintf("COPY (SELECT * FROM (%s) LIMIT %d) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)", strings.ReplaceAll(q, plain, plain+" FROM range(5000) t(i)"), many, path)); err != nil {
					t.Fatal(err)
				}
				paths = append(paths, "'"+path+"'")
				b.Files = append(b.Files, lake.File{Path: path, Name: path, Digest: q, Parquet: true})
			}
			const each = "SELECT line || ' ' || count(*) FROM (SELECT CAST(row(BilledCost::DECIMAL(38,12), EffectiveCost::DECIMAL(38,12), BillingCurrency, BillingPeriodStart::TIMESTAMP, ChargePeriodStart, ProviderName, nullif(ServiceName, ''), nullif(RegionId, ''), Tags, BillingAccountId) AS VARCHAR) AS line FROM %s) GROUP BY line ORDER BY 1"
			for _, c := range []string{"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ProviderName", "ServiceName", "RegionId", "Tags", "BillingAccountId"} {
				b.Columns = append(b.Columns, lake.Column{Name: c, SQL: `"` + c + `"`})
			}
			l := open(t)
			if out := load(t, l, b); out.Stored != int64(many*len(files)) {
				t.Fatalf("%+v", out)
			}
			got, err := l.Query(t.Context(), fmt.Sprintf(each, "charges"), 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			var have, want []string
			for _, r := range got.Rows {
				have = append(have, r[0].Text)
			}
			rows, err := db.Query(fmt.Sprintf(each, "read_parquet(["+strings.Join(paths, ", ")+"], union_by_name=true)"))
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					t.Fatal(err)
				}
				want = append(want, s)
			}
			if !slices.Equal(have, want) {
				t.Errorf("%d rows, want %d; %.300q\nwant %.300q", len(have), len(want), have, want)
			}
			if err := rows.Err(); err != nil {
				t.Error(err)
			}
			bySum, err := l.Sum(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByRegion, assay.ByServiceName, assay.TagKey("team")}})
			if err != nil {
				t.Fatal(err)
			}
			n := int64(0)
			for _, r := range bySum {
				n += r.Lines
			}
			if n != int64(many*len(files)) {
				t.Errorf("%d lines in sums", n)
			}
		})
	}
}

// TestFootersLeaveOwnColumnsAlone: where no column has one value, none of the bill's
// own is taken for one that has.
func TestFootersLeaveOwnColumnsAlone(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	b := lake.Bill{Now: now, Source: "s"}
	path := filepath.Join(t.TempDir(), "bill.parquet")
	if _, err := db.Exec(`COPY (SELECT i AS BilledCost, i AS EffectiveCost, CASE WHEN i < 3 THEN 'USD' ELSE 'EUR' END AS BillingCurrency, TIMESTAMP '2025-01-01' + INTERVAL 1 HOUR * i::INT AS BillingPeriodStart,
 TIMESTAMP '2025-01-01' + INTERVAL 1 HOUR * i::INT AS ChargePeriodStart, i::DOUBLE AS x_one FROM range(5) t(i)) TO '` + path + `' (FORMAT parquet)`); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "x_one"} {
		b.Columns = append(b.Columns, lake.Column{Name: c, SQL: `"` + c + `"`})
	}
	b.Files = []lake.File{{Path: path, Name: path, Digest: "d", Parquet: true}}
	l := open(t)
	load(t, l, b)
	got, err := l.Query(t.Context(), "SELECT sum(x_one::DOUBLE)::INT FROM charges", 1)
	if err != nil || got.Rows[0][0].Text != "10" {
		t.Errorf("%+v %v, want 10", got, err)
	}
}

// TestFootersLeaveWordsOfSQLAlone: a column that is called as a value of SQL is what
// the bill says, not that value.
func TestFootersLeaveWordsOfSQLAlone(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "bill.parquet")
	if _, err := db.Exec(`COPY (SELECT ` + plain + `, 'u' || i AS "user", 'd' || i AS "current_date" FROM range(5) t(i)) TO '` + path + `' (FORMAT parquet)`); err != nil {
		t.Fatal(err)
	}
	b := lake.Bill{Now: now, Source: "s", Files: []lake.File{{Path: path, Name: path, Digest: "d", Parquet: true}}}
	for _, c := range []string{"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart"} {
		b.Columns = append(b.Columns, lake.Column{Name: c, SQL: `"` + c + `"`})
	}
	b.Columns = append(b.Columns, lake.Column{Name: "ResourceName", SQL: `"user"`}, lake.Column{Name: "ResourceType", SQL: `coalesce("current_date", 'x')`})
	l := open(t)
	load(t, l, b)
	got, err := l.Query(t.Context(), "SELECT string_agg(ResourceName || ResourceType, ' ' ORDER BY ResourceName) FROM charges", 1)
	if err != nil || got.Rows[0][0].Text != "u0d0 u1d1 u2d2 u3d3 u4d4" {
		t.Errorf("%+v %v", got, err)
	}
}
