package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"sync"

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
	if err := writeFindings(w, v.Findings); err != nil {
		return err
	}
	_, err = w.Write(append(append([]byte("\n  "), data[at:]...), '\n'))
	return err
}

// writeFindings encodes some at a time on all processors.
func writeFindings(w io.Writer, list []assay.Finding) error {
	const some = 256
	parts := make([][]byte, runtime.GOMAXPROCS(0))
	errs := make([]error, len(parts))
	for start := 0; start < len(list); start += some * len(parts) {
		var wg sync.WaitGroup
		for k := range parts {
			from, to := min(len(list), start+k*some), min(len(list), start+(k+1)*some)
			wg.Go(func() { parts[k], errs[k] = encodeFindings(parts[k][:0], list[from:to], from == 0) })
		}
		wg.Wait()
		for k := range parts {
			if errs[k] != nil {
				return errs[k]
			}
			if _, err := w.Write(parts[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

func encodeFindings(b []byte, list []assay.Finding, first bool) ([]byte, error) {
	for i := range list {
		data, err := json.MarshalIndent(clean(list[i]), "    ", "  ")
		if err != nil {
			return nil, err
		}
		if !first || i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, "\n    "...), data...)
	}
	return b, nil
}
