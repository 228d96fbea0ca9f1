package importer_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/importer"
)

func FuzzSARIF(f *testing.F)       { fuzz(f, "sarif") }
func FuzzCodeClimate(f *testing.F) { fuzz(f, "codeclimate") }
func FuzzContrast(f *testing.F)    { fuzz(f, "contrast") }
func FuzzCycloneDX(f *testing.F)   { fuzz(f, "cyclonedx") }
func FuzzDataTheorem(f *testing.F) { fuzz(f, "datatheorem") }
func FuzzGitLab(f *testing.F)      { fuzz(f, "gitlab") }
func FuzzGitleaks(f *testing.F)    { fuzz(f, "gitleaks") }
func FuzzSemgrep(f *testing.F)     { fuzz(f, "semgrep") }
func FuzzSnyk(f *testing.F)        { fuzz(f, "snyk") }
func FuzzSonarQube(f *testing.F)   { fuzz(f, "sonarqube") }
func FuzzTrivy(f *testing.F)       { fuzz(f, "trivy") }
func FuzzZAP(f *testing.F)         { fuzz(f, "zap") }

// FuzzDetect lets the format be told.
func FuzzDetect(f *testing.F) { fuzz(f, "") }

// fuzz holds a reader to what any input must give: a report within bounds, the
// same twice, or an invalid error.
func fuzz(f *testing.F, format string) {
	for _, text := range seeds(format) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o := importer.Options{Format: format, Components: noComponents}
		one, err := importer.Read(context.Background(), "fuzz", bytes.NewReader(text), o)
		if err != nil {
			if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "fuzz") {
				t.Fatalf("%v", err)
			}
			return
		}
		two, err := importer.Read(context.Background(), "fuzz", bytes.NewReader(text), o)
		if err != nil || len(one.Findings) != len(two.Findings) {
			t.Fatalf("the second time: %v", err)
		}
		for i := range one.Findings {
			if one.Findings[i].Identity != two.Findings[i].Identity {
				t.Fatal("the identity differs the second time")
			}
			checkBounds(t, &one.Findings[i])
		}
	})
}

func checkBounds(t *testing.T, f *assay.Finding) {
	t.Helper()
	if f.Rule == "" || f.Engine == "" || f.Identity == "" || f.Fingerprint != "" {
		t.Fatalf("incomplete: %+v", f)
	}
	l := f.Location
	for _, s := range []string{f.Message, f.Snippet, l.Path, l.URL, l.Resource, l.Component, l.Parameter} {
		if len(s) > 4<<10 || !utf8.ValidString(s) {
			t.Fatalf("%d bytes, or no UTF-8: %.100q", len(s), s)
		}
	}
	if len(f.Snippet) > 300 || strings.Contains(f.Snippet, "\n") || f.Engine == assay.EngineSecret && f.Snippet != "" {
		t.Fatalf("snippet %q", f.Snippet)
	}
	below := l.Path
	for strings.HasPrefix(below, "../") {
		below = below[3:] // stays visible
	}
	if strings.HasPrefix(l.Path, "//") || strings.Contains(below, "../") && strings.Contains("/"+below, "/../") {
		t.Fatalf("path %q", l.Path)
	}
	if f.Severity > assay.Critical || f.Confidence > assay.Certain || l.Start.Line < 0 || l.End.Line < 0 {
		t.Fatalf("out of range: %+v", f)
	}
}

// seeds are the samples and a report of each dialect.
func seeds(format string) []string {
	var out []string
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		if a, err := txtar.ParseFile(file); err == nil && (format == "" || strings.HasPrefix(filepath.Base(file), format)) {
			out = append(out, string(a.Files[0].Data))
		}
	}
	for _, d := range dialects {
		if format == "" || d.format == format {
			out = append(out, d.write(d.some(rand.New(rand.NewPCG(1, 1)))))
		}
	}
	return out
}
