package waste

import (
	"encoding/json"
	"io"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// JSON writes the report; amounts are exact decimals in text, null when unknown.
func (r *Report) JSON(w io.Writer) error {
	r.Findings, r.Totals, r.Services = append([]Finding{}, r.Findings...), append([]Total{}, r.Totals...), append([]Total{}, r.Services...)
	shape := struct {
		Version int `json:"version"`
		*Report
	}{Version, r}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(shape)
}
