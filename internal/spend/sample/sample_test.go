package sample_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/allocate"
	"github.com/assay-dev/assay/internal/spend/budget"
	"github.com/assay-dev/assay/internal/spend/sample"
	"github.com/assay-dev/assay/internal/spend/tags"
)

// TestFiles: the same month and seed give the same bytes, another seed others;
// every bill says that it is made up; the bank's files can be read.
func TestFiles(t *testing.T) {
	files, planted, err := sample.Files("2025-12", 1)
	if err != nil || len(planted) == 0 {
		t.Fatal(err)
	}
	again, _, err := sample.Files("2025-12", 1)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := sample.Files("2025-12", 2)
	if err != nil {
		t.Fatal(err)
	}
	bills := 0
	for i, f := range files {
		if !bytes.Equal(f.Data, again[i].Data) {
			t.Errorf("%s differs", f.Name)
		}
		if strings.HasPrefix(f.Name, "bills/") {
			bills++
			if bytes.Equal(f.Data, other[i].Data) {
				t.Errorf("the seed does not change %s", f.Name)
			}
			rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
			if err != nil || len(rows) < 400 {
				t.Errorf("%s: %d lines, %v", f.Name, len(rows), err)
			}
			for _, r := range rows[1:] {
				if !strings.Contains(strings.Join(r, " "), "(sample data)") {
					t.Fatalf("%s: a line does not say that it is made up: %q", f.Name, r)
				}
			}
		}
		switch f.Name {
		case tags.File:
			_, err = tags.Parse(f.Name, f.Data)
		case budget.File:
			_, err = budget.Parse(f.Name, f.Data)
		case allocate.File:
			_, err = allocate.ParseRules(f.Name, f.Data)
		}
		if err != nil {
			t.Error(err)
		}
	}
	if bills != sample.Months || files[0].Name != "bills/2024-12.csv" {
		t.Errorf("%d bills from %s", bills, files[0].Name)
	}
}

// TestSums: list and contracted costs are quantity times price to the last digit,
// hours are whole, no machine has more than a day holds, and what the savings plan
// costs is what was used of it and what was not.
func TestSums(t *testing.T) {
	files, _, err := sample.Bank("2026-02", 3)
	if err != nil {
		t.Fatal(err)
	}
	number := func(text string) money.Number {
		n, err := money.ParseNumber(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, f := range files {
		rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		bought, used, unused := money.Number{}, money.Number{}, money.Number{}
		hours := map[string]money.Number{} // by machine and day
		priced := 0
		for _, r := range rows[1:] {
			get := func(column string) string { return r[slices.Index(rows[0], column)] }
			if get("BilledCost") == "unreadable" {
				continue
			}
			switch effective := number(get("EffectiveCost")); {
			case get("CommitmentDiscountId") == "":
			case get("ChargeCategory") == "Purchase":
				bought = bought.Add(number(get("BilledCost")))
			case get("CommitmentDiscountStatus") == "Used":
				used = used.Add(effective)
			default:
				unused = unused.Add(effective)
			}
			if get("ListUnitPrice") == "" || get("CommitmentDiscountStatus") == "Unused" {
				continue
			}
			priced++
			q := number(get("PricingQuantity"))
			if want := q.Mul(number(get("ListUnitPrice"))); !want.Equal(number(get("ListCost"))) {
				t.Fatalf("%s: %s at list is not %s: %q", f.Name, q, want, r)
			}
			if want := q.Mul(number(get("ContractedUnitPrice"))); !want.Equal(number(get("ContractedCost"))) {
				t.Fatalf("%s: %s at the contract's price is not %s: %q", f.Name, q, want, r)
			}
			if !strings.Contains(get("SkuMeter"), "BoxUsage") {
				continue
			}
			k := get("ResourceId") + " " + get("ChargePeriodStart")
			if hours[k] = hours[k].Add(q); !q.IsInteger() || hours[k].GreaterThan(money.NumberOf(24)) {
				t.Fatalf("%s: %s hours of %s", f.Name, hours[k], k)
			}
		}
		if priced < 1000 || len(hours) < 400 {
			t.Errorf("%s: %d lines have a price, %d days of machines", f.Name, priced, len(hours))
		}
		if !bought.Equal(used.Add(unused)) || !unused.IsPositive() || !used.GreaterThan(unused) {
			t.Errorf("%s: of a plan for %s, %s were used and %s were not", f.Name, bought, used, unused)
		}
	}
}
