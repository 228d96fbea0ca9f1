package importer_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/importer"
	"github.com/assay-dev/assay/internal/rule"
)

var update = flag.Bool("update", false, "rewrite what testdata expects")

// TestSamples reads each archive in testdata: a file "report" and what is to
// come out of it, "expected". The comment above may set the root with a line
// "root: /builds/x".
func TestSamples(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { sample(t, file) })
	}
}

func sample(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil || len(a.Files) != 2 {
		t.Fatalf("want two files, report and expected: %v", err)
	}
	rep, err := importer.Read(context.Background(), "report", strings.NewReader(string(a.Files[0].Data)), importer.Options{Root: rootIn(a.Comment)})
	if err != nil {
		t.Fatal(err)
	}
	got := listing(rep)
	if *update {
		a.Files[1].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

func rootIn(comment []byte) string {
	for line := range strings.Lines(string(comment)) {
		if v, ok := strings.CutPrefix(line, "root: "); ok {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// listing is a report as a person checks it: one line per fact, empty facts
// left out.
func listing(r *importer.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s by %s: %d findings, %d skipped\n", r.Format, strings.TrimSpace(r.Tool+" "+r.ToolVersion), len(r.Findings), r.Skipped)
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n%s %s %s %s\n", f.Severity, f.Confidence, f.Engine, f.Rule)
		facts(&b, findingFacts(f))
	}
	for _, r := range r.Rules {
		fmt.Fprintf(&b, "\nrule %s\n", r.ID)
		facts(&b, ruleFacts(r))
	}
	for _, g := range r.Gaps {
		fmt.Fprintf(&b, "\ngap: %s\n", g.Reason)
	}
	return b.String()
}

type fact struct{ name, value string }

func facts(b *strings.Builder, list []fact) {
	for _, f := range list {
		if f.value != "" {
			fmt.Fprintf(b, "  %s: %s\n", f.name, strings.ReplaceAll(f.value, "\n", "\n    "))
		}
	}
}

func findingFacts(f assay.Finding) []fact {
	out := []fact{
		{"says", f.Message},
		{"at", placeOf(f.Location)},
		{"snippet", f.Snippet},
		{"fix", f.Fix},
		{"cwe", list(f.CWE)},
		{"status", string(f.Status)},
		{"tool", f.Tool},
	}
	for _, s := range f.Flow {
		out = append(out, fact{"step", placeOf(s.Location) + " " + s.Message})
	}
	if v := f.Vulnerability; v != nil {
		out = append(
			out, fact{"flaw", v.ID}, fact{"aliases", strings.Join(v.Aliases, " ")}, fact{"package", v.Package + " " + v.Version},
			fact{"fixed in", v.Fixed}, fact{"score", strings.TrimSpace(some(v.CVSS) + " " + v.Vector)}, fact{"epss", some(v.EPSS)},
		)
		if !v.Published.IsZero() {
			out = append(out, fact{"published", v.Published.Format("2006-01-02")})
		}
	}
	if s := f.Suppression; s != nil {
		out = append(out, fact{"suppression", s.Reason + " (" + s.Why + ")"})
	}
	return out
}

func ruleFacts(r rule.Rule) []fact {
	return []fact{
		{"title", r.Title},
		{"severity", r.Severity.String()},
		{"cwe", list(r.CWE)},
		{"why", r.Explanation},
		{"fix", r.Fix},
		{"tags", strings.Join(r.Tags, " ")},
		{"also called", strings.Join(r.Aliases, " ")},
		{"see", strings.Join(r.References, " ")},
	}
}

func list(n []int) string { return strings.Trim(fmt.Sprint(n), "[]") }

func some(f float64) string {
	if f == 0 {
		return ""
	}
	return fmt.Sprint(f)
}

func placeOf(l assay.Location) string {
	var parts []string
	if l.Path != "" {
		p := l.Path
		if l.Start.Line > 0 {
			p += fmt.Sprintf(" %d:%d-%d:%d", l.Start.Line, l.Start.Column, l.End.Line, l.End.Column)
		}
		parts = append(parts, p)
	}
	for _, f := range []fact{
		{"resource", l.Resource},
		{"commit", l.Commit},
		{"component", l.Component},
		{"url", strings.TrimSpace(l.Method + " " + l.URL)},
		{"parameter", l.Parameter},
	} {
		if f.value != "" {
			parts = append(parts, f.name+" "+f.value)
		}
	}
	return strings.Join(parts, ", ")
}
