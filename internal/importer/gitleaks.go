package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// gitleaks' own JSON, of version 8 and of 7: a list. An empty list is taken
// for one of these. Secret, Match, offender and line are read to be left out
// of everything else.

func isGitleaks(o outline) bool {
	if o.has("/[]/RuleID") || o.has("/[]/rule", "/[]/offender") {
		return true
	}
	return o[""] == emptyList
}

type gitleaksLeak struct {
	RuleID      text  `json:"RuleID"`
	Description text  `json:"Description"`
	File        text  `json:"File"`
	SymlinkFile text  `json:"SymlinkFile"`
	StartLine   whole `json:"StartLine"`
	EndLine     whole `json:"EndLine"`
	StartColumn whole `json:"StartColumn"`
	EndColumn   whole `json:"EndColumn"`
	Commit      text  `json:"Commit"`
	Fingerprint text  `json:"Fingerprint"`
	Tags        texts `json:"Tags"`
	// version 7; encoding/json matches "file", "commit" and "tags" as well
	Secret     text  `json:"Secret"`
	Match      text  `json:"Match"`
	Offender   text  `json:"offender"`
	Line       text  `json:"line"`
	Rule       text  `json:"rule"`
	LineNumber whole `json:"lineNumber"`
}

func readGitleaks(s *stream) error {
	s.b.from("Gitleaks", "")
	return entries(s, func(v *gitleaksLeak) error {
		if v.RuleID == "" && v.Rule == "" {
			s.b.gap("a leak names no rule; it was left out")
			return nil
		}
		return s.b.add(v.item())
	})
}

func (v *gitleaksLeak) item() *item {
	name := first(string(v.RuleID), string(v.Rule))
	if v.LineNumber > 0 {
		v.StartLine, v.EndLine = v.LineNumber, v.LineNumber
	}
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineSecret, Severity: assay.High, Confidence: assay.Firm, CWE: []int{798},
			Message: first(string(v.Description), "A secret of the kind "+name),
			Location: assay.Location{
				Path: string(v.File), Start: position(v.StartLine, v.StartColumn), End: position(v.EndLine, v.EndColumn), Commit: string(v.Commit),
			},
		},
		rule: dashed(name), stable: v.stable(), secrets: []string{string(v.Secret), string(v.Offender)}, quotes: []string{string(v.Match), string(v.Line)},
		about: rule.Rule{Title: first(string(v.Description), name), Tags: v.Tags},
	}
	if v.RuleID != "" {
		it.rule = name
	}
	return it
}

// stable is gitleaks' fingerprint, commit:file:rule:line. Without a commit its
// line moves, so then the place and the rule have to do.
func (v *gitleaksLeak) stable() string {
	if v.Commit == "" || strings.Count(string(v.Fingerprint), ":") < 3 {
		return ""
	}
	return string(v.Fingerprint)
}
