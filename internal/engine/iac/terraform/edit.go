package terraform

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// edit replaces bytes of a source before trivy reads it; lines never move.
type edit struct {
	start, end int
	text       string
}

// blank is an edit that takes a range away and keeps its line breaks.
func blank(data []byte, r hcl.Range) edit {
	start, end := r.Start.Byte, min(r.End.Byte, len(data))
	text := bytes.Map(func(c rune) rune {
		if c == '\n' {
			return c
		}
		return ' '
	}, data[start:end])
	return edit{start: start, end: end, text: string(text)}
}

// rename is an edit that changes the first letter of a name, so that nobody
// knows it any more.
func rename(r hcl.Range) edit {
	return edit{start: r.Start.Byte, end: r.Start.Byte + 1, text: "x"}
}

// apply makes the edits; of two that overlap the longer one counts.
func apply(data []byte, edits []edit) []byte {
	if len(edits) == 0 {
		return data
	}
	slices.SortFunc(edits, func(a, b edit) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var out bytes.Buffer
	pos := 0
	for _, e := range edits {
		if e.start < pos || e.end > len(data) {
			continue
		}
		out.Write(data[pos:e.start])
		out.WriteString(e.text)
		pos = e.end
	}
	out.Write(data[pos:])
	return out.Bytes()
}
