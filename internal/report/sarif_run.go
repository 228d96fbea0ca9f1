package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// sarifRunOf turns a view into a run. It takes the paths as they are: URIs
// are made from the bytes of a path, not from its escaped form.
func sarifRunOf(v *View) sarifRun {
	rules, index := sarifRules(v)
	return sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "Assay", Version: v.Run.Version, InformationURI: "https://github.com/assay-dev/assay",
			Rules: rules, Notifications: []sarifRule{{ID: noteGap}, {ID: noteVerdict}, {ID: noteLeftOut}},
		}},
		AutomationDetails: sarifID{ID: "assay/" + v.Command + "/"},
		Invocations:       []sarifInvocation{sarifInvocationOf(v)},
		BaseIDs:           map[string]sarifArtifact{srcRoot: {Description: &sarifText{Text: "the folder that was examined"}}},
		ColumnKind:        "unicodeCodePoints",
		Results:           sarifResults(v, index),
		Properties:        sarifRunProperties(v),
	}
}

// The kinds of notification.
const (
	noteGap     = "assay/not-examined"
	noteVerdict = "assay/verdict"
	noteLeftOut = "assay/left-out"
)

func sarifRunProperties(v *View) map[string]any {
	p := map[string]any{"verdict": string(v.Verdict.Outcome), "blocking": v.Counts.Blocking, "coverage": v.Coverage}
	if v.Profile != "" {
		p["profile"] = string(v.Profile)
	}
	if v.Command == "run" {
		p["reasons"], p["warnings"] = sarifRulings(v.Verdict.Reasons), sarifRulings(v.Verdict.Warnings)
		if len(v.Controls) > 0 {
			p["controls"] = v.Controls
		}
		if v.Threats.changed() {
			p["threats"] = v.Threats
		}
		if v.Verdict.Emergency != "" {
			p["emergency"] = v.Verdict.Emergency
		}
		if v.Run.Evidence != nil {
			p["evidence"] = v.Run.Evidence.ID
		}
	}
	if v.Change != nil {
		p["base"], p["head"] = v.Change.Base, v.Change.Head
	}
	return p
}

func sarifInvocationOf(v *View) sarifInvocation {
	in := sarifInvocation{
		Successful: v.Verdict.Outcome == Pass || v.Verdict.Outcome == Deny || v.Verdict.Outcome == Listed,
		ExitCode:   v.Verdict.ExitCode, ExitDescription: wordsFor(v.Verdict.Outcome).Sentence,
	}
	if !v.Run.Started.IsZero() {
		took := time.Duration(v.Run.Seconds * float64(time.Second))
		in.Start = v.Run.Started.UTC().Format("2006-01-02T15:04:05.000Z")
		in.End = v.Run.Started.UTC().Add(took).Format("2006-01-02T15:04:05.000Z")
	}
	for _, r := range v.Verdict.Reasons {
		in.Notifications = append(in.Notifications, sarifNotification{
			Descriptor: sarifID{noteVerdict}, Level: "error", Message: message(join(r.Message, r.Flip)),
		})
	}
	for _, r := range v.Verdict.Warnings {
		in.Notifications = append(in.Notifications, sarifNotification{
			Descriptor: sarifID{noteVerdict}, Level: "warning", Message: message(join(r.Message, r.Flip)),
		})
	}
	for _, g := range v.Gaps {
		in.Notifications = append(in.Notifications, sarifGap(g))
	}
	return in
}

func sarifGap(g assay.Gap) sarifNotification {
	n := sarifNotification{
		Descriptor: sarifID{noteGap}, Level: "warning",
		Message: message(join(string(g.Scope)+": "+g.Reason, g.Help)),
	}
	if g.Unsupported {
		n.Level = "note"
	}
	if loc, ok := sarifPlace(g.Location, ""); ok {
		n.Locations = []sarifLocation{loc}
	}
	return n
}

// join puts advice behind a sentence.
func join(sentence, advice string) string {
	if advice == "" {
		return sentence
	}
	if n := len(sentence); n > 0 && sentence[n-1] != '.' {
		sentence += "."
	}
	return sentence + " " + advice
}

// message is plain text for a result. SARIF reads "[text](target)" in it as a
// link, and nothing found in a repository may become one.
func message(s string) sarifText { return sarifText{Text: strings.ReplaceAll(s, "](", "] (")} }

