package commitment

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

func number(t *testing.T, s string) *money.Number {
	t.Helper()
	if s == "" {
		return nil
	}
	n, err := money.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

// row is "month id status category pricing service unit" and what it costs; - is empty.
func row(t *testing.T, text, billed, effective, list string) lake.Row {
	t.Helper()
	f := strings.Fields(text)
	for i := range f {
		f[i] = strings.Trim(f[i], "-")
		if i == 0 {
			f[i] = strings.Fields(text)[0]
		}
	}
	kind := ""
	if f[1] != "" {
		kind = "Plan"
	}
	return lake.Row{
		Values: []string{f[0], f[1], f[2], kind, f[3], f[4], f[5], "Compute", f[6]}, Currency: "USD",
		Billed: *number(t, billed), Effective: *number(t, effective), List: number(t, list),
	}
}

// TestRead is worked out by hand: a plan of 100 a month, of which 90 were used by what
// costs 125 at list, while 75 ran on demand.
func TestRead(t *testing.T) {
	rows := []lake.Row{
		row(t, "2025-01 sp - Purchase Standard Plans Dollars", "100", "0", "100"),
		row(t, "2025-01 sp Used Usage Committed EC2 Hours", "0", "60", "85"),
		row(t, "2025-01 sp Used Usage Committed Lambda GBs", "0", "30", "40"),
		row(t, "2025-01 sp Unused Usage Committed Plans Dollars", "0", "10", "10"),
		row(t, "2025-01 sp - Tax - Tax -", "19", "19", "19"),
		row(t, "2025-01 - - Usage Standard EC2 Hours", "70", "70", "75"),
		row(t, "2025-01 - - Usage Dynamic EC2 Hours", "5", "5", "20"),         // spot
		row(t, "2025-01 - - Usage Standard EC2 GB", "500", "500", "500"),      // disks: no commitment pays them
		row(t, "2025-01 - - Usage Standard Storage GB", "500", "500", "500"),  // nor that service
		row(t, "2025-01 - - Credit Standard EC2 Hours", "-40", "-40", "-40"),  // a credit is no usage
		row(t, "2025-02 ri Used Usage Committed EC2 Hours", "0", "20", ""),    // without list cost
		row(t, "2025-02 late - Purchase Standard EC2 Hours", "30", "0", "30"), // nothing used yet
		row(t, "2025-02 odd Used Usage Committed EC2 Hours", "0", "1", "2"),
		row(t, "2025-02 odd - Usage Committed EC2 Hours", "0", "0.5", "1"),
		row(t, "2025-02 - Unused Usage Committed Plans Dollars", "0", "7", "7"),
	}
	rows[3].Estimated = true
	r := (&Question{}).read(rows, rows)
	var b strings.Builder
	if err := r.CSV(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"commitment,2025-01,sp,,Plan,,USD,100,100,90,10,90,125,25,,,,true,\n",
		"commitment,2025-02,ri,,Plan,,USD,,20,20,0,100,,,,,,false,lines that used it have no list cost\n",
		"commitment,2025-02,late,,Plan,,USD,30,,,,,,,,,,false,no line says what of it was used\n",
		"commitment,2025-02,odd,,Plan,,USD,,,,,,,,,,,false,lines of 0.5 say neither used nor unused\n",
		"commitment,2025-02,,,,,USD,,7,0,7,0,0,-7,,,,false,\n",
		"coverage,2025-01,,,,EC2,USD,,,,,,,,85,75,53.1,false,\n",
		"coverage,2025-01,,,,Lambda,USD,,,,,,,,40,0,100,false,\n",
		"coverage,2025-02,,,,EC2,USD,,,,,,,,,,,false,lines have no list cost\n",
		"coverage,2025-01,,,,,USD,,,,,,,,125,75,62.5,false,\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if n := strings.Count(b.String(), "\n"); n != 1+5+5 {
		t.Errorf("%d lines:\n%s", n, b.String())
	}
	b.Reset()
	if err := r.JSON(&b); err != nil || !json.Valid([]byte(b.String())) || !strings.Contains(b.String(), `"utilisation_percent": "90"`) {
		t.Error(err, b.String())
	}
	if r = (&Question{From: "2025-02", To: assay.Month("2025-02")}).read(rows, rows); len(r.Months) != 4 || len(r.Coverage) != 2 {
		t.Errorf("of one month %+v", r)
	}
	// Of what Lambda used, coverage; the plan stays whole.
	if r = (&Question{}).read(rows, rows[2:3]); len(r.Months) != 1 || r.Months[0].Utilisation.String() != "90" || len(r.Coverage) != 2 || r.Coverage[0].Covered.String() != "40" {
		t.Errorf("of Lambda %+v", r)
	}
	if r = (&Question{}).read(nil, nil); r.Months == nil || len(r.Months) != 0 || len(r.Coverage) != 0 {
		t.Errorf("of nothing %+v", r)
	}
}
