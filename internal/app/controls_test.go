package app

import (
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/control"
	shipped "github.com/assay-dev/assay/rules"
)

// TestControlsNameWhatThereIs holds the groups of rules that controls ask about
// to the catalogue: a rule that is gone, or a number that no rule has, would
// make a check pass for ever.
func TestControlsNameWhatThereIs(t *testing.T) {
	set, err := control.Load(shipped.Controls())
	if err != nil {
		t.Fatal(err)
	}
	cwe, tags := map[int]bool{}, map[string]bool{"vulnerable-component": true} // flaws are rules too many to list
	var ids []string
	for _, r := range newApp(t.TempDir()).Rules.Rules() {
		ids = append(ids, string(r.ID))
		for _, n := range r.CWE {
			cwe[n] = true
		}
		for _, tag := range r.Tags {
			tags[tag] = true
		}
	}
	engines := []assay.EngineID{
		assay.EngineSecret, assay.EngineIaC, assay.EngineTag, assay.EngineDependency, assay.EngineLicence, assay.EngineSAST, assay.EngineFinance, assay.EngineThreat,
	}
	for _, g := range set.Groups() {
		for _, r := range g.Rules {
			prefix, star := strings.CutSuffix(r, "*")
			if !slices.ContainsFunc(ids, func(id string) bool { return id == r || star && strings.HasPrefix(id, prefix) }) && r != "dependency/*" {
				t.Errorf("group %s names %s, which no rule is", g.Name, r)
			}
		}
		for _, n := range g.CWE {
			if !cwe[n] {
				t.Errorf("group %s names CWE-%d, which no rule has", g.Name, n)
			}
		}
		for _, tag := range g.Tags {
			if !tags[tag] {
				t.Errorf("group %s names tag %s, which no rule has", g.Name, tag)
			}
		}
		for _, e := range g.Engines {
			if !slices.Contains(engines, e) {
				t.Errorf("group %s names engine %s, which does not look at a change", g.Name, e)
			}
		}
		asked := slices.ContainsFunc(set.Frameworks, func(f control.Framework) bool {
			return slices.ContainsFunc(f.Controls, func(c control.Control) bool {
				return slices.ContainsFunc(c.Checks, func(k control.Check) bool { return slices.Contains(k.NoFindings, g.Name) })
			})
		})
		if !asked {
			t.Errorf("no control asks about group %s", g.Name)
		}
	}
}

// TestControlsAskOfWhatIsExamined holds scopes to those that engines have.
func TestControlsAskOfWhatIsExamined(t *testing.T) {
	set, err := control.Load(shipped.Controls())
	if err != nil {
		t.Fatal(err)
	}
	known := append([]assay.Scope{
		assay.ScopeSecretTree, assay.ScopeAdvisory, assay.ScopeLicence, assay.ScopeTerraform, assay.ScopeTerraformPlan,
		assay.ScopeCloudFormation, assay.ScopeKubernetes, assay.ScopeOpenAPI, assay.ScopeThreatModel, assay.ScopeFinance,
	}, assay.SASTScopes()...)
	examined := func(s string) bool {
		prefix, star := strings.CutSuffix(s, "*")
		return slices.ContainsFunc(known, func(k assay.Scope) bool { return string(k) == s || star && strings.HasPrefix(string(k), prefix) })
	}
	for _, f := range set.Frameworks {
		for _, c := range f.Controls {
			for _, k := range c.Checks {
				for _, s := range k.Examined {
					if !examined(s) {
						t.Errorf("%s asks for scope %s, which nothing examines", c.ID, s)
					}
				}
			}
		}
	}
	for _, g := range set.Groups() {
		for _, s := range g.Scopes {
			if !examined(s) {
				t.Errorf("group %s looks in scope %s, which nothing examines", g.Name, s)
			}
		}
	}
}
