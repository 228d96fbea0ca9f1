package rules_test

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
	"github.com/assay-dev/assay/rules"
)

// TestSAST holds every rule for source code to its annotated tests.
func TestSAST(t *testing.T) {
	for _, p := range sast.NewRules(rules.SAST()).Check() {
		t.Error(p)
	}
	suite, err := ruletest.Load([]string{"sast"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range suite.Problems {
		t.Error(p)
	}
	for _, u := range suite.Untested {
		if u.Alone {
			t.Errorf("%s has no test file", u.Path)
		}
		t.Logf("%s: untested: %v", u.Path, u.Rules)
	}
	for _, f := range suite.Files {
		if r := f.Run(); !r.Agrees() {
			t.Errorf("%s:\n%s", f.Path, r)
		}
	}
}
