package reach

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// What govulncheck -json prints
// (https://pkg.go.dev/golang.org/x/vuln/internal/govulncheck), as far as we read it.
type message struct {
	Config *struct {
		Level string `json:"scan_level"`
	} `json:"config"`
	Finding *struct {
		OSV   string  `json:"osv"`
		Trace []frame `json:"trace"`
	} `json:"finding"`
}

type frame struct {
	Module   string `json:"module"`
	Version  string `json:"version"`
	Package  string `json:"package"`
	Function string `json:"function"`
	Receiver string `json:"receiver"`
	Position *struct {
		File   string `json:"filename"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	} `json:"position"`
}

// Bounds of what is taken in.
const (
	maxOutput = 256 << 20
	maxPaths  = 5   // of a flaw
	maxFrames = 100 // of a path
)

func parse(r io.Reader) (*Result, error) {
	in := &io.LimitedReader{R: r, N: maxOutput}
	dec := json.NewDecoder(in)
	res, symbols := &Result{Seen: map[Flaw][][]Frame{}}, false
	for {
		var m message
		err := dec.Decode(&m)
		switch {
		case errors.Is(err, io.EOF) && in.N > 0 && symbols:
			return res, nil
		case errors.Is(err, io.EOF) && in.N > 0:
			return nil, errors.New("govulncheck did not follow calls")
		case err != nil:
			return nil, fmt.Errorf("read the answer of govulncheck: %w", err)
		}
		if m.Config != nil {
			symbols = m.Config.Level == "symbol"
		}
		if m.Finding != nil && len(m.Finding.Trace) > 0 {
			res.add(m.Finding.OSV, m.Finding.Trace)
		}
	}
}

func (r *Result) add(id string, trace []frame) {
	at := Flaw{id, trace[0].Module, strings.TrimPrefix(strings.TrimPrefix(trace[0].Version, "v"), "go")}
	paths := r.Seen[at]
	if trace[0].Function != "" && len(paths) < maxPaths {
		paths = append(paths, path(trace))
	}
	r.Seen[at] = paths
}

// path turns a trace around: from the program to the flaw.
func path(trace []frame) []Frame {
	out := make([]Frame, 0, min(len(trace), maxFrames))
	for _, f := range trace[:min(len(trace), maxFrames)] {
		g := Frame{Module: f.Module, Version: strings.TrimPrefix(f.Version, "v"), Package: f.Package, Function: f.Function}
		if f.Receiver != "" {
			g.Function = strings.TrimPrefix(f.Receiver, "*") + "." + f.Function
		}
		if f.Position != nil {
			g.File, g.Line, g.Column = f.Position.File, f.Position.Line, f.Position.Column
		}
		out = append(out, g)
	}
	slices.Reverse(out)
	return out
}
