package evidence

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// maxDeploys is the most that one list may have.
const maxDeploys = 1 << 20

// columns are the names that a list of deploys may use for what we need.
var columns = map[string]string{
	"id": "id", "at": "at", "time": "at", "date": "at", "deployed_at": "at", "timestamp": "at",
	"service": "service", "application": "service", "app": "service",
	"environment": "environment", "env": "environment",
	"commit": "commit", "sha": "commit", "revision": "commit", "commit_sha": "commit",
	"artifact": "artifact", "image": "artifact", "ticket": "ticket", "change": "ticket",
}

// ParseDeploys reads a list of deploys from elsewhere: CSV with a line of
// headings, or JSON, an array of objects. It needs at (RFC 3339, or a day in UTC,
// which counts to its end), service and commit; it takes id, environment, artifact
// and ticket.
func ParseDeploys(data []byte) ([]assay.Deploy, error) {
	rows := csvRows
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '[' {
		rows = jsonRows
	}
	list, err := rows(data)
	if err != nil {
		return nil, badDeploys(0, "%v", err)
	}
	var out []assay.Deploy
	for i, row := range list {
		d := assay.Deploy{
			ID: row["id"], Service: assay.ServiceID(row["service"]), Environment: row["environment"],
			Commit: strings.ToLower(row["commit"]), Artifact: row["artifact"], Ticket: row["ticket"],
		}
		if d.Service == "" || d.Commit == "" || row["at"] == "" {
			return nil, badDeploys(i+1, "it lacks service, commit or at")
		}
		if d.At, d.Day, err = parseTime(row["at"]); err != nil {
			return nil, badDeploys(i+1, "%q is no time", row["at"])
		}
		out = append(out, d)
	}
	return out, nil
}

func badDeploys(row int, format string, args ...any) error {
	if row > 0 {
		format, args = "deploy %d: "+format, append([]any{row}, args...)
	}
	return fault.New(fault.Invalid, "not a list of deploys: "+format, args...).
		WithHelp("CSV with the headings at,service,environment,commit, or a JSON array of objects with these names")
}

// parseTime reads a time, or a day in UTC.
func parseTime(s string) (at time.Time, day bool, err error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), false, nil
	}
	at, err = time.Parse(time.DateOnly, s)
	return at, true, err
}

func csvRows(data []byte) ([]map[string]string, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil {
		return nil, errors.New("it has no line of headings")
	}
	var out []map[string]string
	for {
		line, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if len(out) == maxDeploys {
			return nil, errors.New("it is too long")
		}
		row := map[string]string{}
		for i, cell := range line {
			if name := columns[strings.ToLower(strings.TrimSpace(head[i]))]; name != "" {
				row[name] = strings.TrimSpace(cell)
			}
		}
		out = append(out, row)
	}
}

func jsonRows(data []byte) ([]map[string]string, error) {
	var list []map[string]any
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	if len(list) > maxDeploys {
		return nil, errors.New("it is too long")
	}
	var out []map[string]string
	for _, object := range list {
		row := map[string]string{}
		for key, value := range object {
			if text, ok := value.(string); ok && columns[strings.ToLower(key)] != "" {
				row[columns[strings.ToLower(key)]] = text
			}
		}
		out = append(out, row)
	}
	return out, nil
}
