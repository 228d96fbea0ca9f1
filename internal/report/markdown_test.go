package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/report"
)

// many is a view with n findings of which a tenth blocks.
func many(n int) *report.View {
	v := denied()
	v.Findings = nil
	v.Verdict.Reasons = v.Verdict.Reasons[:1]
	v.Verdict.Reasons[0].Findings = nil
	v.Counts.Blocking = n / 10
	for i := range n {
		severity := assay.Severity(4 - i*5/n)
		v.Findings = append(v.Findings, assay.Finding{
			Rule: v.Rules[i%len(v.Rules)].ID, Engine: v.Rules[i%len(v.Rules)].Engine, Severity: severity, Status: assay.StatusNew,
			Fingerprint: assay.Fingerprint(fmt.Sprintf("%032x", i)), Message: "A sentence about this very place",
			Location: at(fmt.Sprintf("dir%d/file%d.go", i%7, i), i+1, 1),
		})
	}
	return v
}

func TestMarkdownStaysShort(t *testing.T) {
	for _, n := range []int{100, 200, 400, 1_000, 20_000} {
		out := render(t, "markdown", many(n), report.Options{})
		if len(out) > 60_000 {
			t.Errorf("%d findings: %d bytes", n, len(out))
		}
		if open, closed := strings.Count(out, "<details>"), strings.Count(out, "</details>"); open != closed {
			t.Errorf("%d findings: %d <details>, %d </details>", n, open, closed)
		}
		if n >= 1_000 && !strings.Contains(out, "left out:") {
			t.Errorf("%d findings: it does not say that it was cut", n)
		}
		if !strings.HasPrefix(out, report.MarkdownMarker) || !strings.HasSuffix(out, "</sub>\n") {
			t.Errorf("%d findings: beginning or end is missing", n)
		}
	}
}

func TestTextShowsThreeBlockers(t *testing.T) {
	out := render(t, "text", many(500), report.Options{})
	if !strings.Contains(out, "… and 47 more that block: --verbose or --format json") {
		t.Errorf("the cap is not said:\n%s", out)
	}
	if strings.Contains(out, "\x1b") {
		t.Error("colour without being asked")
	}
}
