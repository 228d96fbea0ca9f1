package allocate

import (
	"encoding/json"
	"io"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of JSON; it grows when a reader must change.
const Version = 1

// Allocation is allocated cost by keys, as JSON.
type Allocation struct {
	Version int                    `json:"version"`
	Basis   string                 `json:"basis"`  // the cost that is allocated: effective or billed
	Keys    []assay.CostKey        `json:"keys"`   // that were asked for, in their order
	Totals  []Total                `json:"totals"` // by currency
	Rows    []sheet.Keyed[Portion] `json:"rows"`   // sorted by their values, then by currency
	Notes   []string               `json:"notes"`  // what could not be shared as the rules ask, and why
}

// Portion is the allocated cost of a row.
type Portion struct {
	Kind      Kind         `json:"kind,omitempty"` // what the target is; absent when rows are not by target
	Currency  string       `json:"currency"`       // ISO 4217, or a provider's own
	Estimated bool         `json:"estimated"`      // the bill was still open when it was read
	Amount    money.Number `json:"amount"`         // exact: coins are rounded in statements only
}

// Traces say why a target has its cost, as JSON.
type Traces struct {
	Version int     `json:"version"`
	Traces  []Trace `json:"traces"` // by currency
}

// Statements are a period's, as JSON.
type Statements struct {
	Version int `json:"version"`
	// Closed is the digest of the month's closing; empty for an open month.
	Closed string `json:"closed"`
	*Period
}

// WriteJSON writes an Allocation of grouped rows.
func (r *Result) WriteJSON(w io.Writer, by []assay.CostKey, rows []Row) error {
	a := Allocation{Version, r.rules.Basis, by, append([]Total{}, r.Totals()...), make([]sheet.Keyed[Portion], len(rows)), append([]string{}, r.Notes...)}
	for i, row := range rows {
		a.Rows[i] = sheet.Keyed[Portion]{Keys: by, Values: row.Values, Row: Portion{row.Kind, row.Currency, row.Estimated, row.Amount}}
	}
	return writeJSON(w, a)
}

// WriteTraces writes Traces.
func WriteTraces(w io.Writer, traces []Trace) error {
	return writeJSON(w, Traces{Version, traces})
}

// WriteJSON writes Statements, with the digest of the closing when there is one.
func (p *Period) WriteJSON(w io.Writer, digest string) error {
	return writeJSON(w, Statements{Version, digest, p})
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
