package collect_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/collect"
)

// parquet is a file of Parquet with what a SELECT gives.
func parquet(t *testing.T, query string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "x.parquet")
	if _, err := db.ExecContext(t.Context(), "COPY ("+query+") TO '"+path+"' (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const (
	curHead    = "bill_billing_period_start_date,line_item_line_item_type,line_item_unblended_cost,line_item_usage_start_date,line_item_currency_code,savings_plan_savings_plan_effective_cost,savings_plan_total_commitment_to_date,savings_plan_used_commitment,reservation_effective_cost\n"
	googleHead = "billing_account_id,service.description,usage_start_time,cost,currency,invoice.month,credits_amount\n"
)

// TestNoAmount: what is no number is quarantined wherever it is reckoned with; what
// is not there is nothing.
func TestNoAmount(t *testing.T) {
	for line, want := range map[string]string{
		"SavingsPlanCoveredUsage,10,2025-01-02,USD,\"7,5\",,,":  "EffectiveCost is no number",
		"SavingsPlanRecurringFee,8,2025-01-02,USD,,8,n/a,":      "EffectiveCost is no number",
		"DiscountedUsage,8,2025-01-02,USD,,,,1_000":             "EffectiveCost is no number",
		"DiscountedUsage,8,2025-01-02,USD,,,,true":              "EffectiveCost is no number",
		"Usage,1_000,2025-01-02,USD,,,,":                        "BilledCost is no number",
		"SavingsPlanRecurringFee,8,2025-01-02,USD,,9e25,-9e25,": "EffectiveCost is no number",
		"SavingsPlanRecurringFee,8,2025-01-02,USD,,9e16,,":      "EffectiveCost is beyond what a bill can say",
		"DiscountedUsage,0,2025-01-02,USD,,,,":                  "",
		"Usage,1,2025-01-02,USD,not,reckoned,with,here":         "",
		"SavingsPlanRecurringFee,8,2025-01-02,USD,, 8 ,7.5,":    "",
		"SavingsPlanCoveredUsage,10,2025-01-02,USD,1e-05,,,":    "",
	} {
		quarantined(t, curHead+"2025-01-01,Usage,1,2025-01-02,USD,,,,\n2025-01-01,"+line+"\n", want)
	}
	for line, want := range map[string]string{
		`4,EUR,202501,"-1,5"`: "BilledCost is no number",
		`1_000,EUR,202501,`:   "BilledCost is no number",
		`"4,5",EUR,202501,-1`: "BilledCost is no number",
		`,EUR,202501,-1`:      "BilledCost is missing",
		`4,EUR,202501,`:       "",
	} {
		const start = "01-AB,Compute,2025-01-03 00:00:00 UTC,"
		quarantined(t, googleHead+start+"1,EUR,202501,\n"+start+line+"\n", want)
	}
}

// quarantined holds the reason of a file's quarantined line against what is wanted;
// empty: there is none.
func quarantined(t *testing.T, text, want string) {
	t.Helper()
	_, loaded, err := ingest(t, collect.Options{}, map[string]string{"bill.csv": text}, assay.ByMonth)
	if err != nil {
		t.Errorf("%s: %v", text, err)
		return
	}
	var got []string
	for _, r := range loaded.Reasons {
		got = append(got, r.Reason)
	}
	if strings.Join(got, "; ") != want {
		t.Errorf("%s: quarantined for %q, want %q", text, got, want)
	}
}

// TestExact: floats are what their shortest text says, also in sums.
func TestExact(t *testing.T) {
	const line = "SELECT '2025-01-01' AS bill_billing_period_start_date, '2025-01-02' AS line_item_usage_start_date, 'USD' AS line_item_currency_code, "
	file := parquet(t, line+"'SavingsPlanCoveredUsage' AS line_item_line_item_type, 9876543.21::DOUBLE AS line_item_unblended_cost, 9876543.21::DOUBLE AS savings_plan_savings_plan_effective_cost, 0.1::FLOAT AS reservation_effective_cost UNION ALL "+
		line+"'DiscountedUsage', 0.5, NULL, 0.1::FLOAT")
	got, _, err := ingest(t, collect.Options{}, map[string]string{"cur.parquet": file}, assay.ByMonth)
	expect(t, got, err, "2025-01 USD 9876543.71 9876543.31\n")
	const google = "SELECT '01-AB' AS billing_account_id, {'description': 'Compute'} AS service, TIMESTAMP '2025-01-03' AS usage_start_time, 'EUR' AS currency, {'month': '202501'} AS invoice, 9876543.21::DOUBLE AS cost, "
	got, _, err = ingest(t, collect.Options{}, map[string]string{"gcp.parquet": parquet(t, google+"[{'name': 'CUD', 'amount': -0.1::DOUBLE}, {'name': 'SUD', 'amount': -0.2}] AS credits UNION ALL "+google+"[]")}, assay.ByMonth)
	expect(t, got, err, "2025-01 EUR 19753086.12 19753086.12\n")
	_, loaded, err := ingest(t, collect.Options{}, map[string]string{"gcp.parquet": parquet(t, google+"[{'name': 'CUD', 'amount': NULL::DOUBLE}] AS credits UNION ALL "+google+"NULL")}, assay.ByMonth)
	if err != nil || loaded.Stored != 1 || loaded.Quarantined != 1 {
		t.Errorf("%+v %v", loaded, err)
	}
}

// TestCreditsAsText: credits in a CSV are JSON, or one number.
func TestCreditsAsText(t *testing.T) {
	line := func(credits string) string {
		return "01-AB,Compute,2025-01-03 00:00:00 UTC,100,EUR,202501,\"" + strings.ReplaceAll(credits, `"`, `""`) + "\"\n"
	}
	head := strings.Replace(googleHead, "credits_amount", "credits", 1)
	text := head
	for _, c := range []string{`[{"name":"CUD","amount":-30}]`, `[{"amount":"-1.5"},{"amount":-0.25}]`, "[]", "", "-8"} {
		text += line(c)
	}
	got, _, err := ingest(t, collect.Options{}, map[string]string{"gcp.csv": text}, assay.ByMonth)
	expect(t, got, err, "2025-01 EUR 460.25 460.25\n")
	for _, c := range []string{"[bad", `[{"name":"CUD"}]`, `[{"amount":"7,5"}]`, `{"amount":1}`, "[3]"} {
		quarantined(t, text+line(c), "BilledCost is no number")
	}
}

// TestNoProduct: a list price that is no number, or too much, is told where the bill
// has numbers too.
func TestNoProduct(t *testing.T) {
	const line = "SELECT DATE '2025-01-02' AS Date, 1.5 AS CostInBillingCurrency, 'EUR' AS BillingCurrencyCode, 'Storage' AS MeterCategory, "
	_, loaded, err := ingest(t, collect.Options{}, map[string]string{"azure.parquet": parquet(t,
		line+"1::DOUBLE AS PayGPrice, 2::DOUBLE AS Quantity UNION ALL "+line+"'nan'::DOUBLE, 2 UNION ALL "+line+"1e12, 1e12 UNION ALL "+line+"NULL, 2")}, assay.ByMonth)
	if err != nil || loaded.Stored != 2 || loaded.Quarantined != 2 || loaded.Reasons[0].Reason != "ListCost is no number" {
		t.Errorf("%+v %v", loaded, err)
	}
}
