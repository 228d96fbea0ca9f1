package check

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// RulePrefix stands before a check's id in the ids of our rules.
const RulePrefix = "iac/"

// Rule is the id of the check among our rules.
func (c *Check) Rule() assay.RuleID { return assay.RuleID(RulePrefix + c.ID) }

// Finding makes a finding of a result about a resource. The caller knows the
// place in the file, and adds it. The identity joins rule, resource and
// message, which name neither path nor line.
func (r Result) Finding(address string) assay.Finding {
	return assay.Finding{
		Rule:       r.Check.Rule(),
		Engine:     assay.EngineIaC,
		Severity:   Severity(r.Check.Severity),
		Confidence: assay.Certain,
		Message:    r.Message,
		Identity:   strings.Join([]string{string(r.Check.Rule()), address, r.Message}, "|"),
	}
}

// Severity reads the library's names; what it calls UNKNOWN is Info.
func Severity(name string) assay.Severity {
	s, err := assay.ParseSeverity(strings.ToLower(name))
	if err != nil {
		return assay.Info
	}
	return s
}
