package report_test

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/rule"
)

func at(path string, line, column int) assay.Location {
	l := assay.Location{Path: path, Start: assay.Position{Line: line, Column: column}}
	if column > 0 {
		l.End = assay.Position{Line: line, Column: column + 12}
	}
	return l
}

func resource(path string, line int, address string) assay.Location {
	l := at(path, line, 0)
	l.Resource = address
	return l
}

func number(s string) money.Number { return decimal.RequireFromString(s) }

// denied is a run with something of everything.
func denied() *report.View {
	return &report.View{
		Schema: report.SchemaVersion, Command: "run", Profile: assay.Strict,
		Verdict: report.Verdict{
			Outcome: report.Deny, ExitCode: 1,
			Reasons: []report.Reason{
				{
					Message: "4 new findings are high or worse; the strict profile allows none",
					Flip:    "fix them, or have a waiver approved", Findings: []int{0, 1, 2, 3},
				},
				{Message: "the declared step test/unit failed", Flip: "make it pass: go test ./..."},
			},
			Warnings: []report.Reason{{Policy: "change/ticket", Message: "no change request is named", Flip: "name it with --ticket"}},
			Notes:    []string{"assay.yaml differs from the base; the base's version decided"},
		},
		Change: &assay.Change{
			Base: "3f786850e387550fdab836ed7e6dc881de23001b", BaseSource: "GitLab merge request",
			Head: "89e6c98d92887913cadf06b2adb97f26cde4849b", Commits: 3,
			Files: []assay.ChangedFile{
				{Path: "infra/main.tf", Kind: assay.Modified},
				{Path: "internal/store/db.go", Kind: assay.Added},
			},
		},
		Services: services(),
		Counts: report.Counts{
			Blocking: 4, New: 5, Old: 3, Suppressed: 1, Fixed: 2,
			BySeverity: map[string]int{"critical": 2, "high": 3, "medium": 2, "low": 1},
		},
		Findings:  findings(),
		Coverage:  coverage(),
		Gaps:      gaps(),
		Stages:    stages(),
		Rules:     rules(),
		Resources: map[string]int{"terraform": 14, "kubernetes": 3},
		Controls: []report.Control{
			{Framework: "pci-dss-4.0.1", ID: "pci-6.2.4", Title: "Software attacks are engineered out", State: "failing", Findings: []int{0, 1}},
			{Framework: "pci-dss-4.0.1", ID: "pci-6.2.3.1", Title: "Somebody else reviews", State: "partial", Part: "not shown"},
			{Framework: "pci-dss-4.0.1", ID: "pci-1.3.1", Title: "Only necessary traffic comes in", State: "partial", Part: "nothing to examine"},
			{Framework: "gdpr", ID: "gdpr-25.1", Title: "Protection is designed in", State: "partial", Part: "part of the duty"},
			{Framework: "gdpr", ID: "gdpr-32", Title: "Processing is secure", State: "passing"},
		},
		Cost: &report.Cost{
			Currency: "USD", Before: number("812.4"), After: number("1047.855"), Delta: number("235.455"), Compared: true, Unknown: 2, Least: true,
			Components: 31, Priced: 19, Oldest: "2024-08", Newest: "2025-01",
			Changes: []report.CostChange{
				{Address: "aws_db_instance.ledger", Kind: "changed", Location: assay.Location{Path: "infra/main.tf", Start: assay.Position{Line: 40}}, Delta: number("219.03")},
				{Address: "aws_lb.edge", Kind: "added", Location: assay.Location{Path: "infra/main.tf", Start: assay.Position{Line: 61}}, Delta: number("16.425"), Unknown: []string{"Capacity units", "Public IPv4 addresses"}},
			},
			Budgets: []report.CostBudget{{Name: "payments", Left: new(number("200")), Over: true}, {Name: "all", Left: new(number("4000"))}},
		},
		Run: report.Run{
			Evidence: &report.Evidence{ID: "e3b0c44298fc1c14", Where: "evidence", Key: "SHA256:made-up"},
			ID:       "r-01", Version: "0.1.0", Started: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), Seconds: 0.84,
			Host: "runner-7", Root: ".", CI: "gitlab", FilesRead: 1284, BytesRead: 12_345_678, FromCache: 1201,
			EngineSeconds: map[string]float64{"secret": 0.31, "iac": 0.72},
			StepSeconds:   map[string]float64{"build/compile": 2.4, "test/unit": 11.2},
			Notes:         []string{"the cache folder is not writable: this run was not remembered"},
		},
	}
}

