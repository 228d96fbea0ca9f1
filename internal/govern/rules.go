package govern

import (
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/waiver"
	"github.com/assay-dev/assay/internal/rule"
)

// Rules describes what the gate itself raises.
func Rules() rule.List {
	return append(rule.List{{
		ID: RuleConfigChanged, Engine: assay.EngineGovernance, Title: "The change edits its own gate", Severity: assay.Low, Confidence: assay.Certain,
		Tags:        []string{"governance"},
		Explanation: "Configuration, policies, waivers and ignore files steer the gate. They count as they stand at the base, so that a change can't let itself through; an edit takes effect once it is merged.",
		Fix:         "Let somebody who owns the gate look at the edit before it is merged.",
	}}, waiver.Rules()...)
}

// ConfigChanged is the finding for one changed governance file.
func ConfigChanged(f assay.ChangedFile) assay.Finding {
	return assay.Finding{
		Rule: RuleConfigChanged, Engine: assay.EngineGovernance, Status: assay.StatusNew, Severity: assay.Low, Confidence: assay.Certain,
		Message:  fmt.Sprintf("%s is %s by this change; this run was judged by the version at the base", f.Path, f.Kind),
		Location: assay.Location{Path: f.Path, Start: assay.Position{Line: 1}},
		Identity: f.Path,
	}
}
