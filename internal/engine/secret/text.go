package secret

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Redact replaces every suspected secret in a text that is to be kept, such as
// the output of a command. Such a text may be anything, so it is read in turn
// as a log, as settings and as source; what only looks like a secret to one of
// these readings is replaced as well. A text that cannot be examined to its end
// is cut there.
func (e *Engine) Redact(text []byte) []byte {
	all, examined, why := e.suspects(text)
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	spans := make([]span, 0, len(all))
	for _, c := range all {
		spans = append(spans, span{c.start, c.end, redaction(c.end-c.start, c.shown)})
	}
	var out bytes.Buffer
	at := 0
	for _, c := range joined(spans) {
		if c.start >= examined {
			break
		}
		out.Write(text[at:max(at, c.start)])
		out.WriteString(c.text)
		at = max(at, c.end)
	}
	if at < examined {
		out.Write(text[at:examined])
	}
	clean := withoutCopies(out.Bytes(), text, all)
	if why != "" {
		clean = fmt.Appendf(clean, "\n[the rest was left out: %s]\n", why)
	}
	return clean
}

// readings are the kinds of file that output is taken for.
var readings = []string{"output.log", "output.yaml", ".env", "output.properties", "Output.java", "output.py", "output.json", "output.sh", "output.conf", "output.sql", "output.ini"}

// suspects joins what the readings find. Where one of them gives up, the text
// counts as examined only up to there.
func (e *Engine) suspects(text []byte) (all []candidate, examined int, why string) {
	examined = len(text)
	for _, path := range readings {
		s := &scan{ctx: context.Background(), m: e.matcher(), path: path, data: text, kind: kindOf(path, text), work: workBudget + len(text)}
		s.kind.cheap = false
		s.run()
		if s.gap != "" {
			low := max(0, min(s.at, len(text))-maxLine)
			examined, why = min(examined, low), s.gap
		}
		all = append(all, s.cands...)
	}
	return all, examined, why
}

// withoutCopies replaces what stands elsewhere once more, in one pass.
func withoutCopies(out, text []byte, all []candidate) []byte {
	var pairs []string
	seen := map[string]bool{}
	for _, c := range all {
		for _, s := range []string{string(text[c.start:c.end]), string(c.secret)} {
			if len(s) >= 2*shortCopy && !seen[s] {
				seen[s] = true
				pairs = append(pairs, s, "[redacted]")
			}
		}
	}
	if len(pairs) == 0 {
		return out
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(out)))
}