func sarifResults(v *View, index map[assay.RuleID]int) []sarifResult {
	out := make([]sarifResult, 0, len(v.Findings))
	seen := map[assay.Fingerprint]int{}
	rules := map[assay.RuleID]rule.Rule{}
	for _, r := range v.Rules {
		rules[r.ID] = r
	}
	for i := range v.Findings {
		f := &v.Findings[i]
		seen[f.Fingerprint]++
		out = append(out, sarifResultOf(f, rules[f.Rule], index[f.Rule], seen[f.Fingerprint]))
	}
	return out
}

func sarifResultOf(f *assay.Finding, r rule.Rule, index, occurrence int) sarifResult {
	fix := f.Fix
	if fix == "" {
		fix = r.Fix
	}
	res := sarifResult{
		RuleID: string(f.Rule), RuleIndex: index, severity: f.Severity,
		Level: level(f.Severity), Rank: rank(f.Severity), BaselineState: baseline(f.Status),
		Message:    message(join(f.Message, fix)),
		CodeFlows:  sarifFlow(f.Flow),
		Properties: sarifResultProperties(f),
	}
	if loc, ok := sarifPlace(f.Location, f.Snippet); ok {
		res.Locations = []sarifLocation{loc}
	}
	if fp := string(f.Fingerprint); fp != "" {
		// GitHub and those who follow it match alerts by the second key.
		res.Fingerprints = map[string]string{
			"assay/v1":                fp,
			"primaryLocationLineHash": fmt.Sprintf("%.16s:%d", fp, occurrence),
		}
	}
	if f.Suppression != nil {
		res.Suppressions = []sarifSuppression{sarifSuppressionOf(f.Suppression)}
	}
	return res
}

func sarifResultProperties(f *assay.Finding) map[string]any {
	p := map[string]any{"engine": string(f.Engine), "severity": f.Severity.String(), "confidence": f.Confidence.String()}
	if f.Service != "" {
		p["service"] = string(f.Service)
	}
	if f.Location.Commit != "" {
		p["commit"] = f.Location.Commit
	}
	if f.Fix != "" {
		p["fix"] = f.Fix
	}
	if f.Location.Component != "" {
		p["component"] = f.Location.Component
	}
	if f.Vulnerability != nil {
		p["vulnerability"] = f.Vulnerability
	}
	if f.Tool != "" {
		p["tool"] = f.Tool
	}
	if f.Bites != "" {
		p["bites"] = f.Bites
	}
	return p
}

func sarifSuppressionOf(s *assay.Suppression) sarifSuppression {
	out := sarifSuppression{Kind: "inSource", Status: "rejected", Justification: join(s.Reason, s.Why)}
	if s.Counts {
		out.Status = "accepted"
	}
	if strings.HasPrefix(s.Location.Path, ".assay/") {
		out.Kind = "external" // a VEX document
	}
	if loc, ok := sarifPlace(s.Location, ""); ok {
		out.Location = &loc
	}
	return out
}

func sarifFlow(steps []assay.Step) []sarifCodeFlow {
	if len(steps) == 0 {
		return nil
	}
	var flow sarifThreadFlow
	for _, s := range steps {
		loc, _ := sarifPlace(s.Location, "")
		text := message(s.Message)
		loc.Message = &text
		flow.Locations = append(flow.Locations, sarifFlowLocation{loc})
	}
	return []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{flow}}}
}

// sarifPlace says where something is; false when it has neither file nor resource.
func sarifPlace(l assay.Location, snippet string) (sarifLocation, bool) {
	var out sarifLocation
	if l.Resource != "" {
		out.Logical = []sarifLogical{{FullyQualifiedName: l.Resource, Kind: "resource"}}
	}
	if l.Path != "" {
		out.Physical = &sarifPhysical{
			Artifact: sarifArtifact{URI: fileURI(l.Path), BaseID: srcRoot}, Region: sarifRegionOf(l, snippet),
		}
	}
	return out, l.Path != "" || l.Resource != ""
}

// sarifRegionOf keeps to SARIF's rules: lines and columns start at 1, an end
// is not before its start, endColumn is the one after the last.
func sarifRegionOf(l assay.Location, snippet string) *sarifRegion {
	if l.Start.Line < 1 {
		return nil
	}
	r := &sarifRegion{StartLine: l.Start.Line, StartColumn: max(l.Start.Column, 0)}
	if l.End.Line >= l.Start.Line {
		r.EndLine = l.End.Line
		if l.End.Column > 0 && (l.End.Line > l.Start.Line || l.End.Column >= max(l.Start.Column, 1)) {
			r.EndColumn = l.End.Column
		}
	}
	if snippet != "" {
		r.Snippet = &sarifText{Text: snippet}
	}
	return r
}
