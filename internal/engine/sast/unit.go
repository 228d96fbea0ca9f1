package sast

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/search"
	"github.com/assay-dev/assay/internal/engine/sast/syntax"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// unit is what one file gives by itself.
type unit struct {
	path     string
	scope    assay.Scope
	findings []assay.Finding
	gaps     []assay.Gap
	graph    *flow.Graph
	marks    map[*ruleset.Rule]*marked
	lines    *lines
	src      []byte
}

// marked is what one taint rule sees in a file.
type marked struct {
	*taint.Marks
	sinks []sinkText
}

// sinkText is what is said of a sink that data reaches.
type sinkText struct {
	message  string
	function string
	replace  *string
}

// unit parses a file and runs all rules on it.
func (e *Engine) unit(f *engine.File) *unit {
	l := languages.ByPath(f.Path)
	u := &unit{path: f.Path, scope: assay.SASTScope(l.ID), src: f.Data, lines: newLines(f.Data)}
	if why := unreadable(f.Data); why != "" {
		u.gap(why, "exclude the file, or split it")
		return u
	}
	file, err := l.Parse(f.Path, f.Data)
	if errors.Is(err, syntax.ErrBudget) {
		u.gap(fmt.Sprintf("%s: %v", f.Path, err), "exclude the file")
		return u
	}
	if file.Broken >= 0 {
		at := u.lines.at(uint32(file.Broken))
		u.gaps = append(u.gaps, assay.Gap{
			Scope: u.scope, Location: assay.Location{Path: f.Path, Start: at}, Unsupported: true,
			Reason: fmt.Sprintf("line %d was not understood; the rest of the file was examined", at.Line),
			Help:   "check that the file compiles",
		})
	}
	set := e.rules.of(l)
	has := set.filter.present(f.Data)
	c := check.NewFile(file, has)
	for _, r := range set.rules {
		if !applies(r.Rule, f.Path) {
			continue
		}
		for _, m := range r.Run(c) {
			u.findings = append(u.findings, u.finding(r, c, m.Match))
		}
	}
	u.graph = flow.Build(file, c.Matcher.Scopes())
	for _, r := range set.taints {
		if !applies(r.Rule, f.Path) {
			continue
		}
		m, sinks := r.Marks(c, u.graph)
		if m.Empty() {
			continue
		}
		if u.marks == nil {
			u.marks = map[*ruleset.Rule]*marked{}
		}
		k := &marked{Marks: m}
		for _, s := range sinks {
			k.sinks = append(k.sinks, sinkText{message: check.Message(r.Rule, c.File, s.Env), function: c.Function(s.Start), replace: check.Fix(r.Rule, c.File, s.Env, string(f.Data[s.Start:s.End]))})
		}
		u.marks[r.Rule] = k
	}
	if c.Matcher.Exhausted() {
		u.gap("the file takes more work to match than its size justifies; some rules were not finished", "exclude the file if it is generated")
	}
	for i := range u.graph.Funcs {
		if fn := &u.graph.Funcs[i]; fn.Exhausted {
			at := u.lines.at(fn.Start)
			u.gaps = append(u.gaps, assay.Gap{
				Scope: u.scope, Location: assay.Location{Path: f.Path, Start: at},
				Reason: fmt.Sprintf("%s is too large to follow to its end", cmpOr(fn.Name, "the code outside functions")),
				Help:   "exclude the file if it is generated, or split the function",
			})
		}
	}
	u.graph.Seal()
	return u
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func (u *unit) gap(reason, help string) {
	u.gaps = append(u.gaps, assay.Gap{Scope: u.scope, Location: assay.Location{Path: u.path}, Reason: reason, Help: help})
}

// unreadable says why a file is no source that a person wrote.
func unreadable(data []byte) string {
	if len(data) > maxFile {
		return fmt.Sprintf("the file is larger than %d MB: it is not analysed", maxFile>>20)
	}
	if bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 {
		return "the file holds binary data"
	}
	for rest := data; len(rest) > maxLine; {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 || i > maxLine {
			return "the file has lines too long for a person to have written: it is not analysed"
		}
		rest = rest[i+1:]
	}
	return ""
}

// applies says whether a rule's paths let it look at a file.
func applies(r *ruleset.Rule, path string) bool {
	if len(r.Include) > 0 && !slices.ContainsFunc(r.Include, func(p string) bool { return matchPath(p, path) }) {
		return false
	}
	return !slices.ContainsFunc(r.Exclude, func(p string) bool { return matchPath(p, path) })
}

// finding is a finding of a search rule.
func (u *unit) finding(r *check.Rule, c *check.File, m search.Match) assay.Finding {
	text := string(u.src[m.Start:m.End])
	return assay.Finding{
		Replacement: check.Fix(r.Rule, c.File, m.Env, text), Rule: assay.RuleID("sast/" + r.ID), Engine: assay.EngineSAST, Severity: severity(r.Rule), Confidence: confidence(r.Rule),
		Message: check.Message(r.Rule, c.File, m.Env), Fix: advice(r.Rule),
		Location: u.location(m.Start, m.End), Snippet: u.snippet(m.Start), Identity: identity(c.Function(m.Start), text),
	}
}

// advice is the fix of this language, where the rule has one.
func advice(r *ruleset.Rule) string { return meta(r, "fix") }

func (u *unit) location(start, end uint32) assay.Location {
	return assay.Location{Path: u.path, Start: u.lines.at(start), End: u.lines.at(end)}
}

// maxSnippet bounds the line that a finding shows.
const maxSnippet = 200

// snippet is the line on which something starts.
func (u *unit) snippet(at uint32) string {
	start := bytes.LastIndexByte(u.src[:at], '\n') + 1
	end := bytes.IndexByte(u.src[start:], '\n')
	line := u.src[start:]
	if end >= 0 {
		line = u.src[start : start+end]
	}
	s := strings.TrimSpace(string(line))
	if len(s) > maxSnippet {
		s = strings.ToValidUTF8(s[:maxSnippet], "")
	}
	return s
}

// lines maps offsets to positions.
type lines struct{ starts []uint32 }

func newLines(src []byte) *lines {
	l := &lines{starts: []uint32{0}}
	for i, c := range src {
		if c == '\n' {
			l.starts = append(l.starts, uint32(i+1))
		}
	}
	return l
}

func (l *lines) at(offset uint32) assay.Position {
	i, found := slices.BinarySearch(l.starts, offset)
	if !found {
		i--
	}
	return assay.Position{Line: i + 1, Column: int(offset-l.starts[i]) + 1}
}