func services() []assay.Service {
	return []assay.Service{
		{
			ID: "payments", Paths: []string{"internal/**", "infra/**"}, Owner: "team-payments", CostCentre: "CC-4711",
			DataClasses: []string{"cardholder"}, Scope: []string{"pci-dss"}, Profile: assay.Strict,
		},
		{ID: "ledger", Paths: []string{"ledger/**"}, Owner: "team-ledger", CostCentre: "CC-4712", Profile: assay.Standard},
	}
}

func findings() []assay.Finding {
	return []assay.Finding{
		{
			Rule: "secret/connection-string", Engine: assay.EngineSecret, Fingerprint: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
			Status: assay.StatusNew, Severity: assay.Critical, Confidence: assay.Certain,
			Message:  "A PostgreSQL connection string carries its password",
			Location: at("internal/store/db.go", 12, 15), Snippet: `const dsn = "postgres://pay:[redacted]@db.internal/pay"`,
			Fix: "Read the address from DATABASE_URL and change the password: it is in the history.", Service: "payments",
		},
		{
			Rule: "secret/private-key", Engine: assay.EngineSecret, Fingerprint: "1b2c3d4e5f60718293a4b5c6d7e8f90a",
			Status: assay.StatusNew, Severity: assay.Critical, Confidence: assay.Certain,
			Message: "An EC private key without a passphrase", Location: at("config/signing.pem", 1, 1), Service: "payments",
		},
		{
			Rule: "dependency/CVE-2031-0001", Engine: assay.EngineDependency, Fingerprint: "2c3d4e5f60718293a4b5c6d7e8f90a1c",
			Status: assay.StatusOld, Severity: assay.Critical, Confidence: assay.Certain,
			Message:  "org.example:parser 1.2.0 has the known flaw CVE-2031-0001, exploited in the wild since 2031-02-01 at the latest",
			Location: assay.Location{Path: "pom.xml", Start: assay.Position{Line: 17}, Component: "pkg:maven/org.example/parser@1.2.0"}, CWE: []int{502},
			Vulnerability: &assay.Vulnerability{
				ID: "CVE-2031-0001", Aliases: []string{"GHSA-aaaa-bbbb-cccc"}, Package: "org.example:parser", Version: "1.2.0", Fixed: "1.2.9",
				CVSS: 9.8, Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", EPSS: 0.9732, Exploited: time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC), Published: time.Date(2031, 1, 20, 0, 0, 0, 0, time.UTC),
			},
			Due: time.Date(2031, 2, 15, 0, 0, 0, 0, time.UTC), Bites: "its deadline was 2031-02-15",
			Also: []assay.Report{{Engine: assay.EngineDependency, Tool: "Snyk 1.1", Rule: "snyk/SNYK-JAVA-1", Fingerprint: "3d4e5f60718293a4b5c6d7e8f90a1b2d", Severity: assay.High}},
			Fix:  "upgrade to org.example:parser 1.2.9", Service: "payments",
		},
		{
			Rule: "iac/aws-s3-public-access", Engine: assay.EngineIaC, Fingerprint: "2c3d4e5f60718293a4b5c6d7e8f90a1b",
			Status: assay.StatusNew, Severity: assay.High, Confidence: assay.Certain,
			Message:  "Anybody on the internet can read the bucket",
			Location: resource("infra/main.tf", 31, "aws_s3_bucket.statements"), Service: "payments",
		},
		{
			Rule: "sast/sql-injection", Engine: "sast", Fingerprint: "3d4e5f60718293a4b5c6d7e8f90a1b2c",
			Status: assay.StatusNew, Severity: assay.High, Confidence: assay.Firm,
			Message: "The account number from the request reaches the query unescaped", Location: at("internal/store/db.go", 48, 9),
			Flow: []assay.Step{
				{Location: at("internal/api/handler.go", 22, 10), Message: "read from the request"},
				{Location: at("internal/store/db.go", 48, 9), Message: "joined into the query"},
			}, Service: "payments",
		},
		{
			Rule: "tag/required", Engine: assay.EngineTag, Fingerprint: "4e5f60718293a4b5c6d7e8f90a1b2c3d",
			Status: assay.StatusNew, Severity: assay.Low, Confidence: assay.Certain,
			Message: "The tag cost-centre is missing", Location: resource("infra/main.tf", 40, "aws_instance.worker"),
			Fix: `Add cost-centre = "CC-4711"`, Service: "payments",
		},
		{
			Rule: "iac/aws-s3-public-access", Engine: assay.EngineIaC, Fingerprint: "5f60718293a4b5c6d7e8f90a1b2c3d4e",
			Status: assay.StatusOld, Severity: assay.High, Confidence: assay.Certain,
			Message:  "Anybody on the internet can read the bucket",
			Location: resource("ledger/infra/s3.tf", 3, "aws_s3_bucket.archive"), Service: "ledger",
		},
		{
			Rule: "iac/k8s-root", Engine: assay.EngineIaC, Fingerprint: "60718293a4b5c6d7e8f90a1b2c3d4e5f",
			Status: assay.StatusOld, Severity: assay.Medium, Confidence: assay.Certain,
			Message: "The container runs as root", Location: resource("deploy/app.yaml", 18, "Deployment/pay/api"), Service: "payments",
			Suppression: &assay.Suppression{
				Reason: "sidecar needs port 80", Location: at("deploy/app.yaml", 17, 1),
				Counts: false, Why: "the strict profile accepts no inline ignore for medium",
			},
		},
		{
			Rule: "secret/password", Engine: assay.EngineSecret, Fingerprint: "718293a4b5c6d7e8f90a1b2c3d4e5f60",
			Status: assay.StatusOld, Severity: assay.Medium, Confidence: assay.Tentative,
			Message:  "Something that looks like a password",
			Location: assay.Location{Path: "old/settings.ini", Start: assay.Position{Line: 4, Column: 3}, Commit: "9c1185a5c5e9fc54612808977ee8f548b2258d31"},
		},
		{
			Rule: "secret/password", Engine: assay.EngineSecret, Fingerprint: "8293a4b5c6d7e8f90a1b2c3d4e5f6071",
			Status: assay.StatusOld, Severity: assay.Medium, Confidence: assay.Tentative,
			Message: "Something that looks like a password", Location: at("test/fixture.py", 7, 1), Service: "payments",
			Suppression: &assay.Suppression{Reason: "made up for the test", Location: at("test/fixture.py", 7, 30), Counts: true, Why: "it stands at the base"},
		},
	}
}

