package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// GitLab's code quality report, a part of CodeClimate's issues: a list.

func isCodeClimate(o outline) bool {
	return o.any("/[]/check_name") && o.any("/[]/location", "/[]/fingerprint") || o.has("/[]/fingerprint", "/[]/location", "/[]/description")
}

type codeClimateIssue struct {
	Type        text  `json:"type"`
	Check       text  `json:"check_name"`
	Description text  `json:"description"`
	Severity    text  `json:"severity"`
	Fingerprint text  `json:"fingerprint"`
	Engine      text  `json:"engine_name"`
	Categories  texts `json:"categories"`
	Content     struct {
		Body text `json:"body"`
	} `json:"content"`
	Location struct {
		Path  text `json:"path"`
		Lines struct {
			Begin whole `json:"begin"`
			End   whole `json:"end"`
		} `json:"lines"`
		Positions struct {
			Begin codeClimatePosition `json:"begin"`
			End   codeClimatePosition `json:"end"`
		} `json:"positions"`
	} `json:"location"`
}

type codeClimatePosition struct {
	Line   whole `json:"line"`
	Column whole `json:"column"`
}

func readCodeClimate(s *stream) error {
	s.b.from("Code Quality", "")
	return entries(s, func(v *codeClimateIssue) error {
		if v.Type != "" && v.Type != "issue" {
			s.b.skipped()
			return nil
		}
		if v.Description == "" && v.Check == "" {
			s.b.gap("an issue has neither a description nor a check_name; it was left out")
			return nil
		}
		return s.b.add(v.item())
	})
}

func (v *codeClimateIssue) item() *item {
	sev, _ := grade(string(v.Severity))
	l := v.Location
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineQuality, Severity: sev, Confidence: assay.Firm, Message: string(v.Description),
			Location: assay.Location{Path: string(l.Path), Start: position(l.Lines.Begin, 0), End: position(l.Lines.End, 0)},
		},
		rule: first(string(v.Check), "issue"), stable: string(v.Fingerprint),
		about: rule.Rule{Title: string(v.Check), Explanation: string(v.Content.Body), Tags: v.Categories},
	}
	if l.Positions.Begin.Line > 0 {
		it.Location.Start = position(l.Positions.Begin.Line, l.Positions.Begin.Column)
		it.Location.End = position(l.Positions.End.Line, l.Positions.End.Column)
	}
	for _, c := range v.Categories {
		if strings.EqualFold(c, "security") {
			it.Engine = assay.EngineSAST
		}
	}
	it.CWE = weaknesses(string(v.Check))
	return it
}

func position(line, column whole) assay.Position {
	return assay.Position{Line: int(line), Column: int(column)}
}
