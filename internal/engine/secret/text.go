package secret

import (
	"bytes"
	"cmp"
	"context"
	"slices"
)

// Redact replaces every suspected secret in a text that is to be kept, such as
// the output of a command.
func (e *Engine) Redact(text []byte) []byte {
	s := &scan{ctx: context.Background(), m: e.matcher(), path: "output.log", data: text, kind: kindOf("output.log", text), work: workBudget}
	s.run()
	slices.SortStableFunc(s.cands, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var out bytes.Buffer
	at := 0
	for _, c := range newRedactor(text, s.cands).spans(0, len(text)) {
		out.Write(text[at:max(at, c.start)])
		out.WriteString(c.text)
		at = max(at, c.end)
	}
	out.Write(text[at:])
	return out.Bytes()
}