func coverage() []assay.Coverage {
	return []assay.Coverage{
		{Scope: assay.ScopeSecretTree, State: assay.Complete, Examined: 1284},
		{Scope: assay.ScopeTerraform, State: assay.Partial, Examined: 14},
		{Scope: assay.ScopeHelm, State: assay.NotRun},
	}
}

func gaps() []assay.Gap {
	return []assay.Gap{
		{
			Scope: assay.ScopeTerraform, Location: at("infra/modules/net/main.tf", 2, 1), Status: assay.StatusNew,
			Reason: "The module is fetched from a registry and was not there", Help: "run terraform init, or vendor the module",
		},
		{Scope: assay.ScopeHelm, Location: at("charts/pay/Chart.yaml", 0, 0), Reason: "Helm charts are not evaluated yet", Unsupported: true, Status: assay.StatusOld},
		{Scope: assay.ScopeHelm, Location: at("charts/ledger/Chart.yaml", 0, 0), Reason: "Helm charts are not evaluated yet", Unsupported: true, Status: assay.StatusOld},
	}
}

func stages() []report.Stage {
	return []report.Stage{
		{Name: "code", Engines: []assay.EngineID{assay.EngineSecret, assay.EngineIaC}},
		{Name: "build", Steps: []report.StepResult{{Name: "compile", Command: "go build ./...", State: "passed"}}},
		{Name: "test", Steps: []report.StepResult{
			{Name: "unit", Command: "go test ./...", State: "failed", ExitCode: 1, Output: "--- FAIL: TestRefund (0.01s)\n    refund_test.go:31: got 9.99, want 10.00\nFAIL\n"},
			{Name: "load", Command: "k6 run load.js", State: "not-run", Why: "the step unit of the same stage failed"},
		}},
	}
}

