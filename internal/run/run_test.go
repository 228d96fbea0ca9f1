package run

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/store"
	"github.com/assay-dev/assay/rules"
)

// fake finds "bad" in any file, and calls at on each file it sees.
type fake struct{ at func(path string) }

func (fake) ID() assay.EngineID          { return assay.EngineSecret }
func (fake) Scopes() []assay.Scope       { return []assay.Scope{assay.ScopeSecretTree} }
func (fake) Version() string             { return "1" }
func (fake) Selects(string, []byte) bool { return true }
func (f fake) Scan(ctx context.Context, file engine.File) (engine.Output, error) {
	if f.at != nil {
		f.at(file.Path)
	}
	var out engine.Output
	if bytes.Contains(file.Data, []byte("bad")) {
		out.Findings = []assay.Finding{{
			Rule: "secret/bad", Engine: assay.EngineSecret, Severity: assay.High, Confidence: assay.Firm, Identity: "bad",
			Location: assay.Location{Path: file.Path, Start: assay.Position{Line: 1}},
		}}
	}
	return out, ctx.Err()
}

func service(at func(string)) *Service {
	return &Service{
		Engines:  func(EngineOptions) EngineSet { return EngineSet{Scanners: []engine.FileScanner{fake{at}}} },
		Policies: rules.Policy(),
		Redact:   func(b []byte) []byte { return b }, Now: time.Now,
	}
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestInterrupt: what was known when the context ended is in the view, and the
// answer is neither pass nor deny.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	dir := folder(t, map[string]string{"a": "bad", "b": "bad", "c": "x"})
	view, err := service(func(p string) {
		if p == "c" {
			cancel()
		}
	}).Test(ctx, Request{Dir: dir, Gate: true})
	if err != nil {
		t.Fatal(err)
	}
	if view.Verdict.Outcome != report.Interrupted || view.Verdict.ExitCode != fault.ExitInterrupted {
		t.Errorf("verdict %+v", view.Verdict)
	}
	if len(view.Findings) == 0 {
		t.Error("what was known is lost")
	}
	for _, c := range view.Coverage {
		if c.State == assay.Complete {
			t.Errorf("%s is said to be complete", c.Scope)
		}
	}
}

func TestInterruptedAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	view, err := service(nil).Test(ctx, Request{Dir: folder(t, map[string]string{"a": "bad"}), Gate: true})
	if fault.ExitCode(err) != fault.ExitInterrupted && (view == nil || view.Verdict.ExitCode != fault.ExitInterrupted) {
		t.Errorf("got %v, %v", view, err)
	}
}

// TestScanDecidesNothing: without a gate there is no verdict, with a limit there is.
func TestScanDecidesNothing(t *testing.T) {
	dir := folder(t, map[string]string{"a": "bad"})
	high, critical := assay.High, assay.Critical
	for _, c := range []struct {
		failOn *assay.Severity
		want   report.Outcome
	}{{nil, report.Listed}, {&high, report.Deny}, {&critical, report.Pass}} {
		view, err := service(nil).Test(context.Background(), Request{Dir: dir, FailOn: c.failOn})
		if err != nil {
			t.Fatal(err)
		}
		if view.Verdict.Outcome != c.want || view.Findings[0].Status != "" {
			t.Errorf("fail on %v: %s, status %q", c.failOn, view.Verdict.Outcome, view.Findings[0].Status)
		}
	}
}

// TestRequiredScopes: standard requires infrastructure, which no engine here covers.
func TestRequiredScopes(t *testing.T) {
	view, err := service(nil).Test(context.Background(), Request{Dir: folder(t, nil), Gate: true})
	if err != nil {
		t.Fatal(err)
	}
	if view.Verdict.ExitCode != fault.ExitUnfinished {
		t.Errorf("verdict %+v", view.Verdict)
	}
}

// TestStoreTrouble: a store that can't be had is a note, not another answer.
func TestStoreTrouble(t *testing.T) {
	svc := service(nil)
	svc.Store = func() (store.Store, error) { return nil, errors.New("no room") }
	view, err := svc.Test(context.Background(), Request{Dir: folder(t, map[string]string{"a": "bad"}), Gate: true})
	if err != nil {
		t.Fatal(err)
	}
	if view.Verdict.ExitCode != fault.ExitDenied || len(view.Run.Notes) != 1 {
		t.Errorf("verdict %+v, notes %v", view.Verdict, view.Run.Notes)
	}
}
