package forecast

import (
	"math"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

func amountOf(t *testing.T, s string) money.Amount {
	t.Helper()
	a, err := money.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestKnown(t *testing.T) {
	on := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	less := amountOf(t, "130 USD")
	plan := Known{From: "2026-03", Until: "2026-06", Month: amountOf(t, "310 USD")}
	saving := Known{From: "2026-03", Until: "2026-06", Month: amountOf(t, "100 USD"), Replaces: &less}
	fee := Known{From: "2026-03", Month: amountOf(t, "90 USD"), Day: 3}
	ending := Known{From: "2025-01", Until: "2026-03", Month: amountOf(t, "90 USD"), Day: 3}
	for _, c := range []struct {
		what  string
		k     Known
		asOf  string
		month assay.Month
		want  float64
	}{
		{"before it comes", plan, "2026-02-10", "2026-02", 0},
		{"when it comes", plan, "2026-02-10", "2026-03", 310},
		{"its last month", plan, "2026-02-10", "2026-06", 310},
		{"after its end", plan, "2026-02-10", "2026-07", 0},
		{"begun, not seen: 26 of 31 days are left", plan, "2026-03-05", "2026-03", 260},
		{"begun, not seen, the month after", plan, "2026-03-05", "2026-04", 310},
		{"a week of it is in the bills", plan, "2026-03-07", "2026-04", 0},
		{"in the bills, and ends", plan, "2026-03-07", "2026-07", -310},
		{"ended, and the bills show it", plan, "2026-07-10", "2026-08", 0},
		{"ended, and the bills do not show it", plan, "2026-06-30", "2026-07", -310},
		{"saves", saving, "2026-02-10", "2026-03", -30},
		{"saves no more", saving, "2026-05-10", "2026-07", 30},
		{"a fee to come", fee, "2026-02-28", "2026-03", 90},
		{"a fee whose day has been", fee, "2026-03-10", "2026-03", 0},
		{"a fee whose day comes", fee, "2026-03-01", "2026-03", 90},
		{"a fee seen once", fee, "2026-03-31", "2026-04", 90},
		{"a fee seen twice", fee, "2026-04-30", "2026-05", 0},
		{"a fee that ends", ending, "2026-02-28", "2026-04", -90},
	} {
		first, _ := c.month.First()
		day := on(c.asOf)
		m := Month{Month: c.month, Begun: !day.Before(first) && day.AddDate(0, 0, 1).Day() > 1}
		if got := c.k.Beside(m, day); math.Abs(got-c.want) > 0.001 {
			t.Errorf("%s: %.2f, want %.2f", c.what, got, c.want)
		}
	}
}
