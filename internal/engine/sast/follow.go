package sast

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast/flow"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
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
	var rules []*ruleset.Rule
	for _, r := range e.rules.all {
		if r.Taint != nil && slices.ContainsFunc(with, func(u *unit) bool { return u.marks[r] != nil && len(u.marks[r].Sinks) > 0 }) {
			rules = append(rules, r)
		}
	}
	project := taint.Link(graphs)
	for _, r := range rules {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		marks := make([]*taint.Marks, len(with))
		for i, u := range with {
			if m := u.marks[r]; m != nil {
				marks[i] = m.Marks
			}
		}
		found, exhausted := project.Solve(marks, taint.Options{
			Interprocedural: true, SafeNumbers: r.Options.AssumeSafeNumbers || r.Options.AssumeSafeBooleans, SafeFunctions: r.Options.AssumeSafeFunctions,
		})
		if exhausted {
			out.Gaps = append(out.Gaps, assay.Gap{
				Scope: assay.SASTScope(r.Languages[0]), Reason: fmt.Sprintf("rule %s takes more work than is allowed; some of its findings may be missing", r.ID),
				Help: "exclude generated code",
			})
		}
		seen := map[string]bool{}
		for _, f := range found {
			finding := flowFinding(r, with, f)
			key := fmt.Sprint(finding.Location)
			if !seen[key] {
				seen[key] = true
				out.Findings = append(out.Findings, finding)
			}
		}
	}
	return out, nil
}

// flowFinding is the finding of data that reaches a sink.
func flowFinding(r *ruleset.Rule, units []*unit, f taint.Finding) assay.Finding {
	u := units[f.Graph]
	text := u.marks[r].sinks[f.Sink.Tag]
	out := assay.Finding{
		Rule: assay.RuleID("sast/" + r.ID), Engine: assay.EngineSAST, Severity: severity(r), Confidence: confidence(r),
		Message: text.message, Replacement: text.replace, Fix: advice(r), Location: u.location(f.Sink.Start, f.Sink.End), Snippet: u.snippet(f.Sink.Start),
		Identity: identity(text.function, string(u.src[f.Sink.Start:f.Sink.End])),
	}
	out.Flow = steps(units, f.Steps)
	return out
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
