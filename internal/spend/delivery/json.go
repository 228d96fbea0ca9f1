package delivery

import (
	"encoding/json"
	"io"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// JSON writes the report.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Version int `json:"version"`
		*Report
	}{Version, r})
}
