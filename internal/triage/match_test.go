package triage

import (
	"fmt"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
)

func at(engine assay.EngineID, tool, rule, path string, line int, cwe ...int) assay.Finding {
	return assay.Finding{Engine: engine, Tool: tool, Rule: assay.RuleID(rule), CWE: cwe, Fingerprint: assay.Fingerprint(fmt.Sprint(tool, rule, path, line)), Location: assay.Location{Path: path, Start: assay.Position{Line: line}}}
}

func flaw(tool, id, pkg, v, path string, aliases ...string) assay.Finding {
	return assay.Finding{Engine: assay.EngineDependency, Tool: tool, Rule: assay.RuleID("x/" + id), Location: assay.Location{Path: path}, Vulnerability: &assay.Vulnerability{ID: id, Aliases: aliases, Package: pkg, Version: v}}
}

func own(f *assay.Finding) []int { return f.CWE }

func TestSame(t *testing.T) {
	sql := at(assay.EngineSAST, "", "sast/sql-injection", "src/a.go", 10, 89)
	for name, c := range map[string]struct {
		a, b assay.Finding
		want bool
	}{
		"the same weakness":     {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "src/a.go", 11, 89), true},
		"of one family":         {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "src/a.go", 12, 564), true},
		"from another folder":   {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "module/src/a.go", 10, 89), true},
		"another weakness":      {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "src/a.go", 10, 79), false},
		"too far":               {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "src/a.go", 20, 89), false},
		"another file":          {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "src/ba.go", 10, 89), false},
		"of one tool":           {sql, at(assay.EngineSAST, "", "sast/other", "src/a.go", 10, 89), false},
		"a secret":              {at(assay.EngineSecret, "", "secret/a", "x", 1), at(assay.EngineSecret, "gitleaks", "gitleaks/b", "x", 1), true},
		"the same rule's name":  {at(assay.EngineIaC, "", "iac/AVD-AWS-1", "x", 1), at(assay.EngineIaC, "Trivy", "trivy/avd-aws-1", "x", 2), true},
		"no line":               {sql, at(assay.EngineSAST, "Sonar", "sonar/S1", "src/a.go", 0, 89), false},
		"a flaw":                {flaw("", "CVE-1", "a", "1", "x/go.mod", "GHSA-1"), flaw("Snyk", "SNYK-1", "a", "1", "", "CVE-1"), true},
		"a flaw, another place": {flaw("", "CVE-1", "a", "1", "x/go.mod"), flaw("Snyk", "CVE-1", "a", "1", "y/go.mod"), false},
		"a flaw beside":         {flaw("", "CVE-1", "a", "1", "x/package.json"), flaw("Snyk", "CVE-1", "a", "1", "x/package-lock.json"), true},
		"another version":       {flaw("", "CVE-1", "a", "1", ""), flaw("Snyk", "CVE-1", "a", "2", ""), false},
		"another package":       {flaw("", "CVE-1", "a", "1", ""), flaw("Snyk", "CVE-1", "b", "1", ""), false},
		"a flaw and a weakness": {flaw("", "CVE-1", "a", "1", "src/a.go"), sql, false},
	} {
		if got := Same(&c.a, &c.b, own); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		if got := Same(&c.b, &c.a, own); got != c.want {
			t.Errorf("%s, the other way round: %v", name, got)
		}
	}
}

func TestMerge(t *testing.T) {
	theirs := at(assay.EngineSAST, "Sonar", "sonar/S1", "src/a.go", 11, 89)
	got := Merge([]assay.Finding{
		theirs, theirs, at(assay.EngineSAST, "", "sast/sql-injection", "src/a.go", 10, 89), at(assay.EngineSAST, "Semgrep", "semgrep/x", "src/a.go", 9, 89),
		at(assay.EngineSAST, "Sonar", "sonar/S2", "src/b.go", 11, 79), flaw("Snyk", "SNYK-1", "a", "1", "", "CVE-1"), flaw("", "CVE-1", "a", "1", "go.mod"),
	}, own)
	if len(got) != 3 {
		t.Fatalf("%d findings: %+v", len(got), got)
	}
	if got[0].Tool != "" || len(got[0].Also) != 2 || got[1].Tool != "Sonar" || got[2].Tool != "" || len(got[2].Also) != 1 {
		t.Errorf("%+v", got)
	}
}

// TestMergeFindsNeighbours: lines at the edge of a block meet too.
func TestMergeFindsNeighbours(t *testing.T) {
	for line := 1; line < 70; line++ {
		for d := -near; d <= near; d++ {
			if line+d < 1 {
				continue
			}
			got := Merge([]assay.Finding{at(assay.EngineSAST, "", "sast/a", "f", line, 89), at(assay.EngineSAST, "T", "t/b", "f", line+d, 89)}, own)
			if len(got) != 1 {
				t.Fatalf("lines %d and %d are told apart", line, line+d)
			}
		}
	}
}
