package triage

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Suppress attaches inline ignores to the findings that they speak for: same
// file, same rule (in full, or the part after the slash), on the finding's
// lines or on the line before, other ignores in between not counted. Whether
// one counts is left to Judge.
func Suppress(findings []assay.Finding, ignores []assay.Ignore) {
	if len(ignores) == 0 {
		return
	}
	byPath := map[string][]assay.Ignore{}
	lines := map[string]map[int]bool{}
	for _, ig := range ignores {
		p := ig.Location.Path
		byPath[p] = append(byPath[p], ig)
		if lines[p] == nil {
			lines[p] = map[int]bool{}
		}
		lines[p][ig.Location.Start.Line] = true
	}
	for i := range findings {
		f := &findings[i]
		if f.Location.Commit != "" {
			continue // history can't be annotated
		}
		for _, ig := range byPath[f.Location.Path] {
			if names(ig.Rule, f.Rule) && speaksFor(ig, f, lines[f.Location.Path]) {
				f.Suppression = &assay.Suppression{Reason: ig.Reason, Location: ig.Location}
				break
			}
		}
	}
}

func names(written, id assay.RuleID) bool {
	if written == id {
		return true
	}
	_, name, _ := strings.Cut(string(id), "/")
	return name != "" && string(written) == name
}

func speaksFor(ig assay.Ignore, f *assay.Finding, ignoreLines map[int]bool) bool {
	at, start := ig.Location.Start.Line, f.Location.Start.Line
	if start < 1 {
		return false
	}
	if at >= start && at <= max(start, f.Location.End.Line) {
		return true
	}
	next := at + 1
	for ignoreLines[next] && next < start {
		next++
	}
	return next == start && at < start
}

// Judge says which suppressions count. One counts when it has a reason and
// either stood at the base for the same finding or the finding's severity is
// below the limit of the profile that applies. atBase says whether the same
// finding was suppressed at the base.
func Judge(findings []assay.Finding, atBase func(i int) bool, hasBase bool, limit func(f *assay.Finding) assay.Severity) {
	for i := range findings {
		f := &findings[i]
		s := f.Suppression
		if s == nil {
			continue
		}
		switch bar := limit(f); {
		case s.Reason == "":
			s.Why = "it gives no reason"
		case atBase(i):
			s.Counts, s.Why = true, "it stood at the base"
		case f.Severity < bar:
			s.Counts, s.Why = true, "the finding is below "+bar.String()
		case hasBase:
			s.Why = "it came with this change, and " + f.Severity.String() + " findings can't be ignored by the change that brings them"
		default:
			s.Why = "there is no base that it stood at, and the finding is " + f.Severity.String()
		}
	}
}