func rules() []rule.Rule {
	return []rule.Rule{
		{
			ID: "iac/aws-s3-public-access", Engine: assay.EngineIaC, Title: "S3 bucket open to the public", Severity: assay.High, Confidence: assay.Certain,
			CWE: []int{284}, Tags: []string{"aws", "pci-dss"}, Explanation: "A bucket that everybody may read hands out statements to anyone who guesses its name.",
			Fix: "Add an aws_s3_bucket_public_access_block with all four switches on.", References: []string{"https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"},
		},
		{
			ID: "iac/k8s-root", Engine: assay.EngineIaC, Title: "Container runs as root", Severity: assay.Medium, Confidence: assay.Certain, CWE: []int{250},
			Explanation: "Whoever breaks out of the process owns the node.", Fix: "Set securityContext.runAsNonRoot: true.",
		},
		{
			ID: "sast/sql-injection", Engine: "sast", Title: "SQL injection", Severity: assay.High, Confidence: assay.Firm, CWE: []int{89},
			Explanation: "Text from outside becomes part of the query.", Fix: "Pass it as a parameter: db.Query(\"… WHERE id = $1\", id).",
		},
		{
			ID: "secret/connection-string", Engine: assay.EngineSecret, Title: "Password in a connection string", Severity: assay.Critical, Confidence: assay.Certain, CWE: []int{798},
			Explanation: "Everybody who reads the code can reach the database.", Fix: "Keep the address in the environment or in a secret manager.",
		},
		{ID: "secret/password", Engine: assay.EngineSecret, Title: "Password in the code", Severity: assay.Medium, CWE: []int{798}, Explanation: "Everybody who reads the code knows it.", Fix: "Take it from a secret manager."},
		{
			ID: "secret/private-key", Engine: assay.EngineSecret, Title: "Private key", Severity: assay.Critical, Confidence: assay.Certain, CWE: []int{321, 798},
			Explanation: "Whoever has the key can sign in your name.", Fix: "Revoke the certificate, make a new key outside the repository.",
		},
		{ID: "tag/required", Engine: assay.EngineTag, Title: "Required tag missing", Severity: assay.Low, Confidence: assay.Certain, Explanation: "Without it nobody knows who pays.", Fix: "Add the tag."},
	}
}

// passed is a clean run.
func passed() *report.View {
	v := denied()
	v.Verdict = report.Verdict{Outcome: report.Pass}
	v.Counts = report.Counts{BySeverity: map[string]int{}}
	v.Findings, v.Gaps, v.Rules, v.Stages, v.Run.Notes = nil, nil, nil, nil, nil
	v.Coverage = []assay.Coverage{{Scope: assay.ScopeSecretTree, State: assay.Complete, Examined: 1284}}
	return v
}

// unfinished is a run in which a required scope is missing.
func unfinished() *report.View {
	v := passed()
	v.Verdict = report.Verdict{Outcome: report.Unfinished, ExitCode: 3, Reasons: []report.Reason{{
		Message: "iac/terraform is required by the strict profile and only partly examined", Flip: "run terraform init, or vendor the module",
	}}}
	v.Coverage, v.Gaps = coverage(), gaps()
	return v
}

// hostile puts s wherever a repository can put a string.
func hostile(s string) *report.View {
	v := denied()
	for i := range v.Findings {
		f := &v.Findings[i]
		f.Message, f.Snippet, f.Location.Path, f.Location.Resource = s, s, s, s
		f.Fix, f.Service, f.Location.Commit = s, assay.ServiceID(s), s
		for k := range f.Flow {
			f.Flow[k].Message, f.Flow[k].Location.Path = s, s
		}
		if f.Suppression != nil {
			f.Suppression.Reason, f.Suppression.Why, f.Suppression.Location.Path = s, s, s
		}
	}
	v.Gaps[0].Reason, v.Gaps[0].Help, v.Gaps[0].Location.Path, v.Gaps[0].Scope = s, s, s, assay.Scope(s)
	v.Services[0].ID, v.Services[0].Owner, v.Services[0].CostCentre = assay.ServiceID(s), s, s
	v.Rules[0].ID, v.Rules[0].Title, v.Rules[0].Explanation, v.Rules[0].Fix = assay.RuleID(s), s, s, s
	v.Rules[0].References, v.Rules[0].Tags = []string{s}, []string{s}
	v.Findings[2].Rule, v.Findings[0].Engine = assay.RuleID(s), assay.EngineID(s)
	v.Verdict.Reasons[0].Message, v.Verdict.Reasons[0].Flip, v.Verdict.Notes[0] = s, s, s
	v.Change.Files[0].Path, v.Change.BaseSource, v.Change.Base = s, s, s
	v.Stages[2].Steps[0].Name, v.Stages[2].Steps[0].Command, v.Stages[2].Steps[0].Output = s, s, s
	v.Run.Root, v.Run.Host, v.Run.Notes[0] = s, s, s
	return v
}
