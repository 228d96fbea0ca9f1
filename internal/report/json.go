package report

import (
	"encoding/json"
	"io"

	"github.com/assay-dev/assay/internal/assay"
)

// writeJSON writes the view as it stands; docs/reference/report.schema.json
// describes it. Lists that the schema requires are never null.
func writeJSON(w io.Writer, v *View, _ Options) error {
	out := clean(*v)
	out.Schema = SchemaVersion
	if out.Findings == nil {
		out.Findings = []assay.Finding{}
	}
	if out.Coverage == nil {
		out.Coverage = []assay.Coverage{}
	}
	if out.Counts.BySeverity == nil {
		out.Counts.BySeverity = map[string]int{}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
