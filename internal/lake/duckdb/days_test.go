package duckdb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
)

// TestDays: each combination of values once, with its days over all months.
func TestDays(t *testing.T) {
	l := open(t)
	if got, err := l.Days(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByServiceName}}); err != nil || len(got) != 0 {
		t.Fatalf("an empty lake gives %v, %v", got, err)
	}
	load(t, l, bill(t, header+
		line("2025-01", "31", "Compute", "1", `{"team":"a"}`)+
		line("2025-02", "03", "Compute", "0.1", `{"team":"a"}`)+
		line("2025-02", "03", "Compute", "0.2", `{"team":"a"}`)+
		line("2025-02", "04", "Compute", "7", `{"team":"b"}`)+
		line("2025-02", "04", "Store", "-0.05", "")))
	got, err := l.Days(t.Context(), lake.Ask{By: []assay.CostKey{assay.ByServiceName, assay.TagKey("team")}})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, s := range got {
		days := map[string]float64{}
		for i, d := range s.Days {
			days[time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)] = s.Effective[i]
			if s.Billed[i] != s.Effective[i] {
				t.Errorf("billed %v, effective %v", s.Billed, s.Effective)
			}
		}
		text += fmt.Sprintln(s.Values, s.Currency, days)
	}
	// 0.1 and 0.2 are added up as decimals: a sum of floats would not be 0.3.
	want := "[Compute a] USD map[2025-01-31:1 2025-02-03:0.3]\n[Compute b] USD map[2025-02-04:7]\n[Store ] USD map[2025-02-04:-0.05]\n"
	if text != want {
		t.Errorf("got\n%swant\n%s", text, want)
	}
	if _, err := l.Days(t.Context(), lake.Ask{By: []assay.CostKey{"colour"}}); err == nil {
		t.Error("a key that is none is taken")
	}
}
