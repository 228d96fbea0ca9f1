// Package ignore reads inline suppressions: comments of the form
//
//	assay:ignore RULE reason
//
// in any language. It only reads them; whether one counts is decided by triage
// and the gate, which know the base of the change and the risk profile.
package ignore

import (
	"bytes"
	"context"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

var marker = []byte("assay:ignore")

// maxPerFile bounds what one hostile file can make us remember.
const maxPerFile = 10_000

// Scanner is an engine.FileScanner.
type Scanner struct{}

// ID is the engine's name; it raises no findings of its own.
func (Scanner) ID() assay.EngineID { return "ignore" }

// Scopes is empty: nothing is promised to be examined.
func (Scanner) Scopes() []assay.Scope { return nil }

// Version of the comment's syntax.
func (Scanner) Version() string { return "1" }

// Selects files that contain the marker.
func (Scanner) Selects(_ string, data []byte) bool { return bytes.Contains(data, marker) }

// Scan lists the file's inline suppressions.
func (Scanner) Scan(ctx context.Context, f engine.File) (engine.Output, error) {
	var out engine.Output
	line, rest := 1, f.Data
	for len(out.Ignores) < maxPerFile {
		at := bytes.Index(rest, marker)
		if at < 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		line += bytes.Count(rest[:at], []byte("\n"))
		rest = rest[at+len(marker):]
		text := rest
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			text = text[:end]
		}
		if ig, ok := parse(string(text)); ok {
			ig.Location = assay.Location{Path: f.Path, Start: assay.Position{Line: line}}
			out.Ignores = append(out.Ignores, ig)
		}
	}
	return out, nil
}

// parse reads what follows the marker on its line.
func parse(text string) (assay.Ignore, bool) {
	if text == "" || (text[0] != ' ' && text[0] != '\t') {
		return assay.Ignore{}, false
	}
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return assay.Ignore{}, false
	}
	reason := strings.Join(fields[1:], " ")
	for _, closer := range []string{"*/", "-->", "#}", "--%>", "%>", "}}", "*)"} {
		reason = strings.TrimSpace(strings.TrimSuffix(reason, closer))
	}
	const maxReason = 500
	if len(reason) > maxReason {
		reason = strings.ToValidUTF8(reason[:maxReason], "")
	}
	return assay.Ignore{Rule: assay.RuleID(fields[0]), Reason: reason}, true
}
