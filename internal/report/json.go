package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/assay-dev/assay/internal/assay"
)

// writeJSON writes the view as it stands; docs/reference/report.schema.json
// describes it. Lists that the schema requires are never null. Findings are
// written one by one: there may be a hundred thousand.
func writeJSON(w io.Writer, v *View, _ Options) error {
	head := *v
	head.Schema, head.Findings = SchemaVersion, nil
	head = clean(head)
	head.Findings = []assay.Finding{}
	if head.Coverage == nil {
		head.Coverage = []assay.Coverage{}
	}
	if head.Counts.BySeverity == nil {
		head.Counts.BySeverity = map[string]int{}
	}
	data, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return err
	}
	if len(v.Findings) == 0 {
		_, err := w.Write(append(data, '\n'))
		return err
	}
	const open = "\n  \"findings\": [" // no text holds a line break
	at := bytes.Index(data, []byte(open+"],"))
	if at < 0 {
		return errors.New("the report has no place for findings")
	}
	at += len(open)
	if _, err := w.Write(data[:at]); err != nil {
		return err
	}
	for i := range v.Findings {
		if err := writeFinding(w, &v.Findings[i], i == 0); err != nil {
			return err
		}
	}
	_, err = w.Write(append(append([]byte("\n  "), data[at:]...), '\n'))
	return err
}

func writeFinding(w io.Writer, f *assay.Finding, first bool) error {
	data, err := json.MarshalIndent(clean(*f), "    ", "  ")
	if err != nil {
		return err
	}
	start := ",\n    "
	if first {
		start = start[1:]
	}
	_, err = w.Write(append([]byte(start), data...))
	return err
}
