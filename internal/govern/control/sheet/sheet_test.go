package sheet_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/govern/control/sheet"
)

func day(n int) time.Time { return time.Date(2026, 10, n, 12, 0, 0, 0, time.UTC) }

// sample has every state, a bypass, an emergency, and text that would steer.
func sample() *control.Assessment {
	no, none := false, ""
	ref := func(clause string) control.Reference {
		return control.Reference{Document: "PCI DSS 4.0.1", Clause: clause, Verified: &no, Edition: &none}
	}
	result := func(id string, s control.State) control.Result {
		return control.Result{ID: "pci-" + id, Title: "A duty", Reference: ref(id), Binds: []string{"merchant"}, State: s, Freshness: 30}
	}
	absent, part := result("1.7", control.Partial), result("1.8", control.Partial)
	absent.Part, absent.Shown, absent.Why, absent.Next = control.PartNothing, "0 of 4 changes", []string{"nothing to examine: no components (4 times)"}, "run assay where it is kept"
	part.Part, part.Shown, part.Why, part.Next = control.PartOfTheDuty, "4 of 4 changes", []string{control.WhyInPart}, "head of network: show the list"
	part.Manual = &control.Manual{Show: "the list", Owner: "head of network"}
	failing, stale, partial, passing, manual, out := result("1.1", control.Failing), result("1.2", control.Stale), result("1.3", control.Partial),
		result("1.4", control.Passing), result("1.5", control.ByHand), result("1.6", control.NotInScope)
	failing.Shown, failing.Changes, failing.Passing, failing.Why, failing.Next = "1 of 4 changes, 1 stopped by the gate", 4, 1, []string{"2 open findings of injection"}, "fix them"
	for n := range 4 {
		failing.Exceptions = append(failing.Exceptions, control.Exception{Kind: control.ExceptionFailing, Run: "run-" + string(rune('a'+n)), Evidence: "ev-1", At: day(9 - n), Message: "2 open findings of injection", Findings: []assay.Fingerprint{"f1"}})
	}
	failing.Exceptions[1].Kind, failing.Exceptions[1].Message = control.ExceptionStopped, "step test/<script>\x1b[2J failed"
	failing.More, failing.Evidence = 3, []string{"ev-1", "ev-2"}
	stale.Why, stale.Next = []string{"evidence is 40 days old, at most 30 are asked for"}, "assay run"
	partial.Part, partial.Why, partial.Next = control.PartNotShown, []string{"nobody told who approved it"}, "run in CI"
	passing.Shown, passing.Manual = "4 of 4 changes", &control.Manual{Show: "the list", Owner: "head of network"}
	manual.Manual = &control.Manual{Show: "the plan", Owner: "head of operations"}
	return &control.Assessment{
		Schema: control.SchemaVersion, From: day(1), To: day(30), Changes: 4, Stopped: 1, Deploys: 2, Waivers: []string{"W-1"}, References: 6,
		Bypasses:    []control.Mark{{ID: "d-1", At: day(3), Message: "pay|<b>&</b> to production: no test of this commit is on record"}},
		Emergencies: []control.Mark{{ID: "run-b", At: day(4), Evidence: "ev-2", Message: "went through by emergency grant E-1"}},
		Frameworks: []control.FrameworkResult{
			{
				ID: "pci-dss-4.0.1", Title: "PCI DSS 4.0.1", Document: "PCI DSS 4.0.1", InScope: true, Services: []assay.ServiceID{"pay", ""},
				Counts:   map[control.State]int{control.Failing: 1, control.Stale: 1, control.Partial: 3, control.Passing: 1, control.ByHand: 1, control.NotInScope: 1},
				Controls: []control.Result{failing, stale, partial, absent, part, passing, manual, out},
			},
			{ID: "gdpr", Title: "GDPR", Counts: map[control.State]int{control.NotInScope: 1}, Controls: []control.Result{out}},
		},
	}
}

func render(t *testing.T, format string, a *control.Assessment, o sheet.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := sheet.Write(&b, format, a, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden holds every format to a file; rewrite them with
// UPDATE=1 go test ./internal/govern/control/sheet.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file, format string
		o            sheet.Options
	}{
		{"text", "text", sheet.Options{}},
		{"verbose", "text", sheet.Options{Verbose: true}},
		{"colour", "text", sheet.Options{Colour: true}},
		{"json", "json", sheet.Options{}},
		{"markdown", "markdown", sheet.Options{}},
		{"html", "html", sheet.Options{}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := render(t, c.format, sample(), c.o)
			path := filepath.Join("testdata", "sample."+c.file)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
			if word := regexp.MustCompile(`(?i)\b(complian\w*|complies|proved|proven|certified|guarantee\w*)\b`).FindString(got); word != "" {
				t.Errorf("it says %q", word)
			}
			if c.format != "json" && !c.o.Colour && strings.Contains(got, "\x1b") {
				t.Error("a control character came through")
			}
		})
	}
}

// TestPagePolicy computes the hash of the style as a browser does.
func TestPagePolicy(t *testing.T) {
	out := render(t, "html", sample(), sheet.Options{})
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(out)[1]
	sum := sha256.Sum256([]byte(style))
	policy := html.UnescapeString(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(out)[1])
	if !strings.Contains(policy, base64.StdEncoding.EncodeToString(sum[:])) {
		t.Errorf("policy %q does not allow the style", policy)
	}
	for _, bad := range []string{"<script", " style=", "src=", "@import", "url(", "<b>&"} {
		if strings.Contains(out, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
}

func TestNothingInScope(t *testing.T) {
	a := sample()
	a.Frameworks = a.Frameworks[1:]
	if out := render(t, "text", a, sheet.Options{}); !strings.Contains(out, "No framework is in scope.\n  next: ") {
		t.Errorf("it does not say what to do:\n%s", out)
	}
	for _, format := range sheet.Formats() {
		render(t, format, &control.Assessment{}, sheet.Options{})
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := sheet.Write(&bytes.Buffer{}, "pdf", sample(), sheet.Options{}); !errors.Is(err, fault.Invalid) || fault.Help(err) == "" {
		t.Errorf("got %v", err)
	}
}

func TestJSONReadsBack(t *testing.T) {
	var got control.Assessment
	if err := json.Unmarshal([]byte(render(t, "json", sample(), sheet.Options{})), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample(), &got); diff != "" {
		t.Error(diff)
	}
}
