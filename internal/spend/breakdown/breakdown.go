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
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

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

// JSON is the machine-readable shape: one object for each row, with the keys
// asked for, and amounts as decimal text, or null where no line says any.
func (r *Report) JSON(w io.Writer) error {
	var b bytes.Buffer
	put := func(v any) { b.Write(must(json.Marshal(v))) }
	b.WriteString("{\"version\":")
	put(Version)
	b.WriteString(",\"keys\":")
	put(append([]assay.CostKey{}, r.Keys...))
	b.WriteString(",\"rows\":[")
	for i, row := range r.Rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n {")
		for k, key := range r.Keys {
			put(string(key))
			b.WriteByte(':')
			put(row.Values[k])
			b.WriteByte(',')
		}
		b.WriteString("\"currency\":")
		put(row.Currency)
		for _, a := range []struct {
			name string
			n    *money.Number
		}{{"billed", &row.Billed}, {"effective", &row.Effective}, {"list", row.List}, {"contracted", row.Contracted}} {
			b.WriteString(",\"" + a.name + "\":")
			if a.n == nil {
				b.WriteString("null")
				continue
			}
			put(a.n.String())
		}
		b.WriteString(",\"estimated\":")
		put(row.Estimated)
		b.WriteString(",\"lines\":")
		put(row.Lines)
		b.WriteByte('}')
	}
	b.WriteString("\n],\"quarantined\":")
	put(r.Quarantined())
	b.WriteString(",\"quarantine\":")
	put(r.quarantine())
	b.WriteString("}\n")
	_, err := w.Write(b.Bytes())
	return err
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err) // plain values
	}
	return b
}

// held is what a partition has in quarantine.
type held struct {
	Source string            `json:"source"`
	Month  assay.Month       `json:"month"`
	Lines  int64             `json:"lines"`
	Billed map[string]string `json:"billed"`
	// Unreadable are the lines that do not tell what they are billed.
	Unreadable int64 `json:"unreadable"`
}

func (r *Report) quarantine() []held {
	out := []held{}
	for _, p := range r.Partitions {
		if p.Quarantined == 0 {
			continue
		}
		h := held{Source: p.Source, Month: p.Month, Lines: p.Quarantined, Billed: map[string]string{}, Unreadable: p.Unreadable}
		for _, t := range p.Totals {
			if !t.Quarantined.IsZero() {
				h.Billed[t.Currency] = t.Quarantined.String()
			}
		}
		out = append(out, h)
	}
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
