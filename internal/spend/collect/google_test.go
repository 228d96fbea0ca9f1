package collect_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/collect"
)

// TestOddLabels: labels that cannot be read cost their line, not the bill.
func TestOddLabels(t *testing.T) {
	head := strings.Replace(googleHead, "credits_amount", "labels", 1)
	line := func(labels string) string {
		return "01-AB,Compute,2025-01-03 00:00:00 UTC,1,EUR,202501,\"" + strings.ReplaceAll(labels, `"`, `""`) + "\"\n"
	}
	good := line(`[{"key":"team","value":"pay"}]`) + line(`{"team":"pay"}`) + line("[]") + line("")
	got, _, err := ingest(t, collect.Options{}, map[string]string{"gcp.csv": head + good}, assay.TagKey("team"))
	expect(t, got, err, " EUR 2 2\npay EUR 2 2\n")
	for _, labels := range []string{`[{"key":"a","value":"b"},{"key":"a","value":"c"}]`, "[bad", `[{"value":"c"}]`, "[7]", `"x"`} {
		quarantined(t, head+good+line(labels), "Tags are no JSON object")
	}
	const nested = "SELECT '01-AB' AS billing_account_id, {'description': 'Compute'} AS service, TIMESTAMP '2025-01-03' AS usage_start_time, 'EUR' AS currency, 1 AS cost, "
	_, loaded, err := ingest(t, collect.Options{}, map[string]string{"gcp.parquet": parquet(t,
		nested+"[{'key': 'a', 'value': 'b'}, {'key': 'a', 'value': 'c'}] AS labels UNION ALL "+nested+"[{'key': 'a', 'value': 'b'}] UNION ALL "+nested+"NULL UNION ALL "+nested+"[{'key': NULL, 'value': 'b'}]")}, assay.ByMonth)
	if err != nil || loaded.Stored != 2 || loaded.Quarantined != 2 {
		t.Errorf("%+v %v", loaded, err)
	}
}

// TestByteSeconds: quantities are in the units of prices where a line has them.
func TestByteSeconds(t *testing.T) {
	const head = "billing_account_id,service.description,usage_start_time,cost,currency,invoice.month,usage.amount,usage.unit,usage.amount_in_pricing_units,usage.pricing_unit\n"
	got, _, err := ingest(t, collect.Options{}, map[string]string{"gcp.csv": head +
		"01-AB,Storage,2025-01-03 00:00:00 UTC,1,EUR,202501,28823037615171174400000,byte-seconds,10,gibibyte month\n" +
		"01-AB,Compute,2025-01-03 00:00:00 UTC,2,EUR,202501,3600,seconds,,\n"}, assay.ByUnit)
	expect(t, got, err, "gibibyte month EUR 1 1\nseconds EUR 2 2\n")
	nested := parquet(t, "SELECT '01-AB' AS billing_account_id, {'description': 'Storage'} AS service, TIMESTAMP '2025-01-03' AS usage_start_time, 'EUR' AS currency, 1 AS cost, {'amount': 2e22, 'amount_in_pricing_units': 10.5, 'pricing_unit': 'gibibyte month'} AS usage")
	got, _, err = ingest(t, collect.Options{}, map[string]string{"gcp.parquet": nested}, assay.ByUnit)
	expect(t, got, err, "gibibyte month EUR 1 1\n")
}
