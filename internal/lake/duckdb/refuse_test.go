package duckdb_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
)

// TestAmountsBeyondBills: sums of what no bill says would come round to something
// else; such lines are kept apart.
func TestAmountsBeyondBills(t *testing.T) {
	l := open(t)
	huge := "99999999999999999999999999"
	out := load(t, l, bill(t, header+line("2025-01", "03", "Compute", "1", "")+
		strings.Repeat(line("2025-01", "03", "Compute", huge, ""), 3)+
		line("2025-01", "03", "Compute", "-1e15", "")+
		line("2025-01", "03", "Compute", "999999999999999.99", "")+
		line("2025-01", "03", "Compute", "1_000", "")))
	if out.Stored != 2 || out.Quarantined != 5 {
		t.Errorf("%+v", out)
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 1000000000000000.99 2 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestCurrencies: a currency is three letters, in capitals.
func TestCurrencies(t *testing.T) {
	l := open(t)
	good := line("2025-01", "03", "Compute", "1", "")
	out := load(t, l, bill(t, header+good+strings.Replace(good, "USD", " usd", 1)+strings.Replace(good, "USD", "US Dollar", 1)+strings.Replace(good, "USD", "$", 1)))
	if out.Stored != 2 || out.Quarantined != 2 {
		t.Errorf("%+v", out)
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 2 2 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestAccountsStayApart: accounts whose names come to the same folder are not one
// source, and a bill of one account never replaces that of another.
func TestAccountsStayApart(t *testing.T) {
	l := open(t)
	one := line("2025-01", "03", "Compute", "1", "")
	names := []string{"a/b", "a-b", "A-B", "a b", strings.Repeat("x", 120) + "1", strings.Repeat("x", 120) + "2"}
	for _, n := range names {
		load(t, l, bill(t, header+strings.Replace(one, "42,", n+",", 1)))
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 6 6 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	named := bill(t, header+one)
	named.Source = "bank"
	load(t, l, named)
	other := bill(t, header+strings.Replace(one, "42,", "43,", 1))
	other.Source = "bank"
	if out, err := l.Load(t.Context(), other); err == nil || !strings.Contains(err.Error(), "bank 2025-01 in the lake is of AWS 42, this bill is of AWS 43") {
		t.Errorf("%+v %v", out, err)
	}
}

// TestCutText: a CSV that ends in the middle of a line is not the whole bill.
func TestCutText(t *testing.T) {
	l := open(t)
	whole := header + line("2025-01", "03", "Compute", "1", "") + line("2025-01", "04", "Compute", "2", `{"a":"b"}`)
	for _, n := range []int{12, 30, 60} {
		if out, err := l.Load(t.Context(), bill(t, whole[:len(whole)-n])); err == nil || !strings.Contains(err.Error(), "was cut off") {
			t.Errorf("without the last %d bytes: %+v %v", n, out, err)
		}
	}
	if out := load(t, l, bill(t, whole[:len(whole)-1])); out.Stored != 2 {
		t.Errorf("only the line's end is missing: %+v", out)
	}
}

// TestFinal: the same bill after the month's end is no estimate any more.
func TestFinal(t *testing.T) {
	l := open(t)
	b := bill(t, header+line("2025-03", "01", "Compute", "1", ""))
	load(t, l, b)
	if got, want := sums(t, l, assay.ByMonth), "2025-03 USD 1 1 true\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	b.Now = now.Add(40 * 24 * time.Hour)
	if out := load(t, l, b); !out.Unchanged || len(out.Notes) != 1 || out.Partitions[0].Estimated {
		t.Errorf("%+v", out)
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-03 USD 1 1 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestQuarantineOfAnEarlierFile: lines without a month go when their file is mended,
// also where they named no account.
func TestQuarantineOfAnEarlierFile(t *testing.T) {
	l := open(t)
	good, other := line("2025-01", "03", "Compute", "1", ""), strings.Replace(line("2025-01", "03", "Compute", "1", ""), "42,", "43,", 1)
	load(t, l, bill(t, header+good+other+"short,line\n"))
	load(t, l, bill(t, header+good+other))
	parts, err := l.Partitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if p.Month == lake.UnknownMonth {
			t.Errorf("%+v", p)
		}
	}
}

// TestNamesOfOurs: a bill's columns may be called what ours are.
func TestNamesOfOurs(t *testing.T) {
	for _, n := range []string{"file_row_number", "filename", "source", "billing_period", "x_reason", "x_raw_BilledCost", "x_part", "rowid", "l", "x_ResourceKey", "x_tag_team", "x_ChargeDay", "x_Lines", "X_REASON"} {
		l := open(t)
		text := strings.TrimSuffix(header, "\n") + "," + n + "\n" + strings.TrimSuffix(line("2025-01", "03", "Compute", "1", `{"team":"a"}`), "\n") + ",7\n"
		b := bill(t, text)
		if !strings.HasPrefix(strings.ToLower(n), "x_") {
			b.Columns = b.Columns[:len(b.Columns)-1]
		}
		if out, err := l.Load(t.Context(), b); err != nil || out.Stored != 1 {
			t.Errorf("%s: %+v %v", n, out, err)
			continue
		}
		if got, want := sums(t, l, assay.ByMonth, assay.BySource, assay.TagKey("team")), "2025-01|aws-42|a USD 1 1 false\n"; got != want {
			t.Errorf("%s: %s", n, got)
		}
		if _, err := l.Query(t.Context(), "SELECT * FROM charges", 10); err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
}

// TestQueryRunsNothingElse: what stands beside a SELECT is not run, not even to find
// out what it is.
func TestQueryRunsNothingElse(t *testing.T) {
	dir := t.TempDir()
	l, err := duckdb.Open(dir, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	load(t, l, bill(t, header+line("2025-01", "03", "Compute", "7", "")))
	files, err := filepath.Glob(filepath.Join(dir, "charges", "*", "*", "*.parquet"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	before, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		"SELECT 1) q; COPY (SELECT 1 AS a) TO '" + files[0] + "' (FORMAT parquet, USE_TMP_FILE false); SELECT * FROM (SELECT 1",
		"COPY (SELECT 1 AS a) TO '" + files[0] + "' (FORMAT parquet, USE_TMP_FILE false)",
		"SELECT 1; COPY charges TO '" + files[0] + "'; SELECT 2", "CREATE TABLE t AS SELECT 1", "PRAGMA version", "SELECT 1; SELECT 2", "", ";",
	} {
		if out, err := l.Query(t.Context(), query, 5); err == nil {
			t.Errorf("%s: %+v", query, out)
		}
		if err := l.Export(t.Context(), query, io.Discard); err == nil {
			t.Errorf("exported: %s", query)
		}
	}
	after, err := os.ReadFile(files[0])
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("a query changed the lake: %v", err)
	}
	for _, query := range []string{"SELECT 1", "WITH a AS (SELECT 1) SELECT * FROM a;", "FROM charges", "VALUES (1)", "SELECT 1 -- done", "SELECT ServiceName, sum(BilledCost) FROM charges GROUP BY ALL"} {
		if _, err := l.Query(t.Context(), query, 5); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// TestZones: times are kept in UTC, and say their billing month there.
func TestZones(t *testing.T) {
	l := open(t)
	one := line("2025-01", "03", "Compute", "1", "")
	load(t, l, bill(t, header+strings.Replace(one, "2025-01-01T00:00:00Z", "2024-12-31T19:00:00-05:00", 1)+strings.Replace(one, "2025-01-01T00:00:00Z", "2025-01-01T00:00Z", 1)+strings.Replace(one, "2025-01-01T00:00:00Z", "2025-01-01", 1)))
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 3 3 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestLargeQuantities: what is used of may be byte-seconds, and days lie near their bill.
func TestLargeQuantities(t *testing.T) {
	l := open(t)
	head := strings.TrimSuffix(header, "\n") + ",ConsumedQuantity\n"
	one := strings.TrimSuffix(line("2025-01", "03", "Compute", "1", ""), "\n")
	out := load(t, l, bill(t, head+one+",94997804639846400\n"+strings.ReplaceAll(one, "2025-01-03", "2027-01-03")+",1\n"))
	if out.Stored != 1 || out.Reasons[0].Reason != "ChargePeriodStart is more than a year after its billing period" {
		t.Errorf("%+v", out)
	}
}

// TestDamage: a bill whose file is gone, or another than was made, is loaded again.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	l, err := duckdb.Open(dir, duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := bill(t, header+line("2025-01", "03", "Compute", "7", ""))
	load(t, l, b)
	files, err := filepath.Glob(filepath.Join(dir, "charges", "*", "*", "*.parquet"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for _, damage := range []func() error{func() error { return os.Remove(files[0]) }, func() error { return os.Truncate(files[0], 20) }} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if out := load(t, l, b); out.Unchanged || out.Stored != 1 {
			t.Errorf("%+v", out)
		}
		if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 7 1 false\n"; got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
}

// TestOpenQuote: a quote that does not close is no reason to lose what follows it.
func TestOpenQuote(t *testing.T) {
	l := open(t)
	good := strings.Repeat(line("2025-01", "03", "Compute", "10", ""), 300)
	load(t, l, bill(t, header+good))
	broken := strings.Replace(line("2025-01", "03", "Compute", "2", ""), "Compute", "\"Compute", 1)
	if out, err := l.Load(t.Context(), bill(t, header+line("2025-01", "03", "Compute", "1", "")+broken+good)); err == nil || !strings.Contains(err.Error(), "quote that does not close in line 3") {
		t.Errorf("%+v %v", out, err)
	}
	if out, err := l.Load(t.Context(), bill(t, header+line("2025-01", "03", "Compute", "1", "")+strings.ReplaceAll(good, ",10,10,", ",x,10,"))); err == nil || !strings.Contains(err.Error(), "300 of the 301 lines") {
		t.Errorf("%+v %v", out, err)
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 3000 300 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestSourcesStayApart: names that come to the same folder are not one source.
func TestSourcesStayApart(t *testing.T) {
	l := open(t)
	for _, n := range []string{"Kunde Ä", "Kunde Ö", "東京", "大阪", "Data Dog"} {
		b := bill(t, header+line("2025-01", "03", "Compute", "1", ""))
		b.Source = n
		load(t, l, b)
	}
	got := sums(t, l, assay.BySource)
	if strings.Count(got, "\n") != 5 || !strings.Contains(got, "data-dog USD 1 1 false\n") {
		t.Error(got)
	}
}

// TestHostileTags: a key that is no name gets no column, and stops nothing.
func TestHostileTags(t *testing.T) {
	l := open(t)
	load(t, l, bill(t, header+line("2025-01", "03", "Compute", "1", `{"te\u0000am":"v","team":"a","x\u001b[31m":"y"}`)))
	if got, want := sums(t, l, assay.TagKey("team")), "a USD 1 1 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
