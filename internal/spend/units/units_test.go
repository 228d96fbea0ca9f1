package units

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

func cost(month, service, currency string, n int64) Cost {
	return Cost{Month: assay.Month(month), Service: service, Currency: currency, Effective: money.NumberOf(n)}
}

const header = "month,service,metric,value,revenue,currency\n"

func TestDivide(t *testing.T) {
	metrics, err := ParseMetrics("m.csv", []byte(header+
		"2025-01,pay,calls,100,500,USD\n2025-02,pay,calls,200,500,USD\n2025-03,pay,calls,,,\n2025-04,pay,calls,0,,\n2025-05,pay,calls,10,7,EUR\n2025-02,,customers,3,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	rows := Divide(metrics.Months, []Cost{
		cost("2025-01", "pay", "USD", 200), cost("2025-02", "pay", "USD", 300), cost("2025-03", "pay", "USD", 10), cost("2025-04", "pay", "USD", 10),
		cost("2025-05", "pay", "USD", 10), cost("2025-02", "other", "USD", 6), cost("2025-02", "other", "EUR", 9),
	})
	var b strings.Builder
	if err := WriteCSV(&b, rows); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2025-01,pay,calls,USD,100,200,500,300,2,5,3,,,false,\n",
		"2025-02,pay,calls,USD,200,300,500,200,1.5,2.5,1,-25,,false,\n",
		"2025-03,pay,calls,USD,,10,,,,,,,,false,no metric\n",
		"2025-04,pay,calls,USD,0,10,,,,,,,,false,the metric is zero: nothing to divide by\n",
		"2025-05,pay,calls,USD,10,10,,,1,,,,,false,revenue is in EUR\n",
		"2025-02,,customers,EUR,3,9,,,3,,,,,false,\n",
		"2025-02,,customers,USD,3,306,,,102,,,,,false,\n",
		"2025-01,,customers,EUR,,,,,,,,,,false,no metric\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if rows := Divide(metrics.Months[:1], nil); len(rows) != 1 || rows[0].Cost != nil || rows[0].Why != "no cost in the bills" {
		t.Errorf("without bills %+v", rows)
	}
}

func TestTrend(t *testing.T) {
	text := header
	var costs []Cost
	for i, m := range []string{"2025-01", "2025-02", "2025-03", "2025-04"} {
		text += m + ",pay,calls,10,,\n"
		costs = append(costs, cost(m, "pay", "USD", []int64{100, 110, 120, 132}[i]))
	}
	metrics, err := ParseMetrics("m.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	rows := Divide(metrics.Months, costs)
	if r := rows[3]; r.Change.String() != "10" || r.Trend.String() != "20" || rows[2].Trend != nil {
		t.Errorf("%+v", rows)
	}
}

func TestDays(t *testing.T) {
	text := "day,service,metric,value,revenue,currency\n"
	for d := 1; d <= 28; d++ {
		text += fmt.Sprintf("2025-02-%02d,pay,calls,2,3,USD\n", d)
	}
	m, err := ParseMetrics("m.csv", []byte(text+"2025-03-01,pay,calls,2,3,USD\n"))
	if err != nil || len(m.Months) != 2 || len(m.Days) != 29 {
		t.Fatal(m, err)
	}
	rows := Divide(m.Months, []Cost{cost("2025-02", "pay", "USD", 28), cost("2025-03", "pay", "USD", 31)})
	if r := rows[0]; r.Value.String() != "56" || r.Revenue.String() != "84" || r.CostPer.String() != "0.5" || r.MarginPer.String() != "1" {
		t.Errorf("a whole month %+v", r)
	}
	// A month's cost by one day's calls would be an invention.
	if r := rows[1]; r.CostPer != nil || r.Value != nil || r.Change != nil || r.Why != "the metric has 1 of 31 days" {
		t.Errorf("a month of one day %+v", r)
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{
		"", "metric,value\n", "month,day,metric,value\n", header + "2025-1,pay,calls,1,,\n", header + "2025-01,pay,calls,-1,,\n", header + "2025-01,pay,calls,1,5,\n",
		header + "2025-01,pay,,1,,\n", header + "2025-01,pay,calls,1,,\n2025-01,pay,calls,2,,\n", header + "2025-01,pay\n", header + "\"2025\n",
		"day,metric,value,revenue,currency\n2025-01-01,calls,1,2,USD\n2025-01-02,calls,1,2,EUR\n",
		"day,metric,value\n2025-01-01,calls,1\n2025-01-01,calls,1\n",
	} {
		if _, err := ParseMetrics("m.csv", []byte(text)); !errors.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), "m.csv:") || fault.Help(err) == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseMetrics(f *testing.F) {
	f.Add([]byte(header + "2025-01,pay,calls,100,500,USD\n"))
	f.Add([]byte("day,metric,value\n2025-01-02,a,1e9\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseMetrics("m.csv", data)
		if err != nil {
			return
		}
		for _, r := range Divide(list.Months, []Cost{cost("2025-01", "pay", "USD", 1)}) {
			if r.CostPer != nil && (r.Value == nil || r.Cost == nil || r.Value.IsZero()) {
				t.Fatalf("%+v", r)
			}
		}
	})
}
