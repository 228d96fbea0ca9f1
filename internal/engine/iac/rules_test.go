package iac

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
)

func TestRules(t *testing.T) {
	all := shared.Rules()
	if len(all) < 400 {
		t.Errorf("%d rules", len(all))
	}
	ids := map[assay.RuleID]bool{}
	for _, r := range all {
		ids[r.ID] = true
	}
	for _, w := range weaknesses {
		for name := range strings.FieldsSeq(w.checks) {
			if !ids[assay.RuleID("iac/AVD-"+name)] {
				t.Errorf("CWE-%d names %s, which is no check", w.cwe, name)
			}
		}
	}
	r, ok := shared.Rule("iac/AVD-AWS-0107")
	if !ok || r.Severity != assay.High || len(r.CWE) != 1 || r.CWE[0] != 284 || r.Title == "" || r.Fix == "" || r.Explanation == "" {
		t.Errorf("rule: %+v", r)
	}
	for _, id := range []assay.RuleID{"secret/x", "iac/none", "iac/AVD-AWS-0057"} {
		if _, ok := shared.Rule(id); ok {
			t.Errorf("%s should be unknown", id)
		}
	}
}

// Every finding's rule must be in the catalogue.
func TestFindingsNameRules(t *testing.T) {
	for _, f := range extract(t, load(t, "testdata/corpus")).Findings {
		if _, ok := shared.Rule(f.Rule); !ok {
			t.Errorf("no rule %s", f.Rule)
		}
	}
}
