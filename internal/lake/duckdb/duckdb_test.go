package duckdb_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
)

var now = time.Date(2025, 3, 2, 12, 0, 0, 0, time.UTC)

const header = "BillingAccountId,BillingCurrency,BillingPeriodStart,BilledCost,EffectiveCost,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ResourceId,Tags\n"

func line(month, day, service, cost, tags string) string {
	return fmt.Sprintf("42,USD,%s-01T00:00:00Z,%s,%s,%s-%sT00:00:00Z,%s-%sT23:00:00Z,AWS,%s,i-0123456789abcdef0,\"%s\"\n",
		month, cost, cost, month, day, month, day, service, strings.ReplaceAll(tags, `"`, `""`))
}

func bill(t *testing.T, text string) lake.Bill {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bill.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(text))
	b := lake.Bill{Files: []lake.File{{Path: path, Name: "bill.csv", Digest: hex.EncodeToString(sum[:]), Comma: ','}}, Now: now}
	head, _, _ := strings.Cut(text, "\n")
	for _, c := range strings.Split(head, ",") {
		b.Columns = append(b.Columns, lake.Column{Name: c, SQL: `"` + c + `"`})
	}
	return b
}

func open(t *testing.T) *duckdb.Lake {
	t.Helper()
	l, err := duckdb.Open(t.TempDir(), duckdb.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func load(t *testing.T, l *duckdb.Lake, b lake.Bill) *lake.Loaded {
	t.Helper()
	out, err := l.Load(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sums(t *testing.T, l *duckdb.Lake, by ...assay.CostKey) string {
	t.Helper()
	rows, err := l.Sum(t.Context(), lake.Ask{By: by})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s %s %d %t\n", strings.Join(r.Values, "|"), r.Currency, r.Billed, r.Lines, r.Estimated)
	}
	return b.String()
}

func TestLoadAndSum(t *testing.T) {
	l := open(t)
	out := load(t, l, bill(t, header+
		line("2025-02", "03", "Compute", "0.10000000001", `{"team":"a"}`)+
		line("2025-02", "04", "Compute", "0.2", `{"team":"a","x":1}`)+
		line("2025-02", "04", "Store", "-0.05", `{"team":"b"}`)+
		line("2025-03", "01", "Store", "1e-7", "")))
	if out.In != 4 || out.Stored != 4 || len(out.Partitions) != 2 {
		t.Fatalf("%+v", out)
	}
	want := "2025-02|Compute|a USD 0.30000000001 2 false\n2025-02|Store|b USD -0.05 1 false\n2025-03|Store| USD 0.0000001 1 true\n"
	if got := sums(t, l, assay.ByMonth, assay.ByServiceName, assay.TagKey("team")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := sums(t, l, assay.ByResource); !strings.HasPrefix(got, "i-0123456789abcdef0 USD") {
		t.Error(got)
	}
}

func TestReplaceAndRepeat(t *testing.T) {
	l := open(t)
	first := bill(t, header+line("2025-01", "03", "Compute", "1", "")+line("2025-02", "03", "Compute", "2", ""))
	load(t, l, first)
	if again := load(t, l, first); !again.Unchanged || again.Stored != 2 {
		t.Errorf("the same bill again: %+v", again)
	}
	out := load(t, l, bill(t, header+line("2025-01", "03", "Compute", "5", "")))
	if out.Partitions[0].Before != 1 {
		t.Errorf("%+v", out)
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 5 1 false\n2025-02 USD 2 1 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if back := load(t, l, first); back.Unchanged {
		t.Error("the first bill no longer counts wholly, and is not loaded again")
	}
	if got, want := sums(t, l, assay.ByMonth), "2025-01 USD 1 1 false\n2025-02 USD 2 1 false\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestQuarantine(t *testing.T) {
	l := open(t)
	good := line("2025-02", "03", "Compute", "1", "")
	out := load(t, l, bill(t, header+good+
		line("2025-02", "03", "Compute", "a lot", "")+
		line("2025-02", "03", "Compute", "", "")+
		line("2025-02", "03", "Compute", "7.5", "team=a")+
		line("2025-02", "03", "Compute", "NaN", "")+
		strings.Replace(good, "USD", "", 1)+
		strings.Replace(good, "2025-02-01T", "soon", 1)+
		strings.Replace(good, "42,", "42,42,42,", 1)))
	if out.In != 8 || out.Stored != 1 || out.Quarantined != 7 {
		t.Errorf("in %d, stored %d, quarantined %d: %+v", out.In, out.Stored, out.Quarantined, out.Reasons)
	}
	var got []string
	for _, r := range out.Reasons {
		got = append(got, fmt.Sprintf("%d %s", r.Lines, r.Reason))
	}
	for _, want := range []string{"2 BilledCost is no number", "1 BilledCost is missing", "1 Tags are no JSON object", "1 BillingCurrency is missing", "1 BillingPeriodStart is no date", "1 no line of CSV: too many columns"} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	table, err := l.Query(t.Context(), "SELECT reason, line, billed FROM quarantine WHERE reason LIKE 'Tags%'", 10)
	if err != nil || len(table.Rows) != 1 || !strings.Contains(table.Rows[0][1].Text, "team=a") || table.Rows[0][2].Text != "7.5" {
		t.Errorf("%v %v", table, err)
	}
}

func TestQueryReadsTheLakeOnly(t *testing.T) {
	l := open(t)
	load(t, l, bill(t, header+line("2025-02", "03", "Compute", "1", "")))
	for _, q := range []string{
		"SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT content FROM read_text('/etc/hostname')",
		"COPY charges TO '/tmp/stolen.csv'", "INSTALL httpfs", "ATTACH '/tmp/x.db'", "SET enable_external_access=true",
		"SELECT 1; SELECT 2", "CREATE TABLE x AS SELECT 1", "SELECT * FROM glob('/*')", "",
	} {
		if table, err := l.Query(t.Context(), q, 10); err == nil {
			t.Errorf("%s is answered: %v", q, table)
		}
	}
	nested, err := l.Query(t.Context(), `SELECT [1.50::DECIMAL(9,2), NULL], {'b': 'x<y', 'a': [true]}, MAP {'k': DATE '2025-01-01'}, CAST('{"n": "a"}' AS JSON), ['inf'::DOUBLE], []`, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`[1.5,null]`, `{"a":[true],"b":"x<y"}`, `{"k":"2025-01-01T00:00:00Z"}`, `{"n":"a"}`, `["+Inf"]`, `[]`} {
		if got := nested.Rows[0][i].Text; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	table, err := l.Query(t.Context(), "SELECT source, billing_period, BilledCost FROM charges", 10)
	if err != nil || table.Rows[0][0].Text != "aws-42" || table.Rows[0][1].Text != "2025-02" || table.Rows[0][2].Text != "1" {
		t.Errorf("%v %v", table, err)
	}
}
