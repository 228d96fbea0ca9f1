package sast

import (
	"context"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
)

// follow solves the taint rules over all files.
func (e *Engine) follow(ctx context.Context, units []*unit) (engine.Output, error) {
	var out engine.Output
	var graphs []*flow.Graph
	var with []*unit
	for _, u := range units {
		if u.graph != nil {
			graphs = append(graphs, u.graph)
			with = append(with, u)
		}
	}
	project := taint.Link(graphs)
	type line struct {
		rule  string
		graph int32
		line  int
	}
	seen := map[line]bool{}
	var batch []taint.Rule
	var numbers []int
	solve := func() {
		found, exhausted := project.Solve(batch, true)
		if exhausted {
			out.Gaps = append(out.Gaps, assay.Gap{
				Scope: with[0].scope, Reason: "following data takes more work than is allowed; some findings may be missing",
				Help: "exclude generated code",
			})
		}
		for i, r := range numbers {
			for _, f := range found[i] {
				// A call inside another on one line is one problem.
				k := line{e.rules.all[r].ID, f.Graph, with[f.Graph].lines().at(f.Sink.Start).Line}
				if !seen[k] {
					seen[k] = true
					out.Findings = append(out.Findings, e.flowFinding(r, with, f))
				}
			}
		}
		batch, numbers = nil, nil
	}
	for r, rule := range e.rules.all {
		if rule.Taint == nil || !slices.ContainsFunc(with, func(u *unit) bool { return u.marks[r] != nil && len(u.marks[r].Sinks) > 0 }) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return out, err
		}
		t := taint.Rule{Marks: make([]*taint.Marks, len(with))}
		for i, u := range with {
			if t.Marks[i] = u.marks[r]; t.Marks[i] != nil && t.SinkNeeds == nil {
				t.Options = e.rules.follow(r, u.lang)
			}
		}
		batch, numbers = append(batch, t), append(numbers, r)
		if len(batch) == taint.Batch {
			solve()
		}
	}
	if len(batch) > 0 {
		solve()
	}
	return out, nil
}

// flowFinding is the finding of data that reaches a sink.
func (e *Engine) flowFinding(r int, units []*unit, f taint.Finding) assay.Finding {
	u, rule := units[f.Graph], e.rules.all[r]
	text := u.sink(e.rules, r, f.Sink)
	bad, sure := weigh(rule, u.path)
	return assay.Finding{
		Rule: assay.RuleID("sast/" + rule.ID), Engine: assay.EngineSAST, Severity: bad, Confidence: sure,
		Message: text.message, Replacement: text.replace, Fix: advice(rule), Location: u.location(f.Sink.Start, f.Sink.End), Snippet: u.snippet(f.Sink.Start),
		Identity: identity(u.function(f.Sink.Start), string(u.src[f.Sink.Start:f.Sink.End])), Flow: steps(units, f.Steps),
	}
}

// steps turns the nodes of a flow into places, one for each line.
func steps(units []*unit, in []taint.Step) []assay.Step {
	var out []assay.Step
	for i, s := range in {
		u := units[s.Graph]
		at := u.location(s.Start, s.End)
		text := clip(string(u.src[s.Start:s.End]))
		last := i == len(in)-1
		if n := len(out); n > 0 && out[n-1].Location.Path == at.Path && out[n-1].Location.Start.Line == at.Start.Line {
			if last {
				out[n-1] = assay.Step{Location: at, Message: "reaches " + text}
			}
			continue
		}
		verb := "goes through "
		switch {
		case last:
			verb = "reaches "
		case len(out) == 0:
			verb = "comes from "
		}
		out = append(out, assay.Step{Location: at, Message: verb + text})
	}
	return out
}

// clip shortens code to one line that fits a report.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:77]) + "..."
	}
	return s
}
