package conform

import (
	"encoding/json"
	"io"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// Document is a report as JSON.
type Document struct {
	Version int    `json:"version"`
	FOCUS   string `json:"focus"` // the version of the specification
	*Report
}

// JSON writes a Document.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(Document{Version, "1.2", r})
}
