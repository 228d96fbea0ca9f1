package allocate

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Version is of the shape of JSON; it grows when a reader must change.
const Version = 1

// WriteJSON writes totals and grouped rows, one object for each, with the keys
// asked for, and exact amounts as decimal text.
func (r *Result) WriteJSON(w io.Writer, by []assay.CostKey, rows []Row) error {
	list := make([]json.RawMessage, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = row.json(by); err != nil {
			return err
		}
	}
	return writeJSON(w, struct {
		Version int               `json:"version"`
		Basis   string            `json:"basis"`
		Keys    []assay.CostKey   `json:"keys"`
		Totals  []Total           `json:"totals"`
		Rows    []json.RawMessage `json:"rows"`
		Notes   []string          `json:"notes"`
	}{Version, r.rules.Basis, by, append([]Total{}, r.Totals()...), list, append([]string{}, r.Notes...)})
}

func (row Row) json(by []assay.CostKey) (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range by {
		name, err := json.Marshal(k)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(row.Values[i])
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
		b.WriteByte(',')
	}
	rest, err := json.Marshal(struct {
		Kind      Kind         `json:"kind,omitempty"`
		Currency  string       `json:"currency"`
		Estimated bool         `json:"estimated"`
		Amount    money.Number `json:"amount"`
	}{row.Kind, row.Currency, row.Estimated, row.Amount})
	b.Write(rest[1:])
	return b.Bytes(), err
}

// WriteJSON writes the period, with the digest of its closing when it is closed.
func (p *Period) WriteJSON(w io.Writer, digest string) error {
	return writeJSON(w, struct {
		Version int    `json:"version"`
		Closed  string `json:"closed"` // digest; empty for an open month
		*Period
	}{Version, digest, p})
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
