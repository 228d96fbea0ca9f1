package secret

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// findings turns candidates into findings: one per place, the most specific
// rule wins, everything suspected is redacted in every snippet.
func (e *Engine) findings(f engine.File, s *scan) []assay.Finding {
	all := s.cands
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.rank, a.rank), cmp.Compare(b.end, a.end), cmp.Compare(a.rule, b.rule))
	})
	kept := winners(all)
	lines := newLineIndex(f.Data)
	red := newRedactor(f.Data, all)
	out := make([]assay.Finding, 0, len(kept))
	for _, c := range kept {
		out = append(out, assay.Finding{
			Rule: assay.RuleID("secret/" + c.rule), Engine: assay.EngineSecret, Severity: c.severity, Confidence: c.confidence,
			Message:  message(c),
			Location: assay.Location{Path: f.Path, Commit: f.Commit, Start: lines.at(c.start), End: lines.at(c.end)},
			Snippet:  red.snippet(c),
			Identity: e.identity(c, f.Data),
		})
	}
	return out
}

// winners drops what overlaps something of a higher rank. The candidates are
// sorted by start.
func winners(all []candidate) []candidate {
	var kept []candidate
	for _, c := range all {
		if n := len(kept); n > 0 && c.start < kept[n-1].end {
			if c.rank > kept[n-1].rank {
				kept[n-1] = c
			}
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// identity names the secret without its place and without itself.
func (e *Engine) identity(c candidate, data []byte) string {
	secret := c.secret
	if secret == nil {
		secret = data[c.start:c.end]
	}
	if len(e.key) == 0 && (c.rule == "card-number" || c.rule == "iban") {
		return c.rule + ":" + c.shown // so few digits are unknown that a bare hash would tell them
	}
	return c.rule + ":" + hex.EncodeToString(e.keyed(secret))
}

// keyed is the first half of HMAC-SHA-256.
func (e *Engine) keyed(secret []byte) []byte {
	h := hmac.New(sha256.New, e.key)
	h.Write(secret)
	return h.Sum(nil)[:16]
}

// lineIndex counts lines up to rising offsets.
type lineIndex struct {
	data      []byte
	seen      int // bytes counted
	line      int
	lineStart int
}

func newLineIndex(data []byte) *lineIndex { return &lineIndex{data: data, line: 1} }

// at gives the position of an offset; a smaller one than before starts anew.
func (l *lineIndex) at(offset int) assay.Position {
	if offset < l.lineStart {
		*l = lineIndex{data: l.data, line: 1}
	}
	if offset > l.seen {
		part := l.data[l.seen:offset]
		l.line += bytes.Count(part, []byte("\n"))
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			l.lineStart = l.seen + i + 1
		}
		l.seen = offset
	}
	return assay.Position{Line: l.line, Column: offset - l.lineStart + 1}
}
