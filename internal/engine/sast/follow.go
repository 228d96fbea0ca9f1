package sast

import (
	"context"
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
	jobs := e.jobs(with)
	if err := parallel(ctx, len(jobs), func(i int) { jobs[i].solve(graphs) }); err != nil {
		return out, err
	}
	found := map[int][]taint.Finding{}
	for _, j := range jobs {
		for i, r := range j.numbers {
			found[r] = j.found[i]
		}
		if j.exhausted {
			out.Gaps = append(out.Gaps, assay.Gap{
				Scope: with[0].scope, Reason: "following data takes more work than is allowed; some findings may be missing",
				Help: "exclude generated code",
			})
		}
	}
	type line struct {
		rule  string
		graph int32
		line  int
	}
	seen := map[line]bool{}
	for r := range e.rules.all {
		for _, f := range found[r] {
			// A call inside another on one line is one problem.
			k := line{e.rules.all[r].ID, f.Graph, with[f.Graph].lines().at(f.Sink.Start).Line}
			if !seen[k] {
				seen[k] = true
				if finding := e.flowFinding(r, with, f); len(finding.Flow) <= maxWay {
					out.Findings = append(out.Findings, finding)
				}
			}
		}
	}
	return out, nil
}

// job is rules that are solved together.
type job struct {
	rules     []taint.Rule
	numbers   []int
	found     [][]taint.Finding
	exhausted bool
}

func (j *job) solve(graphs []*flow.Graph) {
	j.found, j.exhausted = taint.Link(graphs).Solve(j.rules, true)
}

// jobs divides the taint rules that have sources and sinks here: those that
// are looked at from their sinks first are solved apart.
func (e *Engine) jobs(units []*unit) []*job {
	var back, ahead []*job
	put := func(jobs []*job, r int, t taint.Rule) []*job {
		if len(jobs) == 0 || len(jobs[len(jobs)-1].rules) == taint.Batch {
			jobs = append(jobs, &job{})
		}
		j := jobs[len(jobs)-1]
		j.rules, j.numbers = append(j.rules, t), append(j.numbers, r)
		return jobs
	}
	for r, rule := range e.rules.all {
		if rule.Taint == nil {
			continue
		}
		t := taint.Rule{Marks: make([]*taint.Marks, len(units))}
		sources, sinks := 0, 0
		for i, u := range units {
			m := u.marks[r]
			if m == nil {
				continue
			}
			if t.Marks[i] = m; t.SinkNeeds == nil {
				t.Options = e.rules.follow(r, u.lang)
			}
			sources, sinks = sources+len(m.Sources), sinks+len(m.Sinks)
		}
		switch {
		case sources == 0 || sinks == 0:
		case taint.Backward(sources, sinks):
			back = put(back, r, t)
		default:
			ahead = put(ahead, r, t)
		}
	}
	return append(back, ahead...)
}

// flowFinding is the finding of data that reaches a sink.
func (e *Engine) flowFinding(r int, units []*unit, f taint.Finding) assay.Finding {
	u, rule := units[f.Graph], e.rules.all[r]
	text := u.sink(e.rules, r, f.Sink)
	way := steps(units, f.Steps)
	from := u
	if len(f.Steps) > 0 {
		from = units[f.Steps[0].Graph]
	}
	bad, sure := weighFlow(rule, from, u, len(way))
	return assay.Finding{
		Rule: assay.RuleID("sast/" + rule.ID), Engine: assay.EngineSAST, Severity: bad, Confidence: sure,
		Message: text.message, Replacement: text.replace, Fix: advice(rule), Location: u.location(f.Sink.Start, f.Sink.End), Snippet: u.snippet(f.Sink.Start),
		Identity: identity(u.function(f.Sink.Start), string(u.src[f.Sink.Start:f.Sink.End])), Flow: way,
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
