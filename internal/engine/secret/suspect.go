package secret

import (
	"cmp"
	"context"
	"slices"
)

// Suspects finds what may be a secret in a text that stands in a file of that
// path, or may be run by a shell: ranges of bytes, sorted. It is for those who
// show or keep such a text; a text that can't be examined to its end is suspect
// from there on.
func (e *Engine) Suspects(path string, text []byte) [][2]int {
	var out [][2]int
	for _, reading := range []string{path, ".env", "output.sh"} {
		s := &scan{ctx: context.Background(), m: e.matcher(), path: reading, data: text, kind: kindOf(reading, text), work: workBudget + len(text)}
		s.kind.cheap = false
		s.run()
		for _, c := range s.cands {
			out = append(out, [2]int{c.start, c.end})
		}
		if s.gap != "" {
			out = append(out, [2]int{max(0, min(s.at, len(text))-maxLine), len(text)})
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}
