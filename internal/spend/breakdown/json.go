package breakdown

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// Document is the machine-readable shape; docs/reference/cost-report.schema.json
// describes it.
type Document struct {
	Version int                 `json:"version"`
	Keys    []assay.CostKey     `json:"keys"` // that were asked for, in their order
	Rows    []sheet.Keyed[Cost] `json:"rows"` // sorted by their values, then by currency
	// Quarantined counts lines that could not be read, in the months asked for. They are in no row.
	Quarantined int64  `json:"quarantined"`
	Quarantine  []Held `json:"quarantine"` // where they are
}

// Cost is what the charges of a row come to.
type Cost struct {
	Currency   string        `json:"currency"`   // ISO 4217, or a provider's own
	Billed     money.Number  `json:"billed"`     // BilledCost: what invoices ask for
	Effective  money.Number  `json:"effective"`  // EffectiveCost: with what was paid ahead spread over its term
	List       *money.Number `json:"list"`       // ListCost; null where no line says any
	Contracted *money.Number `json:"contracted"` // ContractedCost; null where no line says any
	Estimated  bool          `json:"estimated"`  // the bill was still open when it was read
	Lines      int64         `json:"lines"`      // how many lines it is the sum of
}

// Held is what is in quarantine of a source and month.
type Held struct {
	Source string      `json:"source"` // the bill's name in the lake
	Month  assay.Month `json:"month"`  // billing period; "unknown" where lines do not tell it
	Lines  int64       `json:"lines"`  // how many
	// Billed is what they are billed, by currency, as far as they tell.
	Billed map[string]money.Number `json:"billed"`
	// Unreadable are those of Lines that do not tell what they are billed.
	Unreadable int64 `json:"unreadable"`
}

// JSON writes a Document, each row on a line of its own.
func (r *Report) JSON(w io.Writer) error {
	frame, err := json.Marshal(Document{Version, append([]assay.CostKey{}, r.Keys...), []sheet.Keyed[Cost]{}, r.Quarantined(), r.quarantine()})
	if err != nil {
		return err
	}
	head, tail, _ := bytes.Cut(frame, []byte(`"rows":[`)) // a text would have its quotes escaped
	var b bytes.Buffer
	b.Write(head)
	b.WriteString(`"rows":[`)
	for i := range r.Rows {
		x := &r.Rows[i]
		row, err := json.Marshal(sheet.Keyed[Cost]{Keys: r.Keys, Values: x.Values, Row: Cost{x.Currency, x.Billed, x.Effective, x.List, x.Contracted, x.Estimated, x.Lines}})
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n ")
		b.Write(row)
	}
	b.WriteByte('\n')
	b.Write(tail)
	b.WriteByte('\n')
	_, err = w.Write(b.Bytes())
	return err
}

func (r *Report) quarantine() []Held {
	out := []Held{}
	for _, p := range r.Partitions {
		if p.Quarantined == 0 {
			continue
		}
		h := Held{Source: p.Source, Month: p.Month, Lines: p.Quarantined, Billed: map[string]money.Number{}, Unreadable: p.Unreadable}
		for _, t := range p.Totals {
			if !t.Quarantined.IsZero() {
				h.Billed[t.Currency] = t.Quarantined
			}
		}
		out = append(out, h)
	}
	return out
}
