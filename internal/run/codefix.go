package run

import (
	"bytes"
	"context"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// Correction is one finding in source code whose rule knows what to write in
// its place, and what became of it.
type Correction struct {
	Location assay.Location
	Rule     assay.RuleID
	// Left says why the file stands as it was; empty when it was changed.
	Left string
}

// correct writes what rules put in the place of what they found, file by file.
func (j *job) correct(ctx context.Context) ([]Correction, error) {
	byPath := map[string][]*assay.Finding{}
	var paths []string
	for i := range j.findings {
		f := &j.findings[i]
		if f.Replacement == nil || f.Tool != "" || f.Suppression != nil && f.Suppression.Counts {
			continue
		}
		if byPath[f.Location.Path] == nil {
			paths = append(paths, f.Location.Path)
		}
		byPath[f.Location.Path] = append(byPath[f.Location.Path], f)
	}
	slices.Sort(paths)
	var out []Correction
	for _, p := range paths {
		if ctx.Err() != nil {
			return out, fault.New(fault.Interrupted, "interrupted: look at what was changed so far")
		}
		out = append(out, j.correctFile(p, byPath[p])...)
	}
	return out, nil
}

// correctFile changes one file. Of two corrections that overlap, the first in
// the file wins.
func (j *job) correctFile(path string, fs []*assay.Finding) []Correction {
	out := make([]Correction, len(fs))
	slices.SortStableFunc(fs, func(a, b *assay.Finding) int {
		if a.Location.Start.Line != b.Location.Start.Line {
			return a.Location.Start.Line - b.Location.Start.Line
		}
		return a.Location.Start.Column - b.Location.Start.Column
	})
	for i, f := range fs {
		out[i] = Correction{Location: f.Location, Rule: f.Rule}
	}
	leave := func(why string) []Correction {
		for i := range out {
			if out[i].Left == "" {
				out[i].Left = why
			}
		}
		return out
	}
	seen, ok := j.head.Kept(path)
	if !ok {
		return leave("the file was not kept")
	}
	var data bytes.Buffer
	done := 0
	for i, f := range fs {
		start, end := offset(seen, f.Location.Start), offset(seen, f.Location.End)
		switch {
		case start < 0 || end < start:
			out[i].Left = "its place is not known"
		case start < done:
			out[i].Left = "it overlaps another correction: run it again"
		default:
			data.Write(seen[done:start])
			data.WriteString(*f.Replacement)
			done = end
		}
	}
	data.Write(seen[done:])
	if bytes.Equal(data.Bytes(), seen) {
		return out
	}
	if err := replaceFile(j.req.Dir, path, seen, data.Bytes()); err != nil {
		return leave(err.Error())
	}
	return out
}

// offset is the byte offset of a position, or -1 when the text has none such.
func offset(data []byte, p assay.Position) int {
	at := 0
	for line := 1; line < p.Line; line++ {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	if at += p.Column - 1; p.Line < 1 || p.Column < 1 || at > len(data) {
		return -1
	}
	return at
}
