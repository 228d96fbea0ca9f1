package report

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// system is what a reader of SARIF accepts; zero means no limit.
type system struct {
	name       string
	results    int  // results per run that are kept
	rules      int  // rules per run
	tags       int  // tags per rule that are kept
	steps      int  // places of a data flow that are kept
	gzipped    int  // bytes of the compressed file
	needsFile  bool // a result without a file is refused
	needsLine  bool // … and one without a line
	suppressed bool // shows suppressed results as suppressed
}

// systems has the published limits of November 2026. GitHub: "SARIF results
// exceed limit". GitLab ingests artifacts:reports:sarif and fails the report
// when more than half of the results have no file. SonarQube raises one issue
// per result, suppressed or not.
var systems = map[string]system{
	"": {suppressed: true},
	"github": {
		name: "GitHub", results: 5_000, rules: 25_000, tags: 10, steps: 1_000, gzipped: 10 << 20,
		needsFile: true, needsLine: true,
	},
	"gitlab":    {name: "GitLab", needsFile: true, suppressed: true},
	"sonarqube": {name: "SonarQube", needsFile: true, needsLine: true},
}

// trim cuts the run to what the system accepts, worst results first, and says
// what it left out: in the run itself and to the caller.
func trim(run *sarifRun, s system) []string {
	if s.name == "" {
		return nil
	}
	left := map[string]int{}
	dropPlaceless(run, s, left)
	dropSuppressed(run, s, left)
	slices.SortStableFunc(run.Results, func(a, b sarifResult) int { return cmp.Compare(b.severity, a.severity) })
	keepResults(run, s.results, "results beyond the limit", left)
	cutFlows(run, s.steps, left)
	cutTags(run, s.tags, left)
	dropUnusedRules(run)
	cutRules(run, s.rules, left)
	shrink(run, s.gzipped, left)
	return record(run, s, left)
}

func dropPlaceless(run *sarifRun, s system, left map[string]int) {
	if !s.needsFile {
		return
	}
	run.Results = slices.DeleteFunc(run.Results, func(r sarifResult) bool {
		if len(r.Locations) > 0 && r.Locations[0].Physical != nil {
			return false
		}
		left["results without a file"]++
		return true
	})
	if !s.needsLine {
		return
	}
	for i := range run.Results {
		if p := run.Results[i].Locations[0].Physical; p.Region == nil {
			p.Region = &sarifRegion{StartLine: 1}
		}
	}
}

func dropSuppressed(run *sarifRun, s system, left map[string]int) {
	if s.suppressed {
		return
	}
	run.Results = slices.DeleteFunc(run.Results, func(r sarifResult) bool {
		accepted := len(r.Suppressions) > 0 && r.Suppressions[0].Status == "accepted"
		if accepted {
			left["suppressed results, which it would show as open"]++
		}
		return accepted
	})
}

func keepResults(run *sarifRun, n int, what string, left map[string]int) {
	if n > 0 && len(run.Results) > n {
		left[what] += len(run.Results) - n
		run.Results = run.Results[:n]
	}
}

// cutFlows keeps the ends of a long data flow: source and sink matter most.
func cutFlows(run *sarifRun, n int, left map[string]int) {
	for i := range run.Results {
		for _, flow := range run.Results[i].CodeFlows {
			at := flow.ThreadFlows[0].Locations
			if n == 0 || len(at) <= n {
				continue
			}
			left["places of data flows"] += len(at) - n
			flow.ThreadFlows[0].Locations = append(at[:n/2:n/2], at[len(at)-(n-n/2):]...)
		}
	}
}

func cutTags(run *sarifRun, n int, left map[string]int) {
	for _, r := range run.Tool.Driver.Rules {
		if tags, ok := r.Properties["tags"].([]string); ok && n > 0 && len(tags) > n {
			left["tags of rules"] += len(tags) - n
			r.Properties["tags"] = tags[:n]
		}
	}
}

// dropUnusedRules forgets rules whose results all went, and counts anew.
func dropUnusedRules(run *sarifRun) {
	used := map[string]int{}
	for _, r := range run.Results {
		used[r.RuleID] = 0
	}
	d := &run.Tool.Driver
	d.Rules = slices.DeleteFunc(d.Rules, func(r sarifRule) bool { _, ok := used[r.ID]; return !ok })
	for i, r := range d.Rules {
		used[r.ID] = i
	}
	for i := range run.Results {
		run.Results[i].RuleIndex = used[run.Results[i].RuleID]
	}
}

// cutRules is for a report with more rules than the system takes: the rules
// of the last, least severe results go, with their results.
func cutRules(run *sarifRun, n int, left map[string]int) {
	if n == 0 || len(run.Tool.Driver.Rules) <= n {
		return
	}
	kept, seen := 0, map[string]bool{}
	for _, r := range run.Results {
		if !seen[r.RuleID] && len(seen) == n {
			break
		}
		seen[r.RuleID] = true
		kept++
	}
	keepResults(run, kept, "results of rules beyond the limit", left)
	dropUnusedRules(run)
}

// shrink halves the list until the compressed file fits.
func shrink(run *sarifRun, limit int, left map[string]int) {
	for limit > 0 && len(run.Results) > 0 && gzipSize(run) > limit-4096 {
		keepResults(run, len(run.Results)/2, "results beyond the size of the file", left)
		dropUnusedRules(run)
	}
}

func gzipSize(run *sarifRun) int {
	var n counter
	z := gzip.NewWriter(&n)
	enc := json.NewEncoder(z)
	enc.SetIndent("", " ")
	if enc.Encode(clean(*run)) != nil || z.Close() != nil {
		return 0
	}
	return int(n)
}

type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// record writes what was left out into the run.
func record(run *sarifRun, s system, left map[string]int) []string {
	var out []string
	for what, n := range left {
		out = append(out, fmt.Sprintf("left out for %s: %s %s (the complete report has them)", s.name, thousands(n), what))
	}
	slices.Sort(out)
	if len(left) == 0 {
		return out
	}
	run.Properties["leftOut"] = left
	in := &run.Invocations[0]
	for _, sentence := range out {
		in.Notifications = append(in.Notifications, sarifNotification{
			Descriptor: sarifID{noteLeftOut}, Level: "note", Message: sarifText{Text: sentence},
		})
	}
	return out
}
