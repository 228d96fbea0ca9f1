package importer

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// severities are the words of all tools but SonarQube, whose critical is
// below its blocker. A tool that does not say ("unknown") does not say
// harmless: see severity.
var severities = map[string]assay.Severity{
	"critical": assay.Critical, "very high": assay.Critical, "urgent": assay.Critical,
	"high": assay.High, "error": assay.High, "important": assay.High, "severe": assay.High,
	"medium": assay.Medium, "moderate": assay.Medium, "warning": assay.Medium, "major": assay.Medium,
	"low": assay.Low, "minor": assay.Low, "note": assay.Low, "recommendation": assay.Low, "very low": assay.Low,
	"info": assay.Info, "informational": assay.Info, "information": assay.Info, "none": assay.Info, "negligible": assay.Info,
	"inventory": assay.Info, "experiment": assay.Info,
}

// grades are SonarQube's and CodeClimate's words, which are the same, and
// SonarQube's newer impacts (blocker, high, medium, low, info).
var grades = map[string]assay.Severity{
	"blocker": assay.Critical, "critical": assay.High, "high": assay.High, "major": assay.Medium,
	"medium": assay.Medium, "minor": assay.Low, "low": assay.Low, "info": assay.Info,
}

// severity reads a word; known is false for one that says nothing, which
// counts as medium: nobody looked at it yet.
func severity(word string) (s assay.Severity, known bool) {
	if s, ok := severities[strings.ToLower(strings.TrimSpace(word))]; ok {
		return s, true
	}
	return assay.Medium, false
}

// grade reads a word of SonarQube's or CodeClimate's.
func grade(word string) (s assay.Severity, known bool) {
	if s, ok := grades[strings.ToLower(strings.TrimSpace(word))]; ok {
		return s, true
	}
	return assay.Medium, false
}

// scored reads a base score as CVSS 3.1 words it (section 5).
func scored(score float64) assay.Severity {
	switch {
	case score >= 9:
		return assay.Critical
	case score >= 7:
		return assay.High
	case score >= 4:
		return assay.Medium
	case score > 0:
		return assay.Low
	default:
		return assay.Info
	}
}

// confidences are the words of all tools. Three steps are ours; what nobody
// said is firm: the tool did report it.
var confidences = map[string]assay.Confidence{
	"low": assay.Tentative, "experimental": assay.Tentative, "tentative": assay.Tentative, "very-low": assay.Tentative,
	"medium": assay.Firm, "firm": assay.Firm,
	"high": assay.Certain, "confirmed": assay.Certain, "certain": assay.Certain, "very-high": assay.Certain,
}

func confidence(word string) assay.Confidence {
	if c, ok := confidences[strings.ToLower(strings.TrimSpace(word))]; ok {
		return c
	}
	return assay.Firm
}

// decimal reads a number that is text; 0 for what is none.
func decimal(s string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || f != f {
		return 0
	}
	return f
}
