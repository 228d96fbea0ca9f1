// Package breakdown shows cost by keys: what months, services, teams come to.
//
//	r := breakdown.New(keys, rows, partitions)
//	err := r.Write(w, "csv")
//
// Billed, effective, list and contracted cost stand beside each other and are
// never mixed; currencies and estimates have rows of their own. Charts show the
// largest and say what they leave out.
package breakdown

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Report is cost by keys.
type Report struct {
	Keys       []assay.CostKey
	Rows       []lake.Row
	Partitions []lake.Partition // what the rows may come from
}

// New makes a report of rows and of the partitions that the question covers.
func New(keys []assay.CostKey, rows []lake.Row, partitions []lake.Partition) *Report {
	return &Report{keys, rows, partitions}
}

// Formats are those that Write knows, besides parquet, which the lake writes.
var Formats = []string{"text", "csv", "json", "svg", "html"}

// Check refuses an unknown format.
func Check(format string) error {
	if format != "parquet" && !slices.Contains(Formats, format) {
		return fault.New(fault.Invalid, "unknown format %q", format).WithHelp("use one of %s, parquet", strings.Join(Formats, ", "))
	}
	return nil
}

// Quarantined counts lines that could not be read.
func (r *Report) Quarantined() int64 {
	n := int64(0)
	for _, p := range r.Partitions {
		n += p.Quarantined
	}
	return n
}

// Unreadable counts those of them that do not tell what they are billed.
func (r *Report) Unreadable() int64 {
	n := int64(0)
	for _, p := range r.Partitions {
		n += p.Unreadable
	}
	return n
}

// Total is what all rows of a currency come to.
type Total struct {
	Currency          string
	Billed, Effective money.Number
	Estimated         bool // some of it
	Lines             int64
}

// Totals are sorted by currency.
func (r *Report) Totals() []Total {
	var out []Total
	for _, row := range r.Rows {
		i := slices.IndexFunc(out, func(t Total) bool { return t.Currency == row.Currency })
		if i < 0 {
			out, i = append(out, Total{Currency: row.Currency}), len(out)
		}
		t := &out[i]
		t.Billed, t.Effective = t.Billed.Add(row.Billed), t.Effective.Add(row.Effective)
		t.Estimated = t.Estimated || row.Estimated
		t.Lines += row.Lines
	}
	slices.SortFunc(out, func(a, b Total) int { return strings.Compare(a.Currency, b.Currency) })
	return out
}

// CSV writes one line for each row.
func (r *Report) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	var head []string
	for _, k := range r.Keys {
		head = append(head, string(k))
	}
	if err := out.Write(append(head, "currency", "billed", "effective", "list", "contracted", "estimated", "lines")); err != nil {
		return err
	}
	for _, row := range r.Rows {
		line := []string{}
		for _, v := range row.Values {
			line = append(line, sheet.Text(v))
		}
		estimated := "false"
		if row.Estimated {
			estimated = "true"
		}
		line = append(line, row.Currency, row.Billed.String(), row.Effective.String(), sheet.Number(row.List), sheet.Number(row.Contracted), estimated, money.NumberOf(row.Lines).String())
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
