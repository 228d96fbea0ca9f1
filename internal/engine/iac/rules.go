package iac

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/rule"
)

var _ rule.Source = (*Engine)(nil)

// Rule finds one rule; its texts come from the library.
func (e *Engine) Rule(id assay.RuleID) (rule.Rule, bool) {
	name, ok := strings.CutPrefix(string(id), check.RulePrefix)
	if !ok {
		return rule.Rule{}, false
	}
	d, ok := check.Find(name)
	if !ok {
		return rule.Rule{}, false
	}
	return describe(d), true
}

// Rules lists all checks of a default run, by id.
func (e *Engine) Rules() []rule.Rule {
	details := check.Details()
	out := make([]rule.Rule, len(details))
	for i, d := range details {
		out[i] = describe(d)
	}
	return out
}

func describe(d check.Detail) rule.Rule {
	r := rule.Rule{
		ID:          assay.RuleID(check.RulePrefix + d.ID),
		Engine:      assay.EngineIaC,
		Title:       strings.TrimSuffix(strings.TrimSpace(d.Title), "."),
		Severity:    check.Severity(d.Severity),
		Confidence:  assay.Certain,
		CWE:         weakness(d.ID),
		Explanation: strings.TrimSpace(d.Description),
		Fix:         strings.TrimSpace(d.Fix),
		References:  d.References,
		Aliases:     d.Aliases,
	}
	if d.Provider != "" {
		r.Tags = append(r.Tags, d.Provider)
	}
	if d.Service != "" {
		r.Tags = append(r.Tags, d.Service)
	}
	return r
}
