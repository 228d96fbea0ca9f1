package collect_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
	"github.com/assay-dev/assay/internal/spend/collect"
)

var now = time.Date(2025, 3, 2, 12, 0, 0, 0, time.UTC)

// ingest loads files, by name and content, and gives sums by keys as text.
func ingest(t *testing.T, o collect.Options, files map[string]string, by ...assay.CostKey) (string, *lake.Loaded, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		data := []byte(text)
		if strings.HasSuffix(name, ".gz") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(data)
			_ = z.Close()
			data = b.Bytes()
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.Dir = t.TempDir()
	l, err := duckdb.Open(t.TempDir(), duckdb.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	b, err := collect.Open(t.Context(), l, []string{dir}, o)
	if err != nil {
		return "", nil, err
	}
	loaded, err := l.Load(t.Context(), b.Load(now))
	if err != nil {
		return "", nil, err
	}
	rows, err := l.Sum(t.Context(), lake.Ask{By: by})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&out, "%s %s %s %s\n", strings.Join(r.Values, "|"), r.Currency, r.Billed, r.Effective)
	}
	return out.String(), loaded, nil
}

func expect(t *testing.T, got string, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestCUR: a covered line is billed on demand and taken back by its negation; what
// it cost in effect is the plan's share, and what of the plan nobody used stays.
func TestCUR(t *testing.T) {
	const head = "bill_billing_period_start_date,bill_payer_account_id,line_item_line_item_type,line_item_unblended_cost,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_resource_id,line_item_currency_code,savings_plan_savings_plan_effective_cost,savings_plan_total_commitment_to_date,savings_plan_used_commitment,savings_plan_savings_plan_a_r_n,reservation_effective_cost,reservation_unused_recurring_fee,reservation_reservation_a_r_n,resource_tags\n"
	row := func(kind, cost, start, rest string) string {
		return "2025-01-01T00:00:00Z,999," + kind + "," + cost + "," + start + "T00:00:00Z,2025-01-31T00:00:00Z,AmazonEC2,i-0aaaaaaaaaaaaaaa1,USD," + rest + "\n"
	}
	const tags = `"{""user_team"":""pay"",""aws_autoscaling_group_name"":""web""}"`
	text := head +
		row("Usage", "1.5", "2025-01-02", ",,,,,,,"+tags) +
		row("SavingsPlanCoveredUsage", "10", "2025-01-02", "7,,,arn:sp,,,,"+tags) +
		row("SavingsPlanNegation", "-10", "2025-01-02", ",,,arn:sp,,,,") +
		row("SavingsPlanRecurringFee", "8", "2025-01-01", ",8,7,arn:sp,,,,") +
		row("DiscountedUsage", "0", "2025-01-02", ",,,,2,,arn:ri,") +
		row("RIFee", "3", "2025-01-01", ",,,,,1,arn:ri,") +
		row("Tax", "0.5", "2025-01-01", ",,,,,,,") +
		row("Refund", "-0.25", "2024-12-02", ",,,,,,,") +
		row("Credit", "-1", "2025-01-02", ",,,,,,,")
	got, _, err := ingest(t, collect.Options{}, map[string]string{"cur.csv": text}, assay.ByChargeCategory, assay.ByChargeClass)
	expect(t, got, err, "Credit| USD -1 -1\nPurchase| USD 11 2\nTax| USD 0.5 0.5\nUsage| USD 1.5 10.5\nUsage|Correction USD -0.25 -0.25\n")
	got, _, err = ingest(t, collect.Options{}, map[string]string{"cur.csv.gz": text}, assay.BySource, assay.TagKey("team"))
	expect(t, got, err, "aws-999| USD 0.25 3.25\naws-999|pay USD 11.5 8.5\n")
	older := strings.NewReplacer("bill_billing_period_start_date", "bill/BillingPeriodStartDate", "bill_payer_account_id", "bill/PayerAccountId", "line_item_line_item_type", "lineItem/LineItemType", "line_item_unblended_cost", "lineItem/UnblendedCost", "line_item_usage_start_date", "lineItem/UsageStartDate", "line_item_currency_code", "lineItem/CurrencyCode", "line_item_product_code", "lineItem/ProductCode", "savings_plan_savings_plan_effective_cost", "savingsPlan/SavingsPlanEffectiveCost", "resource_tags", "resourceTags/user:team").Replace(text)
	got, _, err = ingest(t, collect.Options{}, map[string]string{"cur.csv": strings.ReplaceAll(older, tags, "pay")}, assay.ByServiceName, assay.TagKey("team"))
	expect(t, got, err, "AmazonEC2| USD 0.25 3.25\nAmazonEC2|pay USD 11.5 8.5\n")
	// tags of AWS's own, as its reports of each kind write them
	group := assay.TagKey("aws:autoscaling:groupName")
	got, _, err = ingest(t, collect.Options{}, map[string]string{"cur.csv": text}, group)
	expect(t, got, err, " USD 0.25 3.25\nweb USD 11.5 8.5\n")
	for _, column := range []string{"resourceTags/aws:autoscaling:groupName", "resource_tags_aws_autoscaling_group_name"} {
		got, _, err = ingest(t, collect.Options{}, map[string]string{"cur.csv": strings.ReplaceAll(strings.Replace(text, "resource_tags", column, 1), tags, "web")}, group)
		expect(t, got, err, " USD 0.25 3.25\nweb USD 11.5 8.5\n")
	}
}

func TestAzure(t *testing.T) {
	text := "Date,BillingPeriodStartDate,CostInBillingCurrency,BillingCurrencyCode,SubscriptionId,MeterCategory,ChargeType,Tags,Quantity,PayGPrice\n" +
		`01/15/2025,01/01/2025,2.5,EUR,s1,Virtual Machines,Usage,"""team"": ""pay"",""env"": ""prod""",2,1.5` + "\n" +
		`12/30/2024,01/01/2025,-1,EUR,s1,Virtual Machines,Refund,,,` + "\n" +
		`2025-01-16,2025-01-01,1,EUR,s1,Storage,Usage,"{""team"":""ops""}",,` + "\n"
	got, _, err := ingest(t, collect.Options{}, map[string]string{"azure.csv": text}, assay.ByMonth, assay.ByChargeMonth, assay.ByChargeClass, assay.TagKey("team"))
	expect(t, got, err, "2025-01|2024-12|Correction| EUR -1 -1\n2025-01|2025-01||ops EUR 1 1\n2025-01|2025-01||pay EUR 2.5 2.5\n")
}

func TestGoogle(t *testing.T) {
	text := "billing_account_id,service.description,sku.id,usage_start_time,usage_end_time,project.id,cost,currency,invoice.month,cost_type,credits_amount,labels\n" +
		`01-AB,Compute Engine,S1,2025-01-03 00:00:00 UTC,2025-01-03 01:00:00 UTC,p1,4,EUR,202501,regular,-1,"[{""key"":""team"",""value"":""pay""}]"` + "\n" +
		`01-AB,Compute Engine,S1,2024-11-03 00:00:00 UTC,2024-11-03 01:00:00 UTC,p1,-2,EUR,202501,adjustment,,"[]"` + "\n" +
		`01-AB,Invoice,T,2025-01-31 00:00:00 UTC,2025-01-31 01:00:00 UTC,,0.7,EUR,202501,tax,,` + "\n"
	got, _, err := ingest(t, collect.Options{}, map[string]string{"gcp.csv": text}, assay.ByMonth, assay.ByChargeCategory, assay.ByChargeClass, assay.TagKey("team"))
	expect(t, got, err, "2025-01|Adjustment|Correction| EUR -2 -2\n2025-01|Tax|| EUR 0.7 0.7\n2025-01|Usage||pay EUR 3 3\n")
}

func TestInvoiceAndMapping(t *testing.T) {
	got, _, err := ingest(t, collect.Options{Currency: "EUR"}, map[string]string{"inv.csv": "Vendor;Invoice;Date;Amount;Description\nSnyk;I-1;2025-01-07;1200.50;seats\n"}, assay.BySource, assay.ByMonth, assay.ByInvoice)
	expect(t, got, err, "snyk|2025-01|I-1 EUR 1200.5 1200.5\n")
	m, err := collect.ParseMapping("m.yaml", []byte("columns: {BilledCost: Betrag, ChargePeriodStart: Tag, ServiceName: Produkt}\nvalues: {ProviderName: Rechenzentrum, BillingCurrency: EUR}\ntags: {team: Gruppe}\ndates: \"%d.%m.%Y\"\ndecimal: \",\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, _, err = ingest(t, collect.Options{Mapping: m}, map[string]string{"x.csv": "Tag;Produkt;Betrag;Gruppe\n03.01.2025;Strom;1.234,56;pay\n04.01.2025;Strom;-0,06;\n"}, assay.ByMonth, assay.ByServiceName, assay.TagKey("team"))
	expect(t, got, err, "2025-01|Strom| EUR -0.06 -0.06\n2025-01|Strom|pay EUR 1234.56 1234.56\n")
	for text, want := range map[string]string{
		"columns: {BilledCosts: a}": "m.yaml:1: BilledCosts is no column of FOCUS 1.2",
		"columns: {BilledCost: a}":  "at least BilledCost and ChargePeriodStart",
		"decimal: x":                "m.yaml:1:",
		"colums: {}":                "colums",
	} {
		if _, err := collect.ParseMapping("m.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

const focusHead = "BillingAccountId,BillingCurrency,BillingPeriodStart,BilledCost,EffectiveCost,ChargePeriodStart,ProviderName\n"

func focusRow(month, cost string) string {
	return fmt.Sprintf("1,USD,%s-01T00:00:00Z,%s,%s,%s-02T00:00:00Z,AWS\n", month, cost, cost, month)
}

// TestManifests: files that no manifest names, and files named twice, count not.
func TestManifests(t *testing.T) {
	files := map[string]string{
		"export/run1/a.csv": focusHead + focusRow("2025-01", "1"),
		"export/run2/a.csv": focusHead + focusRow("2025-01", "2"),
		"export/run2/b.csv": focusHead + focusRow("2025-01", "3"),
		"m1-Manifest.json":  `{"dataFiles":["s3://bucket/export/run2/a.csv","s3://bucket/export/run2/b.csv"]}`,
		"m2-Manifest.json":  `{"dataFiles":["s3://bucket/export/run2/a.csv"]}`,
	}
	got, _, err := ingest(t, collect.Options{}, files, assay.ByMonth)
	expect(t, got, err, "2025-01 USD 5 5\n")
	files["m3-manifest.json"] = `{"blobs":[{"blobName":"export/run2/gone.csv"}]}`
	if _, _, err := ingest(t, collect.Options{}, files, assay.ByMonth); err == nil || !strings.Contains(err.Error(), "gone.csv, which is not there") {
		t.Error(err)
	}
}

// TestSameFileTwice counts once.
func TestSameFileTwice(t *testing.T) {
	text := focusHead + focusRow("2025-01", "1")
	got, _, err := ingest(t, collect.Options{}, map[string]string{"a.csv": text, "b/copy.csv": text}, assay.ByMonth)
	expect(t, got, err, "2025-01 USD 1 1\n")
}

// TestPackedByAnotherName: what is packed is unpacked, whatever it is called.
func TestPackedByAnotherName(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, focusHead+focusRow("2025-01", "3"))
	_ = z.Close()
	got, _, err := ingest(t, collect.Options{}, map[string]string{"a.csv": b.String()}, assay.ByMonth)
	expect(t, got, err, "2025-01 USD 3 3\n")
}

func TestCutShort(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := range 1000 {
		fmt.Fprint(z, focusRow("2025-01", fmt.Sprint(i)))
	}
	_ = z.Close()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv.gz")
	if err := os.WriteFile(path, b.Bytes()[:b.Len()-20], 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := duckdb.Open(t.TempDir(), duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = collect.Open(t.Context(), l, []string{path}, collect.Options{Dir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Error(err)
	}
}

// TestBomb: what unpacks to far more than bills do is refused before the disk is full.
func TestBomb(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	block := make([]byte, 1<<20)
	for range 128 {
		if _, err = z.Write(block); err != nil {
			break
		}
	}
	if err := errors.Join(err, z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	l, err := duckdb.Open(t.TempDir(), duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = collect.Open(t.Context(), l, []string{path}, collect.Options{Dir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "times its size") {
		t.Error(err)
	}
}

func TestUnknown(t *testing.T) {
	for name, text := range map[string]string{"a.csv": "a,b\n1,2\n", "b.csv": "", "c.csv": focusHead, "d.json": "{}", "e.csv": "\x00\x01", "f.parquet": "PAR1 no"} {
		if got, _, err := ingest(t, collect.Options{}, map[string]string{name: text}, assay.ByMonth); err == nil {
			t.Errorf("%s is loaded: %s", name, got)
		}
	}
}
