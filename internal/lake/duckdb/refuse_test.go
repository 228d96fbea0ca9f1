package duckdb_test

import (
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
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
