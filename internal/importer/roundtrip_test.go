package importer_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/importer"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/rule"
)

func ownView() *report.View {
	place := func(path string, line int) assay.Location {
		return assay.Location{Path: path, Start: assay.Position{Line: line}, End: assay.Position{Line: line + 1}}
	}
	sql, key, flaw := place("src/db.go", 48), place("conf/key.pem", 1), place("web/package-lock.json", 7)
	sql.Resource, key.Commit = "store.find", "9c1185a5c5e9fc54612808977ee8f548b2258d31"
	flaw.Component = assay.PURL(assay.NPM, "left-parse", "2.2.0")
	return &report.View{
		Verdict: report.Verdict{Outcome: report.Listed},
		Run:     report.Run{Version: "0.3.0", Started: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)},
		Findings: []assay.Finding{
			{
				Rule: "sast/sql-injection", Engine: assay.EngineSAST, Fingerprint: "3d4e5f60718293a4b5c6d7e8f90a1b2c", Severity: assay.High, Confidence: assay.Firm,
				Message: "The account number reaches the query", Location: sql, Fix: "Pass it as a parameter", CWE: []int{89},
			},
			{
				Rule: "secret/private-key", Engine: assay.EngineSecret, Fingerprint: "1b2c3d4e5f60718293a4b5c6d7e8f90a", Severity: assay.Critical, Confidence: assay.Firm,
				Message: "An EC private key", Location: key, Fix: "Make a new key", CWE: []int{321, 798},
			},
			{
				Rule: "dependency/known-flaw", Engine: assay.EngineDependency, Fingerprint: "aa1b2c3d4e5f60718293a4b5c6d7e8f9", Severity: assay.Medium, Confidence: assay.Firm,
				Message: "left-parse takes what it should refuse", Location: flaw, Fix: "Upgrade to 2.2.3",
				Vulnerability: &assay.Vulnerability{
					ID: "CVE-2025-4711", Aliases: []string{"GHSA-aaaa-bbbb-cccc"}, Package: "left-parse", Version: "2.2.0",
					CVSS: 7.5, Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
				},
			},
		},
		Rules: []rule.Rule{{ID: "sast/sql-injection", Engine: assay.EngineSAST, Title: "SQL injection", Explanation: "Text from outside becomes part of the query.", CWE: []int{89}}},
	}
}

// TestOwnReportsComeBack: what we write for others we can read again.
func TestOwnReportsComeBack(t *testing.T) {
	view := ownView()
	for format, at := range map[string][]int{"gitlab-sast": {0}, "gitlab-secret": {1}, "gitlab-dependency": {2}, "gitlab-codequality": {0, 1, 2}, "sarif": {0, 1, 2}} {
		t.Run(format, func(t *testing.T) {
			var text bytes.Buffer
			if err := report.Write(&text, format, view, report.Options{}); err != nil {
				t.Fatal(err)
			}
			rep, err := importer.Read(context.Background(), format, &text, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var want []assay.Finding
			for _, i := range at {
				want = append(want, expectOwn(view.Findings[i], format))
			}
			if diff := cmp.Diff(want, rep.Findings, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(assay.Finding{}, "Identity")); diff != "" {
				t.Errorf("(-written +read):\n%s", diff)
			}
			if len(rep.Gaps) > 0 {
				t.Errorf("gaps: %v", rep.Gaps)
			}
		})
	}
}

// expectOwn is a finding as it comes back: from Assay, without what a format
// has no word for.
func expectOwn(f assay.Finding, format string) assay.Finding {
	f.Rule, f.Tool, f.Fingerprint = "assay/"+f.Rule, "Assay 0.3.0", ""
	switch format {
	case "gitlab-codequality":
		f.Rule, f.Tool = "code-quality/"+f.Rule[len("assay/"):], "Code Quality"
		f.Location = assay.Location{Path: f.Location.Path, Start: f.Location.Start, End: f.Location.End}
		f.Engine, f.Vulnerability, f.CWE, f.Fix = assay.EngineSAST, nil, nil, ""
	case "sarif":
		f.Message += ". " + f.Fix // one text there
		f.Location.Component = ""
		if v := f.Vulnerability; v != nil {
			f.Vulnerability = &assay.Vulnerability{ID: string(f.Rule[len("assay/"):])}
		}
		switch f.Engine {
		case assay.EngineDependency:
			f.CWE = nil // the rule carries it, and here is none
		case assay.EngineSecret:
			f.CWE = []int{798}
		}
	}
	return f
}
