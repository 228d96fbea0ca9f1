package breakdown

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// Line is a row as people read it.
type Line struct {
	Cells     []string
	Billed    money.Number
	Effective money.Number
	Currency  string
	Estimated bool
	Share     float64 // of its month and currency's effective cost, or of the currency's
}

// Lines are the rows for people: in time's order, the largest of a time first,
// and at most limit of a time; the rest of a time is one line. 0 is no limit.
func (r *Report) Lines(limit int) []Line {
	timed := 0
	for timed < len(r.Keys) && isTime(r.Keys[timed]) {
		timed++
	}
	rows := slices.Clone(r.Rows)
	group := func(row lake.Row) string {
		return strings.Join(append(slices.Clone(row.Values[:timed]), row.Currency), "\x00")
	}
	whole := map[string]money.Number{}
	for _, row := range rows {
		whole[group(row)] = whole[group(row)].Add(row.Effective)
	}
	slices.SortStableFunc(rows, func(a, b lake.Row) int {
		if c := strings.Compare(group(a), group(b)); c != 0 {
			return c
		}
		return b.Effective.Cmp(a.Effective)
	})
	var out []Line
	last, n := "", 0
	var rest *Line
	left := 0
	flush := func() {
		if rest != nil {
			rest.Cells[timed] = fmt.Sprintf("… and %d more", left)
			out = append(out, *rest)
		}
		rest, left, n = nil, 0, 0
	}
	for _, row := range rows {
		g := group(row)
		if g != last {
			flush()
			last = g
		}
		n++
		share := 0.0
		if w := whole[g]; w.IsPositive() {
			share = row.Effective.Div(w).InexactFloat64()
		}
		if limit > 0 && n > limit && timed < len(r.Keys) {
			if rest == nil {
				cells := make([]string, len(r.Keys))
				copy(cells, row.Values[:timed])
				rest = &Line{Cells: cells, Currency: row.Currency}
			}
			left++
			rest.Billed, rest.Effective = rest.Billed.Add(row.Billed), rest.Effective.Add(row.Effective)
			rest.Estimated = rest.Estimated || row.Estimated
			rest.Share += share
			continue
		}
		cells := slices.Clone(row.Values)
		for i := range cells {
			if cells[i] == "" {
				cells[i] = "–"
			}
		}
		out = append(out, Line{cells, row.Billed, row.Effective, row.Currency, row.Estimated, share})
	}
	flush()
	return out
}

func isTime(k assay.CostKey) bool {
	return k == assay.ByMonth || k == assay.ByChargeMonth || k == assay.ByDay
}

// Head says what the report covers, for people: one line for each currency.
func (r *Report) Head(w io.Writer) error {
	totals := r.Totals()
	if len(totals) == 0 {
		_, err := fmt.Fprintln(w, "no charges")
		return err
	}
	for _, t := range totals {
		note := ""
		if t.Estimated {
			note = ", an open month is still an estimate"
		}
		if _, err := fmt.Fprintf(w, "%s %s effective, %s billed%s\n", money.Grouped(t.Effective, 2), t.Currency, money.Grouped(t.Billed, 2), note); err != nil {
			return err
		}
	}
	if n := r.Quarantined(); n > 0 {
		_, err := fmt.Fprintf(w, "%d quarantined, in no sum: assay cost query 'SELECT reason, count(*) FROM quarantine GROUP BY ALL'\n", n)
		return err
	}
	return nil
}
