package conform_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
	"github.com/assay-dev/assay/internal/spend/conform"
	"github.com/assay-dev/assay/internal/spend/sample"
	"github.com/assay-dev/assay/rules"
)

func parse(t *testing.T) *conform.Rules {
	t.Helper()
	r, err := conform.Parse(rules.FOCUS)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func validate(t *testing.T, r *conform.Rules, text string, o conform.Options) (*conform.Report, map[string]conform.Result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bill.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := duckdb.Open(t.TempDir(), duckdb.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	report, err := r.Validate(t.Context(), l, []lake.File{{Path: path, Name: "bill.csv", Comma: ','}}, o)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]conform.Result{}
	for _, x := range report.Results {
		by[x.ID] = x
	}
	return report, by
}

// TestModel: all rules of the model are there, and each is told.
func TestModel(t *testing.T) {
	r := parse(t)
	if r.Len() != 621 {
		t.Errorf("%d rules", r.Len())
	}
}

// table is a bill of one line, in which each check of the model can be broken.
var table = map[string]string{
	"BilledCost": "1.5", "BillingAccountId": "42", "BillingAccountName": "Bank", "BillingCurrency": "USD", "BillingPeriodEnd": "2025-02-01T00:00:00Z",
	"BillingPeriodStart": "2025-01-01T00:00:00Z", "ChargeCategory": "Usage", "ChargeClass": "", "ChargeDescription": "Machine", "ChargeFrequency": "Usage-Based",
	"ChargePeriodEnd": "2025-01-03T00:00:00Z", "ChargePeriodStart": "2025-01-02T00:00:00Z", "ContractedCost": "2", "ContractedUnitPrice": "1", "EffectiveCost": "1.5",
	"InvoiceId": "I-1", "InvoiceIssuerName": "AWS Inc.", "ListCost": "2", "ListUnitPrice": "1", "PricingQuantity": "2", "PricingUnit": "Hours", "PricingCategory": "Standard",
	"ProviderName": "AWS Inc.", "PublisherName": "AWS Inc.", "ServiceCategory": "Compute", "ServiceName": "EC2", "ServiceSubcategory": "Virtual Machines", "SkuId": "S", "SkuPriceId": "S.P",
	"SkuMeter": "M", "SkuPriceDetails": "", "Tags": `{"a":"b"}`, "ConsumedQuantity": "2", "ConsumedUnit": "Hours", "ResourceId": "i-1", "ResourceName": "web", "ResourceType": "Instance",
	"RegionId": "eu-west-1", "RegionName": "Ireland", "AvailabilityZone": "a", "SubAccountId": "7", "SubAccountName": "prod", "SubAccountType": "Account", "BillingAccountType": "Payer",
}

func bill(change map[string]string) string {
	var head, line []string
	for _, c := range strings.Fields("BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart ContractedCost ContractedUnitPrice EffectiveCost InvoiceId InvoiceIssuerName ListCost ListUnitPrice PricingQuantity PricingUnit PricingCategory ProviderName PublisherName ServiceCategory ServiceName ServiceSubcategory SkuId SkuPriceId SkuMeter SkuPriceDetails Tags ConsumedQuantity ConsumedUnit ResourceId ResourceName ResourceType RegionId RegionName AvailabilityZone SubAccountId SubAccountName SubAccountType") {
		v, changed := change[c]
		if !changed {
			v = table[c]
		}
		if v == "-" {
			continue
		}
		head = append(head, c)
		line = append(line, `"`+strings.ReplaceAll(v, `"`, `""`)+`"`)
	}
	for i, v := range line {
		if v == `""` {
			line[i] = ""
		}
	}
	return strings.Join(head, ",") + "\n" + strings.Join(line, ",") + "\n"
}

// TestConformant: nothing that a program can check fails on a line that keeps all.
func TestConformant(t *testing.T) {
	report, _ := validate(t, parse(t), bill(nil), conform.Options{})
	for _, x := range report.Results {
		if x.State == conform.Failed && x.Must() {
			t.Errorf("%s %s: %s", x.ID, x.Keyword, x.Says)
		}
	}
	if report.Count(conform.Passed, false) < 200 || report.Count(conform.NotChecked, false) < 150 {
		t.Errorf("%d passed, %d not checked", report.Count(conform.Passed, false), report.Count(conform.NotChecked, false))
	}
}

// TestChecks: each kind of check is broken by what breaks it.
func TestChecks(t *testing.T) {
	r := parse(t)
	for _, x := range []struct {
		id     string
		change map[string]string
		says   string
	}{
		{"CostAndUsage-D-009-M", map[string]string{"BilledCost": "1.5", "BillingPeriodStart": "-"}, ""},
		{"BilledCost-C-001-M", map[string]string{"BilledCost": "much"}, "BilledCost must be a decimal number"},
		{"BilledCost-C-003-M", map[string]string{"BilledCost": ""}, "BilledCost must be not null"},
		{"BilledCost-C-005-C", map[string]string{"InvoiceIssuerName": "Marketplace"}, "BilledCost must be 0 when ProviderName is other than InvoiceIssuerName"},
		{"BillingCurrency-C-006-M", map[string]string{"BillingCurrency": "XYZ"}, "BillingCurrency must be a currency's code"},
		{"BillingPeriodStart-C-002-M", map[string]string{"BillingPeriodStart": "2025-01-01"}, ""},
		{"BillingPeriodStart-C-001-M", map[string]string{"BillingPeriodStart": "soon"}, ""},
		{"ChargeCategory-C-003-M", map[string]string{"ChargeCategory": "Fun"}, "ChargeCategory must be one of Usage, Purchase, Tax, Credit, Adjustment"},
		{"ChargeFrequency-C-004-C", map[string]string{"ChargeCategory": "Purchase"}, "ChargeFrequency must be not Usage-Based when ChargeCategory is Purchase"},
		{"ListUnitPrice-C-008-M", map[string]string{"ListUnitPrice": "-1"}, "ListUnitPrice must be 0 or more"},
		{"ListUnitPrice-C-010-C", map[string]string{"ListCost": "3"}, "ListUnitPrice times PricingQuantity must be ListCost when ListUnitPrice is not null and ChargeClass is not Correction"},
		{"Tags-C-001-M", map[string]string{"Tags": "a=b"}, "Tags must be a JSON object"},
		{"SkuMeter-C-005-C", map[string]string{"SkuMeter": ""}, "SkuMeter should be not null when SkuId is not null"},
	} {
		_, by := validate(t, r, bill(x.change), conform.Options{})
		got := by[x.id]
		if x.id == "CostAndUsage-D-009-M" {
			failed := ""
			for id, y := range by {
				if y.State == conform.Failed && strings.Contains(y.Says, "column BillingPeriodStart must be there") {
					failed = id
				}
			}
			if failed == "" {
				t.Error("a missing column is not missed")
			}
			continue
		}
		if got.State != conform.Failed || got.Lines != 1 || got.First != 1 || x.says != "" && got.Says != x.says {
			t.Errorf("%s: %+v", x.id, got)
		}
		if _, by := validate(t, r, bill(nil), conform.Options{}); by[x.id].State != conform.Passed && by[x.id].State != conform.NotApplicable {
			t.Errorf("%s on a line that keeps it: %+v", x.id, by[x.id])
		}
	}
}

// TestSample: the bank's bills conform, but for the line that nobody can read.
func TestSample(t *testing.T) {
	files, _, err := sample.Files("2025-12", 1)
	if err != nil {
		t.Fatal(err)
	}
	report, _ := validate(t, parse(t), string(files[0].Data), conform.Options{})
	for _, x := range report.Results {
		if x.State == conform.Failed && x.Must() {
			t.Errorf("%s: %s, %d lines, first %d", x.ID, x.Says, x.Lines, x.First)
		}
	}
}
