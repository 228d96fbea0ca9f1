package collect_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/collect"
)

// TestDayFirst: one line tells in which order a file writes its dates.
func TestDayFirst(t *testing.T) {
	bill := func(lines ...string) map[string]string {
		return map[string]string{"azure.csv": "Date,BillingPeriodStartDate,CostInBillingCurrency,BillingCurrencyCode,MeterCategory\n" + strings.Join(lines, ",1,EUR,Storage\n") + ",1,EUR,Storage\n"}
	}
	for name, test := range map[string]struct {
		lines []string
		want  string
	}{
		"day first":                {[]string{"01/02/2025,", "13/02/2025,"}, "2025-02|2025-02 EUR 2 2\n"},
		"month first":              {[]string{"01/02/2025,", "01/13/2025,"}, "2025-01|2025-01 EUR 2 2\n"},
		"nobody tells":             {[]string{"01/02/2025,", "02/02/2025,"}, "2025-01|2025-01 EUR 1 1\n2025-02|2025-02 EUR 1 1\n"},
		"the other column tells":   {[]string{"13/02/2025,01/02/2025", "03/02/2025,01/02/2025"}, "2025-02|2025-02 EUR 2 2\n"},
		"the period's first":       {[]string{"03/02/2025,01/02/2025"}, "2025-02|2025-02 EUR 1 1\n"},
		"a period from the second": {[]string{"01/20/2025,01/02/2025"}, "2025-01|2025-01 EUR 1 1\n"},
	} {
		got, _, err := ingest(t, collect.Options{}, bill(test.lines...), assay.ByMonth, assay.ByChargeMonth)
		if err != nil || got != test.want {
			t.Errorf("%s: %v, got\n%swant\n%s", name, err, got, test.want)
		}
	}
	if got, _, err := ingest(t, collect.Options{}, bill("13/02/2025,", "01/13/2025,"), assay.ByMonth); err == nil || !strings.Contains(err.Error(), "some dates with the day first") {
		t.Error(got, err)
	}
	quarantined(t, bill("2025-02-03,2025-02-01", "2025-02-03,soon")["azure.csv"], "BillingPeriodStart is no date")
	quarantined(t, bill("2025-02-03,2025-02-01", "soon,2025-02-01")["azure.csv"], "ChargePeriodStart is no date")
}

// TestDecimalComma: points group thousands where commas part decimals.
func TestDecimalComma(t *testing.T) {
	invoice := func(amounts ...string) map[string]string {
		return map[string]string{"inv.csv": "Vendor;Date;Amount\nSnyk;2025-01-07;" + strings.Join(amounts, "\nSnyk;2025-01-07;") + "\n"}
	}
	for want, amounts := range map[string][]string{
		"2025-01 EUR 2468.5 2468.5\n":       {"1.234,50", "1.234"},
		"2025-01 EUR 1234.5 1234.5\n":       {"0,5", "1.234"},
		"2025-01 EUR 1.734 1.734\n":         {"0.5", "1.234"},
		"2025-01 EUR 1233734.5 1233734.5\n": {"1.234.234,5", "-500"},
	} {
		got, _, err := ingest(t, collect.Options{Currency: "EUR"}, invoice(amounts...), assay.ByMonth)
		expect(t, got, err, want)
	}
	m, err := collect.ParseMapping("m.yaml", []byte("columns: {BilledCost: b, ChargePeriodStart: d}\nvalues: {BillingCurrency: EUR}\ndecimal: \",\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, loaded, err := ingest(t, collect.Options{Mapping: m}, map[string]string{"x.csv": "d;b\n2025-01-03;12,50\n2025-01-03;12.50\n2025-01-03;1.2345\n2025-01-03;\n2025-01-03;1_0,5\n"}, assay.ByMonth)
	expect(t, got, err, "2025-01 EUR 12.5 12.5\n")
	if loaded.Quarantined != 4 {
		t.Errorf("%+v", loaded.Reasons)
	}
	got, _, err = ingest(t, collect.Options{Mapping: m}, map[string]string{"x.parquet": parquet(t, "SELECT DATE '2025-01-03' AS d, 1234.5::DOUBLE AS b UNION ALL SELECT DATE '2025-01-03', 1.125")}, assay.ByMonth)
	expect(t, got, err, "2025-01 EUR 1235.625 1235.625\n")
}
