package secret

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

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
	red.bare = s.gap != ""
	listed := kept[:min(len(kept), maxListed)]
	out := make([]assay.Finding, 0, len(listed))
	for _, c := range listed {
		out = append(out, assay.Finding{
			Rule: assay.RuleID("secret/" + c.rule), Engine: assay.EngineSecret, Severity: c.severity, Confidence: c.confidence,
			Message:  message(c),
			Location: assay.Location{Path: f.Path, Commit: f.Commit, Start: lines.at(c.start), End: lines.at(c.end)},
			Snippet:  red.snippet(c),
			Identity: e.identity(c, f.Data),
			Fix:      c.fix,
		})
	}
	return append(out, e.rest(f, kept[len(listed):], lines)...)
}

// rest sums up what a file holds beyond the secrets that are listed: one
// finding per rule, whose identity changes with each secret that comes or goes.
func (e *Engine) rest(f engine.File, kept []candidate, lines *lineIndex) []assay.Finding {
	var out []assay.Finding
	at := map[string]int{}
	count := map[string]int{}
	sum := map[string]hash.Hash{}
	for _, c := range kept {
		i, ok := at[c.rule]
		if !ok {
			i = len(out)
			at[c.rule], sum[c.rule] = i, hmac.New(sha256.New, e.key)
			out = append(out, assay.Finding{
				Rule: assay.RuleID("secret/" + c.rule), Engine: assay.EngineSecret, Severity: c.severity, Confidence: c.confidence,
				Location: assay.Location{Path: f.Path, Commit: f.Commit, Start: lines.at(c.start)},
			})
		}
		x := &out[i]
		x.Severity, x.Confidence = max(x.Severity, c.severity), max(x.Confidence, c.confidence)
		x.Location.End = lines.at(c.end)
		count[c.rule]++
		sum[c.rule].Write([]byte(e.identity(c, f.Data)))
	}
	for i := range out {
		x := &out[i]
		id := strings.TrimPrefix(string(x.Rule), "secret/")
		x.Message = fmt.Sprintf("%s: %d more in this file, to line %d.", titleOf(id), count[id], x.Location.End.Line)
		x.Identity = id + ":rest:" + hex.EncodeToString(sum[id].Sum(nil)[:16])
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
